"""Content files read into engine values: question sets, each checked by schema and rules."""

from __future__ import annotations

from sekisho.adapters.content.folder import content_folder
from sekisho.adapters.content.question_sets import (
    load_question_sets,
    load_schema,
    read_question_set,
)

__all__ = ["content_folder", "load_question_sets", "load_schema", "read_question_set"]
