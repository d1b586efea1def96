"""The parts of a formal letter, found in its merged text: what a page sets in its own place.

A letter is written once, as the plain text that a mail carries. On paper its head stands apart,
敬具 and 以上 stand at the right margin, 記 in the middle and numbered points under each other. The
rules with a worked letter: docs/*/rules/letters.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

_CLOSINGS = frozenset({"敬具", "謹白", "敬白", "草々", "拝具"})
_ITEM = re.compile(r"^ {0,2}(?P<label>[0-9０-９]{1,2}[.．)）])[ \u3000]*(?P<text>.*)$")
_INDENTED = re.compile(r"^(?: {2,}|\u3000|\t)")
_TITLE_MARK = re.compile(r"^(?:件名|標題|Subject|Re)\s*[:：]\s*", re.IGNORECASE)
_LONGER = 20  # how much the line of the title may say beside it
_LABELLED = re.compile(r"^[^:：]{1,12}[:：]\s*")  # "文書番号：", "No.:" before a value of the head
_MAIL_WORDS = (("このメール", "この書面"),)


class BlockKind(StrEnum):
    """How a part is set."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    MARK = "mark"  # 記, in the middle
    CLOSING = "closing"  # 敬具, at the right
    END = "end"  # 以上, at the right


@dataclass(frozen=True, slots=True)
class Block:
    """One part in its order. An item has a label ("1."), its heading as text, and its lines.

    `is_spaced`: an empty line stood before it. `is_indented`: a paragraph of running text, whose
    first line a Japanese page sets back.
    """

    kind: BlockKind
    text: str
    label: str = ""
    lines: tuple[str, ...] = ()
    is_spaced: bool = False
    is_indented: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of the page says; lines that say the same at the start of the text go."""

    values: tuple[str, ...]  # number, date, addressee and sender, each line for itself
    title: str


@dataclass(frozen=True, slots=True)
class FormalLetter:
    """The title as the text words it, and the parts below the head."""

    title: str
    blocks: tuple[Block, ...]


def formal_letter(text: str, head: Head) -> FormalLetter:
    """The merged text of a letter as parts of a page. Nothing but the head's lines is lost."""
    title, rest = _below_head(text.splitlines(), head)
    return FormalLetter(title, tuple(_blocks(rest)))


def paper_words(text: str) -> str:
    """The text with the words that fit mail only replaced by those for paper."""
    for mail, paper in _MAIL_WORDS:
        text = text.replace(mail, paper)
    return text


def _below_head(lines: Sequence[str], head: Head) -> tuple[str, Sequence[str]]:
    title = head.title
    for place, line in enumerate(lines):
        words = line.strip()
        if not words or {words, _LABELLED.sub("", words)} & set(head.values):
            continue
        if not _is_title(words, head.title):
            return title, lines[place:]
        title = _TITLE_MARK.sub("", words)
    return title, ()


def _is_title(words: str, title: str) -> bool:
    return bool(title) and title in words and len(words) <= len(title) + _LONGER


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    item: list[str] = []
    is_spaced = False
    for line in lines:
        words = line.strip()
        if not words:
            is_spaced = True
        elif item and _INDENTED.match(line):
            item.append(words)
        else:
            yield from _closed(item)
            item = [line] if _ITEM.match(line) else []
            if not item:
                yield _block(words, is_spaced=is_spaced)
            is_spaced = False
    yield from _closed(item)


def _closed(item: Sequence[str]) -> Iterator[Block]:
    found = _ITEM.match(item[0]) if item else None
    if found:
        yield Block(
            BlockKind.ITEM, found["text"].strip(), label=found["label"], lines=tuple(item[1:])
        )


def _block(words: str, *, is_spaced: bool) -> Block:
    bare = words.replace("\u3000", "").replace(" ", "")
    if bare in _CLOSINGS:
        return Block(BlockKind.CLOSING, bare)
    if bare == "記":
        return Block(BlockKind.MARK, bare)
    if bare == "以上":
        return Block(BlockKind.END, bare)
    is_sentence = words.endswith(("。", "）"))
    return Block(BlockKind.PARAGRAPH, words, is_spaced=is_spaced, is_indented=is_sentence)
