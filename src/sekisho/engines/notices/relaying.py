"""Passing a notice further down: the text to pass on, and the counts that come back up.

Nobody below the partner is named: only how many were told, confirmed and acted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sekisho.engines.notices.alerts import AlertText, Tlp

MOST_SUPPLIERS = 1_000_000
_FREE = frozenset({Tlp.GREEN, Tlp.CLEAR})


@dataclass(frozen=True, slots=True)
class RelayCounts:
    """How many of a partner's own suppliers were told, confirmed that, and acted."""

    told: int = 0
    confirmed: int = 0
    acted: int = 0


@dataclass(frozen=True, slots=True)
class Checkable:
    """Who sent the notice, and where which number shows that it is genuine."""

    sender: str
    number: str
    page: str


@dataclass(frozen=True, slots=True)
class RelayText:
    """What a partner may pass on in one language, as plain text without any link of its own."""

    language: str
    subject: str
    body: str


_HEADS = {
    "ja": {
        "subject": "【注意喚起】{title}",
        "opening": (
            "取引先の{sender}から、次の注意喚起を受け取りました。貴社でもご確認をお願いいたします。"
        ),
        "origin": "発信元: {origin}",
        "asked": "お願いしたい対応:",
        "original": "原文: {url}",
        "genuine": (
            "{page} に確認番号 {number} を入力すると、"
            "{sender}が送ったお知らせかどうかを確かめられます。"
        ),
        "closing": "確認された時点と、対応を終えられた時点で、それぞれ当社までお知らせください。",
    },
    "en": {
        "subject": "[Alert] {title}",
        "opening": (
            "Our customer {sender} has passed the following alert on to us. Please check it too."
        ),
        "origin": "Issued by: {origin}",
        "asked": "What is asked for:",
        "original": "Original: {url}",
        "genuine": "At {page} the check number {number} shows whether {sender} sent this notice.",
        "closing": "Please tell us when you have read this, and again when you are done.",
    },
}


def may_be_passed_on(tlp: Tlp) -> bool:
    """Whether a partner may tell its own suppliers: GREEN and CLEAR only (TLP 2.0, section 3)."""
    return tlp in _FREE


def relay_text(alert: AlertText, check: Checkable, language: str) -> RelayText:
    """The ready text in "ja" or "en". Raises KeyError for another language."""
    words = _HEADS[language]
    title = alert.title.in_language(language)
    issuer = alert.issuer.in_language(language)
    origin = " ".join(filter(None, (issuer, alert.number, alert.issued_on)))
    steps = [
        f"{place}. {one.text.in_language(language)}"
        for place, one in enumerate(alert.actions, start=1)
    ]
    paragraphs = (
        words["opening"].format(sender=check.sender),
        f"{title}\n{words['origin'].format(origin=origin)}",
        alert.summary.in_language(language),
        "\n".join((words["asked"], *steps)) if steps else "",
        words["original"].format(url=alert.url) if alert.url else "",
        words["genuine"].format(page=check.page, number=check.number, sender=check.sender),
        words["closing"],
    )
    body = "\n\n".join(filter(None, paragraphs))
    return RelayText(language, words["subject"].format(title=title), body)


def count_faults(counts: RelayCounts, as_of: date, today: date) -> tuple[str, ...]:
    """Codes of what cannot be: in the order of the form, empty when the counts are plausible."""
    figures = (counts.told, counts.confirmed, counts.acted)
    rules = (
        ("notices.relay_out_of_range", not all(0 <= one <= MOST_SUPPLIERS for one in figures)),
        ("notices.relay_more_confirmed", counts.confirmed > counts.told),
        ("notices.relay_more_acted", counts.acted > counts.confirmed),
        ("notices.relay_in_future", as_of > today),
    )
    return tuple(code for code, is_broken in rules if is_broken)


def summed_counts(reports: Iterable[RelayCounts]) -> RelayCounts:
    """All together; the caller gives one report of each partner."""
    found = list(reports)
    return RelayCounts(
        sum(one.told for one in found),
        sum(one.confirmed for one in found),
        sum(one.acted for one in found),
    )
