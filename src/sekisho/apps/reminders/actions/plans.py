"""Keeping plans, switching them on and off, pausing and resuming."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from sekisho.apps.asks.queries.drafts import AskView, ask_for
from sekisho.apps.asks.queries.profiles import organisation_asking
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.reminders.models import AskPlan, PlanDefaults
from sekisho.apps.reminders.queries.plans import defaults_of, plan_of
from sekisho.engines.reminders import Plan, plan_as_dict, require_sound
from sekisho.kernel.actor import SYSTEM, Actor, Capability
from sekisho.kernel.errors import Conflict


@transaction.atomic
def save_defaults(
    actor: Actor, *, organisation_uid: uuid.UUID, plan: Plan, is_on: bool, now: datetime
) -> None:
    """Keep the plan with which asks of a company begin. Raises NotFound, Invalid for a plan that
    cannot be.
    """
    at = organisation_asking(actor, organisation_uid)
    stored = plan_as_dict(require_sound(plan))
    values = {"plan": stored, "is_on": is_on, "updated_at": now}
    PlanDefaults.objects.update_or_create(pk=at.id, defaults=values)
    change = Change("reminders.defaults_saved", "organisation", at.uid, payload=stored)
    record_entry(actor, change=change, now=now)


@transaction.atomic
def save_plan(actor: Actor, *, uid: uuid.UUID, revision: int, plan: Plan, now: datetime) -> None:
    """Change the plan of an ask; what was sent stays sent. Raises NotFound, Conflict when it was
    changed meanwhile or the ask is closed, Invalid for a plan that cannot be.
    """
    ask = _ask(actor, uid)
    row = _row(ask, now)
    if row.revision != revision and revision:
        raise Conflict("reminders.changed_meanwhile")
    stored = plan_as_dict(require_sound(plan))
    _keep(row, now, plan=stored)
    _record(actor, "reminders.plan_saved", uid, stored, now)


@transaction.atomic
def switch_plan(actor: Actor, *, uid: uuid.UUID, is_on: bool, now: datetime) -> None:
    """Let the steps of an ask's plan happen, or not. Raises NotFound, Conflict when closed."""
    row = _row(_ask(actor, uid), now)
    _keep(row, now, is_on=is_on, paused_at=None)
    _record(actor, "reminders.switched_on" if is_on else "reminders.switched_off", uid, {}, now)


@transaction.atomic
def pause_plan(actor: Actor, *, uid: uuid.UUID, is_paused: bool, now: datetime) -> None:
    """Hold the plan of an ask, or go on: then the latest due step happens, as after a silence.

    Raises NotFound, Conflict when it is closed or not switched on.
    """
    row = _row(_ask(actor, uid), now)
    if not row.is_on:
        raise Conflict("reminders.is_off")
    _keep(row, now, paused_at=now if is_paused else None)
    _record(actor, "reminders.paused" if is_paused else "reminders.resumed", uid, {}, now)


@transaction.atomic
def adopt_plan(*, ask: AskView, now: datetime) -> bool:
    """Give an ask that goes out the plan of its company when it has none of its own and the
    company's is on; returns whether it did. A second call changes nothing.
    """
    found = defaults_of(ask.organisation_id)
    if not found.is_on:
        return False
    values = {"plan": plan_as_dict(found.plan), "is_on": True, "updated_at": now}
    _row_found, is_new = AskPlan.objects.get_or_create(pk=ask.id, defaults=values)
    if is_new:
        _record(SYSTEM, "reminders.plan_adopted", ask.uid, values["plan"], now)
    return is_new


def _ask(actor: Actor, uid: uuid.UUID) -> AskView:
    ask = ask_for(actor, uid, Capability.RUN)
    if ask.state == "closed":
        raise Conflict("asks.is_closed")
    return ask


def _row(ask: AskView, now: datetime) -> AskPlan:
    present = plan_of(ask)
    values = {"plan": plan_as_dict(present.plan), "is_on": present.is_on, "updated_at": now}
    AskPlan.objects.get_or_create(pk=ask.id, defaults=values)
    return AskPlan.objects.select_for_update().get(pk=ask.id)


def _keep(row: AskPlan, now: datetime, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.revision, row.updated_at = row.revision + 1, now
    row.save()


def _record(actor: Actor, verb: str, uid: uuid.UUID, payload: Any, now: datetime) -> None:
    record_entry(actor, change=Change(verb, "ask", uid, payload=payload), now=now)
