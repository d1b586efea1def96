"""From bytes to a Document: encoding, format by content, schema, reader."""

from __future__ import annotations

import codecs
import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson

from sekisho.adapters.sboms import cyclonedx_xml, schemas, spdx3, spdx_tags
from sekisho.adapters.sboms.cyclonedx import read_cyclonedx
from sekisho.adapters.sboms.gathering import Gathering
from sekisho.adapters.sboms.spdx2 import read_spdx2
from sekisho.adapters.sboms.values import Document, Format, Limits
from sekisho.kernel.errors import TooLarge, Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_XML_ENCODING = re.compile(r"^(<\?xml[^>]*?)\s+encoding=[\"'][^\"']*[\"']")
_TAGS = re.compile(rb"^\s*SPDXVersion:", re.MULTILINE)
_YAML = re.compile(rb"^[\"']?spdxVersion[\"']?:", re.MULTILINE)
_HEAD = 65_536


def read_sbom(data: bytes, *, limits: Limits | None = None, is_strict: bool = True) -> Document:
    """Read a component list whose format shows in its content.

    Strict: a document that breaks its published schema is refused; else the fault becomes a note.
    Raises Unreadable (no known format, broken, hostile, not as published) and TooLarge.
    """
    bounds = limits or Limits()
    if len(data) > bounds.size_bytes:
        raise TooLarge("sboms.too_large", limit=bounds.size_bytes)
    with _collector_paused():
        return _read(data, Gathering(bounds), is_strict=is_strict)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """A document has no cycles; looking for them takes half the time of a large one."""
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            gc.enable()


def _read(data: bytes, found: Gathering, *, is_strict: bool) -> Document:
    bounds = found.limits
    plain = _plain(data, found)
    start = plain[:_HEAD].lstrip()[:1]
    if start in {b"{", b"["}:
        return _read_json(plain, found, is_strict=is_strict)
    if start == b"<":
        return _read_xml(plain, found, is_strict=is_strict)
    if _TAGS.search(plain[:_HEAD]):
        if plain.count(b"\n") > bounds.containers:
            raise TooLarge("sboms.too_many", limit=bounds.containers)
        return read_spdx2(spdx_tags.shaped(_decoded(plain, "utf-8")), found, Format.SPDX_TAGS)
    if _YAML.search(plain[:_HEAD]):
        raise Unreadable("sboms.not_read", format="SPDX YAML")
    raise Unreadable("sboms.not_known")


def _plain(data: bytes, found: Gathering) -> bytes:
    """The same text without a mark, as UTF-8 where it said another; such a mark is noted."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    mark = next((mark for mark, _ in _MARKS if data.startswith(mark)), b"")
    if not encoding and b"\x00" in data[:4]:
        encoding = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
    if encoding:
        found.note("encoding", "", encoding)
    if not encoding:
        return data  # JSON is UTF-8, XML names its encoding itself, tags are decoded when read
    text = _decoded(data[len(mark) :], encoding)
    return _XML_ENCODING.sub(r"\1", text).encode("utf-8")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("sboms.broken", place=f"byte {error.start}") from error


def _read_json(data: bytes, found: Gathering, *, is_strict: bool) -> Document:
    if data.count(b"{") + data.count(b"[") > found.limits.containers:
        raise TooLarge("sboms.too_many", limit=found.limits.containers)
    try:
        content: Any = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        if "recursion" in str(error).lower():
            raise TooLarge("sboms.too_deep", limit=found.limits.depth) from error
        raise Unreadable("sboms.broken", place=f"line {error.lineno}") from error
    if not isinstance(content, dict):
        raise Unreadable("sboms.not_known")
    if content.get("bomFormat") == "CycloneDX":
        version = content.get("specVersion")
        _known(version, schemas.JSON_VERSIONS)
        _judge(schemas.json_fault(content, str(version)), found, is_strict=is_strict)
        return read_cyclonedx(content, found, Format.CYCLONEDX_JSON)
    if "spdxVersion" in content:
        return read_spdx2(content, found, Format.SPDX_JSON)
    if spdx3.version_of(content):
        return spdx3.read_spdx3(content, found)
    raise Unreadable("sboms.not_known")


def _read_xml(data: bytes, found: Gathering, *, is_strict: bool) -> Document:
    root = cyclonedx_xml.parse_xml(data, found.limits)
    version = cyclonedx_xml.version_of(root)
    if not version:
        if b"spdx" in data[:_HEAD].lower():
            raise Unreadable("sboms.not_read", format="SPDX XML")
        raise Unreadable("sboms.not_known")
    _known(version, schemas.XML_VERSIONS)
    _judge(schemas.xml_fault(root, version), found, is_strict=is_strict)
    return read_cyclonedx(cyclonedx_xml.shaped(root), found, Format.CYCLONEDX_XML)


def _known(version: object, versions: tuple[str, ...]) -> None:
    if version not in versions:
        raise Unreadable("sboms.not_read", format=f"CycloneDX {version}"[:40])


def _judge(fault: schemas.Fault | None, found: Gathering, *, is_strict: bool) -> None:
    if fault is None:
        return
    place, message = fault
    if is_strict:
        raise Unreadable("sboms.not_as_published", place=place[:120], fault=message)
    found.note("schema", place, message)
