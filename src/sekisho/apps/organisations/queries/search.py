"""Finding organisations by any part of a name, a code or a number, one character or more."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from sekisho.engines.identity import postgres_query, sqlite_query

_SQLITE = "SELECT rowid FROM organisations_fts WHERE organisations_fts MATCH %s"
_POSTGRESQL = (
    "SELECT organisation_id FROM organisations_searchtext WHERE words @@ to_tsquery('simple', %s)"
)


def search_filter(query: str, *, path: str = "id") -> Q:
    """A condition that keeps organisations matching the query; an empty query keeps all.

    `path` is the lookup of the organisation's number from the filtered model.
    """
    is_sqlite = connection.vendor == "sqlite"
    words = sqlite_query(query) if is_sqlite else postgres_query(query)
    if not words:
        return Q(pk__in=()) if query.strip() else Q()
    return Q(**{f"{path}__in": RawSQL(_SQLITE if is_sqlite else _POSTGRESQL, (words,))})  # noqa: S611
