"""What may be in the repository: no addresses of registries, no paths of one machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.source import ROOT, committed_files, shown

# Spelled in parts, so that these rules do not find themselves.
REGISTRIES = re.compile(
    r"https?://[\w.-]*\b(?:py" + r"pi\.org|python" + r"hosted\.org|npm" + r"js\.(?:org|com)|yarn"
    r"pkg\.com|proxy\.golang\.org|crates\.io)"
)
MACHINE = re.compile(r"(?<![\w.:/~-])/(?:ho" + r"me|Us" + r"ers|ro" + r"ot|wo" + r"rk)/[A-Za-z]")
LOCK_ADDRESS = re.compile(r'"resolved"\s*:|^--(?:extra-)?index-url|^--find-links|://', re.MULTILINE)
LARGEST_BYTES = 2_000_000


def text_of(path: Path) -> str:
    """The text of a file; empty for one that is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def lock_files() -> list[Path]:
    return [p for p in committed_files() if p.suffix == ".lock" or p.name == "package-lock.json"]


def test_no_file_names_a_package_registry():
    assert not [shown(path) for path in committed_files() if REGISTRIES.search(text_of(path))]


def test_no_file_names_a_path_of_one_machine():
    found = {
        shown(path): hit.group()
        for path in committed_files()
        if path != ROOT / ".ci" / "run" and (hit := MACHINE.search(text_of(path)))
    }
    assert not found


def test_lock_files_carry_hashes_and_no_addresses():
    assert not (ROOT / "uv.lock").exists()
    for path in lock_files():
        text = text_of(path)
        if path.name == "package-lock.json":
            text = re.sub(r'"url": "https://(?:github|opencollective|www|tidelift)[^"]*"', "", text)
            assert '"resolved"' not in text
            assert '"integrity"' in text
        else:
            assert "--hash=sha256:" in text
            assert not LOCK_ADDRESS.search(text), shown(path)


def test_no_file_is_larger_than_2_megabytes():
    assert not [shown(path) for path in committed_files() if path.stat().st_size > LARGEST_BYTES]


def test_nothing_built_or_secret_is_committed():
    suffixes = {".mo", ".pyc", ".sqlite3", ".pem", ".key", ".woff2", ".map"}
    assert not [shown(path) for path in committed_files() if path.suffix in suffixes]


@pytest.mark.parametrize(
    "line",
    [
        "https://py" + "pi.org/simple",
        "https://files.python" + "hosted.org/x",
        "https://registry.npm" + "js.org/",
    ],
)
def test_a_planted_registry_is_seen(line):
    assert REGISTRIES.search(line)


@pytest.mark.parametrize("line", ["cd /ho" + "me/aoi/x", '"/wo' + 'rk/main"', "/ro" + "ot/key"])
def test_a_planted_path_is_seen(line):
    assert MACHINE.search(line)


@pytest.mark.parametrize(
    "line", ["https://example.com/work/x", "src/home/web.py", "o/work/", "../work/a"]
)
def test_an_address_or_room_of_that_name_is_not_taken_for_a_path(line):
    assert not MACHINE.search(line)
