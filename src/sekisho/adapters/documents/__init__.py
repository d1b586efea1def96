"""Documents for paper: PDF and pictures of pages by typst, QR codes by segno.

Templates lie beside this file; what they say comes in as data and can never become markup. Fonts
are a folder that the caller names; those of the machine are not looked at, so that a page looks
the same everywhere. Nothing is read from the network, and nothing is written to disk.
"""

from __future__ import annotations

from sekisho.adapters.documents.coverage import printable
from sekisho.adapters.documents.pages import render_pdf, render_pictures
from sekisho.adapters.documents.qr import qr_svg

__all__ = ["printable", "qr_svg", "render_pdf", "render_pictures"]
