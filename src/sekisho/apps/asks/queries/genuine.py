"""Whether a letter was sent by us, told to anybody who types its check number.

Says as little as helps: who asked and when, never what, and never to whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.asks.models import Ask
from sekisho.apps.asks.queries.drafts import frozen_ask
from sekisho.engines.notices import check_number_of
from sekisho.kernel.actor import Actor
from sekisho.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class GenuineLetter:
    """What may be told of a sending: the reference number of its letters too."""

    asker: Bilingual
    department: Bilingual
    phone: str
    number: str
    sent_at: datetime
    is_closed: bool


def genuine_letter_for(_actor: Actor, typed: str) -> GenuineLetter | None:
    """The sending with that check number, None when we never gave it out; open to anybody."""
    number = check_number_of(typed)
    if number is None:
        return None
    row = Ask.objects.select_related("organisation").filter(check_number=number).first()
    if row is None or row.sent_at is None:
        return None
    ask = frozen_ask(row)
    return GenuineLetter(
        asker=Bilingual(row.organisation.name, row.organisation.name_en),
        department=ask.sender.department,
        phone=ask.sender.contact_phone,
        number=ask.number,
        sent_at=row.sent_at,
        is_closed=row.closed_at is not None,
    )
