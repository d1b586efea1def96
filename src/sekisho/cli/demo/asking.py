"""How an ask of the demo is written and sent: words, questions, recipients, concerns answered."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sekisho.cli.demo.stage import do_background_work
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor
from sekisho.kernel.text import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from sekisho.apps.asks.queries.drafts import AudienceSpec


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks whom what by when. `words` holds title, reason and hurry as in the story."""

    by_uid: uuid.UUID
    words: Mapping[str, Any]
    set_key: str
    audience: AudienceSpec
    answer_days: int = 5
    due_on: date | None = None
    reuse: str = ""


def send_ask(aoi: Actor, asking: Asking) -> int:
    """Send it, with the letters; returns its inside number."""
    from sekisho.apps.asks.actions import drafts, waves
    from sekisho.apps.asks.queries.drafts import ask_for
    from sekisho.apps.fairness.actions.gate import answer_all
    from sekisho.apps.sharing.actions.choices import choose_reuse

    uid = _draft(aoi, asking)
    revision = ask_for(aoi, uid).revision
    plan = drafts.DraftPlan(_set_uid(aoi, asking), asking.answer_days, due_on=asking.due_on)
    revision = drafts.save_plan(aoi, uid=uid, revision=revision, plan=plan, now=clock.now())
    revision = drafts.save_audience(
        aoi, uid=uid, revision=revision, audience=asking.audience, now=clock.now()
    )
    if asking.reuse:
        choose_reuse(aoi, uid=uid, mode=asking.reuse, now=clock.now())
    # What the gate asks back is answered in one sentence, as everybody has to.
    answer_all(aoi, uid=uid, reason=asking.words["hurry"], now=clock.now())
    waves.send_wave(aoi, uid=uid, revision=revision, now=clock.now())
    do_background_work()
    return ask_for(aoi, uid).id


def _draft(aoi: Actor, asking: Asking) -> uuid.UUID:
    from sekisho.apps.asks.actions import drafts
    from sekisho.apps.asks.queries.drafts import ask_for

    uid = drafts.create_draft(aoi, organisation_uid=asking.by_uid, now=clock.now())
    draft = ask_for(aoi, uid)
    title, reason = (Bilingual.from_dict(asking.words[name]) for name in ("title", "reason"))
    words = drafts.DraftWords(title, reason, draft.sender)
    drafts.save_words(aoi, uid=uid, revision=draft.revision, words=words, now=clock.now())
    return uid


def _set_uid(aoi: Actor, asking: Asking) -> uuid.UUID:
    from sekisho.apps.asks.queries.sets import sets_for

    return next(one.uid for one in sets_for(aoi) if one.key == asking.set_key)
