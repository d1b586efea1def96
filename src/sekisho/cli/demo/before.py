"""What the group did before the story: last year's roll-call, and a rule sent to be attested."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sekisho.cli.demo.answers import (
    actor_of_assignment,
    assignments_of,
    give_answers_to,
    submit_as,
)
from sekisho.cli.demo.asking import Asking, send_ask
from sekisho.cli.demo.stage import OFFICE, PlayedClock, do_background_work
from sekisho.engines.questionnaire import Answer
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM, Actor
from sekisho.kernel.text import Bilingual

_SILENT_LAST_YEAR = 2
# What the companies say to the rule, in the order of asking; the rest has not said yet.
_ATTESTED = ("yes", "yes", "except", "yes", "yes", "yes")
_PAUSE = timedelta(hours=7)


def play_last_year(aoi: Actor, story: Mapping[str, Any], time: PlayedClock) -> int:
    """The roll-call of the year before: answered by most, accepted, closed; returns how many."""
    from sekisho.apps.asks.actions.waves import close_ask
    from sekisho.apps.asks.queries.drafts import AudienceSpec, asks_by_ids
    from sekisho.apps.organisations.queries import home_view

    audience = AudienceSpec(mode="filter", members="group")
    words, by_uid = story["last_year"], home_view().uid
    ask_id = send_ask(aoi, Asking(by_uid, words, "sc3-ex3-csirt", audience, answer_days=10))
    answering = assignments_of(ask_id)[:-_SILENT_LAST_YEAR]
    for one in answering:
        time.move(time.moment + _PAUSE)
        _say_yes(one.id, one.language)
    do_background_work()
    _accept_all(aoi, ask_id)
    close_ask(aoi, uid=asks_by_ids([ask_id])[ask_id].uid, now=clock.now())
    do_background_work()
    return len(answering)


def _say_yes(assignment_id: int, language: str) -> None:
    from sekisho.apps.asks.queries.respondent import reply_for

    actor = actor_of_assignment(assignment_id, clock.now())
    asked = reply_for(actor, now=clock.now()).asked
    give_answers_to(actor, {one.key: Answer(("yes",)) for one in asked})
    submit_as(actor, language)


def _accept_all(aoi: Actor, ask_id: int) -> None:
    from sekisho.apps.asks.actions.reviews import accept_reply
    from sekisho.apps.asks.queries.assignments import submitted_in

    for one, seen in submitted_in(SYSTEM, ask_id):
        accept_reply(aoi, uid=one.uid, seen_revision=seen, now=clock.now())


def play_rule(aoi: Actor, story: Mapping[str, Any], time: PlayedClock) -> int:
    """A rule is issued and sent to the group; one company keeps it with an exception, which waits
    for a second person. Returns how many attested.
    """
    from sekisho.apps.asks.actions.waves import send_wave
    from sekisho.apps.asks.queries.drafts import ask_for
    from sekisho.apps.fairness.actions.gate import answer_all
    from sekisho.apps.rules.actions.sending import SendingPlan, companies_to_ask, draft_attestation

    rule = story["rule"]
    plan = SendingPlan(tuple(one.uid for one in companies_to_ask(aoi)))
    uid = draft_attestation(aoi, uid=_issued(aoi, rule), plan=plan, now=clock.now())
    answer_all(aoi, uid=uid, reason=rule["hurry"], now=clock.now())
    send_wave(aoi, uid=uid, revision=ask_for(aoi, uid).revision, now=clock.now())
    do_background_work()
    attesting = assignments_of(ask_for(aoi, uid).id)[: len(_ATTESTED)]
    for place, one in enumerate(attesting):
        time.move(time.moment + _PAUSE)
        actor = actor_of_assignment(one.id, clock.now())
        give_answers_to(actor, _attested(rule["exception"], place))
        submit_as(actor, one.language)
    do_background_work()
    _propose(aoi, rule["exception"]["remark"])
    return len(attesting)


def _issued(aoi: Actor, rule: Mapping[str, Any]) -> uuid.UUID:
    """The rule with its first edition, in force from the day of its issue."""
    from sekisho.apps.organisations.queries import home_view
    from sekisho.apps.rules.actions.editions import EditionFacts, create_edition, issue_edition
    from sekisho.apps.rules.actions.rules import RuleFacts, create_rule
    from sekisho.apps.rules.queries.rules import RuleWords

    today = clock.now().astimezone(OFFICE).date()
    title, about, owner = (Bilingual.from_dict(rule[name]) for name in ("title", "about", "owner"))
    facts = RuleFacts(RuleWords(title, about, owner), today + timedelta(days=350))
    own = create_rule(aoi, organisation_uid=home_view().uid, facts=facts, now=clock.now())
    text, summary = Bilingual.from_dict(rule["text"]), Bilingual()
    edition = EditionFacts("1", today, text, summary)
    uid = create_edition(aoi, rule_uid=own, facts=edition, now=clock.now())
    issue_edition(aoi, uid=uid, seen_revision=1, now=clock.now())
    return uid


def _attested(exception: Mapping[str, str], place: int) -> dict[str, Answer]:
    from sekisho.engines.attestations import KEPT, exception_key
    from sekisho.engines.notices.questions import OF, TOLD

    kept = _ATTESTED[place]
    told = 80 + 45 * place
    given = {
        KEPT: Answer((kept,)),
        TOLD: Answer(number=str(told)),
        OF: Answer(number=str(told + 15)),
    }
    if kept == "except":
        until = clock.now().astimezone(OFFICE).date() + timedelta(days=120)
        for part in ("PASSAGE", "REASON", "INSTEAD"):
            given[exception_key(1, part)] = Answer(text=exception[part.lower()])
        given[exception_key(1, "UNTIL")] = Answer(date=until.isoformat())
        given[exception_key(1, "MORE")] = Answer(("no",))
    return given


def _propose(aoi: Actor, remark: str) -> None:
    from sekisho.apps.rules.actions.exceptions import Decision, decide_exception
    from sekisho.apps.rules.queries.exceptions import PROPOSED, DeviationFilter, every_exception

    today = clock.now().astimezone(OFFICE).date()
    for one in every_exception(aoi, DeviationFilter(), today=today):
        decision = Decision(one.revision, PROPOSED, remark, one.until)
        decide_exception(aoi, uid=one.uid, decision=decision, now=clock.now())
