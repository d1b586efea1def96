"""An invented alert passed on to the group companies, who are at different points with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sekisho.cli.demo.stage import do_background_work
from sekisho.engines.notices import NoticeKind, alert_from_dict
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM, Actor

# What the first companies say, in the order of asking; the rest is silent.
_SAYINGS = (
    *("done", "received", "acting", "done", "na", "received", "acting", "done", "received"),
)
_ACCEPTED = 2


def play_notice(aoi: Actor, story: Mapping[str, Any]) -> int:
    """Write the alert down, pass it on to the group, let companies answer; returns how many do."""
    from sekisho.apps.alerts.actions.alerts import create_alert
    from sekisho.apps.alerts.actions.notices import NoticePlan, draft_notice
    from sekisho.apps.asks.actions.waves import send_wave
    from sekisho.apps.asks.queries.assignments import assignments_in
    from sekisho.apps.asks.queries.drafts import ask_for
    from sekisho.apps.organisations.queries import home_view

    now = clock.now()
    issued = {**story["alert"], "issued_on": now.date().isoformat()}
    uid = create_alert(aoi, organisation_uid=home_view().uid, text=alert_from_dict(issued), now=now)
    plan = NoticePlan(kind=NoticeKind.NOTICE, members="group")
    ask_uid = draft_notice(aoi, uid=uid, plan=plan, now=now)
    ask = ask_for(aoi, ask_uid)
    send_wave(aoi, uid=ask_uid, revision=ask.revision, now=now)
    do_background_work()
    asked = [one for one in assignments_in(SYSTEM, ask.id) if one.contact_id is not None]
    for place, (one, state) in enumerate(zip(asked, _SAYINGS, strict=False)):
        _say(one.id, state, told=12 + 31 * place, of=40 + 31 * place)
    do_background_work()
    _accept(aoi, ask.id)
    do_background_work()
    return min(len(asked), len(_SAYINGS))


def _say(assignment_id: int, state: str, *, told: int, of: int) -> None:
    from sekisho.cli.demo.answers import actor_of_assignment, give_answers_to, submit_as
    from sekisho.engines.questionnaire import Answer

    actor = actor_of_assignment(assignment_id, clock.now())
    reason = "当社では対象の機器を使っていません。" if state == "na" else ""
    given = {"N-STATE": Answer((state,), reason=reason)}
    if state != "na":
        given |= {"N-TOLD": Answer(number=str(told)), "N-OF": Answer(number=str(of))}
    if state in {"acting", "done"}:
        last = "yes" if state == "done" else "no"
        given |= {"N-A-01": Answer(("yes",)), "N-A-02": Answer((last,)), "N-A-03": Answer((last,))}
    give_answers_to(actor, given)
    if state in {"done", "na"}:
        submit_as(actor, "ja")


def _accept(aoi: Actor, ask_id: int) -> None:
    from sekisho.apps.asks.actions.reviews import accept_reply
    from sekisho.apps.asks.queries.assignments import submitted_in

    for asked, seen in submitted_in(SYSTEM, ask_id)[:_ACCEPTED]:
        accept_reply(aoi, uid=asked.uid, seen_revision=seen, now=clock.now())
