"""A template and data become pages: PDF/A-2b with tags and language, or pictures for a screen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from sekisho.adapters.documents.coverage import printable
from sekisho.kernel.errors import Invalid, Unavailable

FAMILY = "Noto Sans JP"
_TEMPLATES = Path(__file__).parent / "templates"


def render_pdf(
    template: str, data: Mapping[str, Any], fonts: Path, *, at: datetime | None = None
) -> bytes:
    """The document as PDF/A-2b. `at` (with a zone) is its date of making, none when left out.

    Raises Unavailable when the fonts are missing, Invalid when the data cannot be laid out.
    """
    (pdf,) = _compiled(template, data, fonts, at=at, format="pdf", pdf_standards=["a-2b"])
    return pdf


def render_pictures(
    template: str, data: Mapping[str, Any], fonts: Path, *, pixels_per_inch: int = 96
) -> tuple[bytes, ...]:
    """One PNG a page, as the PDF would look. Raises as render_pdf does."""
    return _compiled(template, data, fonts, format="png", ppi=float(pixels_per_inch))


def _compiled(
    template: str, data: Mapping[str, Any], fonts: Path, *, at: datetime | None = None, **how: Any
) -> tuple[bytes, ...]:
    source = _source(template)
    sheet = json.dumps(_printable(data, fonts), ensure_ascii=False)
    compiler = typst.Compiler(
        source, root=_TEMPLATES, font_paths=_fonts(fonts), ignore_system_fonts=True
    )
    if at is not None:
        how["timestamp"] = int(at.timestamp())
    try:
        made = compiler.compile(sys_inputs={"data": sheet}, **how)
    except typst.TypstError as error:
        raise Invalid("documents.not_laid_out") from error
    if made is None:
        raise Invalid("documents.not_laid_out")
    return (made,) if isinstance(made, bytes) else tuple(made)


def _printable(value: Any, fonts: Path) -> Any:
    """The same data with every text fit for the font."""
    if isinstance(value, str):
        return printable(value, fonts)
    if isinstance(value, Mapping):
        return {key: _printable(one, fonts) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one, fonts) for one in value]
    return value


@lru_cache(maxsize=8)
def _source(template: str) -> bytes:
    return (_TEMPLATES / f"{template}.typ").read_bytes()


@lru_cache(maxsize=4)
def _fonts(folder: Path) -> typst.Fonts:
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
    if FAMILY not in found.families():
        raise Unavailable("documents.font_missing", font=FAMILY)
    return found
