"""An ask on its way: composed, sent and fanned out by the real actions and jobs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sekisho.apps.asks.actions.drafts import (
    DraftPlan,
    DraftWords,
    create_draft,
    save_audience,
    save_plan,
    save_words,
)
from sekisho.apps.asks.actions.profiles import save_profile
from sekisho.apps.asks.actions.sets import load_question_sets
from sekisho.apps.asks.actions.waves import SentWave, send_wave
from sekisho.apps.asks.jobs.send import prepare_wave
from sekisho.apps.asks.queries.drafts import AskView, AudienceSpec, ask_for
from sekisho.apps.asks.queries.profiles import Sender
from sekisho.apps.asks.queries.sets import sets_for
from sekisho.kernel.actor import SYSTEM, Actor
from sekisho.kernel.text import Bilingual

if TYPE_CHECKING:
    from tests.factories.cast import Cast

SENDER = Sender(
    department=Bilingual("情報セキュリティ室", "Security Office"),
    contact_name=Bilingual("あおい", "Aoi"),
    contact_email="aoi@home.example",
    contact_phone="03-0000-0000",
)
WORDS = DraftWords(
    title=Bilingual("緊急点検のお願い", "Emergency check"),
    reason=Bilingual("取引先を経由した攻撃が増えています。", "Attacks through partners increase."),
    sender=SENDER,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What to compose: whom (own codes), with which set, by whom, in whose name."""

    listed: tuple[str, ...] = ("A-001", "B-001")
    set_key: str = "meti2022-alert"
    words: DraftWords = field(default=WORDS)
    days: int = 5


def set_up_sender(cast: Cast, actor: Actor | None = None) -> None:
    """The question sets and home's sender profile."""
    load_question_sets(SYSTEM, now=cast.now)
    save_profile(
        actor or cast.aoi,
        organisation_uid=cast.home.uid,
        sender=SENDER,
        answer_days=5,
        now=cast.now,
    )


def draft_ask(cast: Cast, wish: Wish | None = None) -> AskView:
    """A draft of home that is ready to be sent."""
    wish = wish or Wish()
    set_up_sender(cast)
    uid = create_draft(cast.aoi, organisation_uid=cast.home.uid, now=cast.now)
    chosen = next(one.uid for one in sets_for(cast.aoi) if one.key == wish.set_key)
    plan = DraftPlan(chosen, wish.days)
    audience = AudienceSpec(mode="list", listed=wish.listed)
    now = cast.now
    revision = save_words(cast.aoi, uid=uid, revision=1, words=wish.words, now=now)
    revision = save_plan(cast.aoi, uid=uid, revision=revision, plan=plan, now=now)
    save_audience(cast.aoi, uid=uid, revision=revision, audience=audience, now=now)
    return ask_for(cast.aoi, uid)


def freeze_ask(cast: Cast, ask: AskView) -> SentWave:
    """Send without preparing."""
    return send_wave(cast.aoi, uid=ask.uid, revision=ask.revision, now=cast.now)


def prepare(wave: SentWave) -> None:
    """What the worker does with a frozen wave."""
    prepare_wave(wave_id=wave.wave_id, run_uid=str(wave.run_uid))


def sent_ask(cast: Cast, wish: Wish | None = None) -> AskView:
    """An open ask: assignments, links and queued letters are there."""
    ask = draft_ask(cast, wish)
    prepare(freeze_ask(cast, ask))
    return ask_for(cast.aoi, ask.uid)


def with_words(title: Bilingual | None = None, reason: Bilingual | None = None) -> DraftWords:
    """The usual words with other ones in some place."""
    return replace(WORDS, title=title or WORDS.title, reason=reason or WORDS.reason)


def settle_all(now: datetime) -> list[int]:
    """Hand over every queued letter of asks and tell it; returns the outbox numbers."""
    from sekisho.apps.asks.jobs.send import note_settled
    from sekisho.apps.mail.models import OutboxLetter

    ids = list(OutboxLetter.objects.filter(state="queued").values_list("id", flat=True))
    OutboxLetter.objects.filter(id__in=ids).update(state="handed_over", handed_over_at=now)
    note_settled(",".join(map(str, ids)))
    return ids
