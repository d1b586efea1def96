"""Content files read into engine values: question sets, schemes, the inventory; all checked."""

from __future__ import annotations

from sekisho.adapters.content.folder import content_folder
from sekisho.adapters.content.inventory import (
    load_answer_maps,
    load_assumptions,
    load_contradictions,
    load_kinds,
)
from sekisho.adapters.content.question_sets import (
    load_question_sets,
    load_schema,
    read_question_set,
    shipped_sets,
)
from sekisho.adapters.content.schemes import load_schemes

__all__ = [
    "content_folder",
    "load_answer_maps",
    "load_assumptions",
    "load_contradictions",
    "load_kinds",
    "load_question_sets",
    "load_schema",
    "load_schemes",
    "read_question_set",
    "shipped_sets",
]
