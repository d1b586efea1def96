"""The one door through which every uploaded file enters: size, type by content, structure, name.

Knows nothing of who uploads, where the file is kept, or how it is encrypted at rest. Codes raised:

    TooLarge    intake.too_large (file, limit_bytes)         intake.image_pixels (file, limit)
                intake.archive_members (file, count, limit)  intake.archive_ratio (file, member)
                intake.archive_unpacked (file, member, limit_bytes)
    Invalid     intake.empty (file)                  intake.type_not_allowed (file, kind)
                intake.type_unknown (file)           intake.extension_differs (file, kind)
                intake.old_excel (file)              intake.old_office (file)
                intake.encrypted (file, member)      intake.polyglot (file, kind, offset)
                intake.active_content (file, member)  intake.macros (file, member)
                intake.archive_name (file, member)   intake.archive_duplicate (file, member)
                intake.archive_overlap (file, member)   intake.archive_nested (file, member)
                intake.xml_entities (file, member)
    Unreadable  intake.broken (file, kind, offset)   intake.archive_broken (file, member)
                intake.text_encoding (file, line)    intake.text_control (file, line)
                intake.xml_broken (file, member, line)

`intake.old_excel` asks its reader to save the file as xlsx.
"""

from __future__ import annotations

from sekisho.adapters.intake.bundles import files_in_bundle, is_bundle
from sekisho.adapters.intake.inspection import inspect_upload
from sekisho.adapters.intake.limits import (
    EVIDENCE_KINDS,
    MEDIA_TYPES,
    SHEET_KINDS,
    Accepted,
    Kind,
    Limits,
)
from sekisho.adapters.intake.names import clean_name
from sekisho.adapters.intake.scanner import NoScanner, Scanner, ScanState

__all__ = [
    "EVIDENCE_KINDS",
    "MEDIA_TYPES",
    "SHEET_KINDS",
    "Accepted",
    "Kind",
    "Limits",
    "NoScanner",
    "ScanState",
    "Scanner",
    "clean_name",
    "files_in_bundle",
    "inspect_upload",
    "is_bundle",
]
