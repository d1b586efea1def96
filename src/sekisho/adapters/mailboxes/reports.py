"""What a mail says about a letter of ours."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What came back."""

    HARD = "hard"  # the address does not work
    SOFT = "soft"  # given up this time; the address may be good
    DELAYED = "delayed"  # a server still tries
    ABSENCE = "absence"  # an automatic answer: nobody reads this just now
    REPLY = "reply"  # a person wrote back
    OTHER = "other"  # receipts, lists, reports about other things


@dataclass(frozen=True, slots=True)
class Report:
    """One mail, judged. `key` is the same whenever the same mail is read.

    `marks` name letters of ours, the most certain first; `recipients` are the addresses in lower
    case that a bounce speaks of. `status` is an enhanced code such as "5.1.1" or empty, `until` the
    last day of an absence as far as it can be read.
    """

    key: str
    kind: Kind
    marks: tuple[uuid.UUID, ...] = ()
    recipients: frozenset[str] = frozenset()
    status: str = ""
    until: date | None = None
