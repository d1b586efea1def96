"""What a part says in its plainest form, taken past the XML parser, which costs several times more.

An element is taken only if a pattern accounts for its every byte, and only between other elements;
so what the parser still hears is well formed if and only if the whole part was. Comments, CDATA and
processing instructions could hide markup: from the first of them on the parser hears everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_WAITING_BYTES = 64 * 1024
# In these documents every byte below 128 is that character of ASCII, wherever it stands.
_UTF8 = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?i:utf-8)[\"'])?"
    rb"(?: standalone=[\"'](?:yes|no)[\"'])? ?\?>\s*)?(?=<[A-Za-z])"
)
_HIDING = re.compile(rb"<[!?]")
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")


@dataclass(frozen=True, slots=True)
class Plain:
    """How to know plain elements, and who takes them.

    `run`: one or more of them, one after the other. `stop`: a whole tag behind which they may
    stand. `is_between`: whether the reader stands where they belong. `take`: handles a run and
    answers how many of its bytes it could handle.
    """

    run: re.Pattern[bytes]
    stop: re.Pattern[bytes]
    is_between: Callable[[], bool]
    take: Callable[[bytes], int]


class Lane:
    """Splits one part into plain runs and what the parser must hear, in their order."""

    def __init__(self, plain: Plain) -> None:
        """Begin before the first byte."""
        self._plain = plain
        self._waiting = b""
        self._last = b""
        self._is_open: bool | None = None
        self._is_at_stop = False
        self.is_heard = False  # the parser says whether it is through with all it was given

    def rest(self, piece: bytes) -> Iterator[bytes]:
        """What of the part up to here the parser must hear; runs are taken in between."""
        if self._is_open is None:
            opening = _UTF8.match(piece)
            self._is_open = opening is not None
            if opening is not None and opening.end():
                yield piece[: opening.end()]
                piece = piece[opening.end() :]
        content, at = self._waiting + piece, 0
        self._waiting = b""
        while at < len(content):
            at = self._taken(content, at)
            stop = self._plain.stop.search(content, at) if self._is_open else None
            if stop is None and self._may_wait(len(content) - at):
                self._waiting = content[at:]
                return
            end = stop.end() if stop else len(content)
            yield self._heard(content[at:end], is_stop=stop is not None)
            at = end

    def last(self) -> bytes:
        """What waits when the part ends."""
        return self._waiting

    def _taken(self, content: bytes, at: int) -> int:
        """Where the plain run that begins here ends, as far as it could be taken."""
        if not (self._is_open and self._is_at_stop and self.is_heard and self._plain.is_between()):
            return at
        found = self._plain.run.match(content, at)
        return at if found is None else at + self._plain.take(found[0])

    def _may_wait(self, count: int) -> bool:
        """Whether the beginning of an element may wait for its end."""
        return bool(self._is_open) and self._is_at_stop and count <= _WAITING_BYTES

    def _heard(self, content: bytes, *, is_stop: bool) -> bytes:
        if self._is_open and content:
            self._is_open = not _HIDING.search(self._last + content)
            self._last = content[-1:]
        self._is_at_stop = is_stop
        return content


def is_text(run: bytes) -> bool:
    """Whether no byte sequence in it stands for what XML does not count as a character."""
    return b"\xef\xbf" not in run or not any(one in run for one in _NO_CHARACTERS)
