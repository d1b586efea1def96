"""Many rows at once by plain SQL: what an import of ten thousand needs; the ORM takes five times.

Values are given in the column's own form: `as_uid`, `as_moment` and `as_json` bring them there.
The caller's action opens the transaction and records the audit entry.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from sekisho.kernel import clock
from sekisho.kernel.entropy import random_bytes
from sekisho.kernel.ids import RANDOM_BYTES, uuid7_from

_RANDOM_FROM, _RANDOM_DIGITS = 13, 19  # of 32 digits; one of the random ones holds the variant
_VARIANTS = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def reserve_ids(table: str, count: int) -> range | list[int]:
    """So many fresh inside numbers of a table, in order, inside the caller's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            found = cursor.fetchone()
            first = (found[0] if found else 0) + 1
            return range(first, first + count)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def insert_rows(
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    or_ignore: bool = False,
    on_conflict: str = "",
) -> int:
    """Insert rows of values in the order of `columns`; may skip those that are there already.
    Returns how many were written.

    Table and column names are constants of the calling room, never input.
    """
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join(["%s"] * len(columns))
    tail = "ON CONFLICT DO NOTHING" if or_ignore else on_conflict
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({places}) {tail}'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))
        return max(0, int(cursor.rowcount))


def as_uid(value: uuid.UUID) -> Any:
    """An outside id as the database keeps it."""
    return value if connection.features.has_native_uuid_field else value.hex


def fresh_uids(count: int) -> list[Any]:
    """So many new outside ids (UUIDv7) of this moment, as the database keeps them."""
    now, noise = clock.now(), random_bytes(RANDOM_BYTES * count)
    if connection.features.has_native_uuid_field:
        parts = (noise[at : at + RANDOM_BYTES] for at in range(0, len(noise), RANDOM_BYTES))
        return [uuid7_from(now, part) for part in parts]
    # As text only the random digits differ; version and variant stand where the first has them.
    digits, width = noise.hex(), RANDOM_BYTES * 2
    time_and_version = uuid7_from(now, bytes(RANDOM_BYTES)).hex[:_RANDOM_FROM]
    return [
        f"{time_and_version}{digits[at : at + 3]}{_VARIANTS[digits[at + 3]]}"
        f"{digits[at + 4 : at + _RANDOM_DIGITS]}"
        for at in range(0, len(digits), width)
    ]


def as_moment(value: datetime) -> Any:
    """A moment as the database keeps it."""
    return connection.ops.adapt_datetimefield_value(value)


def as_json(value: Any) -> str:
    """A JSON value as text, which both databases take."""
    return _ENCODE(value)
