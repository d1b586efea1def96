"""Setting who asks in a group company's name, and the words of its letters."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from sekisho.apps.asks.models import SenderProfile
from sekisho.apps.asks.queries.profiles import (
    LETTER_KEYS,
    Sender,
    faults_of,
    letter_as_dict,
    organisation_asking,
    shipped_letters,
)
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.queries import OrganisationView
from sekisho.engines.letters import Letter
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import Invalid, NotFound

MOST_DAYS = 90


@transaction.atomic
def save_profile(
    actor: Actor, *, organisation_uid: uuid.UUID, sender: Sender, answer_days: int, now: datetime
) -> None:
    """Set who asks for this company. Raises NotFound, Invalid for days that cannot be."""
    organisation = organisation_asking(actor, organisation_uid)
    if not 1 <= answer_days <= MOST_DAYS:
        raise Invalid("asks.days_out_of_range", most=MOST_DAYS)
    values = {**sender.as_dict(), "answer_days": answer_days, "updated_at": now}
    SenderProfile.objects.update_or_create(organisation_id=organisation.id, defaults=values)
    _record(actor, "asks.profile_saved", organisation, {"days": answer_days}, now)


@transaction.atomic
def save_letter(
    actor: Actor, *, organisation_uid: uuid.UUID, letter: Letter, now: datetime
) -> None:
    """Keep this company's own words of a letter. Raises NotFound, Invalid when it has faults."""
    organisation = organisation_asking(actor, organisation_uid)
    if letter.key not in LETTER_KEYS:
        raise NotFound("asks.no_letter")
    faults = faults_of(letter)
    if faults:
        raise Invalid(faults[0].code, found=faults[0].found)
    _keep(organisation.id, letter.key, letter_as_dict(letter), now)
    _record(actor, "asks.letter_saved", organisation, {"letter": letter.key}, now)


@transaction.atomic
def reset_letter(actor: Actor, *, organisation_uid: uuid.UUID, key: str, now: datetime) -> None:
    """Go back to the words that came with this installation. Raises NotFound."""
    organisation = organisation_asking(actor, organisation_uid)
    if key not in shipped_letters():
        raise NotFound("asks.no_letter")
    _keep(organisation.id, key, None, now)
    _record(actor, "asks.letter_reset", organisation, {"letter": key}, now)


def _keep(organisation_id: int, key: str, words: dict[str, Any] | None, now: datetime) -> None:
    row, _is_new = SenderProfile.objects.get_or_create(
        organisation_id=organisation_id, defaults={"updated_at": now}
    )
    row.letters = {name: kept for name, kept in row.letters.items() if name != key}
    if words is not None:
        row.letters[key] = words
    row.save(update_fields=["letters"])


def _record(
    actor: Actor, verb: str, organisation: OrganisationView, payload: dict[str, Any], now: datetime
) -> None:
    change = Change(verb, "sender_profile", organisation.uid, organisation.uid, payload)
    record_entry(actor, change=change, now=now)
