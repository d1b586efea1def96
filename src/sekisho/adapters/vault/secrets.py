"""Secrets that are derived, never stored: link tokens, mailed codes, codes printed on paper."""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid

from sekisho.adapters.vault.keyfile import Keyring

MAILED_DIGITS = 8
CARD_CHARACTERS = 12
# Without 0/O, 1/I/L and U: read aloud and typed from paper without mistakes.
_CARD_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def _mac(key: bytes, *parts: object) -> bytes:
    return hmac.new(key, "|".join(str(part) for part in parts).encode(), hashlib.sha256).digest()


def link_token(ring: Keyring, link_id: uuid.UUID, generation: int) -> str:
    """The secret part of a personal link: 43 characters of base64url (256 bits)."""
    digest = _mac(ring.link, "link-v1", link_id, generation)
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def hash_token(ring: Keyring, token: str) -> str:
    """What the database keeps of a token: a keyed hash, 64 hex digits."""
    return _mac(ring.link_hash, "token-v1", token).hex()


def mailed_code(ring: Keyring, challenge_id: uuid.UUID) -> str:
    """The one-time code of a challenge, eight digits."""
    number = int.from_bytes(_mac(ring.code, "mail-v1", challenge_id)[:8], "big")
    return str(number % 10**MAILED_DIGITS).zfill(MAILED_DIGITS)


def card_code(ring: Keyring, link_id: uuid.UUID, generation: int) -> str:
    """The code printed on paper, twelve characters without look-alikes."""
    number = int.from_bytes(_mac(ring.code, "card-v1", link_id, generation), "big")
    characters = []
    for _ in range(CARD_CHARACTERS):
        number, index = divmod(number, len(_CARD_ALPHABET))
        characters.append(_CARD_ALPHABET[index])
    return "".join(characters)


def workbook_check(ring: Keyring, text: str) -> str:
    """The check of a part of a workbook that goes out and comes back: 32 hex digits."""
    return _mac(ring.code, "workbook-v1", text).hex()[:32]
