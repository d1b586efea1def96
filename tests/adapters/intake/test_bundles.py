from __future__ import annotations

import io
import unicodedata
import zipfile

import pytest

from sekisho.adapters.intake import Limits, files_in_bundle, is_bundle
from sekisho.kernel.errors import Problem


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def read(data: bytes, limits: Limits | None = None) -> list[tuple[str, bytes]]:
    return list(files_in_bundle(data, declared_name="all.zip", limits=limits or Limits()))


def test_files_come_one_by_one_without_their_folders():
    data = zipped(("a/b/1.xlsx", b"one"), ("2.xlsx", b"two"), ("__MACOSX/._1.xlsx", b"x"))
    assert read(data) == [("1.xlsx", b"one"), ("2.xlsx", b"two")]


def unmarked(*names: bytes) -> bytes:
    """An archive whose names are those bytes, without the mark of UTF-8: Python writes no such."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, name in enumerate(names):
            archive.writestr(zipfile.ZipInfo(chr(ord("a") + number) * len(name)), b"one")
    written = out.getvalue()
    for number, name in enumerate(names):
        written = written.replace(bytes([ord("a") + number]) * len(name), name)
    return written


# Second bytes of Shift_JIS may be those of \\ and |, and fold to one another as code page 437.
@pytest.mark.parametrize(
    "name", ["回答.xlsx", "表ソ能.xlsx", "レポート.xlsx", "返信/申請(予定).xlsx", "№①髙﨑.xlsx"]
)
@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
def test_a_name_without_the_mark_of_its_encoding_is_read(name, encoding):
    assert read(unmarked(name.encode(encoding))) == [(name.rpartition("/")[2], b"one")]


def test_a_decomposed_name_of_a_mac_is_read_composed():
    name = unicodedata.normalize("NFD", "データベース.xlsx")
    assert read(unmarked(name.encode())) == [("データベース.xlsx", b"one")]
    assert read(zipped((name, b"one"))) == [("データベース.xlsx", b"one")]


def test_two_names_that_differ_in_japanese_alone_are_two_files():
    # 0x84 and 0x8E are the small and the large letter of one another in code page 437.
    names = [bytes([0x84, 0x9F]) + b".xlsx", bytes([0x8E, 0x9F]) + b".xlsx"]
    assert len({name.decode("cp437").casefold() for name in names}) == 1
    assert len(read(unmarked(*names))) == 2


@pytest.mark.parametrize("name", ["../回答.xlsx", "a/../表.xlsx", "/表.xlsx", "C:表.xlsx"])
def test_a_way_out_is_refused_in_any_encoding(name):
    for encoding in ("cp932", "utf-8"):
        with pytest.raises(Problem, match="archive_name"):
            read(unmarked(name.encode(encoding)))


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (zipped(("../1.xlsx", b"x")), None, "intake.archive_name"),
        (zipped(("1.xlsx", b"0" * 5_000_000)), None, "intake.archive_ratio"),
        (
            zipped(("1.xlsx", b"x"), ("2.xlsx", b"x")),
            Limits(archive_members=1),
            "intake.archive_members",
        ),
        (zipped(("1.xlsx", b"x" * 900)), Limits(size_bytes=500), "intake.too_large"),
        (b"PK\x03\x04" + b"\0" * 100, None, "intake.archive_broken"),
    ],
)
def test_a_hostile_archive_is_refused_by_name(data, limits, code):
    with pytest.raises(Problem) as caught:
        read(data, limits)
    assert caught.value.code == code


def test_a_workbook_is_no_bundle():
    assert is_bundle(zipped(("1.xlsx", b"x")), "all.zip")
    assert not is_bundle(zipped(("1.xlsx", b"x")), "book.xlsx")
    assert not is_bundle(b"hello", "all.zip")
