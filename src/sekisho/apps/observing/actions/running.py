"""Reading a file once, judging it, and keeping the summary in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sekisho.adapters.flowlogs import Role, open_log
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.observing.actions.uploads import read_table
from sekisho.apps.observing.models import Observation, Part
from sekisho.apps.observing.queries.declared import (
    Declared,
    contrary_answers,
    declared_for,
    standings_for,
)
from sekisho.apps.observing.queries.observations import (
    ACCOUNTS,
    DONE,
    FAILED,
    FLOWS,
    MOVING,
    ObservationView,
    file_of,
    sealed_content,
)
from sekisho.apps.organisations.queries import identify_organisations
from sekisho.engines.observing import (
    NOBODY,
    Account,
    AccountRules,
    ApprovalUse,
    FlowTally,
    Machine,
    MachineState,
    Networks,
    Owner,
    Point,
    Usage,
    Verdict,
    compare,
    judge_accounts,
    judge_machines,
)
from sekisho.engines.observing.lists import PARTNER, Line, read_line
from sekisho.engines.observing.tallying import NO_TIME
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import Invalid

MOST_NOTICES = 2_000
_NAMED_LINES = 100
Tick = Callable[[int], bool]
_TOLD = frozenset({Verdict.UNAPPROVED, Verdict.EXPIRED, Verdict.UNDATED, Verdict.STRANGER})
_TOLD_USES = frozenset({Usage.FORGOTTEN, Usage.OVER, Usage.UNCLEAR})


class Cancelled(Exception):
    """Somebody asked to stop."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that a person should look at; stored in the summary."""

    code: str
    organisation_id: int
    label: str
    detail: Mapping[str, Any]

    def stored(self, number: int) -> dict[str, Any]:
        """As the summary keeps it."""
        own = {"n": number, "code": self.code, "at": self.organisation_id}
        return {**own, "label": self.label, "detail": dict(self.detail)}


def read_observation(actor: Actor, *, found: ObservationView, tick: Tick, now: datetime) -> None:
    """Read the file, keep the summary, forget the file; `actor` is narrowed to the place.

    Raises Cancelled, and as adapters and engines do.
    """
    if found.state != MOVING:
        return
    with file_of(found) as file:
        summary, notices = _judged(actor, found, file, tick, now)
    kept = notices[:MOST_NOTICES]
    codes: dict[int, set[str]] = {}
    for one in kept:
        codes.setdefault(one.organisation_id, set()).add(one.code)
    contrary = contrary_answers(actor, codes)
    stored = []
    for number, one in enumerate(kept):
        told = contrary.get((one.organisation_id, one.code))
        more = {"contrary": _told(told)} if told is not None else {}
        stored.append({**one.stored(number), **more})
    left = Counter(one.code for one in notices[MOST_NOTICES:])
    content = {**summary, "file": found.content["file"], "notices": stored, "left": dict(left)}
    _keep(actor, found, content, DONE, now)


def _told(told: Any) -> dict[str, str]:
    question = told.question
    return {"uid": str(told.assignment_uid), "ja": question.ja, "en": question.en}


def fail_observation(actor: Actor, *, found: ObservationView, code: str, now: datetime) -> None:
    """Keep that a file could not be read, and forget the file."""
    _keep(actor, found, {"file": found.content.get("file", ""), "fault": code}, FAILED, now)


@transaction.atomic
def _keep(
    actor: Actor, found: ObservationView, content: Mapping[str, Any], state: str, now: datetime
) -> None:
    row = Observation.objects.select_for_update().get(pk=found.id)
    if row.state != MOVING:
        return
    Part.objects.filter(observation=row).delete()
    row.state, row.sealed, row.touched_at = state, sealed_content(row.uid, content), now
    row.save()
    payload = {"kind": row.kind, "state": state}
    change = Change("observing.read", "observation", row.uid, payload=payload)
    record_entry(actor, change=change, now=now)


Judged = tuple[dict[str, Any], list[Notice]]


def _judged(
    actor: Actor, found: ObservationView, file: IO[bytes], tick: Tick, now: datetime
) -> Judged:
    if found.kind == FLOWS:
        return _flows(actor, found, file, tick, now)
    lines, broken = _lines(found, file)
    places = identify_organisations(actor, {one.partner for one in lines} - {""})
    if found.kind == ACCOUNTS:
        return _accounts(actor, found, (lines, broken), places, timezone.localdate(now))
    return _machines(found, (lines, broken), places)


