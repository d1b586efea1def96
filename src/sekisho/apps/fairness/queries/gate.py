"""What stands against a draft before it is sent, and what has been said to it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sekisho.adapters.vault import Place
from sekisho.apps.asks.queries.audience import AskAudience, due_of
from sekisho.apps.asks.queries.drafts import AskView, ask_for
from sekisho.apps.asks.queries.profiles import REMINDER, REQUEST
from sekisho.apps.asks.queries.sets import stored_set
from sekisho.apps.asks.queries.zones import days_left
from sekisho.apps.fairness.models import ConcernAnswer
from sekisho.apps.fairness.queries.cover import organisations_among
from sekisho.apps.fairness.queries.profiles import FairSettings, settings_of
from sekisho.apps.organisations.queries import granted_ids, open_home, seal_home
from sekisho.apps.work.queries.worded import NUMBER, Worded
from sekisho.engines.fairness import Asking, Concern, Passage, concerns_of
from sekisho.engines.letters import Letter
from sekisho.engines.questionnaire import Question, QuestionSetVersion
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import LANGUAGES, Bilingual

_ALERT = "ALERT"  # the source of a set that is drawn from an alert
_FIRST_TIER = 1
INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What was said to one concern, by whom and when; `reason` may be empty."""

    uid: uuid.UUID
    key: str
    code: str
    kind: str
    reason: str
    found: str
    by_uid: uuid.UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """The concerns about a draft as it stands, each answered or still open."""

    concerns: tuple[Concern, ...]
    answers: tuple[AnswerView, ...]

    @property
    def open(self) -> tuple[Concern, ...]:
        """What nobody has answered yet; where words were put in and it stands there again, too."""
        said = {one.key for one in self.answers if one.kind != INSERTED}
        return tuple(one for one in self.concerns if one.key not in said)

    def answer_to(self, concern: Concern) -> AnswerView | None:
        """What was said to it, None while nothing was."""
        return next((one for one in self.answers if one.key == concern.key), None)


def look_at(ask: AskView, audience: AskAudience, *, now: datetime) -> Look:
    """Look a draft over. The caller has fetched ask and audience through their gates."""
    settings = settings_of(ask.organisation_id)
    asking = _asking(ask, audience, settings, now)
    words = settings.words_for(audience_kind(ask, audience))
    return Look(concerns_of(asking, words), answers_of(ask.id))


def answers_of(ask_id: int) -> tuple[AnswerView, ...]:
    """All that was said before a sending, oldest first; the caller went through the ask's gate."""
    return tuple(_view(row) for row in ConcernAnswer.objects.filter(ask_id=ask_id).order_by("id"))


def count_answers(ask_id: int) -> int:
    """How much was said before a sending; the caller went through the ask's gate."""
    return len(_ANSWERS.rows(ask_id=ask_id))


_ANSWERS = Worded(
    lambda ask_id: ConcernAnswer.objects.filter(ask_id=ask_id).values_list("pk", flat=True),
    ask_id=NUMBER,
)


def may_read_answers(actor: Actor, ask: AskView) -> bool:
    """Whether the actor belongs to the company that asks, or to one above it; a company below that
    sees the ask because its chain is asked does not read why it was sent so.
    """
    own = granted_ids(actor)
    return own is None or ask.organisation_id in own


def answers_for(actor: Actor, uid: uuid.UUID) -> tuple[AskView, tuple[AnswerView, ...]]:
    """An ask and all that was said before its sending. Raises NotFound."""
    ask = ask_for(actor, uid)
    if not may_read_answers(actor, ask):
        raise NotFound("asks.not_there")
    return ask, answers_of(ask.id)


def audience_kind(ask: AskView, audience: AskAudience) -> str:
    """Which of the set purposes fits most of those who would be asked."""
    spec = ask.audience
    if set(spec.kinds) and set(spec.kinds) <= {"outsourcing", "service"}:
        return "service"
    tiers = [one.tier for one in audience.recipients if one.tier is not None]
    if tiers and all(tier < 0 for tier in tiers):
        return "dealer"
    first = sum(tier == _FIRST_TIER for tier in tiers)
    return "tier1" if 2 * first >= len(tiers) else "deeper"


def answer_place(uid: uuid.UUID) -> Place:
    """Where an answer's words are sealed."""
    return Place("fairness_answer", str(uid), "sealed")


def sealed_answer(uid: uuid.UUID, *, reason: str, found: str) -> bytes:
    """The words of an answer, sealed with home's key."""
    text = json.dumps({"reason": reason, "found": found}, ensure_ascii=False)
    return seal_home(answer_place(uid), text.encode())


def _view(row: ConcernAnswer) -> AnswerView:
    held = json.loads(open_home(answer_place(row.uid), row.sealed))
    return AnswerView(
        *(row.uid, row.key, row.code, row.kind), held["reason"], held["found"], row.by_uid, row.at
    )


def _asking(ask: AskView, audience: AskAudience, settings: FairSettings, now: datetime) -> Asking:
    asked = stored_set(ask.question_set_id) if ask.question_set_id else None
    is_notice = asked is not None and asked.source.key == _ALERT
    return Asking(
        passages=tuple(_passages(ask, asked)),
        languages=frozenset(audience.readers) or frozenset({"ja"}),
        has_partners=_reaches_partners(audience),
        asks_measures=asked is not None and any(one.is_scored for one in asked.questions),
        has_contact=ask.sender.is_complete or bool(settings.contact),
        minimum_days=settings.notice_days if is_notice else settings.minimum_days,
        days=_days(ask, audience, now),
        due=str(ask.due_on or ask.answer_days),
    )


def _passages(ask: AskView, asked: QuestionSetVersion | None) -> Iterator[Passage]:
    request, reminder = ask.letter(REQUEST), ask.letter(REMINDER)
    own = (
        *(("title", ask.title), ("reason", ask.reason)),
        *(("handling", ask.sender.handling), ("scope", ask.sender.scope)),
        *(("subject", _part(request, "subject")), ("letter", _part(request, "body"))),
        *(("reminder", _part(reminder, "subject")), ("reminder", _part(reminder, "body"))),
    )
    for place, text in own:
        yield from (Passage(place, one, getattr(text, one)) for one in LANGUAGES)
    for number, question in enumerate(asked.questions if asked else (), start=1):
        for one in LANGUAGES:
            yield from _of_question(question, number, one)


def _of_question(question: Question, number: int, language: str) -> Iterator[Passage]:
    """Its text, its help, its choices, and what is asked on besides."""
    explained = getattr(question.help, language) if question.help else ""
    text = getattr(question.text, language)
    yield Passage("question", language, text, number, bool(explained))
    labels = [choice.label for choice in question.choices]
    labels += [question.followup.text] if question.followup else []
    for more in (explained, *(getattr(label, language) for label in labels)):
        yield Passage("question", language, more, number, is_explained=True)


def _part(letter: Letter, name: str) -> Bilingual:
    return Bilingual(getattr(letter.ja, name), getattr(letter.en, name))


def _reaches_partners(audience: AskAudience) -> bool:
    """Whether somebody outside the group would answer; what our own buyers are asked is ours."""
    known = organisations_among(one.respondent_id for one in audience.recipients)
    return any(not one.is_group for one in known.values())


def _days(ask: AskView, audience: AskAudience, now: datetime) -> int | None:
    """The fewest business days that one of the recipients has."""
    if ask.due_on is None:
        return ask.answer_days
    countries = {one.country for one in audience.recipients}
    left = [days_left(due_of(ask, one, now), one, now) for one in countries]
    return min((0 if one.is_overdue else one.business_days for one in left), default=None)
