"""Answers that the office wrote down after a call, a fax or a letter: who said them, how, when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext

from sekisho.apps.answering.models import SpokenAnswer
from sekisho.apps.answering.queries.sealed import opened_words
from sekisho.apps.asks.queries.marks import AnswerMark
from sekisho.apps.asks.queries.scopes import scopes_by_ids
from sekisho.engines.deadlines import format_date
from sekisho.kernel import clock

KIND = "spoken"
CHANNELS = ("telephone", "fax", "paper", "visit")
_ICONS = {"telephone": "phone", "fax": "printer", "paper": "file-text", "visit": "users"}


@dataclass(frozen=True, slots=True)
class SpokenView:
    """One answer that was written down; `revision` is that of the answer as it stood then."""

    question_key: str
    revision: int
    channel: str
    said_by: str
    said_on: date
    written_by: str


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
        )
        found[row.assignment_id, view.question_key] = view
    return found


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
    return AnswerMark(_ICONS[view.channel], channel_word(view.channel), detail, view.revision)
