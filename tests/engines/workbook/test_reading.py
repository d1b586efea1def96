from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.questionnaire import Answer, Plan
from sekisho.engines.workbook import Table, compare, find_stamp
from sekisho.kernel.errors import Unreadable
from tests.engines.workbook.world import (
    FULL,
    STAMP,
    every_kind,
    mac,
    reading_of,
    stored,
    tables_of,
    written,
)

KEY, BASE, QUESTION, ANSWER, DETAILS, REASON, WHAT = 0, 1, 4, 6, 7, 8, 9
TABLES = tables_of(written(stored(FULL)))
EMPTY = tables_of(written())
COLUMN = {"answer": ANSWER, "followup": DETAILS, "reason": REASON, "what": WHAT}


@dataclass(frozen=True)
class Line:
    number: int
    cells: tuple[str, ...]
    error_columns: tuple[int, ...] = ()


def questions(tables):
    return next(table for table in tables if any("#key" in row.cells for row in table.rows))


def edited(tables, change):
    """The tables with another list of rows on the sheet of questions."""
    sheet = questions(tables)
    rows = [Line(row.number, row.cells, row.error_columns) for row in sheet.rows]
    return tuple(Table(one.name, tuple(change(rows))) if one is sheet else one for one in tables)


def typed(key, text, column="answer", tables=EMPTY):
    """The tables after somebody typed into a row."""

    def change(rows):
        for row in rows:
            cells = list(row.cells) + [""] * (12 - len(row.cells))
            if row.cells[:1] == (key,):
                cells[COLUMN[column]] = text
            yield replace(row, cells=tuple(cells))

    return edited(tables, change)


def faults(reading):
    return [(one.cell, one.code.rpartition(".")[2]) for one in reading.faults]


def test_what_was_written_is_read_back_untouched():
    reading = reading_of(TABLES)
    assert reading.faults == ()
    assert {key: line.answer for key, line in reading.lines.items() if not line.is_blank} == FULL
    assert not any(line.is_changed for line in reading.lines.values())


def test_the_stamp_is_sound_until_somebody_changes_it():
    stamp = find_stamp(TABLES)
    assert stamp.is_sound(mac)
    assert replace(stamp, check="") == STAMP
    assert not replace(stamp, assignment="another").is_sound(mac)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2026/12/7", "2026-12-07"), ("令和８年１２月７日", "2026-12-07"), ("R8.12.7", "2026-12-07")],
)
def test_a_date_typed_as_text_is_read(text, expected):
    reading = reading_of(typed("DAY", text))
    assert reading.lines["DAY"].answer == Answer(date=expected)
    assert reading.faults == ()


def test_a_full_width_number_is_read():
    assert reading_of(typed("COUNT", "１，２０")).faults != ()
    assert reading_of(typed("COUNT", "１２０")).lines["COUNT"].answer == Answer(number="120")


@pytest.mark.parametrize(
    ("key", "text", "column", "fault"),
    [
        ("MFA", "たぶん", "answer", ("G5", "choice_unknown")),
        ("WHERE|cloud", "保留", "answer", ("G10", "mark_unknown")),
        ("WHERE", "倉庫", "answer", ("G8", "choice_unknown")),
        ("COUNT", "501", "answer", ("G13", "number_too_high")),
        ("COUNT", "1.5", "answer", ("G13", "number_not_whole")),
        ("COUNT", "多い", "answer", ("G13", "number_unreadable")),
        ("DAY", "来週", "answer", ("G14", "date_unreadable")),
        ("LOG", "該当なし", "answer", ("I6", "reason_missing")),
        ("HOW", "あ" * 4001, "answer", ("G12", "text_too_long")),
        ("MFA", "理由だけ", "reason", ("I5", "not_used")),
        ("PROOF", "添付します", "answer", ("G15", "file_elsewhere")),
    ],
)
def test_every_fault_is_named_by_its_cell(key, text, column, fault):
    assert fault in faults(reading_of(typed(key, text, column)))


def test_an_answer_that_cannot_be_read_is_left_out_and_the_others_are_taken():
    reading = reading_of(typed("MFA", "たぶん", tables=TABLES))
    assert "MFA" not in reading.lines
    assert reading.lines["COUNT"].answer == FULL["COUNT"]


def test_an_unfinished_answer_is_taken_as_a_draft():
    reading = reading_of(typed("DAY", "来週"))
    assert reading.lines["DAY"].answer == Answer(date="来週")
    assert [one.is_left_out for one in reading.faults] == [False]


def test_sorted_rows_inserted_rows_and_notes_change_nothing():
    def shuffled(rows):
        head = [row for row in rows if row.number <= 4]
        body = [row for row in rows if row.number > 4][::-1]
        note = Line(99, ("", "", "", "", "", "", "", "メモ"))
        return [*head, Line(98, ("", "", "社内用")), *body, note]

    reading = reading_of(edited(TABLES, shuffled))
    assert reading.faults == ()
    assert {key: line.answer for key, line in reading.lines.items() if not line.is_blank} == FULL


