"""File names as strangers give them, made safe to show, store and offer for download."""

from __future__ import annotations

import re
import unicodedata

NAME_CHARACTERS = 120
NAME_BYTES = 240
_SEPARATORS = re.compile(r"[/\\]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE
)
# Control, format (bidi overrides, zero width), surrogate, private use, unassigned, line, paragraph.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def visible_text(text: str, *, limit: int = NAME_CHARACTERS) -> str:
    """The text without characters that cannot be seen or that turn the reading direction."""
    seen = (character for character in text if unicodedata.category(character) not in _UNSEEN)
    return "".join(seen)[:limit]


def clean_name(declared_name: str) -> str:
    """The last path part in NFC, visible characters only, never empty or reserved.

    At most 120 characters and 240 bytes of UTF-8; the extension survives shortening.
    """
    last = _SEPARATORS.split(declared_name)[-1]
    shown = visible_text(unicodedata.normalize("NFC", last[-4_000:]), limit=4_000)
    name = _FORBIDDEN.sub("_", shown).strip().rstrip(". ").strip()
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    stem = stem.strip(". ") or "file"
    if _RESERVED.fullmatch(stem.split(".")[0].strip()):
        stem = f"_{stem}"
    return _shortened(stem, f"{dot}{extension[:16]}")


def extension_of(name: str) -> str:
    """The extension in lower case without its dot; empty where there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _shortened(stem: str, ending: str) -> str:
    stem = stem[: NAME_CHARACTERS - len(ending)]
    while len((stem + ending).encode()) > NAME_BYTES:
        stem = stem[:-1]
    return stem.rstrip(". ") + ending
