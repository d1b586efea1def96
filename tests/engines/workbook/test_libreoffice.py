"""The round trip through LibreOffice: opened, kept in its own way, read back."""

from __future__ import annotations

import pytest

from tests.engines.workbook.test_reading import faults, typed
from tests.engines.workbook.world import FULL, reading_of, stored, tables_of, written
from tests.factories.libreoffice import through

pytestmark = pytest.mark.peers


@pytest.mark.parametrize("forms", [("xlsx",), ("ods", "xlsx")])
def test_answers_keys_and_stamp_survive_libreoffice(tmp_path, forms):
    tables = tables_of(through(tmp_path, written(stored(FULL)), *forms))
    reading = reading_of(tables)
    assert reading.faults == ()
    assert {key: line.answer for key, line in reading.lines.items() if not line.is_blank} == FULL
    assert not any(line.is_changed for line in reading.lines.values())


def test_what_is_changed_after_libreoffice_is_told_apart(tmp_path):
    tables = tables_of(through(tmp_path, written(stored(FULL)), "xlsx"))
    reading = reading_of(typed("COUNT", "7", tables=tables))
    assert reading.lines["COUNT"].is_changed
    assert faults(reading) == []
