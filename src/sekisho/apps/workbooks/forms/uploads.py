"""What the office sends: workbooks to read, and what to save of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from sekisho.apps.workbooks.forms.review import choices_sent
from sekisho.apps.workbooks.queries.incoming import Given

MOST_BYTES = 40 << 20


def given_files(sent: Sequence[UploadedFile]) -> Iterator[Given]:
    """The files of an upload one after the other, so that memory holds one of them; each is read
    up to one byte beyond what is accepted.
    """
    for file in sent:
        yield Given(file.name or "", file.read(MOST_BYTES + 1))


def chosen_files(data: QueryDict) -> dict[uuid.UUID, Mapping[str, str]]:
    """The ticked files with the decisions made for each."""
    found: dict[uuid.UUID, Mapping[str, str]] = {}
    for text in data.getlist("file"):
        try:
            uid = uuid.UUID(text)
        except ValueError:
            continue
        found[uid] = choices_sent(data, prefix=prefix_of(uid))
    return found


def prefix_of(uid: uuid.UUID) -> str:
    """What parts the inputs of one file from those of another."""
    return f"{uid.hex}-"
