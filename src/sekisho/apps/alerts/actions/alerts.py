"""Writing down an alert, correcting it, changing it for good, withdrawing it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sekisho.apps.alerts.models import Alert, AlertEdition, Notice
from sekisho.apps.alerts.queries.alerts import AlertView, alert_for
from sekisho.apps.asks.actions.waves import close_ask
from sekisho.apps.asks.queries.totals import asks_among
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.queries import group_members_for
from sekisho.engines.notices import AlertText, alert_from_dict, is_material
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from sekisho.kernel.text import Bilingual

_NOTHING = Bilingual()


@dataclass(frozen=True, slots=True)
class Revising:
    """How a change is meant: asking again with a note on what has changed, or a correction."""

    revision: int
    is_material: bool = False
    note: Bilingual = _NOTHING


@transaction.atomic
def create_alert(
    actor: Actor, *, organisation_uid: uuid.UUID, text: AlertText, now: datetime
) -> uuid.UUID:
    """Write down an alert in a group company's name; returns its outside id. Raises NotFound."""
    ours = {one.uid: one for one in group_members_for(actor, Capability.RUN)}
    if organisation_uid not in ours:
        raise NotFound("alerts.not_there")
    row = Alert(uid=new_id(), organisation_id=ours[organisation_uid].id, content=text.as_dict())
    row.created_by_uid = actor.uid or new_id()
    row.created_at = row.updated_at = now
    row.save()
    _keep_edition(actor, row, _NOTHING, now)
    _record(actor, "alerts.created", row, now)
    return row.uid


@transaction.atomic
def revise_alert(
    actor: Actor, *, uid: uuid.UUID, text: AlertText, how: Revising, now: datetime
) -> int:
    """Keep new words; returns the new revision.

    A draft simply changes. Once sent, a correction is a new edition of the same version, a
    material change a new version that nobody has received yet. Raises NotFound, Conflict when it
    changed meanwhile or is withdrawn, Invalid (alerts.is_material) for a correction that adds or
    takes away an action, (alerts.note_missing) for a material change without a note.
    """
    view, row = _locked(actor, uid)
    if row.revision != how.revision:
        raise Conflict("alerts.changed_meanwhile")
    if view.is_sent:
        _advance(row, text, how)
    row.content = text.as_dict()
    row.revision += 1
    row.updated_at = now
    row.save()
    is_new = view.is_sent and how.is_material
    _keep_edition(actor, row, how.note if is_new else _NOTHING, now)
    _record(actor, "alerts.revised", row, now)
    return row.revision


@transaction.atomic
def withdraw_alert(actor: Actor, *, uid: uuid.UUID, now: datetime) -> int:
    """Take an alert back: its open asks end; returns how many. Raises NotFound, Conflict."""
    _view, row = _locked(actor, uid)
    row.withdrawn_at = row.updated_at = now
    row.revision += 1
    row.save()
    ids = Notice.objects.filter(alert=row).values_list("ask_id", flat=True)
    is_open = [ask for ask in asks_among(actor, ids).values() if ask.state == "open"]
    for ask in is_open:
        close_ask(actor, uid=ask.uid, now=now)
    _record(actor, "alerts.withdrawn", row, now)
    return len(is_open)


def _advance(row: Alert, text: AlertText, how: Revising) -> None:
    if not how.is_material:
        if is_material(alert_from_dict(row.content), text):
            raise Invalid("alerts.is_material")
        row.edition += 1
        return
    if not how.note.is_complete:
        raise Invalid("alerts.note_missing")
    row.version, row.edition = row.version + 1, 1


def _keep_edition(actor: Actor, row: Alert, note: Bilingual, now: datetime) -> None:
    AlertEdition.objects.update_or_create(
        alert=row,
        version=row.version,
        edition=row.edition,
        defaults={
            "content": row.content,
            "note": note.as_dict(),
            "by_uid": actor.uid or row.created_by_uid,
            "at": now,
        },
    )


def _locked(actor: Actor, uid: uuid.UUID) -> tuple[AlertView, Alert]:
    view = alert_for(actor, uid, Capability.RUN)
    row = Alert.objects.select_for_update().get(pk=view.id)
    if row.withdrawn_at is not None:
        raise Conflict("alerts.withdrawn")
    return view, row


def _record(actor: Actor, verb: str, row: Alert, now: datetime) -> None:
    payload = {"version": row.version, "edition": row.edition, "revision": row.revision}
    change = Change(verb, "alert", row.uid, payload=payload)
    record_entry(actor, change=change, now=now)
