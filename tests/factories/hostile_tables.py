"""The tables among the hostile files: CSV in odd encodings and workbooks with odd cells."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Literal

from tests.factories.upload_files import SHEET, STRINGS, workbook, worksheet, zipped

Expectation = Literal["read", "refused"]
Case = tuple[str, str, bytes, Expectation]  # name, declared file name, content, expectation
_TEXT = "会社名,番号\r\n架空製作所,0012345678901\r\n"


def cases() -> Iterator[Case]:
    """All of them."""
    yield from _encodings()
    yield from _markup()
    yield from _csv()
    yield from _sound_cells()
    yield from _bad_cells()
    yield from _large()


def _encodings() -> Iterator[Case]:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp932"):
        yield f"csv in {encoding}", "t.csv", _TEXT.encode(encoding), "read"
    big_endian = codecs.BOM_UTF16_BE + _TEXT.encode("utf-16-be")
    yield "csv in utf-16-be with mark", "t.csv", big_endian, "read"
    for encoding in ("utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "iso2022_jp"):
        yield f"csv in {encoding}", "t.csv", _TEXT.encode(encoding), "refused"
    bad = {
        "only a mark": codecs.BOM_UTF8,
        "only a 16-bit mark": codecs.BOM_UTF16_LE,
        "only blanks": b"\r\n \t\r\n",
        "lone surrogate": "a,\ud800\n".encode("utf-8", "surrogatepass"),
        "lone 16-bit surrogate": codecs.BOM_UTF16_LE + b"a\x00\x00\xd8b\x00",
        "half a 16-bit sign": codecs.BOM_UTF16_LE + b"a\x00,\x00b",
        "broken after the mark": codecs.BOM_UTF8 + b"a,\xff\n",
        "damaged late": ("架空の製作所の名前" * 9).encode() + b"\xe4,\n",
        "cut in a sign": _TEXT.encode()[:14] + "架空製作所".encode()[:-1],
        "overlong slash": b"a\xc0\xaf..\xf5\xff",
        "cp932 that ends in half a sign": "会社".encode("cp932") + b"\x81",
        "undefined cp932": b"\x85\x40\xfc\xfc\xff\xfd",
        "latin": "Zoë,Ærø\n".encode("latin-1") + b"\xfd\xff\n",
    }
    for name, content in bad.items():
        yield f"text: {name}", "t.csv", content, "refused"
    for code in (0, 1, 7, 8, 11, 14, 26, 27, 31, 127):
        yield f"control character {code}", "t.csv", f"a,b{chr(code)}c\n".encode(), "refused"


def _markup() -> Iterator[Case]:
    heads = (
        "<html>",
        "<!DOCTYPE html>",
        "<script>1</script>",
        "<svg onload=x>",
        '<?xml version="1.0"?>',
        "<?php 1;",
        "<% x %>",
        "<!-- c --><b>",
        "\n\t <HTML>",
        "\ufeff<html>",
        "<iframe src=x>",
        "<img src=x onerror=y>",
        "<a href=x>",
        "<body>",
        "<style>",
        "<meta charset=x>",
        "<table>",
        "#!/bin/sh",
        "@echo off",
        "MIME-Version: 1.0",
        "<form>",
        "<base href=x>",
        "<object>",
    )
    for head in heads:
        yield f"markup {head!r} as csv", "page.csv", f"{head}\n<p>x</p>,1\n".encode(), "refused"
        yield f"markup {head!r} as txt", "page.txt", f"{head}\nhello\n".encode(), "refused"
    yield "log that mentions a script", "web.log", b"10:00 GET /?q=<script>1</script>\n", "read"


def _csv() -> Iterator[Case]:
    good = {
        "mixed newlines": "a,b\rc,d\ne,f\r\ng,h",
        "quoted newline": 'a,"b\r\nc"\r\nd,e\r\n',
        "formulas": "=1+1,+1,-1,@SUM(A1)\r\n\"=cmd|' /C calc'!A1\",２\r\n",
        "full-width formulas": "＝1+1,＋1,－1,＠A1\r\n",
        "tabs": "a\tb\nc\td\n",
        "semicolons": "a;b\n1,5;2,5\n",
        "uneven rows": "a\nb,c,d\n,,,\ne,f\n",
        "blank rows": "\n\na,b\n\n\nc,d\n",
        "quotes in the middle": 'a,5" pipe,b\n',
        "right to left": "a,\u202eevil\u202c\n",
        "emoji": "a,😀👩‍👩‍👧\n",
        "two hundred columns": ",".join("x" * 200) + "\n",
        "longest cell": "x" * 32_767 + ",b\n",
        "no last newline": "a,b",
        "only commas but one": ",,,,x\n",
        "next-line sign": "a,b\u0085c\n",
    }
    for name, text in good.items():
        yield f"csv: {name}", "good.csv", text.encode(), "read"
    bad = {
        "open quote": 'a,b\n"c,d\ne,f\n',
        "text after a quote": 'a,b\n"c"d,e\n',
        "201 columns": ",".join("x" * 201) + "\n",
        "a million columns": "," * 1_000_000 + "x\n",
        "five million columns": "," * 5_000_000 + "x\n",
        "cell too long": "x" * 32_768 + ",b\n",
        "endless line": "x" * 3_000_000,
        "endless quoted cell": 'a,b\n"' + "x\n" * 400_000,
        "endless quoted row": "a,b\n" + '"\n",' * 900_000,
        "a million rows": "".join(f"{n},x\n" for n in range(1_000_000)),
        "more blank rows than any sheet has": "\n" * 1_100_000 + "x\n" + "\n" * 10,
    }
    for name, text in bad.items():
        yield f"csv: {name}", "bad.csv", text.encode(), "refused"


def _sound_cells() -> Iterator[Case]:
    rows = {
        "nothing": "",
        "no references": '<row><c><v>1</v></c><c t="str"><v>a</v></c></row>',
        "formula": '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>',
        "formula without value": '<row r="1"><c r="A1"><f>1+1</f></c></row>',
        "formula that calls a program": '<row r="1"><c r="A1" t="str"><f>cmd|&apos;/C calc&apos;!A1'
        "</f><v>0</v></c></row>",
        "web formula": '<row r="1"><c r="A1" t="str"><f>WEBSERVICE("http://x.invalid")</f>'
        "<v>x</v></c></row>",
        "error": '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>',
        "truth": '<row r="1"><c r="A1" t="b"><v>1</v></c></row>',
        "date": '<row r="1"><c r="A1" s="1"><v>46023</v></c></row>',
        "date before time": '<row r="1"><c r="A1" s="1"><v>-5</v></c></row>',
        "date after time": '<row r="1"><c r="A1" s="1"><v>1e300</v></c></row>',
        "missing day": '<row r="1"><c r="A1" s="1"><v>60</v></c></row>',
        "style that is not there": '<row r="1"><c r="A1" s="99"><v>1</v></c></row>',
        "rich text": '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r>'
        "<rPh><t>x</t></rPh></is></c></row>",
        "row at the very end": '<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
        "empty cells far right": '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>',
        "unpaired escapes": '<row r="1"><c r="A1" t="str"><v>_xD800__x0000__x0041_</v></c></row>',
        "unknown elements": '<row r="1"><x:y xmlns:x="u"><z/></x:y><c r="A1"><v>1</v></c></row>',
    }
    for name, row in rows.items():
        yield f"cells: {name}", "cells.xlsx", zipped(workbook(worksheet(row))), "read"
    plain = '<row r="1"><c r="A1"><v>1</v></c></row>'
    wide = worksheet(plain, before='<dimension ref="A1:XFD1048576"/>')
    yield "cells: huge dimension told", "d.xlsx", zipped(workbook(wide)), "read"
    merged = worksheet(plain, after='<mergeCells><mergeCell ref="A1:XFD9"/></mergeCells>')
    yield "cells: everything merged", "m.xlsx", zipped(workbook(merged)), "read"
    prefixed = worksheet(plain).replace(b"<", b"<x:").replace(b"<x:/", b"</x:")
    prefixed = prefixed.replace(b"<x:?", b"<?").replace(b"xmlns=", b"xmlns:x=")
    yield "cells: all with a prefix", "p.xlsx", zipped(workbook(prefixed)), "read"


def _bad_cells() -> Iterator[Case]:
    cells = {
        "text number out of range": '<c r="A1" t="s"><v>9</v></c>',
        "text number negative": '<c r="A1" t="s"><v>-1</v></c>',
        "text number is text": '<c r="A1" t="s"><v>x</v></c>',
        "text number endless": f'<c r="A1" t="s"><v>{"9" * 6_000}</v></c>',
        "number is text": '<c r="A1"><v>abc</v></c>',
        "number is not a number": '<c r="A1"><v>NaN</v></c>',
        "number is infinite": '<c r="A1"><v>Infinity</v></c>',
        "number with underscores": '<c r="A1"><v>1_000</v></c>',
        "number in full-width digits": '<c r="A1"><v>１２</v></c>',
        "truth is neither": '<c r="A1" t="b"><v>2</v></c>',
        "style is text": '<c r="A1" s="x"><v>1</v></c>',
        "reference is no reference": '<c r="??"><v>1</v></c>',
        "reference of four letters": '<c r="AAAA1"><v>1</v></c>',
        "reference empty": '<c r=""><v>1</v></c>',
        "cells backwards": '<c r="B1"><v>1</v></c><c r="A1"><v>2</v></c>',
        "cell twice": '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>',
        "cell in a cell": '<c r="A1"><c r="B1"><v>1</v></c></c>',
        "row in a row": '<row r="2"><c r="A2"><v>1</v></c></row>',
        "column 201": '<c r="GS1"><v>1</v></c>',
        "last column of all": '<c r="XFD1"><v>1</v></c>',
        "text too long": f'<c r="A1" t="str"><v>{"x" * 32_768}</v></c>',
        "inline text too long": f'<c r="A1" t="inlineStr"><is><t>{"x" * 99_999}</t></is></c>',
        "attribute endless": f'<c r="A1" x="{"y" * 3_000_000}"><v>1</v></c>',
        "not well formed": '<c r="A1"><v>1</c></v>',
        "unknown entity": '<c r="A1" t="str"><v>&evil;</v></c>',
        "forbidden character": '<c r="A1" t="str"><v>&#0;</v></c>',
        "raw NUL": '<c r="A1" t="str"><v>\x00</v></c>',
    }
    for name, cell in cells.items():
        sheet = worksheet(f'<row r="1">{cell}</row>')
        yield f"cells: {name}", "bad.xlsx", zipped(workbook(sheet), level=1), "refused"
    rows = ('r="0"', 'r="-1"', 'r="x"', 'r="1048577"', f'r="{"9" * 5_000}"', 'r="１"')
    for row in rows:
        sheet = worksheet(f"<row {row}><c><v>1</v></c></row>")
        yield f"row {row[:12]}", "bad.xlsx", zipped(workbook(sheet)), "refused"
    back = worksheet('<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>')
    yield "rows backwards", "bad.xlsx", zipped(workbook(back)), "refused"
    for part in ("xl/workbook.xml", SHEET, "xl/styles.xml", STRINGS):
        for name, content in (("garbage", b"\x00\x01\x02"), ("no XML", b"hello"), ("nothing", b"")):
            case = zipped(workbook(parts={part: content or b" "}))
            yield f"{part} is {name}", "bad.xlsx", case, "refused"
    long = f"<si><t>{'x' * 40_000}</t></si>"
    yield "shared text too long", "bad.xlsx", zipped(workbook(strings=long)), "refused"


def _large() -> Iterator[Case]:
    row = '<row r="{0}"><c r="A{0}"><v>{0}</v></c></row>'
    million = "".join(row.format(number) for number in range(1, 1_000_001))
    yield "a million rows", "rows.xlsx", zipped(workbook(worksheet(million)), level=1), "refused"
    cells = "".join(f'<c s="1" r="A{n}"/>' for n in range(2_100_000))
    sheet = worksheet(f"<row>{cells}</row>")
    yield "two million empty cells", "cells.xlsx", zipped(workbook(sheet), level=1), "refused"
    texts = "".join(f"<si><t>{n}{'あ' * 300}</t></si>" for n in range(100_000))
    yield "shared texts endless", "t.xlsx", zipped(workbook(strings=texts), level=1), "refused"
    one = f"<si><t>{'x' * 32_000}</t></si>"
    rows = "".join(f'<row><c t="s"><v>0</v></c><c><v>{n}</v></c></row>' for n in range(90_000))
    faces = "".join("<row>" + '<c t="s"><v>0</v></c>' * 190 + "</row>" for _ in range(400))
    made = zipped(workbook(worksheet(faces), strings=f"<si><t>{'😀' * 16_000}</t></si>"), level=1)
    yield "one long text of faces in every cell", "faces.xlsx", made, "refused"
    again = zipped(workbook(worksheet(rows), strings=one), level=1)
    yield "one long text ninety thousand times", "again.xlsx", again, "refused"
