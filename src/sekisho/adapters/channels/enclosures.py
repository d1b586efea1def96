"""Files that go with a letter: a multipart message by RFC 2046, 5.1.3."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

_NAME = re.compile(r"[A-Za-z0-9._-]{1,80}")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One file: a plain ASCII name, a media type and the bytes.

    Raises ValueError for a name or type that could say more than one thing in a header.
    """

    name: str
    media_type: str
    data: bytes

    def __post_init__(self) -> None:
        """Both come from our own code, never from a partner."""
        if not (_NAME.fullmatch(self.name) and _MEDIA_TYPE.fullmatch(self.media_type)):
            raise ValueError(self.name)


def with_enclosures(part: tuple[str, bytes], enclosures: Sequence[Enclosure]) -> tuple[str, bytes]:
    """The content type and body of a message from those of its text and the files with it.

    `part` holds the header lines of the text part and its body. The same letter gives the same
    bytes, so that one that is sent again is recognised.
    """
    headers, body = part
    digest = hashlib.sha256(body)
    for one in enclosures:
        digest.update(one.data)
    mark = f"=_{digest.hexdigest()[:40]}"  # "=_" stands in no base64 or quoted-printable line
    pieces = [f"--{mark}\r\n{headers}\r\n".encode("ascii") + body]
    pieces += [
        f"--{mark}\r\n{_headers(one)}\r\n".encode("ascii") + _octets(one) for one in enclosures
    ]
    pieces.append(f"--{mark}--\r\n".encode("ascii"))
    return f'multipart/mixed;\r\n boundary="{mark}"', b"\r\n".join(pieces)


def _headers(one: Enclosure) -> str:
    return (
        f'Content-Type: {one.media_type}; name="{one.name}"\r\n'
        "Content-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment; filename="{one.name}"\r\n'
    )


def _octets(one: Enclosure) -> bytes:
    return base64.encodebytes(one.data).replace(b"\n", b"\r\n")
