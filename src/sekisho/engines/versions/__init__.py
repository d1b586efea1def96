"""Which package, which version, which comes first: the identities that advisories are matched by.

Pure: texts in, values and keys out. Must not know advisories, deliveries or who asks. Package URLs
(purl-spec), version ranges (vers-spec), product names (CPE 2.3) and the version order of thirteen
schemes, each with a key of bytes that an index can hold. Rules: docs/*/rules/versions.md.
"""

from __future__ import annotations

from sekisho.engines.versions.cpe import Cpe, NotACpe, Relation, is_match, parse_cpe, relation
from sekisho.engines.versions.keys import LONGEST_KEY_BYTES, LONGEST_VERSION
from sekisho.engines.versions.native import range_from_native
from sekisho.engines.versions.purl import (
    NotAPurl,
    Parts,
    Purl,
    build_purl,
    canonical_purl,
    parse_purl,
)
from sekisho.engines.versions.schemes import SCHEMES, cached_key, order, scheme_of, sort_key
from sekisho.engines.versions.vers import (
    Constraint,
    NotARange,
    Range,
    canonical_range,
    contains,
    parse_range,
)

__all__ = [
    "LONGEST_KEY_BYTES",
    "LONGEST_VERSION",
    "SCHEMES",
    "Constraint",
    "Cpe",
    "NotACpe",
    "NotAPurl",
    "NotARange",
    "Parts",
    "Purl",
    "Range",
    "Relation",
    "build_purl",
    "cached_key",
    "canonical_purl",
    "canonical_range",
    "contains",
    "is_match",
    "order",
    "parse_cpe",
    "parse_purl",
    "parse_range",
    "range_from_native",
    "relation",
    "scheme_of",
    "sort_key",
]
