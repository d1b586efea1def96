"""The marks by which a mail is known to belong to a letter: its id in Message-ID or return address.

Such an id holds 74 random bits. Whoever sent no such letter, got none and carried none cannot name
one, so a forged bounce has no effect.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable

_MOST = 20
_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_MESSAGE_ID = re.compile(rf"<({_ID})@[^<>\s@]{{1,255}}>", re.IGNORECASE)
_RETURN_ADDRESS = re.compile(r"\+([0-9a-f]{32})@", re.IGNORECASE)


def return_address(base: str, uid: uuid.UUID) -> str:
    """The address to which servers return one letter: bounces+<32 digits>@host (RFC 5233)."""
    local, _at, domain = base.rpartition("@")
    return f"{local}+{uid.hex}@{domain}"


def letter_marks(texts: Iterable[str]) -> tuple[uuid.UUID, ...]:
    """The ids in these texts, of return addresses first, each once, twenty at most."""
    known = list(texts)
    found = [mark for pattern in (_RETURN_ADDRESS, _MESSAGE_ID) for mark in _in(pattern, known)]
    return tuple(dict.fromkeys(found))[:_MOST]


def _in(pattern: re.Pattern[str], texts: Iterable[str]) -> Iterable[uuid.UUID]:
    return (uuid.UUID(mark) for text in texts for mark in pattern.findall(text))
