from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.mail.actions import hold_mail
from sekisho.apps.mail.jobs import hand_over_due
from sekisho.apps.mail.models import LocalLetter, MailHold, OutboxLetter
from sekisho.apps.mail.web.panels import today_panel
from sekisho.apps.mail.web.words import reason_words
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Conflict, Unavailable
from sekisho.ui.problems import known_codes
from tests.factories.cast import office_client
from tests.factories.outbox import address_of, letter, plain_letters, queue_plain

pytestmark = pytest.mark.django_db
NAMES = ("outbox", "retry", "hold", "release", "local")


def with_link(refs):
    """A letter with an address to follow and a sign of markup."""
    from sekisho.apps.mail.events import RenderedLetter

    text = "次のリンク:\n\nhttp://localhost:8000/r/abc_DEF-1\n\n<b>おわり</b>\n"
    return {
        ref.outbox_id: RenderedLetter(address_of(ref.recipient_id), "", "件名", text)
        for ref in refs
    }


@pytest.fixture(autouse=True)
def _backend(settings):
    """pytest-django replaces the backend; this room tests its own."""
    settings.EMAIL_BACKEND = "sekisho.apps.mail.jobs.ConfiguredBackend"


@pytest.fixture
def aoi(cast):
    """Aoi with a second factor, which real mail makes a duty."""
    person = get_user_model().objects.get(uid=str(cast.aoi.uid))
    TOTP.activate(person, generate_totp_secret())
    return office_client(cast.aoi)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("who", ["ben", "emi"])
def test_nobody_but_the_mail_office_gets_in(cast, who, name):
    answer = office_client(getattr(cast, who)).get(reverse(f"mail:{name}"))
    assert answer.status_code == 403


def test_the_outbox_shows_who_gets_what_and_why_not(cast, smtp, hands, aoi):
    smtp.faults.at_recipient[address_of(1)] = "550 5.1.1 Unknown"
    queue_plain(2)
    hand_over_due()
    page = aoi.get(reverse("mail:outbox")).content.decode()
    assert address_of(1) in page
    assert "この宛先のメールボックスはありません" in page
    assert "550 5.1.1" in page
    only = aoi.get(reverse("mail:outbox"), {"state": "handed_over"}).content.decode()
    assert address_of(2) in only
    assert address_of(1) not in only


def test_the_outbox_asks_the_database_as_often_for_fifty_letters_as_for_one(cast, hands, aoi):
    asked = []
    for count in (1, 59):
        queue_plain(count, first=count)
        aoi.get(reverse("mail:outbox"))
        with CaptureQueriesContext(connection) as queries:
            aoi.get(reverse("mail:outbox"))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 20


def test_an_empty_outbox_says_what_it_is_for(cast, aoi):
    assert "依頼を送ると" in aoi.get(reverse("mail:outbox")).content.decode()


def test_failed_letters_are_sent_again_after_one_question_with_their_number(cast, aoi, hands):
    queue_plain(3)
    OutboxLetter.objects.exclude(object_id=1).update(state="failed")
    assert "2通を送り直す" in aoi.get(reverse("mail:retry")).content.decode()
    answer = aoi.post(reverse("mail:retry"))
    assert answer.status_code == 302
    assert OutboxLetter.objects.filter(state="queued").count() == 3


def test_one_letter_is_sent_again(cast, aoi, hands):
    queue_plain(1)
    OutboxLetter.objects.update(state="bounced", reason="channels.recipient_refused")
    assert aoi.post(reverse("mail:retry_one", args=[letter().uid])).status_code == 302
    assert letter().state == "queued"


def test_mail_is_held_and_released_with_a_question_each(cast, aoi, hands):
    queue_plain(2)
    assert aoi.get(reverse("mail:hold")).status_code == 200
    assert not MailHold.objects.exists()
    aoi.post(reverse("mail:hold"))
    assert MailHold.objects.exists()
    assert "再開して2通を送信する" in aoi.get(reverse("mail:release")).content.decode()
    aoi.post(reverse("mail:release"))
    assert not MailHold.objects.exists()


def test_a_restored_house_says_so(cast, aoi, hands):
    hold_mail(SYSTEM, reason="restored", now=hands.now)
    assert "バックアップから復元されました" in aoi.get(reverse("mail:outbox")).content.decode()


def test_a_server_without_our_address_is_told_as_the_reason(cast, aoi, settings):
    settings.SEKISHO_SMTP_URL = "smtp://127.0.0.1:1"
    page = aoi.get(reverse("mail:outbox")).content.decode()
    assert "SEKISHO_BASE_URL" in page


