"""Keeps the bigram index of organisations: one text row each, mirrored into FTS5 on SQLite."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from sekisho.apps.organisations.models import Organisation, SearchText
from sekisho.engines.identity import index_text

_BATCH = 500


def index_organisations(rows: Sequence[Organisation]) -> None:
    """Write the search text of these rows, inside the caller's transaction and audit entry."""
    texts = [SearchText(organisation_id=row.id, tokens=_tokens(row)) for row in rows]
    SearchText.objects.bulk_create(
        texts,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["organisation"],
        update_fields=["tokens"],
    )
    if connection.vendor == "sqlite":
        _mirror([(text.organisation_id, text.tokens) for text in texts])


def _tokens(row: Organisation) -> str:
    numbers = (row.own_code or "", row.corporate_number or "")
    return index_text(row.name, row.name_en, row.name_kana, *numbers)


def _mirror(pairs: list[tuple[int, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM organisations_fts WHERE rowid = %s", [(own,) for own, _tokens in pairs]
        )
        cursor.executemany("INSERT INTO organisations_fts(rowid, tokens) VALUES (%s, %s)", pairs)
