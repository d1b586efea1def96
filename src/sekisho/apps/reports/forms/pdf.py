"""Reports and feedback sheets as PDF: the page's own words and figures, set by typst."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

import sekisho.ui
from sekisho.adapters.documents import render_pdf
from sekisho.apps.reports.forms.report import language
from sekisho.engines.deadlines import format_date


def report_pdf(words: Mapping[str, Any], *, now: datetime) -> bytes:
    """The executive page on paper. Raises Unavailable without the font."""
    data = {**words, "labels": _report_labels(), "made": format_date(now.date(), language())}
    return render_pdf("report", data, _fonts(), at=now)


def feedback_pdf(words: Mapping[str, Any], *, now: datetime) -> bytes:
    """One partner's feedback sheet on paper. Raises Unavailable without the font."""
    data = {**words, "labels": _sheet_labels(), "made": format_date(now.date(), language())}
    return render_pdf("feedback", data, _fonts(), at=now)


def _fonts() -> Path:
    return Path(sekisho.ui.__file__).parent / "static" / "ui" / "vendor"


def _report_labels() -> dict[str, str]:
    return {
        "report": _("Report"),
        "made": _("Made on"),
        "sent": _("Sent on"),
        "asked": _("Asked"),
        "replied": _("Replied"),
        "overdue": _("Overdue"),
        "next": _("Next step"),
        "response": _("Replies over the days"),
        "day": _("Day"),
        "that_day": _("That day"),
        "until_then": _("Until then"),
        "areas": _("Gaps by area"),
        "area": _("Area"),
        "share": _("Share of gaps"),
        "gaps": _("Gaps"),
        "unknown": _("Do not know"),
        "unanswered": _("Left open"),
        "counted": _("Counted answers"),
        "change": _("Since the last time"),
        "worst": _("Worst questions"),
        "question": _("Question"),
        "tiers": _("By tier"),
        "groups": _("By group company"),
        "part": _("Part"),
        "critical": _("Critical"),
        "note": _(
            "Share of gaps: answers “no” or “partly” among all that count. “Do not know” counts "
            "and is shown apart; “does not apply” is left out."
        ),
    }


def _sheet_labels() -> dict[str, str]:
    return {
        "sheet": _("Feedback on your answers"),
        "made": _("Made on"),
        "area": _("Area"),
        "score": _("Your score"),
        "how": _("How it is worked out"),
        "peers": _("Comparable partners"),
        "standing": _("Compared"),
        "total": _("In all"),
        "steps": _("Where to begin"),
        "findings": _("What we follow together"),
        "strengths": _("What is in place"),
    }
