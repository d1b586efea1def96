"""How long comparing two versions of a question set of 500 questions takes."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from typing import Any

from sekisho.engines.question_diff import SetDiff, diff_sets
from sekisho.engines.question_diff.words import grams, plain
from sekisho.engines.questionnaire import QuestionSetVersion, parse_set

QUESTIONS, GOAL_MS, RUNS = 500, 200.0, 5
_WHAT = ("バックアップ", "ログ", "パスワード", "更新プログラム", "入退室", "委託先", "端末", "教育")
_DONE = ("を毎月確認していますか", "の一覧を持っていますか", "の手順を定めていますか")
_WHERE = ("本社", "工場", "営業所", "倉庫", "海外拠点", "研究所", "在宅勤務")
_LABELS = {key: {"ja": key, "en": key} for key in ("yes", "no", "partial", "na", "unknown")}


def figures() -> Iterator[dict[str, Any]]:
    """Milliseconds of one comparison, the memory of texts emptied before each; the median."""
    old, new = _versions()
    taken = [_one(old, new) for _ in range(RUNS)]
    value = statistics.median(ms for ms, _diff in taken)
    yield {
        "name": "editor_diff_500_ms",
        "value": round(value, 1),
        "unit": "ms",
        "goal": GOAL_MS,
        "met": value <= GOAL_MS,
        "baseline": None,
        "baseline_value": None,
        "ratio": None,
        "note": _note(taken[0][1]),
    }


def _one(old: QuestionSetVersion, new: QuestionSetVersion) -> tuple[float, SetDiff]:
    plain.cache_clear()
    grams.cache_clear()
    started = time.perf_counter()
    diff = diff_sets(old, new)
    return (time.perf_counter() - started) * 1000, diff


def _note(diff: SetDiff) -> str:
    moved = sum(change.is_moved for change in diff.questions)
    return (
        f"{len(diff.added)} added, {len(diff.removed)} removed, {moved} moved, "
        f"{len(diff.material)} material, {len(diff.guesses)} renamed ones guessed"
    )


def _versions() -> tuple[QuestionSetVersion, QuestionSetVersion]:
    """One set, and the same with 80 renamed, 80 reworded, 40 new and 60 moved questions."""
    dice = random.Random(500)
    rows = [_row(dice, number) for number in range(QUESTIONS)]
    later = [dict(row) for row in rows]
    for number, row in enumerate(dice.sample(later, 200)):
        if number < 80:
            row["id"] = f"R{row['id']}"
        elif number < 160:
            row["ja"] = f"{row['ja'][:-1]}、{dice.choice(_WHERE)}も含みますか。"
        else:
            row.update(_row(dice, QUESTIONS + number))
    for _ in range(60):
        later.insert(dice.randrange(QUESTIONS), later.pop(dice.randrange(QUESTIONS)))
    return _parsed("1.0", rows), _parsed("2.0", later)


def _row(dice: random.Random, number: int) -> dict[str, Any]:
    place, what, done = dice.choice(_WHERE), dice.choice(_WHAT), dice.choice(_DONE)
    ja = f"{place}の{what}{number}{done}（対象は{dice.randrange(10**6)}件）。"
    en = f"Is measure {dice.randrange(10**6)} on item {number} in place and checked every month?"
    return {"id": f"Q{number}", "category": "all", "ja": ja, "en": en}


def _parsed(version: str, rows: list[dict[str, Any]]) -> QuestionSetVersion:
    words = {"ja": "計測", "en": "Bench"}
    return parse_set(
        {
            "form": 1,
            "id": "bench",
            "version": version,
            "title": words,
            "licence": "-",
            "source": {"id": "OWN", **words},
            "respondent": "supplier",
            "yes_no_labels": _LABELS,
            "categories": [{"id": "all", "weight": 1, **words}],
            "questions": rows,
        }
    )
