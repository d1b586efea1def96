"""Keeps the bigram index of organisations: one text row each, mirrored into FTS5 on SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from sekisho.apps.organisations.actions.bulk import insert_rows
from sekisho.engines.identity import index_text

_KEPT = 'ON CONFLICT ("organisation_id") DO UPDATE SET "tokens" = EXCLUDED."tokens"'


def index_organisations(
    found: Iterable[tuple[int, Sequence[str | None]]], *, are_new: bool = False
) -> None:
    """Write the search text of these (number, words), inside the caller's transaction and entry."""
    texts = [(own, index_text(*filter(None, words))) for own, words in found]
    columns = ("organisation_id", "tokens")
    insert_rows("organisations_searchtext", columns, texts, on_conflict=_KEPT)
    if connection.vendor == "sqlite":
        if not are_new:
            _forget([(own,) for own, _text in texts])
        insert_rows("organisations_fts", ("rowid", "tokens"), texts)


def _forget(ids: list[tuple[int]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM organisations_fts WHERE rowid = %s", ids)
