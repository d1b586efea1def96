"""QR codes as small drawings for a page."""

from __future__ import annotations

import io

import segno

_QUIET = 4  # modules of white around it (ISO/IEC 18004, 5.3.8)


def qr_svg(text: str) -> str:
    """A QR code of the text as SVG, error correction M or better, quiet zone included.

    Made anew each time: the text may be a secret, and no process is to remember it.
    """
    target = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(target, kind="svg", border=_QUIET, xmldecl=False, svgns=True, dark="#000")
    return target.getvalue().decode("ascii")
