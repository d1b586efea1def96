"""From an alert to an ask: questions, words, letter and audience in one step, sent by asks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sekisho.apps.alerts.models import Notice
from sekisho.apps.alerts.queries.alerts import AlertView, alert_for
from sekisho.apps.asks.actions.drafts import (
    DraftPlan,
    DraftWords,
    create_draft,
    save_ask_letter,
    save_audience,
    save_contents,
)
from sekisho.apps.asks.actions.sets import publish_set
from sekisho.apps.asks.queries.drafts import AudienceSpec, ask_for
from sekisho.apps.asks.queries.profiles import NOTICE, letter_of
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.engines.notices import AlertText, NoticeKind, alert_faults, question_document
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict, Invalid
from sekisho.kernel.text import LANGUAGES, Bilingual

ANSWER_DAYS = 3


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """What kind of notice goes to whom: "group", "partners" or "both", and the business days."""

    kind: NoticeKind = NoticeKind.NOTICE
    members: str = "both"
    answer_days: int = ANSWER_DAYS


@transaction.atomic
def draft_notice(actor: Actor, *, uid: uuid.UUID, plan: NoticePlan, now: datetime) -> uuid.UUID:
    """Begin an ask that passes the present version on; returns the ask's outside id.

    Nothing is sent: recipients and letter are looked over where every ask is. Raises NotFound,
    Conflict for a withdrawn alert, Invalid (alerts.not_ready) with the part that is missing,
    (alerts.tlp_group, alerts.tlp_partners) when the label forbids that audience.
    """
    alert = alert_for(actor, uid, Capability.RUN)
    if alert.withdrawn_at is not None:
        raise Conflict("alerts.withdrawn")
    _require_ready(alert.text, plan)
    set_uid = publish_set(actor, document=_document(alert, plan.kind), now=now)
    ask_uid = create_draft(actor, organisation_uid=alert.organisation.uid, now=now)
    _fill(actor, alert, plan, ask_uid=ask_uid, set_uid=set_uid, now=now)
    ask = ask_for(actor, ask_uid, Capability.RUN)
    Notice.objects.create(
        alert_id=alert.id,
        version=alert.version,
        kind=plan.kind.value,
        ask_id=ask.id,
        created_at=now,
    )
    payload = {"version": alert.version, "kind": plan.kind.value, "ask": str(ask_uid)}
    change = Change("alerts.notice_drafted", "alert", alert.uid, payload=payload)
    record_entry(actor, change=change, now=now)
    return ask_uid


def _require_ready(text: AlertText, plan: NoticePlan) -> None:
    faults = alert_faults(text)
    if faults:
        raise Invalid("alerts.not_ready", part=faults[0][1])
    if not text.tlp.may_reach_group:
        raise Invalid("alerts.tlp_group", found=text.tlp.value.upper())
    if plan.members != "group" and not text.tlp.may_reach_partners:
        raise Invalid("alerts.tlp_partners", found=text.tlp.value.upper())
    if plan.kind is NoticeKind.NOTICE and not text.actions:
        raise Invalid("alerts.no_actions")


def _document(alert: AlertView, kind: NoticeKind) -> dict[str, object]:
    """A set of its own for each edition: a version that was sent never changes."""
    key = f"alert-{alert.uid.hex[:16]}-{kind.value}"
    document = question_document(alert.text, key=key, version=alert.version, kind=kind)
    return {**document, "version": f"{alert.version}.{alert.edition}"}


def _fill(
    actor: Actor,
    alert: AlertView,
    plan: NoticePlan,
    *,
    ask_uid: uuid.UUID,
    set_uid: uuid.UUID,
    now: datetime,
) -> None:
    ask = ask_for(actor, ask_uid, Capability.RUN)
    words = DraftWords(alert.text.title, _reason(alert.text), ask.sender)
    asked = DraftPlan(set_uid, plan.answer_days)
    revision = save_contents(
        actor, uid=ask_uid, revision=ask.revision, words=words, plan=asked, now=now
    )
    audience = AudienceSpec(mode="filter", members=plan.members)
    revision = save_audience(actor, uid=ask_uid, revision=revision, audience=audience, now=now)
    letter = letter_of(alert.organisation.id, NOTICE)
    save_ask_letter(actor, uid=ask_uid, revision=revision, letter=letter, now=now)


def _reason(text: AlertText) -> Bilingual:
    """Who warns of what and what to do, for the letter; the address of the original is left to
    the respondent's page, because letters name no address but our own. It says that it is an
    alert: whoever reads the reason alone knows why they are asked.
    """
    origins = {"ja": "注意喚起の発信元", "en": "Alert from"}
    heads = {"ja": "お願いしたい対応", "en": "What is asked for"}
    parts = {}
    for language in LANGUAGES:
        who = text.issuer.in_language(language)
        facts = " ".join(filter(None, (who, text.number, text.issued_on)))
        actions = "\n".join(f"・{one.text.in_language(language)}" for one in text.actions)
        listed = f"{heads[language]}:\n{actions}" if actions else ""
        summary = text.summary.in_language(language)
        origin = f"{origins[language]}: {facts}"
        parts[language] = "\n\n".join(filter(None, (origin, summary, listed)))
    return Bilingual(parts["ja"], parts["en"])
