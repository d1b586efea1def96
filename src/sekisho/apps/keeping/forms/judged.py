"""What we make of a partner in the export: the level we look for, and feedback that was sent."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sekisho.adapters.sheets import Cell
from sekisho.apps.asks.forms.words import said
from sekisho.apps.keeping.queries.dossier import Dossier
from sekisho.apps.keeping.queries.plain import plain
from sekisho.apps.reports.queries.feedback import WHOLE, Sheet

_Sheet = tuple[str, list[str], list[list[Cell]]]


def feedback_of(sheet: Sheet) -> dict[str, Any]:
    """The scores that the partner reads and what they are compared with, for the index."""
    return {
        "score": plain(sheet.score),
        "comparisons": [
            {"area": key or None, **plain(one)} for key, one in sheet.comparisons.items()
        ],
        "is_compared": sheet.is_compared,
        "is_late": sheet.is_late,
    }


def levels_sheet(found: Dossier) -> _Sheet:
    """The level of SCS that is looked for, and why."""
    headings = [_("Level of SCS"), _("Looked for by"), _("Reason"), _("Level decided on")]
    level, rows = found.level, list[list[Cell]]()
    if level is not None:
        day = timezone.localtime(level.at).date()
        rows.append([level.level, said(level.asker), level.reason, day])
    return _("Level of SCS"), headings, rows


def feedback_sheet(found: Dossier) -> _Sheet:
    """Scores by area as the partner reads them, each with the mean of its peers."""
    headings = [_("Ask number"), _("Area"), _("Score"), _("Mean of peers"), _("Number of peers")]
    rows: list[list[Cell]] = []
    for one in found.conversations:
        if one.feedback is None:
            continue
        for key, label, score in _areas(one.feedback):
            peers = one.feedback.comparisons.get(key)
            means: list[Cell] = [peers.mean, peers.others] if peers else [None, None]
            rows.append([one.page.ask.number, label, score, *means])
    return _("Feedback sent"), headings, rows


def _areas(sheet: Sheet) -> list[tuple[str, str, float | None]]:
    whole = sheet.score.score_0_100
    found = [(WHOLE, _("In all"), None if whole is None else float(whole))]
    labels = {one.key: said(one.label) for one in sheet.question_set.categories}
    for one in sheet.score.categories:
        value = one.score_0_100
        key = one.category_key
        found.append((key, labels.get(key, key), None if value is None else float(value)))
    return found
