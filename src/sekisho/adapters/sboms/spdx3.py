"""Reads the graph of an SPDX 3.0 JSON-LD document, in the compact form that SPDX prescribes."""

from __future__ import annotations

import re
from typing import Any

from sekisho.adapters.sboms.gathering import Gathering, hash_name
from sekisho.adapters.sboms.values import Component, Document, Format
from sekisho.kernel.errors import Unreadable

Object = dict[str, Any]
_CONTEXT = re.compile(r"https://spdx\.org/rdf/(3\.0(?:\.\d+)?)/spdx-context\.jsonld")
_PACKAGES = frozenset({"software_Package", "ai_AIPackage", "dataset_DatasetPackage"})
_LICENCE_WORDS = frozenset({"hasConcludedLicense", "hasDeclaredLicense"})
_KINDS = {
    "dependsOn": "depends_on",
    "hasPrerequisite": "depends_on",
    "hasProvidedDependency": "provides",
}
_CPES = frozenset({"cpe22", "cpe23"})
_NOBODY = ("NoneElement", "NoAssertionElement", "NoneLicense", "NoAssertionLicense")


def version_of(data: Object) -> str:
    """The SPDX version that the context names, empty for any other document."""
    context = data.get("@context")
    contexts = context if isinstance(context, list) else [context]
    for one in contexts:
        found = _CONTEXT.fullmatch(one) if isinstance(one, str) else None
        if found:
            return found[1]
    return ""


def read_spdx3(data: Object, found: Gathering) -> Document:
    """The document; what is odd in it stands in the notes."""
    graph = found.entries(data, "@graph", "")
    if not graph:
        raise Unreadable("sboms.broken", place="/@graph")
    elements = {_id(one): one for one in graph}
    licences = _licences(graph, elements, found)
    for place, one in enumerate(graph):
        kind = str(one.get("type"))
        if kind in _PACKAGES or kind == "software_File":
            found.add(_component(one, found, place, (elements, licences)))
        else:
            found.other_refs.add(_id(one))
    _relations(graph, found)
    document: Object = next((one for one in graph if one.get("type") == "SpdxDocument"), {})
    for one in found.entries(document, "import", "/@graph"):
        found.outside_refs.add(found.text(one, "externalSpdxId", "/@graph/import"))
    found.finish()
    info = _creation(document, elements)
    return Document(
        format=Format.SPDX3_JSON,
        format_version=version_of(data),
        serial=_id(document),
        name=found.text(document, "name", "/@graph"),
        created=found.text(info, "created", "/@graph"),
        authors=_names(info, "createdBy", elements, found),
        tools=_names(info, "createdUsing", elements, found),
        subject=_subject(document, elements, found),
        components=tuple(found.components),
        relations=tuple(found.relations),
        notes=tuple(found.notes),
    )


def _id(one: Object) -> str:
    value = one.get("spdxId") or one.get("@id") or one.get("id")
    return value if isinstance(value, str) else ""


def _creation(document: Object, elements: dict[str, Object]) -> Object:
    info = document.get("creationInfo")
    if isinstance(info, dict):
        return info
    return elements.get(info, {}) if isinstance(info, str) else {}


def _names(
    info: Object, key: str, elements: dict[str, Object], found: Gathering
) -> tuple[str, ...]:
    refs = found.texts(info, key, "/creationInfo")
    return tuple(found.text(elements.get(ref, {}), "name", "/@graph") or ref for ref in refs)


def _component(
    one: Object,
    found: Gathering,
    number: int,
    known: tuple[dict[str, Object], dict[str, list[str]]],
) -> Component:
    place, (elements, licences) = f"/@graph/{number}", known
    ids = [
        (found.text(each, "externalIdentifierType", place), found.text(each, "identifier", place))
        for each in found.entries(one, "externalIdentifier", place)
    ]
    own = found.text(one, "software_packageUrl", place)
    purls = [own, *(value for kind, value in ids if kind == "packageUrl")]
    is_file = one.get("type") == "software_File"
    kind = found.text(one, "software_primaryPurpose", place) or "library"
    supplier = elements.get(str(one.get("suppliedBy") or ""), {})
    return Component(
        ref=_id(one),
        name=found.text(one, "name", place),
        version=found.text(one, "software_packageVersion", place),
        kind="file" if is_file else kind,
        supplier=found.text(supplier, "name", place),
        purls=tuple(dict.fromkeys(filter(None, purls))),
        cpes=tuple(value for kind, value in ids if kind in _CPES),
        other_ids=tuple(pair for pair in ids if pair[0] not in _CPES | {"packageUrl"}),
        hashes=_hashes(one, found, place),
        licences=tuple(dict.fromkeys(licences.get(_id(one), ()))),
        scope="",
        parent=-1,
        place=place,
    )


def _hashes(one: Object, found: Gathering, place: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            hash_name(found.text(each, "algorithm", place)),
            found.text(each, "hashValue", place).lower(),
        )
        for each in found.entries(one, "verifiedUsing", place)
        if each.get("type") == "Hash"
    )


def _licences(
    graph: list[Object], elements: dict[str, Object], found: Gathering
) -> dict[str, list[str]]:
    """Licence texts by the element that has them."""
    names: dict[str, list[str]] = {}
    for one in graph:
        if str(one.get("relationshipType")) in _LICENCE_WORDS:
            for ref in found.texts(one, "to", "/@graph"):
                text = found.text(
                    elements.get(ref, {}), "simplelicensing_licenseExpression", "/@graph"
                )
                if text and text not in {"NONE", "NOASSERTION"}:
                    names.setdefault(str(one.get("from") or ""), []).append(text)
    return names


def _relations(graph: list[Object], found: Gathering) -> None:
    for place, one in enumerate(graph):
        word = one.get("relationshipType")
        if not isinstance(word, str) or word in _LICENCE_WORDS:
            continue
        source = found.text(one, "from", f"/@graph/{place}")
        for target in found.texts(one, "to", f"/@graph/{place}"):
            if not target.endswith(_NOBODY):
                found.relate(source, target, _KINDS.get(word, word.lower()))


def _subject(document: Object, elements: dict[str, Object], found: Gathering) -> int | None:
    """What the document is about: its root, or the root of the list that is its root."""
    roots = found.texts(document, "rootElement", "/@graph")
    for ref in list(roots):
        roots += found.texts(elements.get(ref, {}), "rootElement", "/@graph")
    places = {one.ref: place for place, one in enumerate(found.components)}
    return next((places[ref] for ref in roots if ref in places), None)