def test_the_test_letter_goes_the_way_of_all_letters(cast, aoi, smtp):
    aoi.post(reverse("mail:test"))
    (taken,) = smtp.taken
    assert taken.recipients == (cast.emails["aoi"],)
    assert taken.message["Subject"] == "Sekisho からのテストメール"
    assert AuditEntry.objects.filter(verb="mail.test_sent").count() == 1


def test_the_test_letter_tells_why_it_did_not_leave(cast, aoi, smtp):
    smtp.faults.at_content = "554 5.7.1 Spam"
    page = aoi.post(reverse("mail:test"), follow=True).content.decode()
    assert "テストメールを送れませんでした" in page
    assert "554 5.7.1" in page
    assert not AuditEntry.objects.filter(verb="mail.test_sent").exists()


def test_a_letter_in_the_local_mailbox_can_be_followed(cast, aoi, hands):
    with plain_letters("tests.apps.mail.test_web.with_link"):
        queue_plain(1)
        hand_over_due()
    page = aoi.get(reverse("mail:local")).content.decode()
    (url,) = set(re.findall(r"/o/mail/local/[0-9a-f-]{36}/", page))
    shown = aoi.get(url).content.decode()
    assert 'href="http://localhost:8000/r/abc_DEF-1"' in shown
    assert "<b>おわり" not in shown


def test_the_local_mailbox_is_searched_by_recipient(cast, aoi, hands):
    queue_plain(3)
    hand_over_due()
    page = aoi.get(reverse("mail:local"), {"q": "R2@"}).content.decode()
    assert address_of(2) in page
    assert address_of(1) not in page


def test_the_local_mailbox_is_closed_once_a_server_is_set(cast, aoi, hands, settings):
    queue_plain(1)
    hand_over_due()
    uid = LocalLetter.objects.get().uid
    settings.SEKISHO_SMTP_URL = "smtp://127.0.0.1:1"
    assert aoi.get(reverse("mail:local")).status_code == 404
    assert aoi.get(reverse("mail:local_letter", args=[uid])).status_code == 404


def test_today_tells_of_trouble_to_those_who_can_mend_it(cast, hands):
    assert today_panel(cast.aoi, None) is None
    queue_plain(2)
    OutboxLetter.objects.filter(object_id=1).update(state="failed")
    panel = today_panel(cast.aoi, None)
    assert panel is not None
    assert panel.context["trouble"].failed == 1
    assert today_panel(cast.ben, None) is None
    assert today_panel(cast.emi, None) is None


def test_today_draws_the_panel(cast, aoi, hands):
    hold_mail(SYSTEM, now=hands.now)
    assert "すべての送信を止めています" in aoi.get(reverse("home:today")).content.decode()


def test_sign_in_mail_lands_in_the_local_mailbox(cast):
    assert mail.send_mail("入口", "リンク", None, ["aoi@home.example", "ben@home.example"]) == 1
    assert LocalLetter.objects.count() == 2


def test_sign_in_mail_leaves_one_by_one_without_copies(cast, smtp):
    message = mail.EmailMessage("入口", "リンク", None, ["aoi@home.test"], bcc=["ben@home.test"])
    assert message.send() == 1
    assert [taken.recipients for taken in smtp.taken] == [("aoi@home.test",), ("ben@home.test",)]
    assert all(taken.message["Auto-Submitted"] == "auto-generated" for taken in smtp.taken)
    assert "Bcc" not in smtp.taken[1].message


def test_sign_in_mail_is_refused_while_mail_is_held_or_closed(cast, smtp, hands, settings):
    hold_mail(SYSTEM, now=hands.now)
    with pytest.raises(Conflict):
        mail.send_mail("s", "t", None, ["aoi@home.test"])
    assert mail.send_mail("s", "t", None, ["aoi@home.test"], fail_silently=True) == 0
    MailHold.objects.all().delete()
    settings.SEKISHO_BASE_URL = ""
    with pytest.raises(Unavailable):
        mail.send_mail("s", "t", None, ["aoi@home.test"])
    assert not smtp.taken


def test_every_reason_of_the_channel_has_a_sentence():
    from pathlib import Path

    from sekisho.adapters import channels

    folder = Path(channels.__file__).parent
    texts = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    reasons = set(re.findall(r'"(channels\.[a-z_]+)"', texts))
    assert len(reasons) > 8
    assert reasons <= known_codes()


def test_a_reason_of_another_version_shows_itself():
    assert reason_words("channels.of_tomorrow") == ("channels.of_tomorrow", "")
    assert reason_words("") == ("", "")
