"""A partner's feedback sheet as words and figures; page and PDF show the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from sekisho.apps.reports.forms.report import NOTHING, language, said
from sekisho.apps.reports.queries.feedback import WHOLE, Comparison, Sheet
from sekisho.engines.questionnaire import CategoryScore
from sekisho.engines.questionnaire.gaps import GapReason, Severity
from sekisho.engines.reports import Standing
from sekisho.ui.states import look_of
from sekisho.ui.wording import counted, figure

_MOST_STEPS = 5
_GOOD = 80
_STANDINGS = {
    Standing.ABOVE: _lazy("above"),
    Standing.ABOUT: _lazy("about the same"),
    Standing.BELOW: _lazy("below: room to grow"),
}
_REASONS = {
    GapReason.UNMET: _lazy("Not in place yet. Say what you plan, who does it and by when."),
    GapReason.PARTIAL: _lazy("Begun already. What is missing to the end, and by when?"),
    GapReason.UNKNOWN: _lazy("Not known yet. Finding out is the first step; ask whoever runs it."),
    GapReason.TO_REVIEW: _lazy("Said not to apply. We will look at it together."),
}
_FINDING_WORDS = {
    "open": _lazy("No plan yet"),
    "planned": _lazy("Plan received"),
    "done": _lazy("Reported as done"),
    "asked": _lazy("We are looking into it"),
    "proven": _lazy("Checked and settled"),
    "accepted": _lazy("Settled as it is"),
    "withdrawn": _lazy("Settled by a later answer"),
}
_LOOKS = {
    "open": "open",
    "planned": "promised",
    "done": "repaired",
    "asked": "waiting",
    "proven": "verified",
    "accepted": "verified",
    "withdrawn": "withdrawn",
}


def sheet_words(sheet: Sheet) -> dict[str, Any]:
    """All that stands on the sheet; no other partner is named anywhere."""
    rows = [_area(one, sheet) for one in sheet.score.categories if one.score_0_100 is not None]
    gaps = sorted(sheet.gaps, key=lambda gap: gap.severity is not Severity.HIGH)
    return {
        "language": language(),
        "title": said(sheet.ask.title),
        "number": sheet.ask.number,
        "organisation": said(sheet.subject),
        "state": _state(sheet),
        "total": _score(sheet.score.score_0_100),
        "total_written": sheet.score.written,
        "total_comparison": _compared(sheet.comparisons.get(WHOLE)),
        "areas": rows,
        "peers_note": _peers_note(sheet),
        "strengths": [
            row["label"]
            for row, one in zip(rows, _scored(sheet), strict=True)
            if one.score_0_100 is not None and one.score_0_100 >= _GOOD
        ],
        "steps": [_step(gap, sheet) for gap in gaps[:_MOST_STEPS]],
        "more_steps": max(0, len(gaps) - _MOST_STEPS),
        "findings": [_finding(one) for one in sheet.findings],
        "kind_words": _(
            "This sheet is for planning together. A score alone never changes our business with "
            "you, and costs can be talked about at any time."
        ),
    }


def _scored(sheet: Sheet) -> list[CategoryScore]:
    return [one for one in sheet.score.categories if one.score_0_100 is not None]


def _state(sheet: Sheet) -> str:
    found = sheet.score
    params = {
        "total": _score(found.score_0_100),
        "gaps": counted(len(sheet.gaps), "gaps"),
        "unknown": figure(found.unknown_count),
    }
    return _("%(total)s of 100 points · %(gaps)s · “do not know”: %(unknown)s") % params


def _area(one: CategoryScore, sheet: Sheet) -> dict[str, Any]:
    category = sheet.question_set.category(one.category_key)
    return {
        "label": said(category.label) if category else one.category_key,
        "score": _score(one.score_0_100),
        "score_0_100": None if one.score_0_100 is None else float(one.score_0_100),
        "written": one.written,
        "unknown": one.counts.unknown_count,
        "unanswered": one.counts.unanswered_count,
        "comparison": _compared(sheet.comparisons.get(one.category_key)),
    }


def _compared(found: Comparison | None) -> dict[str, str]:
    if found is None:
        return {"mean": NOTHING, "others": "", "standing": NOTHING}
    return {
        "mean": figure(found.mean),
        "others": counted(found.others, "partners"),
        "standing": str(_STANDINGS[found.standing]),
    }


def _peers_note(sheet: Sheet) -> str:
    if not sheet.is_compared:
        return _("The comparison is on the partner's own sheet; it is not shown here.")
    if sheet.is_late:
        return _(
            "Your answers came after the comparison was made. They are compared once enough "
            "partners have answered anew."
        )
    if WHOLE not in sheet.comparisons:
        return _("There are fewer than five comparable partners, so nothing is compared.")
    return _(
        "Compared with the mean of %(others)s of like tier and size, where there are five or more. "
        "Nobody else is named, and nobody else reads your score here."
    ) % {"others": counted(sheet.comparisons[WHOLE].others, "partners")}


def _step(gap: Any, sheet: Sheet) -> dict[str, Any]:
    question = sheet.question_set.question(gap.question_key)
    return {
        "text": said(question.text) if question else gap.question_key,
        "help": said(question.help) if question and question.help else "",
        "kind": str(_REASONS[gap.reason]),
        "is_critical": gap.severity is Severity.HIGH,
    }


def _finding(found: Any) -> Mapping[str, Any]:
    return {
        "text": said(found.words.question),
        "state": str(_FINDING_WORDS[found.state]),
        "look": _LOOKS[found.state],
        "tone": look_of(_LOOKS[found.state]).tone,
        "due_on": found.due_on,
        "due": found.due_on.isoformat() if found.due_on else "",
    }


def _score(value: Any) -> str:
    return NOTHING if value is None else f"{value:f}".rstrip("0").rstrip(".") or "0"
