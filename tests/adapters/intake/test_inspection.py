"""The intake lets sound files in under clean names and says why it refuses others."""

from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path

import openpyxl
import pytest

from sekisho.adapters.intake import (
    SHEET_KINDS,
    Kind,
    Limits,
    NoScanner,
    ScanState,
    inspect_upload,
)
from sekisho.kernel.errors import Invalid, Problem, TooLarge, Unreadable
from tests.factories.upload_files import document, jpeg, pdf, png, workbook, zipped


def refusal(content: bytes, name: str, limits: Limits | None = None) -> Problem:
    with pytest.raises(Problem) as caught:
        inspect_upload(io.BytesIO(content), declared_name=name, limits=limits)
    return caught.value


@pytest.mark.parametrize(
    ("content", "name", "kind", "media_type"),
    [
        (pdf(), "方針.PDF", Kind.PDF, "application/pdf"),
        (png(), "図.png", Kind.PNG, "image/png"),
        (jpeg(), "写真.jpeg", Kind.JPEG, "image/jpeg"),
        (zipped(document()), "規程.docx", Kind.DOCX, ("application/vnd.openxmlformats-"
            "officedocument.wordprocessingml.document")),
        (zipped(document("ppt")), "a.pptx", Kind.PPTX, ("application/vnd.openxmlformats-"
            "officedocument.presentationml.presentation")),
        ("会社,番号\n".encode("cp932"), "一覧.csv", Kind.CSV, "text/csv"),
        ("記録\n".encode("utf-16"), "記録.log", Kind.TXT, "text/plain"),
    ],
)  # fmt: skip
def test_sound_content_is_accepted_with_its_kind(content, name, kind, media_type):
    accepted = inspect_upload(io.BytesIO(content), declared_name=name)
    assert (accepted.kind, accepted.media_type) == (kind, media_type)
    assert accepted.size_bytes == len(content)
    assert accepted.sha256 == hashlib.sha256(content).hexdigest()
    assert accepted.safe_name == name


def test_a_workbook_of_another_program_is_accepted(tmp_path):
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    assert inspect_upload(path, declared_name="other.xlsx").kind is Kind.XLSX


def test_pictures_that_others_made_are_accepted():
    pictures = sorted(Path(sys.prefix).glob("lib/python3*/site-packages/*/**/*.png"))
    assert pictures
    for path in pictures[:50]:
        assert inspect_upload(path, declared_name=path.name).kind is Kind.PNG


def test_a_file_of_exactly_the_limit_passes_and_one_byte_more_does_not():
    content = b"a" * 1_000
    assert inspect_upload(
        io.BytesIO(content), declared_name="a.txt", limits=Limits(size_bytes=1_000)
    )
    problem = refusal(content + b"a", "a.txt", Limits(size_bytes=1_000))
    assert isinstance(problem, TooLarge)
    assert (problem.code, problem.params["limit_bytes"]) == ("intake.too_large", 1_000)


def test_no_more_than_one_byte_over_the_limit_is_read():
    stream = io.BytesIO(b"a" * 10_000)
    with pytest.raises(TooLarge):
        inspect_upload(stream, declared_name="a.txt", limits=Limits(size_bytes=100))
    assert stream.tell() == 101


def test_an_import_takes_tables_only():
    problem = refusal(pdf(), "a.pdf", Limits(kinds=SHEET_KINDS))
    assert (problem.code, problem.params["kind"]) == ("intake.type_not_allowed", "pdf")


def test_a_plain_archive_is_refused_as_evidence_but_can_be_allowed():
    content = zipped({"a.txt": b"hello"})
    assert refusal(content, "a.zip").code == "intake.type_not_allowed"
    limits = Limits(kinds=frozenset({Kind.ZIP}))
    accepted = inspect_upload(io.BytesIO(content), declared_name="a.zip", limits=limits)
    assert accepted.kind is Kind.ZIP


def test_the_old_excel_form_gets_a_reason_of_its_own():
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le")
    assert refusal(old, "台帳.xls").code == "intake.old_excel"


@pytest.mark.parametrize(
    ("content", "name", "kind", "code", "place"),
    [
        (zipped(workbook(parts={"../x.xml": b"<a/>"})), "a.xlsx", Invalid, "intake.archive_name",
            ("member", "../x.xml")),
        (zipped(workbook(parts={"xl/vbaProject.bin": b"x"})), "a.xlsx", Invalid, "intake.macros",
            ("member", "xl/vbaProject.bin")),
        (zipped(workbook(parts={"xl/styles.xml": b"<!DOCTYPE a><a/>"})), "a.xlsx", Invalid,
            "intake.xml_entities", ("member", "xl/styles.xml")),
        (zipped(workbook(parts={"xl/media/1.bin": b"\0" * 4_000_000})), "a.xlsx", TooLarge,
            "intake.archive_ratio", ("member", "xl/media/1.bin")),
        ("一行目\n二行目\x07\n".encode(), "a.txt", Unreadable, "intake.text_control", ("line", 2)),
        (b"\xef\xbb\xbfa\nb\n\xff", "a.csv", Unreadable, "intake.text_encoding", ("line", 3)),
        (pdf(), "a.docx", Invalid, "intake.extension_differs", ("extension", "docx")),
        (png()[:-3], "a.png", Unreadable, "intake.broken", ("kind", "png")),
    ],
)  # fmt: skip
def test_a_refusal_names_its_place(content, name, kind, code, place):
    problem = refusal(content, name)
    assert type(problem) is kind
    assert problem.code == code
    assert problem.params["file"] == name
    assert problem.params[place[0]] == place[1]


def test_without_a_scanner_nothing_is_called_clean(tmp_path):
    assert NoScanner().scan(tmp_path / "any") is ScanState.NOT_SCANNED
