from __future__ import annotations

import io
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


def test_a_name_that_windows_in_japan_wrote_is_read():
    name = "回答".encode("cp932").decode("cp437") + ".xlsx"
    data = bytearray(zipped((name, b"one")))
    # Python marks such a name as UTF-8; Windows does not, and writes the bytes of Shift_JIS.
    utf8, raw = name.encode(), name.encode("cp437")
    plain = bytes(data)
    assert utf8 in plain
    assert len(raw) < len(utf8)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("x" * len(raw))
        archive.writestr(info, b"one")
    written = out.getvalue().replace(b"x" * len(raw), raw)
    assert read(written) == [("回答.xlsx", b"one")]


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
