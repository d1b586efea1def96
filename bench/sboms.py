"""Reading a component list of 10,000 and 50,000 entries, the maker's own library beside us.

Both read the same made-up CycloneDX 1.6 (hashes, licences, suppliers, graph) into values, each in a
process of its own with no web framework; we check it against the published schema too, which the
library does not while it reads. CPU time, by turns, median of the turns. For the ratio both have
read a document of one component before; for the seconds nothing, so that our schemas load too.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SMALL, LARGE, OUR_TURNS, PEER_TURNS = 10_000, 50_000, 5, 3
RATIO_GOAL, SMALL_GOAL_S, LARGE_GOAL_S = 0.02, 0.3, 2.0
ROOT = Path(__file__).resolve().parent.parent
_OURS = """
from sekisho.adapters.sboms import read_sbom
def read(data): return len(read_sbom(data).components)
"""
_PEER = """
import json
from cyclonedx.model.bom import Bom
def read(data): return len(Bom.from_json(data=json.loads(data)).components)
"""
_MEASURE = """
import sys, time
data = open(sys.argv[1], "rb").read()
if len(sys.argv) > 2: read(open(sys.argv[2], "rb").read())
began = time.process_time()
count = read(data)
print(time.process_time() - began, count, int("django" in sys.modules))
"""


def figures() -> Iterator[dict[str, Any]]:
    """The ratio, and our own seconds for both sizes."""
    with tempfile.TemporaryDirectory() as folder:
        tiny, small, large = (made(Path(folder), count) for count in (4, SMALL, LARGE))
        ours: list[float] = []
        first: list[float] = []
        theirs: list[float] = []
        for turn in range(OUR_TURNS):
            ours.append(seconds(_OURS, small, SMALL + 1, tiny))
            first.append(seconds(_OURS, small, SMALL + 1))
            if turn < PEER_TURNS:
                theirs.append(seconds(_PEER, small, SMALL, tiny))
        big = [seconds(_OURS, large, LARGE + 1) for _ in range(PEER_TURNS)]
    us, peer = statistics.median(ours), statistics.median(theirs)
    yield {
        **_line("sbom_read_10k_vs_cyclonedx_lib", us / peer, "ratio", RATIO_GOAL),
        "baseline": "cyclonedx-python-lib, Bom.from_json, no validation",
        "baseline_value": round(peer, 3),
        "ratio": round(us / peer, 4),
    }
    yield _line("sbom_read_10k_s", statistics.median(first), "s", SMALL_GOAL_S)
    yield _line("sbom_read_50k_s", statistics.median(big), "s", LARGE_GOAL_S)


def _line(name: str, value: float, unit: str, goal: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 4),
        "unit": unit,
        "goal": goal,
        "met": value <= goal,
        "baseline": None,
        "baseline_value": None,
        "ratio": None,
        "note": "CPU seconds of reading with the schema check; for _s the schema is loaded too",
    }


def seconds(reader: str, path: Path, expected: int, before: Path | None = None) -> float:
    """CPU seconds of one read in a fresh process, of another document before it or of none."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", reader + _MEASURE, *map(str, filter(None, (path, before)))],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    taken, count, has_framework = done.stdout.split()
    if int(count) != expected or int(has_framework):
        raise RuntimeError(f"read {count} of {expected} components, framework: {has_framework}")
    return float(taken)


def made(folder: Path, count: int) -> Path:
    """A made-up document with so many components, three dependencies each."""
    dice = random.Random(count)
    parts = [_part(number, dice) for number in range(count)]
    refs = [str(part["bom-ref"]) for part in parts]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        "version": 1,
        "metadata": {
            "timestamp": "2026-11-01T00:00:00Z",
            "component": {"type": "application", "bom-ref": "app", "name": "app", "version": "1"},
        },
        "components": parts,
        "dependencies": [
            {"ref": ref, "dependsOn": sorted(set(dice.sample(refs, 3)) - {ref})} for ref in refs
        ],
    }
    path = folder / f"{count}.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def _part(number: int, dice: random.Random) -> dict[str, Any]:
    version = f"{number % 9}.{number % 7}.{number % 5}"
    purl = f"pkg:npm/part-{number}@{version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": f"part-{number}",
        "version": version,
        "purl": purl,
        "supplier": {"name": "Example Parts"},
        "hashes": [{"alg": "SHA-256", "content": f"{dice.getrandbits(256):064x}"}],
        "licenses": [{"license": {"id": "MIT"}}],
    }
