"""Small sound files as people upload them, built part by part so that one part can be spoilt."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument."
_WHEN = (2026, 1, 2, 3, 4, 6)
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def relations(*targets: tuple[str, str]) -> bytes:
    """A relations part: sort and target of each."""
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELS}/{sort}" Target="{target}"/>'
        for number, (sort, target) in enumerate(targets, start=1)
    )
    return HEAD + f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'.encode()


def content_types(main: str, sort: str) -> bytes:
    """The part that names the main part and its sort."""
    return (
        HEAD
        + (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
            f'ContentType="application/xml"/><Override PartName="/{main}" '
            f'ContentType="{_TYPE}{sort}.main+xml"/></Types>'
        ).encode()
    )


def worksheet(rows: str, *, before: str = "", after: str = "") -> bytes:
    """A worksheet part with these rows."""
    text = f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    return HEAD + text.encode()


def workbook(
    sheet: bytes | None = None, strings: str = "", parts: dict[str, bytes] | None = None
) -> dict[str, bytes]:
    """The parts of a small sound workbook, with the given ones in their place."""
    plain = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>7</v></c></row>'
    shared = strings or "<si><t>会社</t></si>"
    return {
        "[Content_Types].xml": content_types("xl/workbook.xml", "spreadsheetml.sheet"),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": HEAD
        + f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"),
        ),
        "xl/styles.xml": HEAD
        + f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="14"/></cellXfs></styleSheet>'.encode(),
        STRINGS: HEAD + f'<sst xmlns="{_MAIN}">{shared}</sst>'.encode(),
        SHEET: sheet or worksheet(plain),
        **(parts or {}),
    }


def document(folder: str = "word", parts: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """The parts of a small sound document (word) or presentation (ppt)."""
    main, sort = {
        "word": ("word/document.xml", "wordprocessingml.document"),
        "ppt": ("ppt/presentation.xml", "presentationml.presentation"),
    }[folder]
    return {
        "[Content_Types].xml": content_types(main, sort),
        "_rels/.rels": relations(("officeDocument", main)),
        main: HEAD + "<document>本文</document>".encode(),
        **(parts or {}),
    }


def zipped(parts: dict[str, bytes], *, level: int = 6) -> bytes:
    """An archive of these parts, the same bytes each time."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.orig_filename = name
            archive.writestr(info, content, compresslevel=level)
    return kept.getvalue()


def png(*extra: tuple[bytes, bytes], size: tuple[int, int] = (1, 1)) -> bytes:
    """A picture of one grey point, with further chunks."""
    header = struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), *extra, (b"IDAT", zlib.compress(b"\x00\x80")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def jpeg(*, comment: bytes = b"", size: tuple[int, int] = (1, 1), tail: bytes = b"") -> bytes:
    """The bones of a picture: a frame, a scan, an end."""
    remark = b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment if comment else b""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, size[1], size[0], 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\x01\x01\x00\x00\x3f\x00" + b"\x55" * 40
    return b"\xff\xd8" + remark + frame + scan + b"\xff\xd9" + tail


def pdf(body: bytes = b"1 0 obj<</Type/Catalog>>endobj", tail: bytes = b"\n") -> bytes:
    """The bones of a document."""
    start = b"%PDF-1.7\n" + body + b"\n"
    return start + b"xref\n0 1\nstartxref\n%d\n%%%%EOF" % len(start) + tail
