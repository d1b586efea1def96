"""Reads every hostile file as an upload would be read and prints what became of it, as JSON."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from sekisho.adapters.intake import Kind, inspect_upload
from sekisho.adapters.sheets import open_sheet
from sekisho.kernel.errors import Problem

ENDLESS_SECONDS = 120


def read(path: Path) -> None:
    opened = open_sheet(path)
    for name in opened.sheet_names:
        for _ in opened.rows(name):
            pass


def upload(path: Path, declared_name: str) -> tuple[str, dict[str, str | int]]:
    try:
        if inspect_upload(path, declared_name=declared_name).kind in {Kind.XLSX, Kind.CSV}:
            read(path)
    except Problem as problem:
        return problem.code, problem.params
    return "", {}


def sheet_alone(path: Path) -> str:
    """Reading must hold without the intake before it, too."""
    try:
        read(path)
    except Problem as problem:
        return problem.code
    return ""


def peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def guard() -> None:
    """End this process should the next file keep it busy for ever."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used_seconds = int(usage.ru_utime + usage.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (used_seconds + ENDLESS_SECONDS, hard))


def main() -> None:
    before = peak_bytes()
    for line in sys.stdin:
        path, declared_name = json.loads(line)
        guard()
        code, params = upload(Path(path), declared_name)
        alone = sheet_alone(Path(path)) if code.startswith("intake.") else ""
        grown = peak_bytes() - before
        print(json.dumps([code, params, alone, grown]), flush=True)


main()
