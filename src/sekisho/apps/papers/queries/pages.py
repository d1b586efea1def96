"""A merged letter as a page: what typst is given, and the finished PDF or picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sekisho.ui
from sekisho.adapters.documents import render_pdf, render_pictures
from sekisho.engines.letters import Block, Head, formal_letter, paper_words, with_season

TEMPLATE = "letter"
_LABELS = {
    "ja": {"person": "担当　", "phone": "電話　", "mail": "メール　"},
    "en": {"person": "", "phone": "Phone ", "mail": ""},
}


@dataclass(frozen=True, slots=True)
class PageLetter:
    """One letter to be set: the merged text with the values it was merged from.

    `day` is the day of the letter, None where no greeting of the season is wanted.
    """

    language: str
    values: Mapping[str, str]
    text: str
    day: date | None = None
    slip: Mapping[str, Any] | None = None


def document_of(letters: Sequence[PageLetter], *, title: str, duplex: bool = False) -> Any:
    """What the template is given for one letter or a pack; the letters keep their order."""
    first = letters[0]
    return {
        "title": title,
        "author": first.values["sender_organisation"],
        "language": first.language,
        "duplex": duplex,
        "letters": [_letter(one) for one in letters],
    }


def pdf_of(document: Any, *, now: datetime) -> bytes:
    """The document as PDF/A. Raises Unavailable without the font, Invalid if it cannot be set."""
    return render_pdf(TEMPLATE, document, fonts(), at=now)


def pictures_of(document: Any) -> tuple[bytes, ...]:
    """The pages as PNG for a screen. Raises as pdf_of does."""
    return render_pictures(TEMPLATE, document, fonts())


def fonts() -> Path:
    """Where the shipped fonts lie."""
    return Path(sekisho.ui.__file__).parent / "static" / "ui" / "vendor"


def _letter(one: PageLetter) -> dict[str, Any]:
    values, language = one.values, one.language
    addressee = values["addressee"].splitlines()
    text = paper_words(one.text)
    if one.day is not None:
        text = with_season(text, one.day.month)
    own = (values[name] for name in ("ask_number", "sent_on", *_SENDER))
    found = formal_letter(text, Head((*own, *addressee), values["ask_title"]))
    return {
        "language": language,
        "reference": [values["ask_number"], values["sent_on"]],
        "addressee": addressee,
        "sender": _sender(values, _LABELS[language]),
        "title": found.title,
        "blocks": [_block(block) for block in found.blocks],
        "slip": one.slip,
    }


_SENDER = ("sender_organisation", "sender_department")


def _sender(values: Mapping[str, str], labels: Mapping[str, str]) -> list[str]:
    lines = [values[name] for name in _SENDER]
    for name in ("person", "phone", "mail"):
        words = values[f"contact_{name}"]
        lines.append(labels[name] + words if words else "")
    return [line for line in lines if line]


def _block(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind.value,
        "text": block.text,
        "label": block.label,
        "lines": list(block.lines),
        "spaced": block.is_spaced,
        "indent": block.is_indented,
    }
