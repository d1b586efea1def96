"""Checks documents against the schemas that CycloneDX publishes.

They come as files with the package cyclonedx-python-lib, whose code is not loaded. SPDX publishes
its schemas in no package; its readers check what they need themselves.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
from lxml import etree

from sekisho.kernel.errors import Unavailable

JSON_VERSIONS = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
XML_VERSIONS = JSON_VERSIONS
_STRICT = frozenset({"1.2", "1.3"})
_OTHERS = ("spdx", "jsf-0.82", "cryptography-defs")
_SHOWN = 200

# Where it is, and what the schema says about it.
Fault = tuple[str, str]


def json_fault(data: Any, version: str) -> Fault | None:
    """The first fault of a CycloneDX JSON document, None when it is as published."""
    validator = _json_validator(version)
    if validator.is_valid(data):
        return None
    first = next(iter(validator.iter_errors(data)))
    place = "/" + "/".join(map(str, first.instance_path))
    return place, first.message[:_SHOWN]


def xml_fault(root: etree._Element, version: str) -> Fault | None:
    """The same for XML; the place is a line."""
    schema = _xml_schema(version)
    if schema.validate(root):
        return None
    first = schema.error_log[0]
    return f"line {first.line}", re.sub(r"\{[^}]*\}", "", first.message)[:_SHOWN]


@lru_cache(maxsize=len(JSON_VERSIONS))
def _json_validator(version: str) -> Any:
    name = f"bom-{version}{'-strict' if version in _STRICT else ''}"
    resources: list[tuple[str, Any]] = []
    for other in _OTHERS:
        content = orjson.loads(_file(f"{other}.SNAPSHOT.schema.json").read_bytes())
        identity = content["$id"]
        spellings = (identity, identity.replace(f"{other}.", f"{other}.SNAPSHOT."))
        resources += [(spelled, content) for spelled in spellings]
    schema = orjson.loads(_file(f"{name}.SNAPSHOT.schema.json").read_bytes())
    registry = jsonschema_rs.Registry(resources, draft=jsonschema_rs.Draft7)
    return jsonschema_rs.Draft7Validator(schema, registry=registry, validate_formats=True)


@lru_cache(maxsize=len(XML_VERSIONS))
def _xml_schema(version: str) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    return etree.XMLSchema(etree.parse(_file(f"bom-{version}.SNAPSHOT.xsd"), parser))


def _file(name: str) -> Path:
    found = find_spec("cyclonedx")
    for folder in found.submodule_search_locations or () if found else ():
        path = Path(folder) / "schema" / "_res" / name
        if path.is_file():
            return path
    raise Unavailable("sboms.no_schema", name=name)
