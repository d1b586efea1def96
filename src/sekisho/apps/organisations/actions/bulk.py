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
) -> None:
    """Insert rows of values in the order of `columns`; may skip those that are there already.

    Table and column names are constants of the calling room, never input.
    """
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join(["%s"] * len(columns))
    tail = "ON CONFLICT DO NOTHING" if or_ignore else on_conflict
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({places}) {tail}'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))


def as_uid(value: uuid.UUID) -> Any:
    """An outside id as the database keeps it."""
    return value if connection.features.has_native_uuid_field else value.hex


def fresh_uids(count: int) -> list[Any]:
    """So many new outside ids (UUIDv7), as the database keeps them."""
    now, noise = clock.now(), random_bytes(RANDOM_BYTES * count)
    parts = (noise[at : at + RANDOM_BYTES] for at in range(0, len(noise), RANDOM_BYTES))
    uids = (uuid7_from(now, part) for part in parts)
    return list(uids) if connection.features.has_native_uuid_field else [uid.hex for uid in uids]


def as_moment(value: datetime) -> Any:
    """A moment as the database keeps it."""
    return connection.ops.adapt_datetimefield_value(value)


def as_json(value: Any) -> str:
    """A JSON value as text, which both databases take."""
    return _ENCODE(value)
