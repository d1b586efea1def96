"""Which order belongs to which ecosystem, and the two questions asked of it: key and order.

Names are those of package URLs and VERS (npm, deb, …), of OSV ("crates.io", "Debian:12") or our
own scheme names. An ecosystem without a row is not assessed: `scheme_of` answers None, and the
caller says so.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from sekisho.engines.versions.alpine import alpine_key
from sekisho.engines.versions.debian import debian_key
from sekisho.engines.versions.generic import generic_key
from sekisho.engines.versions.keys import LONGEST_VERSION, NotAVersion
from sekisho.engines.versions.maven import maven_key
from sekisho.engines.versions.packagist import packagist_key
from sekisho.engines.versions.pypi import pypi_key
from sekisho.engines.versions.rpm import rpm_key
from sekisho.engines.versions.rubygems import gem_key
from sekisho.engines.versions.semantic import nuget_key, semantic_key

_KEYS: dict[str, Callable[[str], bytes]] = {
    "semver": semantic_key,
    "npm": semantic_key,
    "golang": semantic_key,
    "cargo": semantic_key,
    "nuget": nuget_key,
    "pypi": pypi_key,
    "maven": maven_key,
    "gem": gem_key,
    "composer": packagist_key,
    "deb": debian_key,
    "rpm": rpm_key,
    "apk": alpine_key,
    "generic": generic_key,
}
SCHEMES = tuple(_KEYS)
# Names of others, in small letters, without what stands after a colon.
_ALSO = {
    "go": "golang",
    "stdlib": "golang",
    "toolchain": "golang",
    "crates.io": "cargo",
    "packagist": "composer",
    "rubygems": "gem",
    "alpine": "apk",
    "semantic": "semver",
    "debian": "deb",
    "ubuntu": "deb",
    "red hat": "rpm",
    "rocky linux": "rpm",
    "suse": "rpm",
    "almalinux": "rpm",
    "opensuse": "rpm",
    "mageia": "rpm",
    "openeuler": "rpm",
    "wolfi": "apk",
    "chainguard": "apk",
    "alpaquita": "apk",
    "bellsoft hardened containers": "apk",
    "custom": "generic",
    "redhat": "rpm",
    "photon os": "rpm",
    "azure linux": "rpm",
}


def scheme_of(ecosystem: str) -> str | None:
    """The scheme of an ecosystem's versions, or None: not assessed."""
    name = ecosystem.split(":", 1)[0].strip().lower()
    return name if name in _KEYS else _ALSO.get(name)


def sort_key(scheme: str, version: str) -> bytes | None:
    """Bytes in whose order the versions of a scheme stand, at most LONGEST_KEY_BYTES of them.

    None: the text is no version of the scheme, or longer than LONGEST_VERSION. A scheme that is
    not in SCHEMES is a KeyError.
    """
    if not version or len(version) > LONGEST_VERSION or "\x00" in version:
        return None
    try:
        return _KEYS[scheme](version)
    except NotAVersion:
        return None


cached_key = lru_cache(maxsize=65_536)(sort_key)


def order(scheme: str, one: str, other: str) -> int | None:
    """-1, 0 or 1 as one comes before, with or after the other; None where one is no version."""
    first, second = sort_key(scheme, one), sort_key(scheme, other)
    if first is None or second is None:
        return None
    return (first > second) - (first < second)
