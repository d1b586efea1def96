"""Ten thousand organisations from a workbook into the register, beside merely reading its cells.

`import_10k_ratio` sets the CPU time of dry run and commit against openpyxl's read-only mode going
over the same cells, both in this process, by turns, median of five. `import_10k_s` is the time on
the clock of the same imports. Everything runs on a throwaway SQLite database.
"""

from __future__ import annotations

import atexit
import io
import os
import random
import shutil
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

ORGANISATIONS = 10_000
ROUNDS = 5
RATIO_GOAL, SECONDS_GOAL = 1.5, 10.0
_HEADINGS = (
    *("取引先コード", "組織名", "組織名カナ", "英語名", "法人番号", "国", "資本金", "従業員数"),
    *("取引区分", "供給品目", "タグ", "担当者名", "メールアドレス", "社内担当者"),
)
_PLACES = "青葉 赤坂 朝日 旭 伊勢 岩手 宇都 大野 小川 加賀 北上 桐生 黒部".split()
_WORDS = "精機 製作所 工業 電子 化成 物流 金属 樹脂 塗装 システム 商会 運輸 光学 鋳造 包装".split()
_MIDDLE = "東西南北中央第一二三新本栄昭和平成山川松竹梅桜泉原谷浜岡森林野田村".strip()


def workbook(count: int = ORGANISATIONS) -> bytes:
    """A list of invented organisations as Excel saves it: shared texts, numbers, 14 columns."""
    import xlsxwriter

    chance = random.Random(20261122)
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("取引先")
    sheet.write_row(0, 0, _HEADINGS)
    for number in range(1, count + 1):
        sheet.write_row(number, 0, _cells(number, chance))
    book.close()
    return target.getvalue()


def _cells(number: int, chance: random.Random) -> tuple[str | int, ...]:
    place, word = chance.choice(_PLACES), chance.choice(_WORDS)
    middle = "".join(chance.choice(_MIDDLE) for _ in range(3))
    return (
        f"D-{number:05d}",
        f"株式会社{place}{middle}{word}",
        f"カブシキガイシャデモ{number % 97}",
        f"Demo Works {number} Co., Ltd.",
        corporate_number(number),
        "日本" if number % 9 else "米国",
        f"{number % 90 + 10}00万円",
        number % 900 + 5,
        ("調達", "委託", "サービス")[number % 3],
        f"部品群{number % 40}",
        f"区分{number % 12}",
        f"担当{number % 700}",
        f"desk{number}@d{number}.example",
        f"購買{number % 30}",
    )


def corporate_number(number: int) -> str:
    """A corporate number with the right check digit for an invented body."""
    base = f"{900_000_000_000 + number:012d}"
    weighted = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(base)))
    return f"{9 - weighted % 9}{base}"


def read_cells(data: bytes) -> int:
    """The peer: openpyxl's read-only mode over every cell."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return sum(len(row) for row in book.worksheets[0].iter_rows(values_only=True))


def prepare() -> None:
    """Point the settings into a throwaway folder and make the database."""
    folder = Path(tempfile.mkdtemp(prefix="sekisho-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "data").mkdir()
    from sekisho.adapters.vault import create_key_file

    create_key_file(folder / "keys" / "sekisho.json")
    os.environ["SEKISHO_DATA"] = str(folder / "data")
    os.environ["SEKISHO_KEY_FILE"] = str(folder / "keys" / "sekisho.json")
    os.environ["DJANGO_SETTINGS_MODULE"] = "sekisho.config.settings"
    import django

    django.setup()


def empty_register() -> uuid.UUID:
    """A fresh database with a home and one person who may import; answers the person's id."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from sekisho.apps.organisations.actions import NewOrganisation, create_home
    from sekisho.apps.organisations.queries.keys import forget_keys
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM

    connection.close()
    for path in Path(settings.SEKISHO_DATA).glob("sekisho.sqlite3*"):
        path.unlink()
    forget_keys()
    call_command("migrate", verbosity=0)
    home = NewOrganisation("デモ工業株式会社")
    create_home(SYSTEM, organisation=home, now=clock.now())
    return uuid.uuid4()


def bring_in(data: bytes, person: uuid.UUID) -> dict[str, int]:
    """Upload, dry run and commit, as the pages and jobs do it; answers the counts."""
    from sekisho.apps.organisations.queries import home_id
    from sekisho.apps.partners.actions.imports import (
        commit_import,
        run_check,
        run_commit,
        set_mapping,
        start_import,
    )
    from sekisho.apps.partners.queries.imports import import_for
    from sekisho.kernel import clock
    from sekisho.kernel.actor import Actor, ActorKind, Grant, Role

    grants = frozenset({Grant(Role.MANAGER, home_id())})
    actor = Actor(kind=ActorKind.PERSON, uid=person, grants=grants)
    now = clock.now()
    uid = start_import(actor, file_name="partners.xlsx", data=data, now=now)
    batch = _number_of(uid)
    set_mapping(actor, uid=uid, mapping=import_for(actor, uid).mapping, now=now)
    run_check(actor, batch_id=batch, tick=_ignore, now=now)
    commit_import(actor, uid=uid, now=now)
    run_commit(actor, batch_id=batch, tick=_ignore, now=now)
    return import_for(actor, uid).counts


def _number_of(uid: uuid.UUID) -> int:
    from sekisho.apps.partners.models import ImportBatch

    return ImportBatch.objects.get(uid=uid).pk


def _ignore(_done: int) -> datetime:
    """Nobody watches."""
    from sekisho.kernel import clock

    return clock.now()


def figures() -> Iterator[dict[str, object]]:
    """The two figures of the import."""
    prepare()
    data = workbook()
    peer_cpu, own_cpu, own_wall = [], [], []
    for _round in range(ROUNDS):
        started = time.process_time()
        read_cells(data)
        peer_cpu.append(time.process_time() - started)
        person = empty_register()
        started, clock_started = time.process_time(), time.perf_counter()
        counts = bring_in(data, person)
        own_cpu.append(time.process_time() - started)
        own_wall.append(time.perf_counter() - clock_started)
        if counts["committed"] != ORGANISATIONS:
            raise RuntimeError(f"The import lost rows: {counts}")
    baseline, own = statistics.median(peer_cpu), statistics.median(own_cpu)
    ratio, seconds = round(own / baseline, 2), round(statistics.median(own_wall), 2)
    note = f"{ORGANISATIONS} organisations x {len(_HEADINGS)} columns, SQLite, median of {ROUNDS}"
    yield {
        "name": "import_10k_ratio", "value": ratio, "unit": "times", "goal": RATIO_GOAL,
        "met": ratio <= RATIO_GOAL, "baseline": "openpyxl read-only, same cells, CPU seconds",
        "baseline_value": round(baseline, 2), "ratio": ratio,
        "note": f"{note}; CPU {own:.2f} s: upload, columns, dry run, commit",
    }  # fmt: skip
    yield {
        "name": "import_10k_s", "value": seconds, "unit": "s", "goal": SECONDS_GOAL,
        "met": seconds <= SECONDS_GOAL, "baseline": "", "baseline_value": None, "ratio": None,
        "note": note,
    }  # fmt: skip


if __name__ == "__main__":
    import json

    for figure in figures():
        print(json.dumps(figure, ensure_ascii=False))
