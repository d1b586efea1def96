"""How the demo's partners answer, and what the office makes of it.

Each partner has a maturity between 0 and 1 that decides how often it can say yes. Two in three
submit, some are half-way, the rest is silent.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sekisho.apps.asks.queries.assignments import AssignmentRef, assignments_in
from sekisho.cli.demo.firms import Story
from sekisho.cli.demo.reminding import mornings_after, remind_in, remind_the_silent
from sekisho.cli.demo.stage import STORY_DAYS, PlayedClock, do_background_work
from sekisho.engines.questionnaire import Answer, Plan, Question
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM, Actor

_SUBMITTED, _HALF_WAY = 0.63, 0.72
_AT_A_TIME = 8
_LATEST_DAYS = 2.6  # within the deadline, which is three days after the letter


@dataclass(frozen=True, slots=True)
class Reviewing:
    """How many waiting replies are returned, for how many days, and how many are accepted."""

    back: int
    back_days: int
    fine: int


FIRST_DAY, LAST_DAY = Reviewing(4, 1, 30), Reviewing(6, 3, 60)


@dataclass(frozen=True, slots=True)
class Part:
    """One partner's part in the story: when it begins, how mature it is, whether it finishes."""

    asked: AssignmentRef
    starts_at: datetime
    maturity: float
    finishes: bool


def assignments_of(ask_id: int) -> tuple[AssignmentRef, ...]:
    """The assignments of the ask that can be answered."""
    found = assignments_in(SYSTEM, ask_id)
    return tuple(asked for asked in found if asked.contact_id is not None)


def play_answers(
    dice: random.Random, story: Story, time: PlayedClock, *, aoi: Actor, ask_id: int
) -> int:
    """Let the partners answer in the order of their clocks; returns how many submitted.

    After a day the office reviews for the first time; what it returns then is overdue by now. Each
    morning the house looks whom to remind; on the second one the office reminds the silent itself.
    """
    from sekisho.cli.demo.story import TURNED_BACK

    asked = assignments_of(ask_id)
    gone = {asked[place].id for place in TURNED_BACK}
    begin = time.moment
    parts = [_part(dice, one, begin) for one in asked if one.id not in gone]
    acting = sorted((part for part in parts if part), key=lambda part: part.starts_at)
    submitted, first_review = 0, begin + timedelta(days=1)
    mornings = mornings_after(begin, days=STORY_DAYS)
    for place, part in enumerate(acting):
        while mornings and mornings[0] < part.starts_at:
            remind_in(time, mornings.pop(0))
            if len(mornings) == STORY_DAYS - 2:
                remind_the_silent(aoi, ask_id)
        time.move(part.starts_at)
        if time.moment > first_review:
            play_reviews(dice, story, aoi=aoi, ask_id=ask_id, load=FIRST_DAY)
            first_review += timedelta(days=365)
        submitted += _answer(dice, story, part)
        if place % 40 == 39:  # noqa: PLR2004 - the worker keeps pace
            do_background_work()
    do_background_work()
    return submitted


def _part(dice: random.Random, asked: AssignmentRef, begin: datetime) -> Part | None:
    luck = dice.random()
    if luck > _HALF_WAY:
        return None
    days = min(dice.expovariate(0.8), _LATEST_DAYS)
    at = begin + timedelta(days=days, minutes=dice.randrange(30, 420))
    return Part(asked, at, dice.betavariate(5, 2), luck <= _SUBMITTED)


def actor_of_assignment(assignment_id: int, now: datetime) -> Actor:
    """The holder of the link to an assignment, after the code."""
    from sekisho.apps.accounts.queries import actor_of_link, link_of_subject

    link = link_of_subject(assignment_id)
    if link is None:
        raise LookupError(f"The demo's assignment {assignment_id} has no link.")
    return actor_of_link(link.uid, is_confirmed=True, now=now)