def test_moved_and_added_columns_are_found_by_their_marks():
    def moved(rows):
        for row in rows:
            cells = list(row.cells) + [""] * (12 - len(row.cells))
            yield replace(row, cells=("社内", *cells[:2], "確認", *cells[11:5:-1], *cells[2:6]))

    reading = reading_of(edited(TABLES, moved))
    assert reading.faults == ()
    assert reading.lines["MFA"].answer == FULL["MFA"]


def test_deleted_rows_are_told_and_nothing_is_taken_from_them():
    reading = reading_of(edited(TABLES, lambda rows: [r for r in rows if r.cells[:1] != ("DAY",)]))
    assert reading.absent == ("DAY",)
    assert reading.faults == ()


def test_a_row_copied_with_another_answer_is_asked_about():
    def copied(rows):
        row = next(row for row in rows if row.cells[:1] == ("COUNT",))
        return [*rows, replace(row, number=40, cells=(*row.cells[:6], "7"))]

    reading = reading_of(edited(TABLES, copied))
    assert faults(reading) == [("G40", "row_twice")]
    assert "COUNT" not in reading.lines


def test_a_key_that_was_exchanged_is_noticed():
    def exchanged(rows):
        for row in rows:
            is_day = row.cells[:1] == ("DAY",)
            changed = (row.cells[0], row.cells[1][:-3] + "000", *row.cells[2:]) if is_day else ()
            yield replace(row, cells=changed or row.cells)

    reading = reading_of(edited(TABLES, exchanged))
    assert faults(reading) == [("G14", "row_changed")]
    assert reading.lines["DAY"].base is None


def test_without_keys_the_words_of_the_questions_tell_the_rows():
    def without(rows):
        return [replace(row, cells=("", "", *row.cells[2:])) for row in rows if row.number != 3]

    reading = reading_of(edited(TABLES, without))
    assert {key: line.answer for key, line in reading.lines.items() if not line.is_blank} == FULL
    assert all(line.base is None for line in reading.lines.values())


def test_a_row_of_another_edition_is_told():
    tables = edited(
        EMPTY, lambda rows: [*rows, Line(50, ("OLD", "", "9", "", "前の設問", "", "はい"))]
    )
    assert faults(reading_of(tables)) == [("G50", "row_unknown")]


def test_an_error_of_the_spreadsheet_is_no_answer():
    def broken(rows):
        for row in rows:
            is_count = row.cells[:1] == ("COUNT",)
            yield Line(row.number, (*row.cells[:6], "#N/A"), (6,)) if is_count else row

    reading = reading_of(edited(TABLES, broken))
    assert faults(reading) == [("G13", "error_value")]
    assert "COUNT" not in reading.lines


def test_a_file_of_something_else_is_refused():
    with pytest.raises(Unreadable, match="no_questions"):
        reading_of((Table("Sheet1", (Line(1, ("会社名", "住所")),)),))


def standings(tables, now):
    found = compare(reading_of(tables), every_kind().questions, now)
    return {one.question_key: one.standing.value for one in found}


def test_a_new_a_changed_and_an_untouched_answer_are_told_apart():
    tables = typed("COUNT", "7", tables=TABLES)
    assert standings(tables, stored(FULL))["COUNT"] == "changed"
    assert standings(tables, stored(FULL))["MFA"] == "kept"
    assert standings(typed("COUNT", "7"), {})["COUNT"] == "new"


def test_what_a_colleague_saved_meanwhile_is_never_written_over_silently():
    theirs = stored({"COUNT": Answer(number="9")}, revision=2)
    assert standings(typed("COUNT", "7", tables=TABLES), theirs)["COUNT"] == "differs"
    assert standings(TABLES, theirs)["COUNT"] == "kept"
    assert standings(typed("COUNT", "9", tables=TABLES), theirs)["COUNT"] == "kept"


def test_a_colleagues_first_answer_counts_as_one_too():
    theirs = stored({"COUNT": Answer(number="9")})
    assert standings(typed("COUNT", "7"), theirs)["COUNT"] == "differs"


def test_a_blank_cell_erases_nothing():
    tables = typed("COUNT", "", tables=TABLES)
    assert standings(tables, stored(FULL))["COUNT"] == "emptied"


_WORD = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)
_ANSWERS = st.fixed_dictionaries(
    {
        "MFA": st.one_of(
            st.builds(lambda word: Answer(("no",), followup=word.strip()), _WORD),
            st.builds(
                lambda word: Answer(("partial",), plan=Plan("x", word.strip(), "2027-01-31")), _WORD
            ),
        ),
        "WHERE": st.sampled_from([Answer(("office",)), Answer(("office", "cloud")), Answer()]),
        "HOW": st.builds(lambda word: Answer(text=word.strip()), _WORD),
        "COUNT": st.builds(lambda n: Answer(number=str(n)), st.integers(0, 500)),
        "DAY": st.builds(lambda d: Answer(date=d.isoformat()), st.dates()),
    }
)


@given(_ANSWERS)
def test_any_answer_comes_back_as_it_went_out(answers):
    from sekisho.engines.workbook import plain_answer

    asked = every_kind()
    reading = reading_of(tables_of(written(stored(answers))))
    for key, answer in answers.items():
        assert reading.lines[key].answer == plain_answer(asked.question(key), answer)
        assert not reading.lines[key].is_changed
