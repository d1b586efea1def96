"""Conditions in words, such as "shown only if question 3 is No or Partly"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sekisho.engines.question_drafts import ordered
from sekisho.engines.question_drafts.parts import Draft, Row
from sekisho.engines.questionnaire.questions import YES_NO_POINTS


def numbers_of(draft: Draft) -> dict[str, str]:
    """The number of each question as respondents meet it; one that hangs on another is 3-1."""
    found: dict[str, str] = {}
    main = sub = 0
    for row in ordered(draft):
        if row.get("condition"):
            sub += 1
            found[row["uid"]] = f"{main}-{sub}"
        else:
            main, sub = main + 1, 0
            found[row["uid"]] = str(main)
    return found


def in_words(draft: Draft, condition: Mapping[str, Any] | None, numbers: Mapping[str, str]) -> str:
    """The condition in the reader's language; empty when there is none."""
    if not condition:
        return ""
    rows = {row["uid"]: row for row in draft["questions"]}
    return _("Shown only if %(words)s") % {"words": _part(draft, condition, rows, numbers)}


def labels_of(draft: Draft, row: Row) -> dict[str, str]:
    """Choice key -> label in the reader's language, of a question of a draft."""
    language, other = ("en", "ja") if (get_language() or "ja").startswith("en") else ("ja", "en")
    if row["kind"] == "yes_no":
        words = draft["yes_no_labels"]
        return {
            key: words[key].get(language) or words[key].get(other, "")
            for key in YES_NO_POINTS
            if key in words
        }
    return {
        one["key"]: one.get(language) or one.get(other) or one["key"]
        for one in row.get("choices", ())
    }


def _part(
    draft: Draft, condition: Mapping[str, Any], rows: Mapping[str, Row], numbers: Mapping[str, str]
) -> str:
    if "question" in condition:
        row = rows.get(condition["question"])
        if row is None:
            return _("a removed question is answered")
        labels = labels_of(draft, row)
        chosen = _(" or ").join(labels.get(key, key) for key in condition["is"])
        return _("question %(number)s is %(choices)s") % {
            "number": numbers[row["uid"]],
            "choices": chosen,
        }
    if "not" in condition:
        inner = _part(draft, condition["not"], rows, numbers)
        return _("not (%(words)s)") % {"words": inner}
    word = _(" and ") if "all" in condition else _(" or ")
    parts = condition.get("all") or condition.get("any") or ()
    return word.join(_part(draft, part, rows, numbers) for part in parts)
