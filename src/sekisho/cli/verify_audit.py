"""Checks an exported audit record. Stands alone: copy this one file to any machine with Python.

    python verify_audit.py audit.jsonl [--head HASH]

Trusts nothing of Sekisho: the chain is computed here again from the exported lines. `--head` is the
head noted elsewhere (a back-up's manifest, a letter to the auditor); with it even a record that was
rewritten from the first entry to the last is found out. Ends with 0 when everything fits, 1 when
not, 2 when the file is no export.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FORMAT = "sekisho-audit-1"
GENESIS = "0" * 64


class NotAnExport(Exception):
    """The file is something else."""


def fault_in(lines: Iterable[str], *, head: str = "") -> tuple[int, str, str]:
    """Number of sound entries, their head, and what is wrong after them (empty when nothing is).

    Raises NotAnExport when the first line does not say that this is one.
    """
    rows = iter(lines)
    if _parsed(next(rows, "")).get("format") != FORMAT:
        raise NotAnExport
    count, previous = 0, GENESIS
    for line in rows:
        row = _parsed(line)
        if "head" in row:
            return count, previous, _end_fault(row["head"], count, previous, head)
        fault = _entry_fault(row, count + 1, previous)
        if fault:
            return count, previous, fault
        count, previous = count + 1, str(row["hash"])
    return count, previous, "the end is missing"


def _parsed(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        return {}
    return row if isinstance(row, dict) else {}


def _entry_fault(row: dict[str, Any], expected_seq: int, previous: str) -> str:
    if row.get("seq") != expected_seq:
        return f"entry {expected_seq} is missing, doubled or unreadable"
    if row.get("previous_hash") != previous:
        return f"entry {expected_seq} does not follow the one before"
    fields = {name: value for name, value in row.items() if name != "hash"}
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    is_same = hashlib.sha256(text.encode()).hexdigest() == row.get("hash")
    return "" if is_same else f"entry {expected_seq} was changed"


def _end_fault(kept: Any, count: int, previous: str, head: str) -> str:
    if kept != {"seq": count, "hash": previous}:
        return "the last entries are missing: the head names another one"
    if head and head != previous:
        return "the head is not the one that was noted"
    return ""


def main() -> int:
    """Read the file named on the command line and say what was found."""
    parser = argparse.ArgumentParser(description="Check an exported audit record.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--head", default="", help="the head that was noted elsewhere")
    given = parser.parse_args()
    try:
        with given.file.open(encoding="utf-8") as file:
            count, head, fault = fault_in(file, head=given.head)
    except (OSError, UnicodeDecodeError, NotAnExport):
        sys.stderr.write(f"{given.file} is no exported audit record.\n")
        return 2
    sys.stdout.write(f"{count} sound entries, head {head}\n")
    if fault:
        sys.stdout.write(f"Broken: {fault}\n")
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
