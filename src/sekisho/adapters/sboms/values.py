"""What a component list says, whatever format it came in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

MIB_BYTES = 1024 * 1024


class Format(StrEnum):
    """The formats that are read."""

    CYCLONEDX_JSON = "cyclonedx-json"
    CYCLONEDX_XML = "cyclonedx-xml"
    SPDX_JSON = "spdx-json"
    SPDX_TAGS = "spdx-tags"
    SPDX3_JSON = "spdx3-json"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may be; over a limit it is refused as a whole, never read in part.

    `containers` counts objects, lists or elements, `depth` how far components lie in each other.
    """

    size_bytes: int = 128 * MIB_BYTES
    containers: int = 8_000_000
    depth: int = 100
    components: int = 500_000
    relations: int = 5_000_000
    text_length: int = 262_144
    notes: int = 1_000


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell about the document: a code, where, and the text concerned (shortened).

    Codes: encoding, schema, duplicate_ref, duplicate_component, dangling_ref, outside_ref,
    no_version, no_name, control_characters, wrong_type, more_notes.
    """

    code: str
    place: str
    detail: str = ""


class Component(NamedTuple):
    """One entry; a tuple, because a document has ten thousands of them.

    Empty text and empty tuples mean: not stated. `parent` is an index, -1 for none. `hashes` are
    (algorithm in small letters without signs, value in small letters), `other_ids` are (kind,
    value), `place` leads into the document (a path of keys).
    """

    ref: str
    name: str
    version: str
    kind: str
    supplier: str
    purls: tuple[str, ...]
    cpes: tuple[str, ...]
    other_ids: tuple[tuple[str, str], ...]
    hashes: tuple[tuple[str, str], ...]
    licences: tuple[str, ...]
    scope: str
    parent: int
    place: str


class Relation(NamedTuple):
    """`source` stands in this relation to `target`; both are refs of the document.

    A tuple, because a document has a hundred thousand of them.
    Kinds: depends_on, contains, provides, describes, or the document's own word in small letters.
    """

    source: str
    target: str
    kind: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole component list. `created` is the text of the document; `subject` an index or None."""

    format: Format
    format_version: str
    serial: str
    name: str
    created: str
    authors: tuple[str, ...]
    tools: tuple[str, ...]
    subject: int | None
    components: tuple[Component, ...]
    relations: tuple[Relation, ...]
    notes: tuple[Note, ...]
