"""The letters of assignments that were found within reach: what was sent and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.asks.models import Review
from sekisho.apps.mail.events import letter_label
from sekisho.apps.mail.queries import letters_of
from sekisho.apps.partners.queries import contacts_by_ids
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Forbidden

_OF_ASSIGNMENT = ["asks.request", "asks.reminder", "asks.extended", "asks.withdrawn"]
_OF_REVIEW = ("asks.returned", "asks.accepted")
_READ_LATER: set[str] = set()


def register_letter(name: str, *, is_read_later: bool = False) -> None:
    """Let the letters of an assignment include those of this name, which a room above sends to its
    contacts; what is read later still opens after the ask was closed.
    """
    if name not in _OF_ASSIGNMENT:
        _OF_ASSIGNMENT.append(name)
    if is_read_later:
        _READ_LATER.add(name)


def with_later_letters(assignment_ids: Sequence[int]) -> set[int]:
    """Those that were sent something to be read after the ask. Inside the house only."""
    return set(letters_of(sorted(_READ_LATER), assignment_ids))


@dataclass(frozen=True, slots=True)
class SentLetter:
    """One letter: what it is called, to whom, its state and the code of a failure."""

    label: str
    to_name: str
    to_address: str
    state: str
    reason: str
    created_at: datetime
    handed_over_at: datetime | None


def sent_letters_for(
    actor: Actor, assignment_ids: Sequence[int]
) -> dict[int, tuple[SentLetter, ...]]:
    """Letters by assignment, oldest first; the caller has found the assignments within reach."""
    if not actor.can(Capability.VIEW):
        raise Forbidden("asks.not_granted")
    found = {own: list(rows) for own, rows in letters_of(_OF_ASSIGNMENT, assignment_ids).items()}
    pairs = Review.objects.filter(assignment_id__in=assignment_ids)
    owners = dict(pairs.values_list("id", "assignment_id"))
    for review_id, rows in letters_of(_OF_REVIEW, owners).items():
        found.setdefault(owners[review_id], []).extend(rows)
    people = contacts_by_ids({row.recipient_id for rows in found.values() for row in rows})
    out = {}
    for own, held in found.items():
        letters = []
        for row in sorted(held, key=lambda row: row.outbox_id):
            contact = people.get(row.recipient_id)
            letters.append(
                SentLetter(
                    label=letter_label(row.letter),
                    to_name=contact.name if contact else "",
                    to_address=contact.email if contact else "",
                    state=row.state,
                    reason=row.reason,
                    created_at=row.created_at,
                    handed_over_at=row.handed_over_at,
                )
            )
        out[own] = tuple(letters)
    return out
