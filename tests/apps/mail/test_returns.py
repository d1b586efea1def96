"""What came back to letters: marked once, told by the event that exists, never by a stranger."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from itertools import count

import pytest

from sekisho.adapters.mailboxes import Kind, Report
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.mail import events
from sekisho.apps.mail.actions import Noted, forget_returns, note_return, retry_letter
from sekisho.apps.mail.jobs import hand_over_due, tell_settled
from sekisho.apps.mail.models import OutboxLetter, Returned
from sekisho.apps.mail.queries import NO_SIGNS, signs_of
from sekisho.apps.work import events as work_events
from sekisho.apps.work.jobs import deliver_events
from sekisho.kernel.actor import SYSTEM
from tests.factories.outbox import PLAIN, address_of, letter, queue_plain, states

pytestmark = pytest.mark.django_db
_numbers = count(1)
told: list[str] = []


def hear(outbox_ids):
    """Handler of the tests for the news of settled letters."""
    told.append(outbox_ids)


@pytest.fixture
def left(smtp, hands, monkeypatch):
    """Three letters to three recipients have left, and that was told."""
    queue_plain(3)
    hand_over_due()
    monkeypatch.setattr(work_events, "_handlers", {})
    work_events.subscribe(events.SETTLED, "tests.apps.mail.test_returns.hear")
    told.clear()
    return smtp


def report(kind: Kind, number: int = 1, **more) -> Report:
    """News of the letter to that recipient, each with a key of its own."""
    more.setdefault("key", f"key {next(_numbers)}")
    if kind in {Kind.HARD, Kind.SOFT, Kind.DELAYED}:
        more.setdefault("recipients", frozenset({address_of(number)}))
    return Report(kind=kind, marks=(letter(number).uid,), **more)


def note(hands, kind: Kind, number: int = 1, **more) -> Noted:
    return note_return(SYSTEM, report=report(kind, number, **more), now=hands.now)


def signs(hands, number: int = 1):
    return signs_of([number], now=hands.now).get(number, NO_SIGNS)


def tell() -> None:
    tell_settled()
    deliver_events()


def test_an_address_that_fails_marks_its_letter_and_tells_it(left, hands):
    assert note(hands, Kind.HARD, status="5.1.1") is Noted.NEW
    assert states() == {1: "bounced", 2: "handed_over", 3: "handed_over"}
    assert (letter().reason, letter().reply) == ("channels.recipient_refused", "5.1.1")
    tell()
    assert told == [str(letter().pk)]


def test_the_same_news_twice_has_one_effect(left, hands):
    once = report(Kind.HARD)
    assert note_return(SYSTEM, report=once, now=hands.now) is Noted.NEW
    tell()
    retry_letter(SYSTEM, uid=letter().uid, now=hands.now)
    hand_over_due()
    assert note_return(SYSTEM, report=once, now=hands.now) is Noted.KNOWN
    assert states()[1] == "handed_over"
    assert AuditEntry.objects.filter(verb="mail.return_noted").count() == 1


def test_a_forged_bounce_marks_nobody(left, hands):
    guesses = (uuid.uuid4(), uuid.UUID(int=letter().uid.int ^ 1))
    forged = Report("k", Kind.HARD, guesses, frozenset({address_of(1)}), "5.1.1")
    assert note_return(SYSTEM, report=forged, now=hands.now) is Noted.UNKNOWN
    bare = Report("k", Kind.HARD, (), frozenset({address_of(1)}), "5.1.1")
    assert note_return(SYSTEM, report=bare, now=hands.now) is Noted.UNKNOWN
    assert set(states().values()) == {"handed_over"}
    assert not Returned.objects.exists()


def test_a_failure_at_another_address_does_not_mark(left, hands):
    note(hands, Kind.HARD, recipients=frozenset({"moved@partners.test"}))
    assert states()[1] == "handed_over"
    assert signs(hands).soft == 1


def test_only_the_third_letter_that_comes_back_for_now_marks(left, hands):
    for _again in range(4):
        note(hands, Kind.SOFT, status="4.2.2")
    assert (states()[1], signs(hands).soft) == ("handed_over", 1), "four mails about one letter"
    queue_to(1, 11, 12)
    note(hands, Kind.SOFT, 11, recipients=frozenset())
    assert states()[11] == "handed_over"
    note(hands, Kind.SOFT, 12, recipients=frozenset())
    assert (states()[12], letter(12).reason) == ("bounced", "mail.came_back_thrice")
    assert signs(hands).soft == 0, "after a mark counting begins anew"


def test_letters_of_long_ago_and_of_others_do_not_count(left, hands):
    note(hands, Kind.SOFT, 1)
    note(hands, Kind.SOFT, 2)
    queue_to(1, 11, 12)
    hands.move(days=91)
    note(hands, Kind.SOFT, 11, recipients=frozenset())
    note(hands, Kind.SOFT, 12, recipients=frozenset())
    assert "bounced" not in states().values()


@pytest.mark.parametrize("sign", [Kind.REPLY, Kind.ABSENCE])
def test_a_sign_of_life_lets_counting_begin_anew(left, hands, sign):
    queue_to(1, 11, 12)
    note(hands, Kind.SOFT, 1)
    note(hands, Kind.SOFT, 11, recipients=frozenset())
    note(hands, sign)
    note(hands, Kind.SOFT, 12, recipients=frozenset())
    assert (states()[12], signs(hands).soft) == ("handed_over", 1)


def test_a_letter_that_a_server_still_tries_is_not_counted(left, hands):
    note(hands, Kind.DELAYED)
    assert (states()[1], signs(hands)) == ("handed_over", NO_SIGNS)


def test_an_absence_is_shown_until_its_day_and_is_no_bounce(left, hands):
    note(hands, Kind.ABSENCE, until=date(2026, 11, 20))
    assert states()[1] == "handed_over"
    assert (signs(hands).away_since, signs(hands).away_until) == (
        date(2026, 11, 16),
        date(2026, 11, 20),
    )
    tell()
    assert told == []
    hands.move(days=4)
    assert signs(hands).away_until == date(2026, 11, 20)
    hands.move(days=1)
    assert signs(hands) == NO_SIGNS


def test_an_absence_without_a_day_is_shown_for_two_weeks(left, hands):
    note(hands, Kind.ABSENCE)
    hands.move(days=14)
    assert signs(hands).away_since == date(2026, 11, 16)
    hands.move(days=1)
    assert signs(hands) == NO_SIGNS


def test_who_writes_back_is_here_again(left, hands):
    note(hands, Kind.ABSENCE)
    hands.move(days=1)
    note(hands, Kind.REPLY)
    assert (signs(hands).away_since, signs(hands).wrote_on) == (None, date(2026, 11, 17))


def test_another_address_begins_anew(left, hands):
    note(hands, Kind.SOFT)
    note(hands, Kind.ABSENCE, 2)
    forget_returns([1, 2])
    assert signs_of([1, 2], now=hands.now) == {}


def test_letters_to_others_than_contacts_are_marked_but_no_contact_is(left, hands):
    events.register_renderer(PLAIN, "tests.factories.outbox.render_plain", is_to_contact=False)
    note(hands, Kind.ABSENCE)
    note(hands, Kind.HARD, 2)
    assert signs_of([1, 2], now=hands.now) == {}
    assert states()[2] == "bounced"


def test_a_letter_that_waits_to_be_sent_again_is_not_marked(left, hands):
    note(hands, Kind.HARD)
    retry_letter(SYSTEM, uid=letter().uid, now=hands.now)
    note(hands, Kind.HARD)
    assert states()[1] == "queued"


@pytest.mark.parametrize("kind", [Kind.HARD, Kind.SOFT])
def test_a_bounce_read_before_its_letter_is_saved_as_handed_over_marks_it_then(left, hands, kind):
    """Handing over saves batch by batch; a quick server answers before."""
    tell()
    told.clear()
    if kind is Kind.SOFT:
        for number in (2, 3):
            note(hands, kind, number, status="4.2.2")
        Returned.objects.update(recipient_id=1)  # two letters to the same contact came back before
    OutboxLetter.objects.filter(recipient_id=1).update(
        state="queued", next_at=hands.now - timedelta(seconds=20), leased_by="a worker"
    )
    assert note(hands, kind, status="5.1.1" if kind is Kind.HARD else "4.2.2") is Noted.NEW
    assert states()[1] == "queued"
    OutboxLetter.objects.filter(recipient_id=1).update(
        state="handed_over", is_told=False, leased_by=""
    )
    tell()
    assert states() == {1: "bounced", 2: "handed_over", 3: "handed_over"}
    assert told == [str(letter().pk)]
    OutboxLetter.objects.filter(recipient_id=1).update(is_told=False)
    tell()
    assert states()[1] == "bounced"


def test_a_letter_that_was_sent_again_is_not_marked_for_its_first_failure(left, hands):
    note(hands, Kind.HARD, status="5.1.1")
    retry_letter(SYSTEM, uid=letter().uid, now=hands.now)
    hand_over_due()
    tell()
    assert states()[1] == "handed_over"


def test_what_says_nothing_leaves_no_note(left, hands):
    assert note(hands, Kind.OTHER) is Noted.UNKNOWN
    assert not Returned.objects.exists()


def test_a_letter_names_its_own_return_address_when_one_is_set(smtp, hands, settings):
    settings.SEKISHO_RETURN_ADDRESS = "bounces@home.test"
    queue_plain(1)
    hand_over_due()
    (taken,) = smtp.taken
    assert taken.sender == f"bounces+{letter().uid.hex}@home.test"
    assert taken.message["From"].addresses[0].addr_spec == "sekisho@home.test"


def queue_to(recipient: int, *objects: int) -> None:
    """More letters to one recipient, handed over."""
    from sekisho.apps.mail.actions import NewLetter, queue_letters
    from sekisho.kernel import clock

    letters = [NewLetter(PLAIN, one, recipient, "ja", f"{PLAIN}:{one}") for one in objects]
    queue_letters(SYSTEM, letters=letters, now=clock.now())
    hand_over_due()
