"""A question set while it is being written: incomplete, in plain data, every part with an id.

Pure: data in, new data out; nothing is changed in place. Must not know who writes or where it is
kept. Rules: docs/*/rules/question-sets.md.
"""

from __future__ import annotations

from sekisho.engines.question_drafts.edits import (
    add_question,
    add_section,
    move_question,
    move_section,
    put_head,
    put_question,
    put_section,
    remove_question,
    remove_section,
)
from sekisho.engines.question_drafts.faults import DraftFault, draft_faults
from sekisho.engines.question_drafts.forms import (
    document_from,
    draft_from,
    empty_document,
)
from sekisho.engines.question_drafts.parts import (
    MOST_QUESTIONS,
    MOST_SECTIONS,
    Draft,
    ordered,
    question_in,
    section_in,
)
from sekisho.engines.question_drafts.steps import patch_between, undone

__all__ = [
    "MOST_QUESTIONS",
    "MOST_SECTIONS",
    "Draft",
    "DraftFault",
    "add_question",
    "add_section",
    "document_from",
    "draft_faults",
    "draft_from",
    "empty_document",
    "move_question",
    "move_section",
    "ordered",
    "patch_between",
    "put_head",
    "put_question",
    "put_section",
    "question_in",
    "remove_question",
    "remove_section",
    "section_in",
    "undone",
]
