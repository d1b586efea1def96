"""Several files in one archive: each handed out by itself, to be inspected by itself."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.adapters.intake.containers import ARCHIVE_ERRORS, ZIP_MARK, name_of, open_archive
from sekisho.adapters.intake.limits import Limits
from sekisho.adapters.intake.names import clean_name
from sekisho.kernel.errors import Invalid, TooLarge, Unreadable

_IGNORED = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


def is_bundle(data: bytes, declared_name: str) -> bool:
    """Whether a file claims to be a plain archive of others."""
    return data.startswith(ZIP_MARK) and clean_name(declared_name).lower().endswith(".zip")


def files_in_bundle(
    data: bytes, *, declared_name: str, limits: Limits
) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file in an archive, one at a time; folders are flattened.

    `limits.size_bytes` bounds the archive and each file, `limits.archive_members` their number.
    What the files hold is not judged here: each goes through `inspect_upload` by itself. Names
    without a mark of their encoding are read as UTF-8, else as Shift_JIS, as Windows in Japan
    writes them.
    Raises TooLarge, Invalid or Unreadable as `inspect_upload` does.
    """
    file = clean_name(declared_name)
    if len(data) > limits.size_bytes:
        raise TooLarge("intake.too_large", file=file, limit_bytes=limits.size_bytes)
    with open_archive(data, file, limits) as archive:
        for member in archive.infolist():
            name = name_of(member)
            if member.is_dir() or any(part in name.lower() for part in _IGNORED):
                continue
            if member.file_size > limits.size_bytes:
                raise TooLarge(
                    "intake.too_large", file=clean_name(name), limit_bytes=limits.size_bytes
                )
            try:
                content = archive.read(member)
            except ARCHIVE_ERRORS as error:
                raise Unreadable(
                    "intake.archive_broken", file=file, member=clean_name(name)
                ) from error
            if len(content) != member.file_size:
                raise Invalid("intake.archive_broken", file=file, member=clean_name(name))
            yield clean_name(name), content
