"""The index behind the search: an FTS5 table on SQLite, a GIN index on PostgreSQL."""

from __future__ import annotations

from django.db import migrations

SQLITE = "CREATE VIRTUAL TABLE organisations_fts USING fts5(tokens, tokenize='unicode61')"
POSTGRESQL = (
    "CREATE INDEX organisations_search ON organisations_searchtext "
    "USING gin (to_tsvector('simple', tokens))"
)


def build(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.execute(SQLITE if is_sqlite else POSTGRESQL)


def unbuild(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.execute(
        "DROP TABLE organisations_fts" if is_sqlite else "DROP INDEX organisations_search"
    )


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]
    operations = [migrations.RunPython(build, unbuild)]
