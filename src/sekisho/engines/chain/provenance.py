"""What a result rests on, so that it can be had again to the byte."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provenance:
    """Hash of the snapshot, version of the parameters, seed of the luck."""

    snapshot: str
    parameters: str
    seed: int
