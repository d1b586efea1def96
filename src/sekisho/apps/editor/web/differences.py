"""A difference between two versions as a page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from sekisho.apps.editor.web.words import said
from sekisho.engines.question_diff import CarryOver, FieldChange, Part, SetDiff
from sekisho.engines.questionnaire import QuestionSetVersion

PARTS = {
    Part.KEY: _("Key"),
    Part.PLACE: _("Place"),
    Part.SECTION: _("Section"),
    Part.TEXT_JA: _("Text (Japanese)"),
    Part.TEXT_EN: _("Text (English)"),
    Part.HELP_JA: _("Help (Japanese)"),
    Part.HELP_EN: _("Help (English)"),
    Part.FOLLOWUP_JA: _("Follow-up (Japanese)"),
    Part.FOLLOWUP_EN: _("Follow-up (English)"),
    Part.FOLLOWUP_WHEN: _("When the follow-up opens"),
    Part.KIND: _("Kind of answer"),
    Part.CHOICES: _("Choices"),
    Part.NUMBER: _("Limits and unit"),
    Part.WEIGHT: _("Weight"),
    Part.CRITICAL: _("High severity"),
    Part.REQUIRED: _("Answer required"),
    Part.EVIDENCE: _("File required"),
    Part.NA_REASON: _("“Not applicable” needs a reason"),
    Part.CONDITION: _("Condition"),
    Part.RESPONDENT: _("Answered by"),
    Part.MAPS: _("Items of schemes"),
    Part.NOTICE_JA: _("Notice (Japanese)"),
    Part.NOTICE_EN: _("Notice (English)"),
}


def diff_context(diff: SetDiff) -> dict[str, Any]:
    """Counts, then every change with its parts in words."""
    return {
        "diff": diff,
        "head": [_field(one) for one in diff.head],
        "section_rows": [
            {"change": one, "fields": [_field(part) for part in one.fields]}
            for one in diff.sections
        ],
        "changes": [
            {"change": one, "text": said(one.text), "fields": [_field(part) for part in one.fields]}
            for one in diff.questions
        ],
    }


def carry_rows(
    old: QuestionSetVersion,
    new: QuestionSetVersion,
    proposal: Sequence[CarryOver],
    chosen: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Each question that a person has to look at: guesses, material changes, removed ones."""
    words = {question.key: said(question.text) for question in old.questions}
    kinds = {question.key: question.kind for question in old.questions}
    rows = []
    for one in proposal:
        target = chosen.get(one.old_key, one.new_key)
        if one.new_key == one.old_key and target == one.old_key and not one.is_guess:
            continue
        options = [
            (other.key, f"{other.key} {said(other.text)}", other.key == target)
            for other in new.questions
            if other.kind is kinds[one.old_key]
        ]
        rows.append({"carry": one, "text": words[one.old_key], "options": options})
    return rows


def _field(change: FieldChange) -> dict[str, Any]:
    return {
        "part": PARTS[change.part],
        "before": change.before,
        "after": change.after,
        "is_material": change.is_material,
        "is_place": change.part is Part.PLACE,
    }
