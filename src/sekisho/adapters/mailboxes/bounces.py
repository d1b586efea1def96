"""Mails about a delivery that failed: by the standard (RFC 3464), or in a server's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string
from email.message import Message

from sekisho.adapters.mailboxes.reports import Kind
from sekisho.adapters.mailboxes.statuses import is_vague, kind_of_status, reply_in, status_in
from sekisho.adapters.mailboxes.texts import (
    SHORT_HEADERS,
    content_type,
    first_words,
    header,
    headers,
    parameter,
    text_of,
)

_STATUS_PARTS = {"message/delivery-status", "message/global-delivery-status"}
_OTHER_REPORTS = {"disposition-notification", "feedback-report"}
# As long as addresses are, encoded ones too: a long word is not tried to its end from each sign.
_ADDRESS = re.compile(r"[^\s<>;,:\"()@]{1,200}@[^\s<>;,:\"()@]{1,255}")
_XTEXT = re.compile(r"\+([0-9A-Fa-f]{2})")
_SENDERS = re.compile(r"\b(mailer-daemon|mail-daemon|postmaster)\b", re.IGNORECASE)
# Where the copy of our own letter begins: what it says is no news.
_COPY = re.compile(
    r"^(-{2,}+.*(copy|original|returned|below this line|原文|原本).*|-{5,}|Received: .*"
    r"|Message-ID: .*)$",
    re.IGNORECASE | re.MULTILINE,
)
_NO_SUCH = re.compile(
    r"user unknown|unknown user|no such (user|recipient|mailbox|address)|"
    r"(user|address|mailbox|account|recipient)[^.\n]{0,40}(does not exist|doesn't exist|not found)|"
    r"(宛先|アドレス|ユーザー?|受信者|メールボックス)[^。\n]{0,30}(存在しません|見つかりません|ありません)",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\bdelayed\b|will (be retried|keep trying)|still trying|not yet been delivered|"
    r"遅延|再送を試み",
    re.IGNORECASE,
)
_SAID_AS_FAILED = {"failed", ""}


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a server says of a delivery."""

    kind: Kind
    status: str = ""
    recipients: frozenset[str] = frozenset()


def bounce_in(message: Message) -> Bounce | None:
    """What this mail says of a delivery; None when it is about something else."""
    groups = [group for part in message.walk() for group in _groups(part)]
    told = [_told(group) for group in groups if _is_about_recipient(group)]
    if told:
        return min(told, key=lambda one: list(Kind).index(one.kind))
    if is_from_server(message) and not is_other_report(message):
        return _own_words(message)
    return None


def is_other_report(message: Message) -> bool:
    """Whether it is a receipt of reading or a complaint, which says nothing of a delivery."""
    kinds = {parameter(message, "report-type")}
    kinds |= {content_type(part).partition("/")[2] for part in message.walk()}
    return bool(kinds & _OTHER_REPORTS)


def is_from_server(message: Message) -> bool:
    """Whether a mail server wrote it: no return address, or the name of one."""
    has_failed = bool(headers(message, "X-Failed-Recipients"))
    is_null = header(message, "Return-Path").replace(" ", "") == "<>"
    name = header(message, "From")
    return has_failed or bool(_SENDERS.search(name)) or (is_null and not _is_answer(message))


def _is_answer(message: Message) -> bool:
    """Absence notes go out without a return address, too."""
    said = header(message, "Auto-Submitted").lower()
    return said.startswith("auto-replied") or bool(headers(message, "X-Autoreply"))


def returned_headers(message: Message) -> Iterator[str]:
    """Message-IDs of the letter that came back, wherever it stands in the mail."""
    for part in message.walk():
        if part is not message:
            yield from headers(part, "Message-ID")
        if content_type(part).startswith("text/"):
            yield from re.findall(r"(?im)^[> ]*Message-ID:\s*(<[^<>\s]+>)", text_of(part))


def _groups(part: Message) -> Iterator[Message]:
    """The groups of fields of a delivery status; the parser knows one of its two names."""
    if content_type(part) not in _STATUS_PARTS:
        return
    payload = part.get_payload()
    for inner in payload if isinstance(payload, list) else ():
        if isinstance(inner, Message):
            yield inner
            rest = inner.get_payload()
            if isinstance(rest, str):
                yield from _split(rest)
    if isinstance(payload, str):
        yield from _split(text_of(part))


def _split(text: str) -> Iterator[Message]:
    for group in re.split(r"\r?\n\r?\n", text):
        yield message_from_string(group, policy=SHORT_HEADERS)


def _is_about_recipient(group: Message) -> bool:
    return any(name in group for name in ("Final-Recipient", "Action", "Original-Recipient"))


def _told(group: Message) -> Bounce:
    """One recipient's group (RFC 3464, 2.3)."""
    action = header(group, "Action").lower().split(" ")[0]
    said = header(group, "Diagnostic-Code")
    status = status_in(header(group, "Status"))
    if is_vague(status):
        status = status_in(said) or status
    names = [*headers(group, "Final-Recipient"), *headers(group, "Original-Recipient")]
    recipients = frozenset(address for name in names for address in _addresses(name))
    if action == "delayed":
        return Bounce(Kind.DELAYED, status, recipients)
    if action not in _SAID_AS_FAILED:
        return Bounce(Kind.OTHER, status, recipients)
    return Bounce(kind_of_status(status, reply_in(said)), status, recipients)


def _addresses(field: str) -> Iterator[str]:
    """The address of "rfc822; somebody@host", as it stands and with xtext undone (RFC 3461, 4)."""
    for address in _ADDRESS.findall(field.rpartition(";")[2]):
        yield address.lower()
        yield _XTEXT.sub(lambda found: chr(int(found[1], 16)), address).lower()


def _own_words(message: Message) -> Bounce:
    """A server that knows no standard: its numbers, else its words, above the returned letter."""
    text = first_words(message)
    copy = _COPY.search(text, 1)
    said = text[: copy.start()] if copy else text
    whole = f"{header(message, 'Subject')}\n{said}"
    named = [*headers(message, "X-Failed-Recipients"), said]
    recipients = frozenset(address.lower() for one in named for address in _ADDRESS.findall(one))
    if _LATER.search(whole):
        return Bounce(Kind.DELAYED, status_in(said), recipients)
    status, reply = status_in(said), reply_in(said)
    if status or reply:
        return Bounce(kind_of_status(status, reply), status, recipients)
    return Bounce(Kind.HARD if _NO_SUCH.search(whole) else Kind.SOFT, "", recipients)
