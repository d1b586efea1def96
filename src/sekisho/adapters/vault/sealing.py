"""AES-256-GCM (NIST SP 800-38D) with a data key per organisation, wrapped by a master key.

A sealed value is: version byte 1 | data key id (16 bytes) | nonce (12 bytes) | ciphertext and tag.
The associated data binds it to table, row, field and key, so a value moved elsewhere does not open.
A value that does not open raises; it is never returned as text.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sekisho.adapters.vault.keyfile import KEY_BYTES, Keyring
from sekisho.kernel.errors import Unreadable

_VERSION = b"\x01"
_NONCE_BYTES = 12
_NEW_BYTES = KEY_BYTES + _NONCE_BYTES
_ID_BYTES = 16
_HEAD = 1 + _ID_BYTES + _NONCE_BYTES


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value belongs: table, outside id of its row, and field."""

    table: str
    row: str
    field: str


@dataclass(frozen=True, slots=True)
class DataKey:
    """An opened data key and its id."""

    id: uuid.UUID
    key: bytes

    def __repr__(self) -> str:
        """Never show the key."""
        return f"DataKey(id={self.id})"


def _associated(place: Place, key_id: uuid.UUID) -> bytes:
    return "|".join((place.table, place.row, place.field, str(key_id))).encode()


def new_data_key(ring: Keyring, key_id: uuid.UUID) -> tuple[DataKey, str, bytes]:
    """Make a data key; returns it, the master key's id, and its wrapped form."""
    ((key, wrapped),) = new_data_keys(ring, [key_id])
    return key, ring.current, wrapped


def new_data_keys(ring: Keyring, key_ids: Sequence[uuid.UUID]) -> list[tuple[DataKey, bytes]]:
    """Make a data key for each id; returns each with its form wrapped by the current master key."""
    master = AESGCM(ring.masters[ring.current])
    noise = os.urandom(_NEW_BYTES * len(key_ids))
    made = []
    for place, key_id in enumerate(key_ids):
        at = place * _NEW_BYTES
        key, nonce = noise[at : at + KEY_BYTES], noise[at + KEY_BYTES : at + _NEW_BYTES]
        wrapped = nonce + master.encrypt(nonce, key, _wrap_data(key_id, ring.current))
        made.append((DataKey(id=key_id, key=key), wrapped))
    return made


def unwrap(ring: Keyring, key_id: uuid.UUID, master_id: str, wrapped: bytes) -> DataKey:
    """Open a wrapped data key. Raises Unreadable for a missing master key or a damaged value."""
    try:
        master = AESGCM(ring.masters[master_id])
        key = master.decrypt(
            wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], _wrap_data(key_id, master_id)
        )
    except (KeyError, InvalidTag, ValueError) as error:
        raise Unreadable("vault.data_key_closed", key=str(key_id)) from error
    return DataKey(id=key_id, key=key)


def seal(data_key: DataKey, place: Place, plaintext: bytes) -> bytes:
    """Encrypt for one place; two calls never give the same bytes."""
    nonce = os.urandom(_NONCE_BYTES)
    body = AESGCM(data_key.key).encrypt(nonce, plaintext, _associated(place, data_key.id))
    return b"".join((_VERSION, data_key.id.bytes, nonce, body))


def key_id_of(sealed: bytes) -> uuid.UUID:
    """Which data key a sealed value names. Raises Unreadable for something else."""
    if len(sealed) < _HEAD or sealed[:1] != _VERSION:
        raise Unreadable("vault.not_sealed")
    return uuid.UUID(bytes=bytes(sealed[1 : 1 + _ID_BYTES]))


def open_sealed(data_key: DataKey, place: Place, sealed: bytes) -> bytes:
    """Decrypt a value of this place. Raises Unreadable when it is not one, moved or damaged."""
    if key_id_of(sealed) != data_key.id:
        raise Unreadable("vault.other_key", table=place.table, field=place.field)
    nonce = sealed[1 + _ID_BYTES : _HEAD]
    try:
        return AESGCM(data_key.key).decrypt(nonce, sealed[_HEAD:], _associated(place, data_key.id))
    except InvalidTag as error:
        raise Unreadable("vault.cannot_open", table=place.table, field=place.field) from error


def _wrap_data(key_id: uuid.UUID, master_id: str) -> bytes:
    return f"data-key|{key_id}|{master_id}".encode()
