"""What single package types ask of their parts: letter case, required and forbidden parts.

Source: the type definitions of purl-spec. A type without a row here has no rule of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_LOWER_BOTH = frozenset(
    {"alpm", "apk", "bitbucket", "brew", "composer", "deb", "github", "gitlab", "golang", "hex"}
    | {"vscode-extension", "git"}
)
_LOWER_NAME = _LOWER_BOTH | {"bitnami", "oci", "pypi", "pub", "luarocks", "npm"}
_LOWER_NAMESPACE = _LOWER_BOTH | {"rpm", "qpkg", "luarocks", "npm"}
_LOWER_VERSION = frozenset({"huggingface", "oci"})
_NEEDS_NAMESPACE = frozenset({"swift", "vscode-extension", "github", "composer"})
_NO_NAMESPACE = frozenset(
    {"bazel", "bitnami", "cargo", "chrome-extension", "cocoapods", "conda", "cran", "gem"}
    | {"hackage", "julia", "mlflow", "nuget", "oci", "opam", "otp", "pub", "pypi", "vcpkg"}
)
_CHROME_NAME = re.compile(r"[a-p]{32}")
_CHROME_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+){0,3}", re.ASCII)

Three = tuple[str, str, str]


def adapted(kind: str, parts: Three, qualifiers: Mapping[str, str]) -> Three:
    """Namespace, name and version as the type writes them."""
    namespace, name, version = parts
    if kind in _LOWER_NAMESPACE:
        namespace = namespace.lower()
    if kind in _LOWER_NAME or (
        kind == "mlflow" and "databricks" in qualifiers.get("repository_url", "")
    ):
        name = name.lower()
    if kind in _LOWER_VERSION:
        version = version.lower()
    if kind == "pypi":
        name = name.replace("_", "-")
    return namespace, name, version


def fault_of(kind: str, parts: Three, qualifiers: Mapping[str, str]) -> str:
    """The part that the type forbids as it is or misses; empty when there is none."""
    namespace, name, version = parts
    if (kind in _NEEDS_NAMESPACE and not namespace) or (kind in _NO_NAMESPACE and namespace):
        return "namespace"
    if kind == "cpan" and "::" in name:
        return "name"
    if kind == "julia" and not qualifiers.get("uuid"):
        return "qualifiers"
    if kind == "chrome-extension":
        if not _CHROME_NAME.fullmatch(name):
            return "name"
        return "version" if version and not _CHROME_VERSION.fullmatch(version) else ""
    return ""
