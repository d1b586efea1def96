"""What a reader of a PDF sees: its text, and what its file says of itself."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import sekisho

FONTS = Path(sekisho.__file__).parent / "ui" / "static" / "ui" / "vendor"


def text_of(pdf: bytes) -> str:
    """The text as somebody would copy it out, read by a program of others (poppler)."""
    return _told("pdftotext", pdf, "-layout", "-", "-")


def facts_of(pdf: bytes) -> dict[str, str]:
    """What the file says of itself: pages, size, tags, title."""
    lines = _told("pdfinfo", pdf, "-").splitlines()
    return {name.strip(): value.strip() for name, _, value in (one.partition(":") for one in lines)}


def pages_of(pdf: bytes) -> list[str]:
    """The text page by page."""
    return text_of(pdf).split("\f")[:-1]


def _told(program: str, pdf: bytes, *words: str) -> str:
    found = shutil.which(program)
    if not found:
        pytest.fail(f"There is no {program} here: apt-get install -y poppler-utils")
    done = subprocess.run([found, *words], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()
