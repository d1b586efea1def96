"""Every broken or hostile file is read or refused with its place, in bounded memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.factories.hostile_files import HostileFile, hostile_files

READER = Path(__file__).with_name("read_hostile_files.py")
SOURCE = Path(__file__).parents[3] / "src"
MIB = 1024 * 1024
PLACES = {"file"}


@dataclass(frozen=True, slots=True)
class Outcome:
    file: HostileFile
    code: str
    params: dict[str, str | int]
    alone: str
    grown_bytes: int


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> list[Outcome]:
    """All files through one reading process: if it dies, everything here fails."""
    folder = tmp_path_factory.mktemp("hostile")
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    with subprocess.Popen(
        [sys.executable, str(READER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True, env=environment,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        gathered = []
        for file in hostile_files(folder):
            process.stdin.write(json.dumps([str(file.path), file.declared_name]) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            assert answer, f"the reader died of: {file.name}"
            gathered.append(Outcome(file, *json.loads(answer)))
            file.path.unlink()
        process.stdin.close()
    return gathered


def test_there_are_more_than_300_different_files(outcomes):
    assert len({outcome.file.name for outcome in outcomes}) > 300
    assert len({outcome.code for outcome in outcomes}) > 30


def test_each_file_is_read_or_refused_as_expected(outcomes):
    wrong = {
        outcome.file.name: outcome.code
        for outcome in outcomes
        if (outcome.file.expectation == "read") is bool(outcome.code)
    }
    assert wrong == {}


def test_each_refusal_names_the_file_and_only_text_or_whole_numbers(outcomes):
    for outcome in outcomes:
        if outcome.code:
            assert set(outcome.params) >= PLACES, outcome.file.name
            assert all(type(value) in {str, int} for value in outcome.params.values())


def test_no_file_costs_more_than_150_mib_of_memory(outcomes):
    grown = max(outcome.grown_bytes for outcome in outcomes)
    assert grown < 150 * MIB, Counter({o.file.name: o.grown_bytes for o in outcomes}).most_common(3)


def test_what_the_intake_refuses_never_breaks_the_reader_either(outcomes):
    assert {o.alone.split(".")[0] for o in outcomes} <= {"", "sheets"}
