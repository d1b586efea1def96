"""What the pages of composing share: steps, faults as words, bilingual words."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.preflight import Snag
from sekisho.apps.asks.web.compose_words import SNAGS
from sekisho.apps.asks.web.letter_words import place_word
from sekisho.engines.letters import FIELDS
from sekisho.kernel.text import Bilingual
from sekisho.ui.problems import sentence_for_code

_SECTION_URLS = {
    "words": ("asks:draft", "#id_title_ja"),
    "questions": ("asks:draft", "#id_question_set"),
    "sender": ("asks:draft", "#id_department_ja"),
    "deadline": ("asks:draft", "#id_deadline"),
    "audience": ("asks:audience", ""),
    "letter": ("asks:letter", ""),
}
_FIELDS = {
    "asks.no_reason": "#id_reason_ja",
    "asks.title_not_in_en": "#id_title_en",
    "asks.reason_not_in_ja": "#id_reason_ja",
    "asks.reason_not_in_en": "#id_reason_en",
}


@dataclass(frozen=True, slots=True)
class ShownSnag:
    """A found fault in the reader's words with the address where it is mended."""

    what: str
    hint: str
    url: str
    is_blocking: bool


def language() -> str:
    """The language of the page."""
    return (get_language() or "ja")[:2]


def said(text: Bilingual) -> str:
    """A text in the language of the page."""
    return text.in_language(language())


def title_of(ask: AskView) -> str:
    """What to call an ask on a page."""
    return said(ask.title) or _("Ask without a title")


def steps_of(ask: AskView, current: str) -> list[dict[str, Any]]:
    """The steps of composing as tabs."""
    names = (
        ("asks:draft", _("1. Contents")),
        ("asks:audience", _("2. Recipients")),
        ("asks:letter", _("3. Letter")),
        ("asks:check", _("4. Check and send")),
    )
    return [
        {"url": reverse(name, args=[ask.uid]), "label": label, "on": name == current}
        for name, label in names
    ]


def shown_snags(
    ask: AskView, snags: Iterable[Snag], organisation_uid: uuid.UUID
) -> list[ShownSnag]:
    """What the pre-flight found, once each, in the reader's words."""
    rows: dict[tuple[str, str], ShownSnag] = {}
    for snag in snags:
        what, hint = SNAGS.get(snag.code) or (sentence_for_code(snag.code, _params(snag)), "")
        params = _params(snag)
        shown = ShownSnag(
            place_word(snag.place) + str(what) % params,
            str(hint) % params,
            _url_of(ask, snag, organisation_uid),
            snag.is_blocking,
        )
        rows.setdefault((shown.what, shown.url), shown)
    return list(rows.values())


def _params(snag: Snag) -> dict[str, str]:
    return {"found": snag.found}


def _url_of(ask: AskView, snag: Snag, organisation_uid: uuid.UUID) -> str:
    if snag.section in _SECTION_URLS:
        name, anchor = _SECTION_URLS[snag.section]
        return reverse(name, args=[ask.uid]) + _FIELDS.get(snag.code, anchor)
    if snag.section == "settings":
        address = reverse("asks:profile_letter", args=["reminder"])
        return f"{address}?company={organisation_uid}"
    return ""


def field_names() -> list[tuple[str, str, bool]]:
    """The merge fields of an ask's letter: how to write it, what it is, and whether one must."""
    unused = {"code", "code_minutes", "received_on"}
    return [
        ("{{" + field.name + "}}", said(field.label), field.is_required)
        for field in FIELDS
        if field.name not in unused
    ]
