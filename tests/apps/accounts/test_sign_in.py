"""Coming in: password, throttle, one-time link, second factor, and going out everywhere."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection

from sekisho.apps.accounts.actions import issue_sign_in_link
from sekisho.apps.accounts.models import Person, SignInLink
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.mail.actions import hold_mail
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from tests.factories.cast import PASSWORD, browser, office_client

FRESH = "a quite new sentence 7"


def sign_in(client, email, password=PASSWORD):
    return client.post("/sign-in/", {"login": email, "password": password})


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("seq").values_list("verb", flat=True))


def code_for(secret: str, step: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)))


def enrol(client) -> str:
    """Set the second factor up; answers its secret."""
    page = client.get("/o/account/second-factor/on/").content.decode()
    (secret,) = re.findall(r'data-copy="([A-Z2-7]{32})"', page)
    done = client.post("/o/account/second-factor/on/", {"code": code_for(secret)})
    assert done.status_code == 302
    return str(secret)


def test_a_right_password_opens_and_leaves_a_trace(cast) -> None:
    client = browser()
    assert sign_in(client, cast.emails["ben"]).headers["Location"] == "/o/"
    assert client.get("/o/").status_code == 200
    assert verbs()[-1] == "accounts.signed_in"


def test_a_wrong_password_and_an_unknown_address_read_the_same(cast) -> None:
    hidden = re.compile(r'value="[^"]{20,}"|"X-CSRFToken": "[^"]+"|[a-z]+@home\.example')
    known = sign_in(browser(), cast.emails["ben"], "wrong")
    unknown = sign_in(browser(), "none@home.example", "wrong")
    pages = [hidden.sub("*", answer.content.decode()) for answer in (known, unknown)]
    assert pages[0] == pages[1]
    assert verbs()[-1] == "accounts.sign_in_refused"


def test_five_wrong_passwords_close_the_door_for_a_while_whatever_host_is_named(cast) -> None:
    for number in range(5):
        answer = browser().post(
            "/sign-in/",
            {"login": cast.emails["ben"], "password": f"wrong {number}"},
            headers={"host": f"host{number}.example"},
        )
        assert answer.status_code == 200
    client = browser()
    sign_in(client, cast.emails["ben"])
    assert client.get("/o/").status_code == 302


def test_too_many_requests_get_a_page_that_says_so(cast) -> None:
    answers = [sign_in(browser(), f"{n}@home.example", "wrong") for n in range(31)]
    assert answers[-1].status_code == 429
    assert "短い時間に試行が続きました" in answers[-1].content.decode()


def guesses(address: str, peer: str, count: int = 1) -> int:
    """The answer to the last of so many guesses that come by way of a proxy at `peer`."""
    headers = {"x-forwarded-for": f"10.9.8.7, {address}"}
    for number in range(count):
        form = {"login": f"p{number}@home.example", "password": "wrong"}
        answer = browser().post("/sign-in/", form, headers=headers, REMOTE_ADDR=peer)
    return int(answer.status_code)


def test_guessing_behind_a_proxy_on_this_machine_closes_the_door_to_the_guesser_alone(cast) -> None:
    assert guesses("203.0.113.9", "127.0.0.1", count=31) == 429
    assert guesses("203.0.113.9", "::1") == 429
    assert guesses("198.51.100.7", "127.0.0.1") == 200
    assert guesses("no address", "127.0.0.1") == 200


def test_nobody_from_outside_borrows_the_address_of_another(cast) -> None:
    assert guesses("203.0.113.9", "192.0.2.1", count=31) == 429
    assert guesses("198.51.100.7", "192.0.2.1") == 429


def test_passwords_are_kept_by_argon2() -> None:
    from sekisho.config import settings

    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_opening_a_one_time_link_changes_nothing_and_using_it_burns_it(cast) -> None:
    token = issue_sign_in_link(SYSTEM, uid=cast.ben.uid, now=clock.now())
    url, client = f"/sign-in/first/{token}", browser()
    before = len(verbs())
    for _ in range(3):
        assert client.get(url).status_code == 200
        assert client.head(url).status_code == 200
    assert len(verbs()) == before
    assert client.get("/o/").status_code == 302
    done = client.post(url, {"password1": FRESH, "password2": FRESH})
    assert done.headers["Location"] == "/o/"
    assert client.get("/o/").status_code == 200
    assert verbs()[before:] == ["accounts.first_sign_in", "accounts.signed_in"]
    assert AuditEntry.objects.get(verb="accounts.first_sign_in").actor_uid == cast.ben.uid
    again = browser()
    assert again.get(url).status_code == 404
    assert again.post(url, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 404
    assert sign_in(browser(), cast.emails["ben"], FRESH).status_code == 302


@pytest.mark.parametrize(
    ("first", "second"),
    [("short", "short"), ("password1234", "password1234"), (FRESH, "another long one 9")],
)
def test_a_weak_or_mistyped_password_leaves_the_link_open(cast, first, second, caplog) -> None:
    token = issue_sign_in_link(SYSTEM, uid=cast.ben.uid, now=clock.now())
    url = f"/sign-in/first/{token}"
    client = browser()
    with caplog.at_level("WARNING", "django.request"):  # the gate's tests keep it silent
        assert client.post(url, {"password1": first, "password2": second}).status_code == 422
    assert "/sign-in/first/…" in caplog.text
    assert token not in caplog.text
    assert client.post(url, {"password1": FRESH, "password2": FRESH}).status_code == 302


def test_a_link_ends_after_a_day_and_with_the_next_one(cast) -> None:
    now = clock.now()
    old = issue_sign_in_link(SYSTEM, uid=cast.ben.uid, now=now - timedelta(hours=25))
    assert browser().get(f"/sign-in/first/{old}").status_code == 404
    first = issue_sign_in_link(SYSTEM, uid=cast.ben.uid, now=now)
    issue_sign_in_link(SYSTEM, uid=cast.ben.uid, now=now)
    assert browser().get(f"/sign-in/first/{first}").status_code == 404
    assert not SignInLink.objects.filter(keyed_hash__contains=first).exists()


def test_a_link_used_where_another_person_sits_starts_a_session_of_its_own(cast) -> None:
    client = office_client(cast.aoi)
    key = client.session.session_key
    url = f"/sign-in/first/{issue_sign_in_link(SYSTEM, uid=cast.ben.uid, now=clock.now())}"
    client.post(url, {"password1": FRESH, "password2": FRESH})
    assert client.session.session_key != key
    assert client.session["_auth_user_id"] == str(Person.objects.get(uid=cast.ben.uid).pk)


def test_the_second_factor_is_asked_and_its_secrets_are_sealed(
    cast, django_capture_on_commit_callbacks
) -> None:
    client = browser()
    sign_in(client, cast.emails["aoi"])
    page = client.get("/o/account/second-factor/on/").content.decode()
    (secret,) = re.findall(r'data-copy="([A-Z2-7]{32})"', page)
    waiting = " ".join(str(row.get_decoded()) for row in Session.objects.all())
    assert secret not in waiting
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/o/account/second-factor/on/", {"code": code_for(secret)})
    codes = re.findall(r"<code>(\d{8})</code>", client.get("/o/account/recovery/").content.decode())
    assert len(codes) == 10
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = " ".join(str(row[0]) for row in cursor.fetchall())
    assert secret not in stored
    assert not [code for code in codes if code in stored]
    other = browser()
    assert sign_in(other, cast.emails["aoi"]).headers["Location"].startswith("/sign-in/code/")
    assert other.get("/o/").status_code == 302
    other.post("/sign-in/code/", {"code": "000000"})
    assert other.get("/o/").status_code == 302
    other.post("/sign-in/code/", {"code": code_for(secret, 1)})
    assert other.get("/o/").status_code == 200
    assert {"accounts.second_factor_added", "accounts.code_refused"} <= set(verbs())


def test_a_recovery_code_opens_once(cast) -> None:
    client = browser()
    sign_in(client, cast.emails["aoi"])
    enrol(client)
    code = client.get("/o/account/recovery/codes.txt").content.decode().split()[-1]
    for is_open in (True, False):
        other = browser()
        sign_in(other, cast.emails["aoi"])
        other.post("/sign-in/code/", {"code": code})
        assert (other.get("/o/").status_code == 200) is is_open


def test_a_one_time_link_does_not_pass_by_the_second_factor(cast) -> None:
    client = browser()
    sign_in(client, cast.emails["aoi"])
    enrol(client)
    url = f"/sign-in/first/{issue_sign_in_link(SYSTEM, uid=cast.aoi.uid, now=clock.now())}"
    other = browser()
    done = other.post(url, {"password1": FRESH, "password2": FRESH})
    assert done.headers["Location"].startswith("/sign-in/code/")
    assert other.get("/o/").status_code == 302


def test_administrators_must_enrol_once_partners_can_reach_the_house(cast, settings) -> None:
    settings.SEKISHO_BASE_URL = "https://sekisho.home.example"
    client = office_client(cast.aoi)
    assert client.get("/o/people/").headers["Location"] == "/o/account/second-factor/on/"
    assert client.get("/o/").headers["Location"] == "/o/account/second-factor/on/"
    assert office_client(cast.ben).get("/o/").status_code == 200


def test_a_local_trial_only_offers_it_and_takes_no_for_an_answer(cast) -> None:
    client = office_client(cast.aoi)
    assert "二段階認証でアカウントを守れます" in client.get("/o/").content.decode()
    assert client.post("/o/dismiss/").status_code == 302
    assert "二段階認証でアカウントを守れます" not in client.get("/o/").content.decode()


def test_a_reset_second_factor_is_gone_and_ends_the_sessions(cast) -> None:
    client = browser()
    sign_in(client, cast.emails["ben"])
    enrol(client)
    assert Authenticator.objects.count() == 2
    answer = office_client(cast.aoi).post(f"/o/people/{cast.ben.uid}/second-factor/")
    assert answer.status_code == 302
    assert Authenticator.objects.count() == 0
    assert client.get("/o/").status_code == 302


def test_signing_out_everywhere_ends_the_other_browser_too(cast) -> None:
    here, there = office_client(cast.ben), office_client(cast.ben)
    here.post("/o/account/leave/")
    assert here.get("/o/").status_code == 302
    assert there.get("/o/").status_code == 302


def test_a_new_password_ends_other_sessions_but_not_this_one(cast) -> None:
    here, there = office_client(cast.ben), office_client(cast.ben)
    form = {"oldpassword": PASSWORD, "password1": FRESH, "password2": FRESH}
    assert here.post("/o/account/password/", form).headers["Location"] == "/o/account/"
    assert here.get("/o/").status_code == 200
    assert there.get("/o/").status_code == 302


def test_a_lost_password_is_replaced_by_mail_that_names_our_own_address(cast, settings) -> None:
    settings.SEKISHO_BASE_URL = "https://sekisho.home.example"
    asked = browser().post(
        "/sign-in/lost/", {"email": cast.emails["ben"]}, headers={"host": "evil.example"}
    )
    assert asked.headers["Location"] == "/sign-in/lost/sent/"
    (letter,) = mail.outbox
    assert letter.to == [cast.emails["ben"]]
    assert "evil.example" not in letter.body
    (url,) = re.findall(r"https://sekisho\.home\.example(/sign-in/lost/\S+)", str(letter.body))
    client = browser()
    form_at = client.get(url).headers["Location"]
    assert client.get(form_at).status_code == 200
    done = client.post(form_at, {"password1": FRESH, "password2": FRESH})
    assert done.headers["Location"] == "/sign-in/lost/done/"
    assert sign_in(browser(), cast.emails["ben"], FRESH).headers["Location"] == "/o/"
    assert "この" in browser().get(url).content.decode()
    assert verbs().count("accounts.password_reset") == 1


def test_an_unknown_address_gets_no_letter_and_the_same_answer(cast) -> None:
    answer = browser().post("/sign-in/lost/", {"email": "none@home.example"})
    assert answer.headers["Location"] == "/sign-in/lost/sent/"
    assert mail.outbox == []


def test_a_known_address_reads_the_same_when_no_mail_leaves(cast, settings, caplog) -> None:
    settings.EMAIL_BACKEND = "sekisho.apps.mail.jobs.ConfiguredBackend"
    hold_mail(SYSTEM, now=clock.now())
    answer = browser().post("/sign-in/lost/", {"email": cast.emails["ben"]})
    assert answer.headers["Location"] == "/sign-in/lost/sent/"
    assert "mail.held" in caplog.text
    assert cast.emails["ben"] not in caplog.text


def test_nobody_signs_up(cast) -> None:
    assert browser().get("/sign-in/join/").status_code == 200
    assert browser().post("/sign-in/join/", {"email": "x@y.example"}).status_code == 405
