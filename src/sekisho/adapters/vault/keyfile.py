"""The key file: master keys, link keys, code keys and the web signing key, outside the data."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sekisho.kernel.errors import Conflict, Unreadable

KEY_BYTES = 32
_NAMES = ("link", "link_hash", "code", "web")


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of one installation.

    `masters` maps key id to key, `current` names the one that wraps new data keys; an older one
    stays until everything is wrapped anew.
    """

    masters: dict[str, bytes]
    current: str
    link: bytes
    link_hash: bytes
    code: bytes
    web: bytes

    def __repr__(self) -> str:
        """Never show a key."""
        return f"Keyring(current={self.current!r})"


def create_key_file(path: Path) -> None:
    """Write fresh keys, readable by the owner only. Raises Conflict when the file exists."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = {
        "format": "sekisho-keys-1",
        "current": "m1",
        "masters": {"m1": _encode(secrets.token_bytes(KEY_BYTES))},
        **{name: _encode(secrets.token_bytes(KEY_BYTES)) for name in _NAMES},
    }
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Conflict("vault.key_file_exists", path=path.name) from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump(content, file, indent=1)


def read_key_file(path: Path) -> Keyring:
    """Read the keys. Raises Unreadable when the file is missing, foreign or damaged."""
    try:
        content = json.loads(path.read_text(encoding="ascii"))
        masters = {name: _decode(text) for name, text in content["masters"].items()}
        ring = Keyring(
            masters=masters,
            current=content["current"],
            **{name: _decode(content[name]) for name in _NAMES},
        )
        masters[ring.current]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable("vault.key_file_unreadable", path=path.name) from error
    return ring


def _encode(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")


def _decode(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("A key has the wrong length.")
    return key
