"""Sealing and opening with the data key of one organisation.

Keys are opened once a process and kept in memory; a key never changes, only its wrapping does.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from sekisho.adapters.vault import DataKey, Place, open_sealed, seal, unwrap
from sekisho.apps.organisations.models import WrappedKey
from sekisho.apps.organisations.queries.reach import forget_home, home_id
from sekisho.kernel.errors import NotFound

_BATCH = 500
_MOST = 20_000
_opened: dict[tuple[int, str], DataKey] = {}


def open_keys(ids: Iterable[int]) -> None:
    """Open the keys of many organisations in one go, before their values are read one by one."""
    installation = _installation()
    wanted = sorted({own for own in ids if (own, installation) not in _opened})
    for start in range(0, len(wanted), _BATCH):
        for row in WrappedKey.objects.filter(organisation_id__in=wanted[start : start + _BATCH]):
            _keep(row, installation)


def _data_key(organisation_id: int) -> DataKey:
    installation = _installation()
    found = _opened.get((organisation_id, installation))
    if found is not None:
        return found
    row = WrappedKey.objects.filter(organisation_id=organisation_id).first()
    if row is None:
        raise NotFound("organisations.no_key")
    return _keep(row, installation)


def _keep(row: WrappedKey, installation: str) -> DataKey:
    if len(_opened) >= _MOST:
        _opened.clear()
    key = unwrap(settings.SEKISHO_KEYRING, row.id, row.master_id, bytes(row.wrapped))
    _opened[row.organisation_id, installation] = key
    return key


def _installation() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def forget_keys() -> None:
    """Drop the opened keys: after a restore, and between tests."""
    _opened.clear()
    forget_home()


def seal_for(organisation_id: int, place: Place, plaintext: bytes) -> bytes:
    """Encrypt for a place with that organisation's key. Raises NotFound when it has none."""
    return seal(_data_key(organisation_id), place, plaintext)


def open_for(organisation_id: int, place: Place, sealed: bytes | memoryview) -> bytes:
    """Decrypt a value of that organisation. Raises Unreadable when it does not open."""
    return open_sealed(_data_key(organisation_id), place, bytes(sealed))


def seal_home(place: Place, plaintext: bytes) -> bytes:
    """Encrypt with the home organisation's key."""
    return seal_for(home_id(), place, plaintext)


def open_home(place: Place, sealed: bytes | memoryview) -> bytes:
    """Decrypt a value sealed with the home organisation's key."""
    return open_for(home_id(), place, sealed)
