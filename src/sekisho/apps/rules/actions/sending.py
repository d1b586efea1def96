"""From an edition to an ask: questions, words and audience in one step, sent by asks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sekisho.apps.asks.actions.drafts import (
    DraftPlan,
    DraftWords,
    create_draft,
    save_audience,
    save_contents,
)
from sekisho.apps.asks.actions.sets import publish_set
from sekisho.apps.asks.queries.drafts import AudienceSpec, ask_for
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.queries import OrganisationView, group_members_for
from sekisho.apps.rules.models import Attestation
from sekisho.apps.rules.queries.attested import may_send
from sekisho.apps.rules.queries.rules import EditionView, RuleView, require_standing
from sekisho.engines.attestations import question_document
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from sekisho.kernel.text import Bilingual

ANSWER_DAYS = 10


@dataclass(frozen=True, slots=True)
class SendingPlan:
    """Which companies of the group are asked, by outside id, and the business days to answer."""

    companies: tuple[uuid.UUID, ...]
    answer_days: int = ANSWER_DAYS


@transaction.atomic
def draft_attestation(
    actor: Actor, *, uid: uuid.UUID, plan: SendingPlan, now: datetime
) -> uuid.UUID:
    """Begin an ask that has an edition attested; returns the ask's outside id.

    Nothing is sent: recipients and letter are looked over where every ask is. Raises NotFound,
    Conflict (rules.not_issued, rules.superseded, rules.ended), Invalid (rules.nobody).
    """
    rule, edition = may_send(actor, uid, today=timezone.localdate(now))
    require_standing(rule)
    if edition.is_draft:
        raise Conflict("rules.not_issued")
    if not edition.may_be_sent:
        raise Conflict("rules.superseded")
    audience = _audience(actor, plan)
    set_uid = publish_set(actor, document=_document(rule, edition), now=now)
    ask_uid = create_draft(actor, organisation_uid=rule.organisation.uid, now=now)
    ask = ask_for(actor, ask_uid, Capability.RUN)
    words = DraftWords(_title(rule, edition), _reason(rule, edition), ask.sender)
    asked = DraftPlan(set_uid, plan.answer_days)
    revision = save_contents(
        actor, uid=ask_uid, revision=ask.revision, words=words, plan=asked, now=now
    )
    save_audience(actor, uid=ask_uid, revision=revision, audience=audience, now=now)
    Attestation.objects.create(edition_id=edition.id, ask_id=ask.id, created_at=now)
    payload = {"number": edition.number, "ask": str(ask_uid)}
    change = Change("rules.attestation_drafted", "rule_edition", edition.uid, payload=payload)
    record_entry(actor, change=change, now=now)
    return ask_uid


def companies_to_ask(actor: Actor) -> tuple[OrganisationView, ...]:
    """The companies of the group that are asked unless somebody chooses otherwise: without home."""
    return tuple(one for one in group_members_for(actor, Capability.RUN) if not one.is_home)


def home_to_ask(actor: Actor) -> OrganisationView | None:
    """Home, for whoever may ask in its name: its own people may be asked to attest, too."""
    members = group_members_for(actor, Capability.RUN)
    return next((one for one in members if one.is_home), None)


def _audience(actor: Actor, plan: SendingPlan) -> AudienceSpec:
    others = {one.uid: one for one in companies_to_ask(actor)}
    home = home_to_ask(actor)
    known = others | ({home.uid: home} if home else {})
    if not plan.companies:
        raise Invalid("rules.nobody")
    if not set(plan.companies) <= set(known):
        raise NotFound("organisations.not_there")
    if set(plan.companies) == set(others):
        return AudienceSpec(mode="filter", members="group")
    chosen = (known[one] for one in plan.companies)
    lines = tuple(one.own_code or one.corporate_number or one.name for one in chosen)
    return AudienceSpec(mode="list", listed=lines, is_home_asked=True)


def _document(rule: RuleView, edition: EditionView) -> dict[str, object]:
    """A set of its own for each edition: one that was sent never changes."""
    return question_document(
        rule.words.title,
        key=f"rule-{rule.uid.hex[:16]}",
        number=edition.number,
        first_day=edition.first_day,
    )


def _title(rule: RuleView, edition: EditionView) -> Bilingual:
    title = rule.words.title
    return Bilingual(
        f"「{title.in_language('ja')}」{edition.number}版の確認のお願い",
        f"Please attest: {title.in_language('en')}, edition {edition.number}",
    )


def _reason(rule: RuleView, edition: EditionView) -> Bilingual:
    """What the rule is about and what has changed; its text stands on the respondent's page."""
    day = edition.first_day
    about, summary = rule.words.about, edition.words.summary
    ja = [f"{day.year}年{day.month}月{day.day}日から施行します。", about.ja]
    en = [f"It is in force from {day.isoformat()}.", about.en]
    if summary.is_complete:
        ja.append(f"変更点: {summary.ja}")
        en.append(f"What has changed: {summary.en}")
    return Bilingual("\n\n".join(filter(None, ja)), "\n\n".join(filter(None, en)))