def _flows(
    actor: Actor, found: ObservationView, file: IO[bytes], tick: Tick, now: datetime
) -> Judged:
    declared, content = declared_for(actor), found.content
    private = Owner(found.organisation_id, is_ours=True) if content["private"] else NOBODY
    networks = Networks(declared.owned, private)
    tally, log = FlowTally(networks), open_log(file)  # type: ignore[arg-type]
    size = max(file.seek(0, 2), 1)
    mapping = {Role(role): name for role, name in content["mapping"].items()}
    for batch in log.batches(mapping, ZoneInfo(settings.TIME_ZONE)):
        tally.add(batch)
        if not tick(min(99, 100 * file.tell() // size)):
            raise Cancelled
    seen = compare(tally.table(), declared.approvals, now_s=int(now.timestamp()))
    counts = tally.counts()
    counts["broken"] += log.broken.count
    times = [one.seen for one in seen.points if one.seen.last_s != NO_TIME]
    firsts = [one.first_s for one in times if one.first_s != NO_TIME]
    summary = {
        "rows": tally.rows + log.broken.count,
        "counts": counts,
        "lines": sorted({*log.broken.lines, *tally.broken_lines})[:_NAMED_LINES],
        "first": _day(min(firsts, default=NO_TIME)),
        "last": _day(max((one.last_s for one in times), default=NO_TIME)),
        "verdicts": dict(Counter(one.verdict.value for one in seen.points)),
        "uses": [_use(one, declared) for one in seen.uses if one.rows],
        "shared": networks.shared[:_NAMED_LINES],
    }
    notices = [_point(one) for one in seen.points if one.verdict in _TOLD]
    notices += [_unused(one, declared) for one in seen.uses if one.usage in _TOLD_USES]
    return summary, notices


def _point(point: Point) -> Notice:
    one = point.seen
    detail = {
        "ours": one.ours,
        "port": one.port,
        "protocol": one.protocol,
        "out": one.is_outward,
        "rows": one.rows,
        "bytes": one.size_bytes,
        "first": _day(one.first_s),
        "last": _day(one.last_s),
        "entry": point.approval,
    }
    return Notice(point.verdict.value, one.partner_owner.organisation_id, one.partner, detail)


def _unused(use: ApprovalUse, declared: Declared) -> Notice:
    entry = declared.entries[use.key]
    approval = next(one for one in declared.approvals if one.key == use.key)
    return Notice(use.usage.value, approval.organisation_id, entry.name, {"entry": use.key})


def _use(use: ApprovalUse, declared: Declared) -> dict[str, Any]:
    approval = next(one for one in declared.approvals if one.key == use.key)
    own = {"entry": use.key, "at": approval.organisation_id, "usage": use.usage.value}
    name = declared.entries[use.key].name
    return {**own, "name": name, "rows": use.rows, "last": _day(use.last_s)}


def _day(seconds: int) -> str:
    if seconds == NO_TIME:
        return ""
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime.fromtimestamp(seconds, UTC).astimezone(zone).date().isoformat()


def _lines(found: ObservationView, file: IO[bytes]) -> tuple[list[Line], list[int]]:
    columns, rows = read_table(file, str(found.content["file"]))  # type: ignore[arg-type]
    mapping: Mapping[str, str] = found.content["mapping"]
    missing = next((name for name in mapping.values() if name not in columns), None)
    if missing is not None:
        raise Invalid("flowlogs.column_missing", column=missing)
    at = {role: columns.index(name) for role, name in mapping.items()}
    lines, broken = [], []
    for number, cells in rows:
        told = {role: cells[place] for role, place in at.items() if place < len(cells)}
        line = read_line(number, told)
        if line is None:
            broken.append(number)
        else:
            lines.append(line)
    return lines, broken


def _accounts(
    actor: Actor,
    found: ObservationView,
    read: tuple[list[Line], list[int]],
    places: Mapping[str, int],
    today: date,
) -> Judged:
    lines, broken = read
    accounts = [
        Account(
            one.number,
            one.name,
            places.get(one.partner, 0),
            one.sign_in,
            one.has_mfa,
            one.is_enabled,
        )
        for one in lines
    ]
    standings = standings_for(actor, places.values(), today=today)
    rules = AccountRules(int(found.content["unused_days"]))
    judged = judge_accounts(accounts, standings, today=today, rules=rules)
    notices = [
        Notice(fault.value, one.organisation_id, one.name, _account(one, line))
        for line, (one, faults) in zip(lines, judged, strict=True)
        for fault in faults
    ]
    values = [
        {**_account(one, line), "at": one.organisation_id, "name": one.name}
        for line, (one, _faults) in zip(lines, judged, strict=True)
        if one.organisation_id
    ]
    more = {
        "accounts": values[:MOST_NOTICES],
        "disabled": sum(one.is_enabled is False for one in accounts),
    }
    return {**_list_summary(lines, broken), **more}, sorted(notices, key=_gravity)


def _account(one: Account, line: Line) -> dict[str, Any]:
    sign_in = one.last_sign_in.isoformat() if one.last_sign_in else ""
    told = {"mfa": one.has_mfa, "enabled": one.is_enabled, "sign_in": sign_in}
    return {**told, "system": line.system, PARTNER: line.partner[:120]}


def _gravity(notice: Notice) -> tuple[int, int]:
    order = ("ended_contract", "unknown_partner", "no_contract", "without_mfa", "mfa_unknown")
    place = order.index(notice.code) if notice.code in order else len(order)
    return place, notice.organisation_id


def _machines(
    found: ObservationView, read: tuple[list[Line], list[int]], places: Mapping[str, int]
) -> Judged:
    lines, broken = read
    given = [
        Machine(
            one.number,
            one.name,
            places.get(one.partner, 0) if one.partner else found.organisation_id,
            one.is_blocked,
        )
        for one in lines
    ]
    judged = judge_machines(given)
    states = {MachineState.OPEN: "open", MachineState.UNKNOWN: "macro_unknown"}
    notices = [
        Notice(states[state], one.organisation_id, one.name, {PARTNER: line.partner[:120]})
        for line, (one, state) in zip(lines, judged, strict=True)
        if state in states
    ]
    blocked = sum(state is MachineState.BLOCKED for _one, state in judged)
    notices.sort(key=lambda one: (one.code != "open", one.organisation_id))
    return {**_list_summary(lines, broken), "blocked": blocked}, notices


def _list_summary(lines: list[Line], broken: list[int]) -> dict[str, Any]:
    counts = {"told": len(lines), "broken": len(broken)}
    rows = len(lines) + len(broken)
    return {"rows": rows, "counts": counts, "lines": broken[:_NAMED_LINES]}
