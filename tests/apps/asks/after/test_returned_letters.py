"""What came back from a contact: marked through the event, shown where the office looks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sekisho.adapters.mailboxes import Kind, Report
from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.board import counts_of
from sekisho.apps.asks.queries.lines import BoardFilter, assignments_for
from sekisho.apps.mail.actions import note_return
from sekisho.apps.mail.jobs import tell_settled
from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.partners.actions import ContactDraft, clear_bounce, save_contact
from sekisho.apps.partners.models import Contact
from sekisho.apps.work.jobs import deliver_events
from sekisho.kernel.actor import SYSTEM
from tests.factories.asking import sent_ask, settle_all
from tests.factories.cast import office_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(cast):
    made = sent_ask(cast)
    settle_all(cast.now)
    return made


def letter_to(contact) -> OutboxLetter:
    return OutboxLetter.objects.get(letter="asks.request", recipient_id=contact.id)


def come_back(cast, kind: Kind, to: str = "", **more) -> None:
    """News of Chika's letter, noted and told."""
    address = to or Contact.objects.get(pk=cast.chika.id).email
    report = Report(
        key=f"{kind} {to}",
        kind=kind,
        marks=(letter_to(cast.chika).uid,),
        recipients=frozenset({address}) if kind in {Kind.HARD, Kind.SOFT} else frozenset(),
        **more,
    )
    note_return(SYSTEM, report=report, now=cast.now)
    tell_settled()
    deliver_events()


def line_of_a(cast, ask):
    page = assignments_for(cast.aoi, ask, BoardFilter(), now=cast.now)
    return next(line for line in page if line.subject.id == cast.a.id)


def is_marked(cast) -> tuple[bool, bool]:
    """Whether the assignment is, and whether the contact is."""
    contact = Contact.objects.get(pk=cast.chika.id)
    row = Assignment.objects.get(subject_id=cast.a.id)
    return row.is_bounced, contact.bounced_at is not None


def test_a_bounce_from_the_mailbox_marks_what_a_refusal_at_hand_over_marks(cast, ask):
    come_back(cast, Kind.HARD, status="5.1.1")
    assert is_marked(cast) == (True, True)
    assert not Contact.objects.get(pk=cast.dan.id).bounced_at
    assert line_of_a(cast, ask).is_bounced


def test_a_late_bounce_of_the_former_address_does_not_mark_the_corrected_one(cast, ask):
    former = Contact.objects.get(pk=cast.chika.id).email
    draft = ContactDraft("ちか", email="new@a.example")
    save_contact(
        cast.aoi, organisation_uid=cast.a.uid, contact=draft, uid=cast.chika.uid, now=cast.now
    )
    come_back(cast, Kind.HARD, to=former)
    assert is_marked(cast) == (False, False)


def test_staff_take_the_mark_away(cast, ask):
    come_back(cast, Kind.HARD)
    clear_bounce(cast.aoi, uid=cast.chika.uid, now=cast.now)
    deliver_events()
    assert is_marked(cast) == (False, False)


def test_an_absence_stands_on_the_board_and_is_no_answer(cast, ask):
    until = timezone.localtime(cast.now).date() + timedelta(days=9)
    come_back(cast, Kind.ABSENCE, until=until)
    line = line_of_a(cast, ask)
    assert (line.state, line.is_bounced, line.signs.away_until) == ("waiting", False, until)
    assert is_marked(cast) == (False, False)
    Assignment.objects.update(state="submitted")
    assert line_of_a(cast, ask).signs.away_until is None, "nobody waits for it any more"


def test_another_address_takes_the_absence_away(cast, ask):
    come_back(cast, Kind.ABSENCE)
    draft = ContactDraft("ちか", email="new@a.example")
    save_contact(
        cast.aoi, organisation_uid=cast.a.uid, contact=draft, uid=cast.chika.uid, now=cast.now
    )
    assert line_of_a(cast, ask).signs.away_since is None


def test_who_was_not_reached_is_counted_once(cast, ask):
    before = counts_of(cast.aoi, ask.uid, now=cast.now)[1]
    come_back(cast, Kind.HARD)
    found = counts_of(cast.aoi, ask.uid, now=cast.now)[1]
    assert found.unreached == before.unreached + 1
    Assignment.objects.filter(subject_id=cast.a.id).update(state="not_delivered")
    assert counts_of(cast.aoi, ask.uid, now=cast.now)[1].unreached == found.unreached


@pytest.mark.parametrize(("language", "words"), [("ja", "頃まで"), ("en", "until about")])
def test_board_and_partner_page_say_so(cast, ask, time_machine, language, words):
    time_machine(cast.now)
    until = timezone.localtime(cast.now).date() + timedelta(days=9)
    come_back(cast, Kind.ABSENCE, until=until)
    client = office_client(cast.aoi, language)
    for url in (f"/o/asks/{ask.uid}/", f"/o/partners/{cast.a.uid}/"):
        assert words in client.get(url).content.decode(), url


@pytest.mark.parametrize("kind", [Kind.ABSENCE, Kind.REPLY, Kind.SOFT, Kind.HARD])
def test_every_sign_can_be_drawn_without_a_day(cast, ask, time_machine, kind):
    time_machine(cast.now)
    come_back(cast, kind)
    client = office_client(cast.aoi, "en")
    for url in (f"/o/asks/{ask.uid}/", f"/o/partners/{cast.a.uid}/"):
        assert client.get(url).status_code == 200
