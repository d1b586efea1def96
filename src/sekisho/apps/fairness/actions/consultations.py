"""Adding to the consultation log, by us and by a partner; taking it as a file."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.queries.linked import linked_assignment
from sekisho.apps.asks.queries.respondent import holder_name, visit_for
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.fairness.models import Consultation
from sekisho.apps.fairness.queries.consultations import (
    STATES,
    WANTED,
    TalkWords,
    is_kept_already,
    sealed_talk,
    talk_row,
    talks_of_link,
)
from sekisho.apps.mail.actions import NewLetter, queue_letters
from sekisho.apps.organisations.queries import group_members_for, organisation_for
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound

LETTER = "fairness.talk_wanted"
LONGEST = 4_000
MOST_WISHES = 5  # of one partner within one ask


@dataclass(frozen=True, slots=True)
class NewTalk:
    """One entry to be written by us: which company talked with whom, when, and how it stands."""

    organisation_uid: uuid.UUID
    partner_uid: uuid.UUID
    held_on: date
    state: str
    words: TalkWords
    ask_uid: uuid.UUID | None = None
    follows_uid: uuid.UUID | None = None


@transaction.atomic
def add_talk(actor: Actor, *, talk: NewTalk, now: datetime) -> uuid.UUID:
    """Add an entry; returns its outside id. One that follows another is of the same company of ours
    and, unless said otherwise, about the same ask.

    Raises NotFound for what is out of reach, Invalid for an unknown state, words that are missing
    or too long, or another company, Conflict when the very same entry is there.
    """
    _require_sound(talk)
    ours = {one.uid: one for one in group_members_for(actor, Capability.FOLLOW_UP)}
    if talk.organisation_uid not in ours:
        raise NotFound("organisations.not_there")
    partner = organisation_for(actor, talk.partner_uid, Capability.FOLLOW_UP)
    row = Consultation(uid=new_id(), organisation_id=ours[talk.organisation_uid].id)
    row.partner_id, row.state, row.held_on = partner.id, talk.state, talk.held_on
    row.follows = before = _followed(actor, talk, row)
    row.ask_id = before.ask_id if before is not None else None
    if talk.ask_uid:
        row.ask_id = ask_for(actor, talk.ask_uid).id
    if is_kept_already(row, talk.words):
        raise Conflict("fairness.kept_already")
    row.sealed = sealed_talk(row.uid, talk.words)
    row.by_uid, row.at = actor.uid, now
    row.save()
    _record(actor, "fairness.talk_added", row, (partner.uid, talk.words), now)
    return row.uid


@transaction.atomic
def wish_talk(actor: Actor, *, words: TalkWords, today: date, now: datetime) -> None:
    """A partner would like to talk about costs: log it and tell the contact person.

    The answer to the ask is untouched. Raises NotFound for a closed link, Invalid without words,
    Conflict after several wishes within one ask.
    """
    visit = visit_for(actor, now=now)
    if not words.asked.strip():
        raise Invalid("fairness.no_words")
    if any(len(text) > LONGEST for text in words.as_dict().values()):
        raise Invalid("fairness.words_too_long", limit=LONGEST)
    own = linked_assignment(actor)
    if not own.is_about_itself:
        raise NotFound("entrance.link_closed")
    if len(talks_of_link(own.ask_id, own.subject_id)) >= MOST_WISHES:
        raise Conflict("fairness.many_wishes")
    said = words if words.with_whom else replace(words, with_whom=holder_name(actor))
    row = Consultation(uid=new_id(), organisation_id=own.asker_id, partner_id=own.subject_id)
    row.ask_id, row.state, row.is_from_partner = own.ask_id, WANTED, True
    row.held_on, row.at = today, now
    row.sealed = sealed_talk(row.uid, said)
    row.save()
    if visit.contact_email:
        letter = NewLetter(LETTER, row.pk, own.ask_id, "ja", f"{LETTER}:{row.uid}", priority=5)
        queue_letters(actor, letters=[letter], now=now)
    _record(actor, "fairness.talk_wanted", row, (own.uid, said), now)


@transaction.atomic
def note_export(actor: Actor, *, partner_uid: uuid.UUID | None, count: int, now: datetime) -> None:
    """Record that the log, or a partner's part of it, was taken as a file."""
    change = Change("fairness.exported", "consultation", None, partner_uid, {}, count)
    record_entry(actor, change=change, now=now)


def _followed(actor: Actor, talk: NewTalk, row: Consultation) -> Consultation | None:
    """The entry that another one follows, None without."""
    if talk.follows_uid is None:
        return None
    before = talk_row(actor, talk.follows_uid, Capability.FOLLOW_UP)
    if before.partner_id != row.partner_id:
        raise NotFound("fairness.no_talk")
    if before.organisation_id != row.organisation_id:
        raise Invalid("fairness.other_company")
    return before


def _require_sound(talk: NewTalk) -> None:
    if talk.state not in STATES:
        raise Invalid("fairness.no_state")
    if not talk.words.asked.strip():
        raise Invalid("fairness.no_words")
    if any(len(text) > LONGEST for text in talk.words.as_dict().values()):
        raise Invalid("fairness.words_too_long", limit=LONGEST)


def _record(
    actor: Actor, verb: str, row: Consultation, what: tuple[uuid.UUID, TalkWords], now: datetime
) -> None:
    """The record keeps a hash of all that was written, so that words changed later would show."""
    about, words = what
    payload = {
        "state": row.state,
        "held_on": row.held_on.isoformat(),
        "organisation": row.organisation_id,
        "ask": row.ask_id,
        "words": words.as_dict(),
    }
    record_entry(actor, change=Change(verb, "consultation", row.uid, about, payload), now=now)
