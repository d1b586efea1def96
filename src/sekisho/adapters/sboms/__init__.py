"""Reads component lists (SBOM): CycloneDX 1.2 to 1.7, SPDX 2.2, 2.3 and 3.0, each into one value.

Self-contained: bytes in, a frozen Document out. Must not know deliveries, advisories or Django.
Every document is taken for hostile: limits, no entities, no network, no recursion of ours.
"""

from __future__ import annotations

from sekisho.adapters.sboms.reading import read_sbom
from sekisho.adapters.sboms.values import Component, Document, Format, Limits, Note, Relation

__all__ = ["Component", "Document", "Format", "Limits", "Note", "Relation", "read_sbom"]
