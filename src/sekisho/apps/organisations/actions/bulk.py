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


def as_moment(value: datetime) -> Any:
    """A moment as the database keeps it."""
    return connection.ops.adapt_datetimefield_value(value)


def as_json(value: Any) -> str:
    """A JSON value as text, which both databases take."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
