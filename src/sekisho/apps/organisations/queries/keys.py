"""Sealing and opening with the data key of one organisation.

Keys are opened once a process and kept in memory; a key never changes, only its wrapping does.
"""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from sekisho.adapters.vault import DataKey, Place, open_sealed, seal, unwrap
from sekisho.apps.organisations.models import WrappedKey
from sekisho.apps.organisations.queries.reach import home_id
from sekisho.kernel.errors import NotFound


@lru_cache(maxsize=20_000)
def _data_key(organisation_id: int, installation: str) -> DataKey:
    row = WrappedKey.objects.filter(organisation_id=organisation_id).first()
    if row is None:
        raise NotFound("organisations.no_key")
    return unwrap(settings.SEKISHO_KEYRING, row.id, row.master_id, bytes(row.wrapped))


def _key_of(organisation_id: int) -> DataKey:
    return _data_key(organisation_id, str(settings.DATABASES["default"]["NAME"]))


def forget_keys() -> None:
    """Drop the opened keys: after a restore, and between tests."""
    _data_key.cache_clear()


def seal_for(organisation_id: int, place: Place, plaintext: bytes) -> bytes:
    """Encrypt for a place with that organisation's key. Raises NotFound when it has none."""
    return seal(_key_of(organisation_id), place, plaintext)


def open_for(organisation_id: int, place: Place, sealed: bytes | memoryview) -> bytes:
    """Decrypt a value of that organisation. Raises Unreadable when it does not open."""
    return open_sealed(_key_of(organisation_id), place, bytes(sealed))


def seal_home(place: Place, plaintext: bytes) -> bytes:
    """Encrypt with the home organisation's key."""
    return seal_for(home_id(), place, plaintext)


def open_home(place: Place, sealed: bytes | memoryview) -> bytes:
    """Decrypt a value sealed with the home organisation's key."""
    return open_for(home_id(), place, sealed)
