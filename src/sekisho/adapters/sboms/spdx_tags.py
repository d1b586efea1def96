"""Brings an SPDX tag-value document into the shape of the JSON one, as far as it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sekisho.kernel.errors import Unreadable

_LINE = re.compile(r"([A-Za-z][A-Za-z0-9]*):(.*)")
_HASH = re.compile(r"([A-Za-z0-9-]+):\s*(\S+)")
# Tag of the current package, file or document -> key of the JSON form.
_PLAIN = {
    "SPDXID": "SPDXID",
    "PackageVersion": "versionInfo",
    "PackageSupplier": "supplier",
    "PackageOriginator": "originator",
    "PackageLicenseConcluded": "licenseConcluded",
    "PackageLicenseDeclared": "licenseDeclared",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
    "LicenseConcluded": "licenseConcluded",
    "SPDXVersion": "spdxVersion",
    "DocumentName": "name",
    "DocumentNamespace": "documentNamespace",
    "SnippetSPDXID": "SPDXID",
}
_BEGINS = {"PackageName": ("packages", "name"), "FileName": ("files", "fileName")}
_THREE = 3


def shaped(text: str) -> dict[str, Any]:
    """The document as the JSON reader takes it; Unreadable names the line that is no tag."""
    data: dict[str, Any] = {key: [] for key in ("packages", "files", "snippets", "relationships")}
    info: dict[str, Any] = {"creators": []}
    data["creationInfo"] = info
    current = data
    for tag, value in _tags(text):
        if tag in _BEGINS:
            key, name = _BEGINS[tag]
            current = {name: value}
            data[key].append(current)
        elif tag in {"SnippetSPDXID", "LicenseID"}:
            current = {"SPDXID": value}
            data["snippets"].append(current)
        elif tag == "Creator":
            info["creators"].append(value)
        elif tag == "Created":
            info["created"] = value
        elif tag == "Relationship":
            _relationship(data, value)
        elif tag in _PLAIN:
            current.setdefault(_PLAIN[tag], value)
        else:
            _listed(current, tag, value)
    return data


def _listed(current: dict[str, Any], tag: str, value: str) -> None:
    """Tags that may come several times in one package or file."""
    if tag in {"PackageChecksum", "FileChecksum"}:
        found = _HASH.match(value)
        if found:
            pair = {"algorithm": found[1], "checksumValue": found[2]}
            current.setdefault("checksums", []).append(pair)
    elif tag == "ExternalRef":
        parts = value.split(None, 2)
        if len(parts) == _THREE:
            keys = ("referenceCategory", "referenceType", "referenceLocator")
            current.setdefault("externalRefs", []).append(dict(zip(keys, parts, strict=True)))


def _relationship(data: dict[str, Any], value: str) -> None:
    parts = value.split()
    if len(parts) >= _THREE:
        keys = ("spdxElementId", "relationshipType", "relatedSpdxElement")
        data["relationships"].append(dict(zip(keys, parts, strict=False)))


def _tags(text: str) -> Iterator[tuple[str, str]]:
    """Tag and value of each line; <text>…</text> may go over several lines."""
    lines = iter(enumerate(text.splitlines(), start=1))
    for number, line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None:
            raise Unreadable("sboms.broken", place=f"line {number}")
        value = (found[2] or "").strip()
        if value.startswith("<text>"):
            parts = [value.removeprefix("<text>")]
            while "</text>" not in parts[-1]:
                following = next(lines, None)
                if following is None:
                    raise Unreadable("sboms.broken", place=f"line {number}")
                parts.append(following[1])
            value = "\n".join(parts).partition("</text>")[0]
        yield found[1], value