def _answer(dice: random.Random, story: Story, part: Part) -> bool:
    from sekisho.apps.asks.queries.respondent import reply_for

    actor = actor_of_assignment(part.asked.id, clock.now())
    questions = reply_for(actor, now=clock.now()).asked
    if not part.finishes:
        questions = questions[: dice.randrange(3, len(questions) - 2)]
    answers = {one.key: _choose(dice, story, part, one) for one in questions}
    give_answers_to(actor, answers)
    if part.finishes:
        submit_as(actor, part.asked.language)
    return part.finishes


def give_answers_to(actor: Actor, answers: Mapping[str, Answer]) -> None:
    """Save answers to questions that had none, some at a time: a tenth of the work of each for
    itself.
    """
    from sekisho.apps.asks.actions.filed import FiledAnswer, save_answers

    given = [(key, FiledAnswer(answer, 0)) for key, answer in answers.items()]
    for start in range(0, len(given), _AT_A_TIME):
        portion = dict(given[start : start + _AT_A_TIME])
        save_answers(actor, answers=portion, verb="asks.answer_saved", now=clock.now())


def submit_as(actor: Actor, language: str) -> None:
    """Submit what was answered."""
    from sekisho.apps.asks.actions.submissions import Signer, submit_reply
    from sekisho.apps.asks.queries.respondent import reply_for

    seen = reply_for(actor, now=clock.now()).revision
    name = "回答担当" if language == "ja" else "The person in charge"
    submit_reply(actor, signer=Signer(name), seen_revision=seen, now=clock.now())


def _choose(dice: random.Random, story: Story, part: Part, question: Question) -> Answer:
    luck, yes = dice.random(), part.maturity
    rest = 1 - yes
    if luck < yes:
        return Answer(choice_keys=("yes",), followup=_words(dice, part, question))
    if luck < yes + rest * 0.45:
        key = "partial"
    elif luck < yes + rest * 0.8:
        key = "no"
    elif luck < yes + rest * 0.95 or question.is_critical:
        key = "unknown"
    else:
        reason = {"ja": "該当する設備がありません", "en": "We have no such equipment"}
        return Answer(choice_keys=("na",), reason=reason[part.asked.language])
    return Answer(choice_keys=(key,), plan=_plan(dice, story, part))


def _words(dice: random.Random, part: Part, question: Question) -> str:
    if question.followup is None or question.followup.choice_keys is not None:
        return ""
    ja = ("毎月確認しています。", "本社と全拠点が対象です。", "直近は今年の九月です。")
    en = ("Checked every month.", "Head office and all sites.", "Last time in September.")
    return dice.choice(en if part.asked.language == "en" else ja)


def _plan(dice: random.Random, story: Story, part: Part) -> Plan | None:
    if dice.random() < 0.3:  # noqa: PLR2004 - three in ten give no plan yet
        return None
    plan, language = dice.choice(story["plans"]), part.asked.language
    due = part.starts_at + timedelta(days=dice.choice((14, 30, 45, 60, 90)))
    return Plan(what=plan[language], who=plan[f"who_{language}"], due=due.date().isoformat())


def play_reviews(
    dice: random.Random, story: Story, *, aoi: Actor, ask_id: int, load: Reviewing
) -> None:
    """Return some of the replies that wait, and accept others."""
    from sekisho.apps.asks.actions.reviews import Remarks, accept_reply, return_reply
    from sekisho.apps.asks.queries.assignments import submitted_in

    waiting = list(submitted_in(SYSTEM, ask_id))
    dice.shuffle(waiting)
    for asked, seen in waiting[: load.back]:
        by_question = {"M22-IR-01": story["remarks"][asked.language]}
        until = (clock.now() + timedelta(days=load.back_days)).date()
        remarks = Remarks("", by_question, until_on=until)
        return_reply(aoi, uid=asked.uid, seen_revision=seen, remarks=remarks, now=clock.now())
    for asked, seen in waiting[load.back : load.back + load.fine]:
        accept_reply(aoi, uid=asked.uid, seen_revision=seen, now=clock.now())
    do_background_work()
