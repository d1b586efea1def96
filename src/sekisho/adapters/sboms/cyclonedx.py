"""Reads the object of a CycloneDX document (1.2 to 1.7); XML arrives in the same shape."""

from __future__ import annotations

from typing import Any

from sekisho.adapters.sboms.gathering import Gathering, hash_name
from sekisho.adapters.sboms.values import Component, Document, Format
from sekisho.kernel.errors import TooLarge

Object = dict[str, Any]
_TEXTS = ("bom-ref", "name", "version", "type", "group", "purl", "cpe", "scope")
_PARTIES = frozenset({"supplier", "manufacturer", "publisher", "author"})
# A text shorter than any limit needs no second look.
_SHORT = 1_000
_OTHER_IDS = frozenset({"swid", "omniborId", "swhid"})


def read_cyclonedx(data: Object, found: Gathering, form: Format) -> Document:
    """The document; what is odd in it stands in the notes."""
    metadata = found.object(data, "metadata", "")
    subject = None
    main = found.object(metadata, "component", "/metadata")
    if main:
        subject = _branch(main, found, "/metadata/component", -1)
    for place, one in enumerate(found.entries(data, "components", "")):
        _branch(one, found, f"/components/{place}", -1)
    _services(data, found)
    for place, one in enumerate(found.entries(data, "dependencies", "")):
        _dependency(one, found, f"/dependencies/{place}")
    found.finish()
    return Document(
        format=form,
        format_version=found.text(data, "specVersion", ""),
        serial=found.text(data, "serialNumber", ""),
        name=found.components[subject].name if subject is not None else "",
        created=found.text(metadata, "timestamp", "/metadata"),
        authors=_authors(metadata, found),
        tools=_tools(metadata, found),
        subject=subject,
        components=tuple(found.components),
        relations=tuple(found.relations),
        notes=tuple(found.notes),
    )


def _branch(top: Object, found: Gathering, place: str, parent: int) -> int:
    """A component and all that lie in it, in the order of the document; the index of the first."""
    first = found.add(_component(top, found, place, parent))
    if "components" not in top:
        return first
    waiting = [(top, place, first, 1)]
    while waiting:
        outer, where, index, depth = waiting.pop()
        inner = found.entries(outer, "components", where)
        if inner and depth >= found.limits.depth:
            raise TooLarge("sboms.too_deep", limit=found.limits.depth)
        for number, one in enumerate(inner):
            spot = f"{where}/components/{number}"
            added = found.add(_component(one, found, spot, index))
            if "components" in one:
                waiting.append((one, spot, added, depth + 1))
    return first


def _component(one: Object, found: Gathering, place: str, parent: int) -> Component:
    get = one.get
    texts = [get(key, "") for key in _TEXTS]
    if not found.is_plain(texts):
        texts = [found.text(one, key, place) for key in _TEXTS]
    ref, name, version, kind, group, purl, cpe, scope = texts
    return Component(
        ref=ref,
        name=f"{group}/{name}" if group else name,
        version=version,
        kind=kind,
        supplier="" if _PARTIES.isdisjoint(one) else _supplier(one, found, place),
        purls=(purl,) if purl else (),
        cpes=(cpe,) if cpe else (),
        other_ids=() if _OTHER_IDS.isdisjoint(one) else _other_ids(one, found, place),
        hashes=_hashes(one, found, place) if "hashes" in one else (),
        licences=_licences(one, found, place) if "licenses" in one else (),
        scope=scope,
        parent=parent,
        place=place,
    )


def _supplier(one: Object, found: Gathering, place: str) -> str:
    """Who supplies it: supplier, else manufacturer, else publisher or author."""
    stated = one.get("supplier")
    name = stated.get("name") if stated.__class__ is dict else None
    if name.__class__ is str and 0 < len(name) < _SHORT:
        return name  # the common case in one step
    for key in ("supplier", "manufacturer"):
        if key in one:
            other = found.text(found.object(one, key, place), "name", place)
            if other:
                return other
    return found.text(one, "publisher", place) or found.text(one, "author", place)


def _other_ids(one: Object, found: Gathering, place: str) -> tuple[tuple[str, str], ...]:
    ids: list[tuple[str, str]] = []
    if "swid" in one:
        ids.append(("swid", found.text(found.object(one, "swid", place), "tagId", place)))
    for key in ("omniborId", "swhid"):
        if key in one:
            ids += [(key, value) for value in found.texts(one, key, place)]
    return tuple(pair for pair in ids if pair[1])


def _hashes(one: Object, found: Gathering, place: str) -> tuple[tuple[str, str], ...]:
    kept = []
    for each in found.entries(one, "hashes", place):
        algorithm, value = each.get("alg"), each.get("content")
        if not (algorithm.__class__ is str and value.__class__ is str and len(value) < _SHORT):
            algorithm, value = found.text(each, "alg", place), found.text(each, "content", place)
        kept.append((hash_name(algorithm), value.lower()))
    return tuple(kept)


def _licences(one: Object, found: Gathering, place: str) -> tuple[str, ...]:
    listed = found.entries(one, "licenses", place)
    if len(listed) == 1:  # the common case in one step: a single identifier
        inner = listed[0].get("license")
        name = inner.get("id") if inner.__class__ is dict else None
        if name.__class__ is str and 0 < len(name) < _SHORT:
            return (name,)
    names: list[str] = []
    for each in listed:
        if "license" in each:
            inner = found.object(each, "license", place)
            names.append(found.text(inner, "id", place) or found.text(inner, "name", place))
        else:
            names.append(found.text(each, "expression", place))
    return tuple(filter(None, names))


def _services(data: Object, found: Gathering) -> None:
    """Services are no components, but dependencies may point at them."""
    waiting = found.entries(data, "services", "")
    while waiting:
        one = waiting.pop()
        found.other_refs.add(found.text(one, "bom-ref", "/services"))
        waiting += found.entries(one, "services", "/services")


def _dependency(one: Object, found: Gathering, place: str) -> None:
    source = found.text(one, "ref", place)
    found.relate_all(source, found.texts(one, "dependsOn", place), "depends_on")
    if "provides" in one:
        found.relate_all(source, found.texts(one, "provides", place), "provides")


def _authors(metadata: Object, found: Gathering) -> tuple[str, ...]:
    names = [
        found.text(one, "name", "/metadata/authors")
        or found.text(one, "email", "/metadata/authors")
        for one in found.entries(metadata, "authors", "/metadata")
    ]
    names += [
        found.text(found.object(metadata, key, "/metadata"), "name", "/metadata")
        for key in ("manufacturer", "manufacture", "supplier")
    ]
    return tuple(dict.fromkeys(filter(None, names)))


def _tools(metadata: Object, found: Gathering) -> tuple[str, ...]:
    tools = metadata.get("tools")
    if isinstance(tools, dict):
        listed = found.entries(tools, "components", "/metadata/tools")
        listed += found.entries(tools, "services", "/metadata/tools")
    else:
        listed = found.entries(metadata, "tools", "/metadata")
    words = ("vendor", "name", "version")
    where = "/metadata/tools"
    return tuple(" ".join(filter(None, (found.text(t, w, where) for w in words))) for t in listed)
