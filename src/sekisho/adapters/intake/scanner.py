"""The port behind which a malware scanner may stand; without one nothing is called clean."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Protocol


class ScanState(StrEnum):
    """What is known about malware in a file; `NOT_SCANNED` and `ERROR` are never shown as safe."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"
    ERROR = "error"


class Scanner(Protocol):
    """Looks at one file in the clear; answers `ERROR` rather than raise."""

    def scan(self, path: Path) -> ScanState:
        """The state of the file at that path."""
        ...


class NoScanner:
    """Stands in where no scanner is set up."""

    def scan(self, path: Path) -> ScanState:  # noqa: ARG002 - the port's signature
        """Always `NOT_SCANNED`."""
        return ScanState.NOT_SCANNED
