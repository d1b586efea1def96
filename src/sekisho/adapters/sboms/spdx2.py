"""Reads the object of an SPDX 2.2 or 2.3 document; tag-value arrives in the same shape."""

from __future__ import annotations

import re
from typing import Any

from sekisho.adapters.sboms.gathering import Gathering, hash_name
from sekisho.adapters.sboms.values import Component, Document, Format
from sekisho.kernel.errors import Unreadable

Object = dict[str, Any]
_NOT_SAID = frozenset({"", "NONE", "NOASSERTION"})
_PARTY = re.compile(r"(?:Organization|Person|Tool):\s*(.*)", re.DOTALL)
_REVERSED = re.compile(r"(?:[A-Z]+_)?DEPENDENCY_OF|CONTAINED_BY|DESCRIBED_BY|DYNAMIC_LINK_OF")
_KINDS = {
    "CONTAINED_BY": "contains",
    "DESCRIBED_BY": "describes",
    "DYNAMIC_LINK": "depends_on",
    "STATIC_LINK": "depends_on",
    "HAS_PREREQUISITE": "depends_on",
}
VERSIONS = ("2.2", "2.3")


def read_spdx2(data: Object, found: Gathering, form: Format) -> Document:
    """The document; what is odd in it stands in the notes."""
    version = found.text(data, "spdxVersion", "").removeprefix("SPDX-")
    if version not in VERSIONS:
        raise Unreadable("sboms.not_read", format=f"SPDX {version}"[:40])
    document_ref = found.text(data, "SPDXID", "") or "SPDXRef-DOCUMENT"
    found.other_refs.add(document_ref)
    for key, is_file in (("packages", False), ("files", True)):
        for place, one in enumerate(found.entries(data, key, "")):
            found.add(_component(one, found, f"/{key}/{place}", is_file=is_file))
    for one in found.entries(data, "snippets", ""):
        found.other_refs.add(found.text(one, "SPDXID", "/snippets"))
    for target in found.texts(data, "documentDescribes", ""):
        found.relate(document_ref, target, "describes")
    _relations(data, found)
    found.finish()
    info = found.object(data, "creationInfo", "")
    creators = found.texts(info, "creators", "/creationInfo")
    return Document(
        format=form,
        format_version=version,
        serial=found.text(data, "documentNamespace", ""),
        name=found.text(data, "name", ""),
        created=found.text(info, "created", "/creationInfo"),
        authors=tuple(_party(one) for one in creators if not one.startswith("Tool:")),
        tools=tuple(_party(one) for one in creators if one.startswith("Tool:")),
        subject=_subject(document_ref, found),
        components=tuple(found.components),
        relations=tuple(dict.fromkeys(found.relations)),
        notes=tuple(found.notes),
    )


def _component(one: Object, found: Gathering, place: str, *, is_file: bool) -> Component:
    ids = _ids(one, found, place) if "externalRefs" in one else []
    supplier = found.text(one, "supplier", place) or found.text(one, "originator", place)
    kind = found.text(one, "primaryPackagePurpose", place).lower() or "library"
    return Component(
        ref=found.text(one, "SPDXID", place),
        name=found.text(one, "fileName" if is_file else "name", place),
        version=_said(found.text(one, "versionInfo", place)),
        kind="file" if is_file else kind,
        supplier=_party(_said(supplier)),
        purls=tuple(value for kind, value in ids if kind == "purl"),
        cpes=tuple(value for kind, value in ids if kind in {"cpe22Type", "cpe23Type"}),
        other_ids=tuple(pair for pair in ids if pair[0] not in {"purl", "cpe22Type", "cpe23Type"}),
        hashes=_hashes(one, found, place),
        licences=_licences(one, found, place),
        scope="",
        parent=-1,
        place=place,
    )


def _ids(one: Object, found: Gathering, place: str) -> list[tuple[str, str]]:
    """(kind, locator) of packages and identities; advisories and fixes are no identifiers."""
    return [
        (
            found.text(each, "referenceType", place).rpartition("/")[2],
            found.text(each, "referenceLocator", place),
        )
        for each in found.entries(one, "externalRefs", place)
        if str(each.get("referenceType")) in {"cpe22Type", "cpe23Type", "swid", "purl"}
        or "PACKAGE" in str(each.get("referenceCategory", "")).upper()
        or "PERSISTENT" in str(each.get("referenceCategory", "")).upper()
    ]


def _hashes(one: Object, found: Gathering, place: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            hash_name(found.text(each, "algorithm", place)),
            found.text(each, "checksumValue", place).lower(),
        )
        for each in found.entries(one, "checksums", place)
    )


def _licences(one: Object, found: Gathering, place: str) -> tuple[str, ...]:
    said = (_said(found.text(one, key, place)) for key in ("licenseConcluded", "licenseDeclared"))
    return tuple(dict.fromkeys(filter(None, said)))


def _relations(data: Object, found: Gathering) -> None:
    for place, one in enumerate(found.entries(data, "relationships", "")):
        where = f"/relationships/{place}"
        source = found.text(one, "spdxElementId", where)
        target = found.text(one, "relatedSpdxElement", where)
        word = found.text(one, "relationshipType", where).upper()
        if _REVERSED.fullmatch(word):
            source, target = target, source
        kind = "depends_on" if word.endswith("DEPENDENCY_OF") else _KINDS.get(word, word.lower())
        found.relate(source, target, kind)


def _subject(document_ref: str, found: Gathering) -> int | None:
    described = [
        relation.target
        for relation in found.relations
        if relation.kind == "describes" and relation.source == document_ref
    ]
    places = {one.ref: place for place, one in enumerate(found.components)}
    return next((places[ref] for ref in described if ref in places), None)


def _said(text: str) -> str:
    return "" if text in _NOT_SAID else text


def _party(text: str) -> str:
    found = _PARTY.fullmatch(text)
    return (found[1] if found else text).strip()
