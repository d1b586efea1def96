"""Who is who: names and numbers compared in spite of spelling, and found by any part of them.

Everything here is a key for comparing and finding; none of it is ever shown in place of what a
person wrote. Must not know where names are stored. Rules with worked numbers in
docs/*/rules/names.md.
"""

from __future__ import annotations

from sekisho.engines.identity.duplicates import duplicate_candidates, similar_names
from sekisho.engines.identity.names import fold_name
from sekisho.engines.identity.numbers import (
    corporate_number_fault,
    lei_fault,
    normalise_corporate_number,
    normalise_lei,
)
from sekisho.engines.identity.search import (
    SearchTerm,
    bigrams,
    index_text,
    matches,
    postgres_query,
    search_terms,
    sqlite_query,
)

__all__ = [
    "SearchTerm",
    "bigrams",
    "corporate_number_fault",
    "duplicate_candidates",
    "fold_name",
    "index_text",
    "lei_fault",
    "matches",
    "normalise_corporate_number",
    "normalise_lei",
    "postgres_query",
    "search_terms",
    "similar_names",
    "sqlite_query",
]
