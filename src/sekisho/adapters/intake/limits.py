"""What one upload may be, and what is known about it once it has passed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MIB_BYTES = 1024 * 1024


class Kind(StrEnum):
    """Every sort of file the intake can recognise and let in."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    XLSX = "xlsx"
    DOCX = "docx"
    PPTX = "pptx"
    TXT = "txt"
    CSV = "csv"
    ZIP = "zip"


EVIDENCE_KINDS = frozenset(Kind) - {Kind.ZIP}
SHEET_KINDS = frozenset({Kind.XLSX, Kind.CSV})

_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: dict[Kind, str] = {
    Kind.PDF: "application/pdf",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    Kind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    Kind.PPTX: f"{_OFFICE}.presentationml.presentation",
    Kind.TXT: "text/plain",
    Kind.CSV: "text/csv",
    Kind.ZIP: "application/zip",
}
EXTENSIONS: dict[str, Kind] = {
    "pdf": Kind.PDF,
    "png": Kind.PNG,
    "jpg": Kind.JPEG,
    "jpeg": Kind.JPEG,
    "xlsx": Kind.XLSX,
    "docx": Kind.DOCX,
    "pptx": Kind.PPTX,
    "txt": Kind.TXT,
    "log": Kind.TXT,
    "csv": Kind.CSV,
    "tsv": Kind.CSV,
    "zip": Kind.ZIP,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What is let in: `SHEET_KINDS` for an import, `EVIDENCE_KINDS` (the default) for evidence.

    `archive_ratio` is unpacked to packed size, asked of members over one MiB and of the whole.
    """

    size_bytes: int = 20 * MIB_BYTES
    kinds: frozenset[Kind] = EVIDENCE_KINDS
    archive_members: int = 2_000
    archive_unpacked_bytes: int = 200 * MIB_BYTES
    archive_ratio: int = 200
    image_pixels: int = 100_000_000


@dataclass(frozen=True, slots=True)
class Accepted:
    """An upload that passed: `safe_name` may be shown and offered for download."""

    kind: Kind
    media_type: str
    size_bytes: int
    sha256: str
    safe_name: str
