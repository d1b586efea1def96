"""Package URLs: reading, writing and the canonical form.

Source: purl-spec (ECMA-427). `parse` is strict about what cannot be understood and lenient about
what has one reading; the raw text stays with the caller, because some names differ in letter case
only outside of this standard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_to_bytes

from sekisho.engines.versions.purl_types import adapted, fault_of

LONGEST_PURL = 4096
_TYPE = re.compile(r"[a-z][a-z0-9.-]*", re.ASCII)
_KEY = re.compile(r"[a-z][a-z0-9._-]*", re.ASCII)


class NotAPurl(ValueError):
    """The text or the parts are no package URL; the argument says why, in one word."""


@dataclass(frozen=True, slots=True)
class Purl:
    """A package URL in canonical parts; empty text stands for a part that is not there."""

    type: str
    namespace: str
    name: str
    version: str = ""
    qualifiers: tuple[tuple[str, str], ...] = ()
    subpath: str = ""

    def __str__(self) -> str:
        """The canonical text."""
        text = f"pkg:{self.type}/"
        if self.namespace:
            text += "/".join(map(_quoted, self.namespace.split("/"))) + "/"
        text += (
            "/".join(map(_quoted, self.name.split("/")))
            if self.type == "git"
            else _quoted(self.name)
        )
        if self.version:
            text += f"@{_quoted(self.version)}"
        if self.qualifiers:
            text += "?" + "&".join(f"{key}={_quoted(value)}" for key, value in self.qualifiers)
        if self.subpath:
            text += "#" + "/".join(map(_quoted, self.subpath.split("/")))
        return text

    def qualifier(self, key: str) -> str:
        """The value of a qualifier, empty where it is missing."""
        return next((value for name, value in self.qualifiers if name == key), "")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a package URL as given, not canonical yet."""

    type: str
    name: str
    namespace: str = ""
    version: str = ""
    qualifiers: dict[str, str] = field(default_factory=dict)
    subpath: str = ""


def parse_purl(text: str) -> Purl:
    """Read a package URL; NotAPurl where it has no reading or a qualifier begins in capitals."""
    return _read(text, is_mended=False)


def canonical_purl(text: str) -> Purl:
    """Read a package URL as it is met in practice: capitals in qualifier keys are mended."""
    return _read(text, is_mended=True)


def _read(text: str, *, is_mended: bool) -> Purl:
    if len(text) > LONGEST_PURL or not text.isprintable():
        raise NotAPurl("characters")
    rest, _, subpath = text.partition("#")
    rest, _, query = rest.partition("?")
    scheme, colon, rest = rest.partition(":")
    if not colon or scheme.lower() != "pkg":
        raise NotAPurl("scheme")
    kind, slash, rest = rest.lstrip("/").partition("/")
    if not slash:
        raise NotAPurl("type")
    path, version = _without_version(rest.strip("/"))
    namespace, _, name = path.partition("/") if kind.lower() == "git" else path.rpartition("/")
    query = _small_keys(query, is_mended=is_mended)
    return build_purl(
        Parts(
            type=kind,
            name=_unquoted(name),
            namespace="/".join(_segments(namespace)),
            version=_unquoted(version),
            qualifiers=_qualifiers(query),
            subpath="/".join(_segments(subpath)),
        )
    )


def build_purl(parts: Parts) -> Purl:
    """The package URL of these parts, canonical; NotAPurl where they cannot be one."""
    kind = parts.type.lower()
    if not _TYPE.fullmatch(kind):
        raise NotAPurl("type")
    if not parts.name:
        raise NotAPurl("name")
    qualifiers = {key: value for key, value in parts.qualifiers.items() if value}
    if not all(map(_KEY.fullmatch, qualifiers)):
        raise NotAPurl("qualifiers")
    namespace = "/".join(part for part in parts.namespace.split("/") if part)
    subpath = "/".join(part for part in parts.subpath.split("/") if part not in {"", ".", ".."})
    namespace, name, version = adapted(kind, (namespace, parts.name, parts.version), qualifiers)
    fault = fault_of(kind, (namespace, name, version), qualifiers)
    if fault:
        raise NotAPurl(fault)
    return Purl(kind, namespace, name, version, tuple(sorted(qualifiers.items())), subpath)


def _without_version(rest: str) -> tuple[str, str]:
    """Path and version; an @ at the beginning of a segment belongs to a name (npm scopes)."""
    place = rest.rfind("@")
    if place < 0 or "/" in rest[place:]:
        return rest, ""
    return rest[:place], rest[place + 1 :]


def _small_keys(query: str, *, is_mended: bool) -> str:
    """Qualifiers with keys in small letters; a capital at the beginning only where it is mended."""
    pairs = [pair.partition("=") for pair in query.split("&")]
    if not is_mended and any(key[:1].isupper() for key, _, _ in pairs):
        raise NotAPurl("qualifiers")
    return "&".join(key.lower() + equals + value for key, equals, value in pairs)


def _qualifiers(query: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in filter(None, query.split("&")):
        key, equals, value = pair.partition("=")
        if not equals or key in found:
            raise NotAPurl("qualifiers")
        found[key] = _unquoted(value)
    return found


def _segments(path: str) -> list[str]:
    return [_unquoted(part) for part in path.split("/") if part]


def _unquoted(text: str) -> str:
    if "%" not in text:
        return text
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotAPurl("encoding") from error


def _quoted(text: str) -> str:
    return quote(text, safe=":")
