"""The connection to a mailbox (RFC 3501): looks at unseen mails and marks them as seen.

Nothing is deleted, moved or sent. Looking does not mark (BODY.PEEK), so that a mail counts as seen
only once the caller has kept what it says.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from types import TracebackType
from typing import Any, Self

from sekisho.adapters.mailboxes.target import MailboxTarget, Protection
from sekisho.kernel.errors import Unavailable

MOST_BYTES = 256 * 1024  # of one mail; a bounce says what it has to say at its beginning
MOST_MAILS = 200  # at once; the others wait for the next time
_LARGEST_ANSWER = 2 * MOST_BYTES
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_NUMBERS = re.compile(rb"[0-9]{1,10}")


class _Bounded:
    """Refuses an answer that a server announces as larger than anything asked for."""

    def read(self, size: int) -> bytes:
        if size > _LARGEST_ANSWER:
            raise imaplib.IMAP4.abort("The server announced too much.")
        content: bytes = super().read(size)  # type: ignore[misc]
        return content


class _Plain(_Bounded, imaplib.IMAP4):
    pass


class _Tls(_Bounded, imaplib.IMAP4_SSL):
    pass


class ImapMailbox:
    """One folder, opened for the length of a `with` block.

    Every method raises Unavailable: mailboxes.unreachable, not_protected, sign_in_refused,
    no_folder, read_only, connection_lost.
    """

    def __init__(self, target: MailboxTarget, *, timeout_seconds: float = 30.0) -> None:
        self._target = target
        self._timeout_seconds = timeout_seconds
        self._imap: imaplib.IMAP4 | None = None

    def __enter__(self) -> Self:
        self._imap = self._open()
        try:
            self._sign_in(self._imap)
            self._select(self._imap)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def unseen(self, *, since: date) -> tuple[int, ...]:
        """The numbers (UIDs) of unseen mails that came since that day, the oldest 200."""
        day = f"{since.day:02d}-{_MONTHS[since.month - 1]}-{since.year:04d}"
        data = self._ask("SEARCH", "UNSEEN", "UNDELETED", "SINCE", day)
        text = b" ".join(part for part in data if isinstance(part, bytes))
        return tuple(sorted(int(number) for number in _NUMBERS.findall(text)))[:MOST_MAILS]

    def look(self, uid: int) -> bytes:
        """The first 256 KiB of a mail, left unseen; empty when it is gone."""
        data = self._ask("FETCH", str(uid), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
        return next((part[1] for part in data if isinstance(part, tuple)), b"")

    def mark_seen(self, uid: int) -> None:
        """Mark a mail as seen."""
        self._ask("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")

    def _ask(self, command: str, *words: str) -> list[Any]:
        if self._imap is None:
            raise RuntimeError("The mailbox is open inside its with block only.")
        with _translated("mailboxes.connection_lost"):
            answer, data = self._imap.uid(command, *words)
        if answer != "OK":
            raise Unavailable("mailboxes.connection_lost")
        return list(data)

    def _open(self) -> imaplib.IMAP4:
        target, seconds = self._target, self._timeout_seconds
        with _translated("mailboxes.unreachable"):
            if target.protection is Protection.TLS:
                context = ssl.create_default_context()
                return _Tls(target.host, target.port, ssl_context=context, timeout=seconds)
            imap = _Plain(target.host, target.port, timeout=seconds)
        if target.protection is Protection.STARTTLS:
            try:
                with _translated("mailboxes.not_protected"):
                    imap.starttls(ssl.create_default_context())
            except Unavailable:
                _hang_up(imap)
                raise
        return imap

    def _sign_in(self, imap: imaplib.IMAP4) -> None:
        with _translated("mailboxes.sign_in_refused"):
            imap.login(f'"{self._target.user}"', self._target.password)

    def _select(self, imap: imaplib.IMAP4) -> None:
        with _translated("mailboxes.no_folder"):
            answer, _data = imap.select(f'"{self._target.folder}"')
        if answer != "OK":
            raise Unavailable("mailboxes.no_folder")

    def _end(self) -> None:
        """Say goodbye without expunging anything (CLOSE would)."""
        imap, self._imap = self._imap, None
        if imap is None:
            return
        try:
            imap.logout()
        except (OSError, imaplib.IMAP4.error):
            _hang_up(imap)


def _hang_up(imap: imaplib.IMAP4) -> None:
    """Close the connection, which may be broken already."""
    with suppress(OSError):
        imap.shutdown()


@contextmanager
def _translated(code: str) -> Iterator[None]:
    """What goes wrong inside, as Unavailable; the words of a server are left out."""
    try:
        yield
    except ssl.SSLError as error:
        raise Unavailable("mailboxes.not_protected") from error
    except imaplib.IMAP4.readonly as error:
        raise Unavailable("mailboxes.read_only") from error
    except (OSError, imaplib.IMAP4.abort) as error:
        lost = code if code == "mailboxes.unreachable" else "mailboxes.connection_lost"
        raise Unavailable(lost) from error
    except imaplib.IMAP4.error as error:
        raise Unavailable(code) from error
