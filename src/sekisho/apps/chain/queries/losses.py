"""Amounts of money as they are assumed or entered, and results in yen."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sekisho.adapters.content import content_folder
from sekisho.adapters.content.chain import load_money
from sekisho.apps.chain.models import StudyKind
from sekisho.apps.chain.queries.overview import columns_for
from sekisho.apps.chain.queries.standing import chain_for
from sekisho.apps.chain.queries.studies import studies_for
from sekisho.engines.chain.parameters import Parameters
from sekisho.kernel.actor import Actor
from sekisho.kernel.text import Bilingual

if TYPE_CHECKING:
    from sekisho.engines.chain.losses import LossReport
    from sekisho.engines.pricing.money import Money
    from sekisho.engines.topology.chain import Chain

_POINTS = 40
_BATCHES = 20


@dataclass(frozen=True, slots=True)
class AmountView:
    """One amount: its range, and whether somebody entered it."""

    key: str
    about: Bilingual
    unit: str
    source: str
    low: float
    likely: float
    high: float
    is_entered: bool


@dataclass(frozen=True, slots=True)
class LossView:
    """A result in yen; `content` is None while it is being reckoned."""

    uid: uuid.UUID
    at: datetime
    run_uid: uuid.UUID | None
    content: Mapping[str, Any] | None


@lru_cache(maxsize=1)
def money_defaults() -> Parameters:
    """The newest version of assumed amounts."""
    return load_money(content_folder() / "chain")[-1]


def entered_for(actor: Actor) -> dict[str, tuple[float, float, float]]:
    """The ranges that somebody entered, by key."""
    found = studies_for(actor, StudyKind.INPUTS, most=1)
    content = found[0].content if found else None
    known = {one.key for one in money_defaults().parameters}
    rows = (content or {}).get("ranges", {})
    return {key: (one[0], one[1], one[2]) for key, one in rows.items() if key in known}


def amounts_for(actor: Actor) -> tuple[AmountView, ...]:
    """All amounts as they count for the actor."""
    entered = entered_for(actor)
    return tuple(
        AmountView(
            one.key,
            one.about,
            one.unit,
            one.source,
            *entered.get(one.key, (one.low, one.likely, one.high)),
            is_entered=one.key in entered,
        )
        for one in money_defaults().parameters
    )


def losses_for(actor: Actor) -> tuple[LossView, ...]:
    """The newest results, newest first."""
    return tuple(
        LossView(one.uid, one.at, one.run_uid, one.content)
        for one in studies_for(actor, StudyKind.LOSS, most=10)
    )


def reckoned_losses(actor: Actor, *, now: datetime) -> dict[str, Any]:
    """The yen of the actor's chain as it stands. Raises Unavailable (chain.not_reckoned)."""
    from sekisho.engines.chain.losses import StoppingRule
    from sekisho.engines.pricing.losses import losses_of, yen_model
    from sekisho.engines.pricing.money import money_of
    from sekisho.engines.topology.weakness import worlds_for

    chain = chain_for(actor, now=now)
    money = money_of(money_defaults(), entered_for(actor))
    most = worlds_for(chain)
    rule = StoppingRule(batch=most // _BATCHES, least_batches=_BATCHES // 2, most=most)
    model = yen_model(chain, money)
    report = losses_of(model, rule, threads=2)
    content = _as_content(report, chain, money)
    return {
        **content,
        "is_told": model.exposure.is_told,
        "avalanches": columns_for(chain).avalanches,
    }


def _as_content(report: LossReport, chain: Chain, money: Money) -> dict[str, Any]:
    worlds = len(report.yen)
    curve = report.exceedance(_POINTS)
    return {
        "mean": list(report.mean),
        "percentiles": {f"{key:g}": list(one) for key, one in report.percentiles.items()},
        "curve": [[yen, share, (share * (1 - share) / worlds) ** 0.5] for yen, share in curve],
        "any": float((report.yen > 0).mean()),
        "worlds": worlds,
        "rule": [report.rule.percent, report.rule.within, report.rule.most],
        "is_settled": report.is_settled,
        "digest": chain.digest,
        "parameters": report.provenance.parameters,
        "seed": report.provenance.seed,
        "ranges": {key: [one.low, one.likely, one.high] for key, one in money.ranges.items()},
        "entered": sorted(money.entered),
        "guessed": sum(one.assumed + one.unknown for one in chain.counts),
        "looked_at": sum(one.told + one.assumed + one.unknown for one in chain.counts),
    }
