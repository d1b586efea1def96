"""On PostgreSQL the words of a name are kept beside it.

A search that fits most names reads the whole table, whatever index there is; taking each name
apart anew at every search then took a second and a half for 10,000.
"""

from __future__ import annotations

from django.db import migrations

FORTH = (
    "DROP INDEX organisations_search",
    "ALTER TABLE organisations_searchtext ADD COLUMN words tsvector "
    "GENERATED ALWAYS AS (to_tsvector('simple', tokens)) STORED",
    "CREATE INDEX organisations_search ON organisations_searchtext USING gin (words)",
)
BACK = (
    "DROP INDEX organisations_search",
    "ALTER TABLE organisations_searchtext DROP COLUMN words",
    "CREATE INDEX organisations_search ON organisations_searchtext "
    "USING gin (to_tsvector('simple', tokens))",
)


def keep_words(apps, schema_editor):
    _run(schema_editor, FORTH)


def forget_words(apps, schema_editor):
    _run(schema_editor, BACK)


def _run(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_facets_in_order")]
    operations = [migrations.RunPython(keep_words, forget_words)]
