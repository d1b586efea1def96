"""A contact whose address was corrected or confirmed is reminded again, with a new link."""

from __future__ import annotations

import pytest

from sekisho.apps.accounts.actions.links import token_of
from sekisho.apps.accounts.queries import link_by_token
from sekisho.apps.asks.jobs.letters import render_requests
from sekisho.apps.asks.models import Assignment
from sekisho.apps.asks.queries.reminders import ReminderChoice, silent_ones
from sekisho.apps.mail.events import LetterRef
from sekisho.apps.mail.models import OutboxLetter
from sekisho.apps.partners.actions import (
    ContactDraft,
    clear_bounce,
    mark_contacts_bounced,
    save_contact,
)
from sekisho.apps.work.jobs import deliver_events
from sekisho.kernel.actor import SYSTEM
from tests.factories.asking import sent_ask, settle_all

pytestmark = pytest.mark.django_db
NEW = "other@a.example"


@pytest.fixture
def row(cast):
    """Chika's open assignment, to whose address letters came back."""
    ask = sent_ask(cast)
    settle_all(cast.now)
    mark_contacts_bounced(SYSTEM, contact_ids=[cast.chika.id], now=cast.now)
    Assignment.objects.filter(ask_id=ask.id).update(is_bounced=True)
    return Assignment.objects.get(subject_id=cast.a.id)


def correct(cast):
    draft = ContactDraft("ちか", email=NEW)
    save_contact(
        cast.emi, organisation_uid=cast.a.uid, contact=draft, uid=cast.chika.uid, now=cast.now
    )
    deliver_events()


def is_reminded(cast, row):
    return Assignment.objects.filter(
        silent_ones(row.ask_id, ReminderChoice(2), cast.now), pk=row.pk
    ).exists()


def test_a_confirmed_address_is_reminded_again(cast, row):
    assert not is_reminded(cast, row)
    clear_bounce(cast.aoi, uid=cast.chika.uid, now=cast.now)
    deliver_events()
    assert is_reminded(cast, row)
    assert Assignment.objects.get(subject_id=cast.b.id).is_bounced


def test_a_corrected_address_is_reminded_again(cast, row):
    correct(cast)
    assert is_reminded(cast, row)


def test_what_was_answered_keeps_its_mark(cast, row):
    Assignment.objects.filter(pk=row.pk).update(state="closed")
    correct(cast)
    assert Assignment.objects.get(pk=row.pk).is_bounced


def test_a_letter_still_waiting_carries_another_link_to_the_new_address(cast, row):
    before = token_of(holder_id=cast.chika.id, subject_id=row.pk)
    correct(cast)
    one = OutboxLetter.objects.get(object_id=row.pk)
    ref = LetterRef(one.pk, one.object_id, one.recipient_id, one.language)
    (letter,) = render_requests([ref]).values()
    assert letter.to_address == NEW
    assert before not in letter.text
    assert link_by_token(before, now=cast.now) is None
