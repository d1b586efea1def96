"""The chain holds, and every tampering is found: by the house and by the verifier outside."""

from __future__ import annotations

import json
import random
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import DatabaseError, connection, transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.audit.models import AuditEntry, AuditHead
from sekisho.apps.audit.queries import (
    Entry,
    chain_report,
    check_part,
    entry_hash,
    export_lines,
    verify_chain,
)
from sekisho.cli.verify_audit import NotAnExport, fault_in
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Forbidden
from tests.factories.cast import NOW

TOKYO = timezone(timedelta(hours=9))
_FIELDS = (
    *("seq", "at", "actor_kind", "actor_uid", "verb", "object_kind", "object_uid"),
    *("organisation_uid", "count", "payload_hash", "previous_hash", "hash"),
)


def append(count: int, now: datetime = NOW) -> None:
    with transaction.atomic():
        for number in range(count):
            change = Change("test.done", "thing", uuid.uuid4(), payload={"number": number})
            record_entry(SYSTEM, change=change, now=now)


def frozen() -> list[Entry]:
    rows = AuditEntry.objects.order_by("seq")
    return [Entry(**{name: getattr(row, name) for name in _FIELDS}) for row in rows]


def lines() -> list[str]:
    return list(export_lines())


@pytest.mark.django_db
def test_a_whole_chain_verifies_inside_and_outside() -> None:
    append(20)
    assert chain_report().first_bad is None
    count, head, fault = fault_in(lines())
    assert (count, fault) == (20, "")
    assert head == AuditHead.objects.get(pk=1).hash


@pytest.mark.django_db
def test_the_zone_of_the_given_time_does_not_matter() -> None:
    append(1, now=NOW.astimezone(TOKYO))
    assert chain_report().first_bad is None
    assert AuditEntry.objects.get(seq=1).at.astimezone(UTC) == NOW


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE {} SET verb = 'x'", "DELETE FROM {}"])
def test_the_table_refuses_to_change_or_remove(statement) -> None:
    append(1)
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("audit_auditentry"))
    assert chain_report().entries == 1


@pytest.mark.django_db
def test_a_cut_end_is_found_by_the_head() -> None:
    append(5)
    AuditHead.objects.filter(pk=1).update(seq=6)
    assert chain_report().first_bad == 6
    assert "last entries" in fault_in(lines())[2]


def test_a_check_in_portions_comes_to_the_same_end(cast) -> None:
    append(30)
    total, after, portions = AuditHead.objects.get(pk=1).seq, 0, 0
    while True:
        part = check_part(cast.aoi, after=after, size=7)
        portions += 1
        if part.is_over:
            break
        after = part.checked
    assert (part.checked, part.first_bad) == (total, None)
    assert portions == -(-(total + 1) // 7) or portions == -(-total // 7)
    AuditHead.objects.filter(pk=1).update(hash="0" * 64)
    assert check_part(cast.aoi, after=after, size=7).first_bad == total + 1


def test_only_the_lead_company_s_administrators_read_the_record(cast) -> None:
    for actor in (cast.ben, cast.emi, SYSTEM):
        if actor is SYSTEM:
            check_part(actor, after=0)
        else:
            with pytest.raises(Forbidden):
                check_part(actor, after=0)


def test_a_file_of_another_kind_is_no_export() -> None:
    with pytest.raises(NotAnExport):
        fault_in(["hello"])
    with pytest.raises(NotAnExport):
        fault_in([])


@pytest.mark.django_db
def test_a_record_rewritten_from_the_start_is_found_by_the_noted_head() -> None:
    append(5)
    noted = AuditHead.objects.get(pk=1).hash
    previous, rows = "0" * 64, [json.loads(line) for line in lines()]
    for row in rows[1:-1]:
        row.update(verb="nothing.happened", previous_hash=previous)
        row["hash"] = previous = _hash(row)
    rows[-1]["head"]["hash"] = previous
    forged = [json.dumps(row) for row in rows]
    assert fault_in(forged)[2] == ""
    assert fault_in(forged, head=noted)[2] == "the head is not the one that was noted"


def _hash(row: dict[str, object]) -> str:
    import hashlib

    fields = {name: value for name, value in row.items() if name != "hash"}
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _lose(rows: list[Entry], at: int, chance: random.Random) -> None:
    del rows[at]


def _double(rows: list[Entry], at: int, chance: random.Random) -> None:
    rows.insert(at, rows[at])


def _swap(rows: list[Entry], at: int, chance: random.Random) -> None:
    other = (at + chance.randrange(1, len(rows))) % len(rows)
    rows[at], rows[other] = rows[other], rows[at]


def _alter(rows: list[Entry], at: int, chance: random.Random) -> None:
    one = rows[at]
    changes = (
        {"at": one.at + timedelta(microseconds=1)},
        {"verb": one.verb + "x"},
        {"count": one.count + 1},
        {"actor_uid": uuid.UUID(int=chance.getrandbits(128))},
        {"object_kind": ""},
        {"hash": f"{chance.getrandbits(256):064x}"},
        {"previous_hash": f"{chance.getrandbits(256):064x}"},
    )
    rows[at] = replace(one, **chance.choice(changes))


def _seal_anew(rows: list[Entry], at: int, chance: random.Random) -> None:
    """Changed and sealed, but the entries after it and the head are as they were."""
    changed = replace(rows[at], payload_hash="f" * 64)
    rows[at] = replace(changed, hash=entry_hash(changed))


def tampered(entries: list[Entry], chance: random.Random) -> list[Entry]:
    """One change that somebody with the database might make."""
    rows = list(entries)
    how = chance.choice((_lose, _double, _swap, _alter, _alter, _alter, _seal_anew))
    how(rows, chance.randrange(len(rows)), chance)
    return rows


def exported(entries: list[Entry], head: dict[str, object]) -> list[str]:
    from sekisho.apps.audit.queries import _canonical, _plain

    body = [_canonical(_plain(entry)) for entry in entries]
    return [_canonical({"format": "sekisho-audit-1"}), *body, _canonical({"head": head})]


def _find_all(times: int) -> None:
    append(12)
    entries = frozen()
    head = {"seq": len(entries), "hash": entries[-1].hash}
    for seed in range(times):
        changed = tampered(entries, random.Random(seed))
        report = verify_chain(changed)
        is_found = report.first_bad is not None or (report.entries, report.head) != (
            head["seq"],
            head["hash"],
        )
        assert is_found, seed
        assert fault_in(exported(changed, head))[2], seed


@pytest.mark.django_db
def test_three_hundred_random_tamperings_are_all_found() -> None:
    _find_all(300)


@pytest.mark.slow
@pytest.mark.django_db
def test_ten_thousand_random_tamperings_are_all_found() -> None:
    _find_all(10_000)
