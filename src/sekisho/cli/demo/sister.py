"""A company of the group asks in its own name, and partners give it the answers they gave home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sekisho.cli.demo.answers import actor_of_assignment, assignments_of, submit_as
from sekisho.cli.demo.asking import Asking, send_ask
from sekisho.cli.demo.stage import do_background_work
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM, Actor
from sekisho.kernel.text import Bilingual

if TYPE_CHECKING:
    import uuid

_ASKED, _AGREE = 6, 3


def play_sister(aoi: Actor, story: Mapping[str, Any], ask_id: int) -> int:
    """Ask some who answered home already; returns how many agreed to the same answers."""
    from sekisho.apps.asks.queries.drafts import AudienceSpec

    asking = Asking(
        by_uid=_sender(aoi, story),
        words=story["sister"],
        set_key="meti2022-alert",
        audience=AudienceSpec(mode="list", listed=_who_answered(aoi, ask_id)),
        reuse="reuse",
    )
    asked = assignments_of(send_ask(aoi, asking))[:_AGREE]
    for one in asked:
        _agree(one.id, story["sister"]["by"])
        submit_as(actor_of_assignment(one.id, clock.now()), one.language)
    do_background_work()
    return len(asked)


def _sender(aoi: Actor, story: Mapping[str, Any]) -> uuid.UUID:
    """The company's own department; home's people write for it."""
    from sekisho.apps.asks.actions.profiles import save_profile
    from sekisho.apps.asks.queries.profiles import Sender
    from sekisho.apps.organisations.queries import identify_organisations, organisations_by_ids

    code = story["sister"]["code"]
    own = identify_organisations(aoi, [code])[code]
    uid = organisations_by_ids(aoi, [own])[own].uid
    sender = Sender(
        department=Bilingual.from_dict(story["sister"]["department"]),
        contact_name=Bilingual(ja="えみ", en="Emi"),
        contact_email=f"emi@{story['domain']}",
        contact_phone=story["phone"],
    )
    save_profile(aoi, organisation_uid=uid, sender=sender, answer_days=5, now=clock.now())
    return uid


def _who_answered(aoi: Actor, ask_id: int) -> tuple[str, ...]:
    """Codes of Japanese suppliers whose answers lie with home, in the order of asking."""
    from sekisho.apps.asks.queries.assignments import submitted_in
    from sekisho.apps.organisations.queries import organisations_by_ids

    found = [one.respondent_id for one, _seen in submitted_in(SYSTEM, ask_id)]
    known = organisations_by_ids(aoi, found)
    codes = [known[own].own_code or "" for own in found if known[own].country == "JP"]
    return tuple(code for code in codes if code.startswith("S"))[:_ASKED]


def _agree(assignment_id: int, by: str) -> None:
    from sekisho.apps.sharing.actions.giving import Agreement, give_answers
    from sekisho.apps.sharing.queries.offers import offers_for

    actor = actor_of_assignment(assignment_id, clock.now())
    offer = offers_for(actor, now=clock.now())[0]
    agreement = Agreement(by, offer.submission_uid)
    give_answers(actor, source_uid=offer.source_uid, agreement=agreement, now=clock.now())
