"""A workbook of 200 questions written and read back, beside openpyxl writing and reading the same.

Ours lays out lists, locks, hints and checks, draws them, reads through the limits and turns every
cell into an answer; openpyxl puts the same texts into cells and reads them again. By turns in this
process, median of five.
"""

from __future__ import annotations

import hashlib
import io
import statistics
import time
from collections.abc import Iterator
from typing import Any

QUESTIONS, ROUNDS, GOAL_SECONDS = 200, 5, 1.0


def figures() -> Iterator[dict[str, Any]]:
    """Seconds of the round trip."""
    ours, theirs, cells = [], [], ()
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        cells = _ours()
        ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        _openpyxl(cells)
        theirs.append(time.perf_counter() - start)
    value, baseline = statistics.median(ours[1:]), statistics.median(theirs[1:])
    yield {
        "name": "workbook_200_s",
        "value": round(value, 3),
        "unit": "s",
        "goal": GOAL_SECONDS,
        "met": value <= GOAL_SECONDS,
        "baseline": "openpyxl, texts alone",
        "baseline_value": round(baseline, 3),
        "ratio": round(value / baseline, 3),
        "note": f"{QUESTIONS} questions laid out, written, read, checked and compared; one core",
    }


def _set() -> Any:
    from sekisho.engines.questionnaire import parse_set

    words = {"ja": "はい", "en": "Yes"}
    labels = {"yes": words, "no": {"ja": "いいえ", "en": "No"}}
    labels |= {"partial": {"ja": "一部実施", "en": "Partly"}, "na": {"ja": "該当なし", "en": "N/A"}}
    labels |= {"unknown": {"ja": "わからない", "en": "Do not know"}}
    questions = [
        {
            "id": f"Q{number}",
            "category": f"c{number % 10}",
            "ja": f"設問{number}：機器の更新の状況を確かめていますか。",
            "en": f"Question {number}: do you check that devices are up to date?",
            "followup": {"when": ["no"], "ja": "対象をお書きください。", "en": "Which ones?"},
        }
        for number in range(1, QUESTIONS + 1)
    ]
    return parse_set(
        {
            "form": 1,
            "id": "bench-200",
            "version": "1.0",
            "title": {"ja": "点検", "en": "Check"},
            "source": {"id": "B", "ja": "試", "en": "Trial"},
            "licence": "Apache-2.0",
            "use": {"ja": "計測", "en": "Measuring"},
            "respondent": "supplier",
            "yes_no_labels": labels,
            "categories": [
                {"id": f"c{one}", "weight": 10, "ja": f"分類{one}", "en": f"Part {one}"}
                for one in range(10)
            ],
            "questions": questions,
        }
    )


def _mac(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _ours() -> tuple[tuple[str, ...], ...]:
    """The round trip; returns the texts of the sheet of questions."""
    from sekisho.adapters.sheets import open_sheet, write_form
    from sekisho.engines.questionnaire import Answer, Plan, Respondent, StoredAnswer
    from sekisho.engines.workbook import (
        Expected,
        Stamp,
        Table,
        Wish,
        compare,
        find_stamp,
        lay_out,
        read_answers,
    )

    asked = _set()
    answer = Answer(("no",), followup="工場の端末", plan=Plan("更新する", "情シス", "2027-01-31"))
    stored = {one.key: StoredAnswer(answer, 1, "2026-11-22", "A") for one in asked.questions}
    stamp = Stamp("a", "SK-2026-001", asked.key, asked.version, "ja", "2026-11-22")
    wish = Wish(asked, Respondent.SUPPLIER, stored, stamp, _words(), "点検", ())
    out = io.BytesIO()
    write_form(out, lay_out(wish, _mac))
    sheet = open_sheet(io.BytesIO(out.getvalue()), name="bench.xlsx")
    names = sheet.sheet_names + sheet.hidden_sheet_names
    tables = tuple(Table(name, tuple(sheet.rows(name))) for name in names)
    expected = Expected(asked.questions, find_stamp(tables), ())
    reading = read_answers(tables, expected, _mac)
    found = compare(reading, asked.questions, stored)
    if reading.faults or len(found) != QUESTIONS or reading.lines["Q1"].answer != answer:
        raise RuntimeError("the workbook did not come back as it went out")
    return tuple(row.cells for row in tables[1].rows)


def _words() -> Any:
    from dataclasses import fields

    from sekisho.engines.workbook import Words

    names = ("number", "category", "question", "help", "answer", "followup", "reason", "what")
    headings = {name: name for name in (*names, "who", "due")}
    given: dict[str, Any] = {field.name: field.name for field in fields(Words)}
    given |= {"language": "ja", "headings": headings, "quoted": "「%(text)s」"}
    return Words(**given | {"remark_when": "%(choices)s: %(text)s"})


def _openpyxl(rows: tuple[tuple[str, ...], ...]) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    read = openpyxl.load_workbook(io.BytesIO(out.getvalue()), read_only=True)
    count = sum(1 for _ in read.active.iter_rows(values_only=True))
    if count != len(rows):
        raise RuntimeError("openpyxl lost rows")
