"""Brings a CycloneDX XML document into the shape of the JSON one, as far as it is read.

Entities, document types and the network are refused before anything is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from sekisho.adapters.sboms.values import Limits
from sekisho.kernel.errors import TooLarge, Unreadable

_NAMESPACE = re.compile(r"http://cyclonedx\.org/schema/bom/(\d+\.\d+)")
_ROOT = re.compile(rb"<[A-Za-z_]")
_TEXTS = {
    *("author", "publisher", "group", "name", "version", "scope", "cpe", "purl", "vendor", "email"),
    "timestamp",
}


def parse_xml(data: bytes, limits: Limits) -> etree._Element:
    """The root element; Unreadable for broken or hostile XML."""
    root_begins = _ROOT.search(data)
    prolog = data[: root_begins.start()] if root_begins else data
    if b"<!" in re.sub(rb"<!--.*?-->", b"", prolog, flags=re.DOTALL):
        raise Unreadable("sboms.hostile_xml")
    if data.count(b"<") > limits.containers:
        raise TooLarge("sboms.too_many", limit=limits.containers)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        if "depth" in str(error).lower():
            raise TooLarge("sboms.too_deep", limit=limits.depth) from error
        raise Unreadable("sboms.broken", place=f"line {line}") from error


def version_of(root: etree._Element) -> str:
    """The version of CycloneDX in the root's namespace, empty for anything else."""
    name = etree.QName(root)
    found = _NAMESPACE.fullmatch(name.namespace or "")
    return found[1] if found and name.localname == "bom" else ""


def shaped(root: etree._Element) -> dict[str, Any]:
    """The document as the JSON reader takes it."""
    data: dict[str, Any] = {
        "specVersion": version_of(root),
        "serialNumber": root.get("serialNumber") or "",
    }
    for child in root:
        name = _local(child)
        if name == "metadata":
            data["metadata"] = _metadata(child)
        elif name == "components":
            data["components"] = [_component(one) for one in child]
        elif name == "services":
            data["services"] = [_service(one) for one in child]
        elif name == "dependencies":
            data["dependencies"] = [_dependency(one) for one in child]
    return data


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()


def _named(element: etree._Element) -> dict[str, Any]:
    """An organisation, a person or a tool: its texts."""
    return {_local(one): _text(one) for one in element if _local(one) in _TEXTS}


def _metadata(element: etree._Element) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for child in element:
        name = _local(child)
        if name == "component":
            data[name] = _component(child)
        elif name == "timestamp":
            data[name] = _text(child)
        elif name == "tools":
            data[name] = _tools(child)
        elif name == "authors":
            data[name] = [_named(one) for one in child]
        elif name in {"manufacture", "manufacturer", "supplier"}:
            data[name] = _named(child)
    return data


def _tools(element: etree._Element) -> list[dict[str, Any]]:
    tools: list[dict[str, Any]] = []
    for one in element:
        if _local(one) in {"components", "services"}:
            tools += [_named(inner) for inner in one]
        else:
            tools.append(_named(one))
    return tools


def _component(element: etree._Element) -> dict[str, Any]:
    data: dict[str, Any] = {
        "type": element.get("type") or "",
        "bom-ref": element.get("bom-ref") or "",
    }
    for child in element:
        name = _local(child)
        if name in _TEXTS:
            data[name] = _text(child)
        elif name in _PARTS:
            data[name] = _PARTS[name](child)
        elif name in {"omniborId", "swhid"}:
            data.setdefault(name, []).append(_text(child))
    return data


def _components(element: etree._Element) -> list[dict[str, Any]]:
    return [_component(one) for one in element]


def _hashes(element: etree._Element) -> list[dict[str, Any]]:
    return [{"alg": one.get("alg") or "", "content": _text(one)} for one in element]


def _licence(element: etree._Element) -> dict[str, Any]:
    if _local(element) == "expression":
        return {"expression": _text(element)}
    return {
        "license": {_local(one): _text(one) for one in element if _local(one) in {"id", "name"}}
    }


def _licences(element: etree._Element) -> list[dict[str, Any]]:
    return [_licence(one) for one in element]


def _swid(element: etree._Element) -> dict[str, Any]:
    return {"tagId": element.get("tagId") or ""}


def _service(element: etree._Element) -> dict[str, Any]:
    inner = [_service(one) for child in element if _local(child) == "services" for one in child]
    return {"bom-ref": element.get("bom-ref") or "", "services": inner}


def _dependency(element: etree._Element) -> dict[str, Any]:
    refs: dict[str, list[str]] = {"dependency": [], "provides": []}
    for one in element:
        refs.setdefault(_local(one), []).append(one.get("ref") or "")
    return {
        "ref": element.get("ref") or "",
        "dependsOn": refs["dependency"],
        "provides": refs["provides"],
    }


_PARTS: dict[str, Callable[[etree._Element], Any]] = {
    "hashes": _hashes,
    "licenses": _licences,
    "supplier": _named,
    "manufacturer": _named,
    "swid": _swid,
    "components": _components,
}
