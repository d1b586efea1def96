"""The parts of a reply's page: questions by category, the score's arithmetic, what happened."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from sekisho.apps.asks.forms.review import ReturnForm
from sekisho.apps.asks.forms.words import choice_word, said, shown_answers
from sekisho.apps.asks.queries.marks import AnswerMark, marks_of
from sekisho.apps.asks.queries.replies import QuestionLine, ReplyPage
from sekisho.engines.questionnaire import Answer, Question, Score, read_date

_REVIEWS = {
    "accepted": ("done", "circle-check"),
    "returned": ("attention", "arrow-back-up"),
    "reopened": ("neutral", "history"),
}


def category_parts(found: ReplyPage, show: str, form: ReturnForm) -> list[dict[str, Any]]:
    """The shown questions by category, narrowed; a category without any is left out."""
    lines = [line for line in found.questions if _is_kept(line, show)]
    marks = marks_of([found.line.id])
    parts = []
    for category in found.question_set.categories:
        own = [line for line in lines if line.question.category == category.key]
        if own:
            shown = [
                _line(line, form, marks.get((found.line.id, line.question.key))) for line in own
            ]
            parts.append({"label": said(category.label), "lines": shown})
    return parts


def score_parts(found: ReplyPage) -> dict[str, Any]:
    """The score with its arithmetic: what each category earned, and how they were joined."""
    score: Score = found.score
    labels = {one.key: said(one.label) for one in found.question_set.categories}
    return {
        "value": score.score_0_100,
        "written": score.written,
        "unknown": score.unknown_count,
        "na": score.na_count,
        "unanswered": score.unanswered_count,
        "critical": score.critical_gap_count,
        "gaps": len(found.gaps),
        "categories": [
            {
                "label": labels[one.category_key],
                "weight": one.weight,
                "value": one.score_0_100,
                "percent": 0 if one.score_0_100 is None else round(one.score_0_100),
                "written": one.written,
            }
            for one in score.categories
        ],
    }


def events_of(found: ReplyPage) -> list[dict[str, Any]]:
    """Submissions and reviews as a timeline, newest first."""
    events = [
        {
            "at": receipt.at,
            "title": _("Submitted (receipt %(number)s)") % {"number": receipt.number},
            "who": " ".join(part for part in (receipt.department, receipt.name) if part),
            "text": _("Approved by %(name)s") % {"name": receipt.approver}
            if receipt.approver
            else "",
            "tone": "accent",
            "icon": "mail-check",
        }
        for receipt in found.receipts
    ]
    words = {"accepted": _("Accepted"), "returned": _("Sent back"), "reopened": _("Reopened")}
    for review in found.reviews:
        tone, icon = _REVIEWS[review.decision]
        title, who = words[review.decision], review.by
        text = review.general
        events.append(
            {"at": review.at, "title": title, "who": who, "text": text, "tone": tone, "icon": icon}
        )
    return sorted(events, key=lambda event: event["at"], reverse=True)


def _is_kept(line: QuestionLine, show: str) -> bool:
    return {
        "gaps": line.gap is not None,
        "changed": line.change is not None,
        "files": bool(line.files),
        "open": line.stored is None,
    }.get(show, True)


def _line(line: QuestionLine, form: ReturnForm, mark: AnswerMark | None) -> dict[str, Any]:
    question, answer, stored = line.question, line.answer, line.stored
    plan = answer.plan
    return {
        "line": line,
        "number": line.number,
        "key": question.key,
        "text": said(question.text),
        "is_critical": question.is_critical,
        "answers": shown_answers(question, answer),
        "own_words": _own_words(question, answer),
        "followup": answer.followup,
        "followup_label": said(question.followup.text) if question.followup else "",
        "reason": answer.reason,
        "plan": plan if plan and (plan.what or plan.who or plan.due) else None,
        "plan_due": read_date(plan.due) if plan and plan.due else None,
        "is_to_review": line.gap is not None and line.gap.reason.value == "to_review",
        "was": _was(line),
        "field": form.remark_field(question.key),
        "mark": mark if mark and stored and mark.revision == stored.revision else None,
    }


def _own_words(question: Question, answer: Answer) -> str:
    rule = question.number_rule
    unit = f" {said(rule.unit)}" if rule and rule.unit and answer.number else ""
    return answer.text or (f"{answer.number}{unit}" if answer.number else answer.date)


def _was(line: QuestionLine) -> str:
    """What was said before, when the answer itself changed; else that a part of it did."""
    if line.change is None:
        return ""
    before = line.change.before
    if before is None:
        return _("New since the last submission")
    if "choice_keys" in line.change.fields:
        keys = [choice_word(line.question, key) for key in before.choice_keys]
        return _("Before: %(answer)s") % {"answer": ", ".join(keys) or _("Not answered")}
    return _("Changed since the last submission")
