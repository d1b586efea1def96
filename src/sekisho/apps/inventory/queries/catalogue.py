"""The kinds, the answers that tell of things and the assumptions, as this installation ships them.

Read once a process.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from sekisho.adapters.content import (
    content_folder,
    load_answer_maps,
    load_assumptions,
    load_kinds,
)
from sekisho.engines.inventory import AnswerMap, Assumptions, Catalogue

_FOLDER = "inventory"


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The kinds of things and links."""
    return load_kinds(content_folder() / _FOLDER)


@lru_cache(maxsize=1)
def answer_maps() -> Mapping[str, AnswerMap]:
    """Which answers tell of things, by key of the question set."""
    return load_answer_maps(content_folder() / _FOLDER, catalogue())


@lru_cache(maxsize=1)
def assumptions() -> Assumptions:
    """What a first chain assumes."""
    return load_assumptions(content_folder() / _FOLDER, catalogue())
