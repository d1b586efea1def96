from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.sheets import Row
from sekisho.apps.partners.actions.imports.cells import RowReader
from sekisho.apps.partners.queries.columns import COLUMNS, FIELDS, guess_mapping, heading_place
from sekisho.apps.partners.queries.reading import READERS, CellFault, read_headcount, read_yen


@pytest.mark.parametrize(
    ("text", "yen"),
    [
        ("10000000", 10_000_000),
        ("1,000万円", 10_000_000),
        ("１，０００万円", 10_000_000),
        ("1億", 100_000_000),
        ("1億5,000万円", 150_000_000),
        ("1.5億円", 150_000_000),
        ("10百万円", 10_000_000),
        ("20,000千円", 20_000_000),
        ("¥3,000,000", 3_000_000),
        ("2兆円", 2 * 10**12),
    ],
)
def test_capital_is_read_as_people_write_it(text, yen):
    assert read_yen(text) == yen


@pytest.mark.parametrize("text", ["", "円", "多い", "1.5", "-1", "万", "99999兆99999億"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(CellFault):
        read_yen(text)


@pytest.mark.parametrize(
    ("text", "people"), [("120", 120), ("１，２００名", 1200), ("約300人", 300), ("55.0", 55)]
)
def test_people_are_counted_as_they_are_written(text, people):
    assert read_headcount(text) == people


@given(st.text(max_size=60), st.sampled_from(FIELDS))
def test_a_reader_takes_or_refuses_any_text_and_never_breaks(text, field):
    try:
        READERS[field](text.strip() or "x")
    except CellFault as fault:
        assert fault.code.startswith("partners.row.")  # noqa: PT017 - both ways are right


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_own_heading_is_recognised(language):
    headings = [column.heading(language) for column in COLUMNS]
    assert list(guess_mapping(headings).values()) == list(FIELDS)


def test_headings_in_the_wild_are_recognised():
    headings = [
        "No.",
        "会社名（正式）",
        "取引先ｺｰﾄﾞ",
        "E-Mail",
        "ＴＥＬ",
        "法人番号(13桁)",
        "資本金（円）",
    ]
    fields = list(guess_mapping(headings).values())
    assert fields == ["name", "own_code", "email", "phone", "corporate_number", "capital_yen"]


def test_the_heading_row_is_found_below_a_title():
    rows = [["取引先一覧"], ["2026年11月"], ["コード", "会社名", "国"], ["1", "みほん", "日本"]]
    assert heading_place(rows) == 2


def test_unseen_characters_and_errors_of_the_spreadsheet_do_not_come_in():
    reader = RowReader({0: "name", 1: "country"})
    row = reader.read(Row(5, ("みほん\u202e精機\x00", "#N/A"), (1,)))
    assert row.values == {"name": "みほん精機"}
    assert row.faults == [["country", "partners.row.error_cell", "#N/A"]]


def test_a_row_without_anything_in_known_columns_is_passed_over():
    assert RowReader({3: "name"}).read(Row(5, ("a", "b"))) is None
