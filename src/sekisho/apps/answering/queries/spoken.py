"""Answers that the office wrote down after a call, a fax or a letter: who said them, how, when."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext

from sekisho.apps.answering.models import SpokenAnswer
from sekisho.apps.answering.queries.sealed import opened_words
from sekisho.apps.asks.queries.marks import AnswerMark
from sekisho.apps.asks.queries.scopes import scopes_by_ids
from sekisho.engines.deadlines import format_date
from sekisho.engines.questionnaire import Answer, Question, StoredAnswer, reply_as_json
from sekisho.kernel import clock
from sekisho.kernel.text import LANGUAGES, Bilingual

KIND = "spoken"
CHANNELS = ("telephone", "fax", "paper", "visit")
_ICONS = {"telephone": "phone", "fax": "printer", "paper": "file-text", "visit": "users"}


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What the respondent had answered before the office wrote over it."""

    words: Bilingual
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SpokenView:
    """One answer that was written down; `revision` is that of the answer as it stood then.

    `over` is the respondent's own answer that it took the place of, None where there was none.
    """

    question_key: str
    revision: int
    channel: str
    said_by: str
    said_on: date
    written_by: str
    over: OwnAnswer | None = None


def spoken_of(assignment_ids: Sequence[int]) -> dict[tuple[int, str], SpokenView]:
    """The newest by assignment number and question key; for callers that checked their actor."""
    rows = list(SpokenAnswer.objects.filter(assignment_id__in=assignment_ids).order_by("id"))
    scopes = scopes_by_ids({row.assignment_id for row in rows}, now=clock.now()) if rows else {}
    found = {}
    for row in rows:
        words = opened_words(scopes[row.assignment_id], KIND, row.uid, row.sealed)
        view = SpokenView(
            question_key=words["key"],
            revision=int(words["revision"]),
            channel=words["channel"],
            said_by=words["said_by"],
            said_on=date.fromisoformat(words["said_on"]),
            written_by=words["written_by"],
            over=_own(words.get("over")),
        )
        found[row.assignment_id, view.question_key] = view
    return found


def own_answer(
    question: Question, before: StoredAnswer | None, written: SpokenView | None
) -> dict[str, Any] | None:
    """The sealed form of the respondent's own answer that is about to be written over.

    One that the office had written down itself hands on what that one had taken the place of.
    """
    if before is None:
        return None
    if written is not None and written.revision == before.revision:
        return _as_dict(written.over) if written.over else None
    words = Bilingual(*(_said(question, before.answer, language) for language in LANGUAGES))
    whole = json.loads(reply_as_json({question.key: before}))
    own = OwnAnswer(words, before.saved_by, datetime.fromisoformat(before.saved_at))
    return {**_as_dict(own), "whole": whole}


def _as_dict(own: OwnAnswer) -> dict[str, Any]:
    return {"words": own.words.as_dict(), "by": own.by, "at": own.at.isoformat()}


def _own(stored: dict[str, Any] | None) -> OwnAnswer | None:
    if not stored:
        return None
    at = datetime.fromisoformat(stored["at"])
    return OwnAnswer(Bilingual.from_dict(stored["words"]), stored["by"], at)


def _said(question: Question, answer: Answer, language: str) -> str:
    """An answer in one line: the choice first, then what was written with it."""
    labels = {choice.key: choice.label.in_language(language) for choice in question.choices}
    parts = [labels.get(key, key) for key in answer.choice_keys]
    parts += [answer.text, answer.number, answer.date, answer.reason, answer.followup]
    if answer.plan:
        parts += [answer.plan.what, answer.plan.who, answer.plan.due]
    return " / ".join(part for part in parts if part)


def spoken_marks(assignment_ids: Sequence[int]) -> dict[tuple[int, str], AnswerMark]:
    """The same as marks beside answers, in the reader's language."""
    return {place: _mark(view) for place, view in spoken_of(assignment_ids).items()}


def channel_word(channel: str) -> str:
    """What a channel is called beside an answer."""
    return {
        "telephone": gettext("Given by telephone"),
        "fax": gettext("Given by fax"),
        "paper": gettext("Given on paper"),
        "visit": gettext("Given in person"),
    }[channel]


def _mark(view: SpokenView) -> AnswerMark:
    day = format_date(view.said_on, (get_language() or "ja")[:2])
    words = {"who": view.said_by, "day": day, "staff": view.written_by}
    detail = gettext("Said by %(who)s on %(day)s, written down by %(staff)s") % words
    if view.over is not None:
        said = view.over.words.in_language(get_language() or "ja")
        day = format_date(timezone.localdate(view.over.at), (get_language() or "ja")[:2])
        words = {"who": view.over.by, "day": day, "answer": said or gettext("Nothing")}
        before = gettext("Before, %(who)s had answered on %(day)s: %(answer)s") % words
        detail = f"{detail} · {before}"
    return AnswerMark(_ICONS[view.channel], channel_word(view.channel), detail, view.revision)
