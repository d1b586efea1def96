"""Question sets, answers and what follows from them: shown questions, faults, score, gaps, tallies.

Pure: given data in, values out. Rules with worked numbers: docs/*/rules/questionnaire.md.
"""

from __future__ import annotations

from sekisho.engines.questionnaire.answers import (
    Answer,
    Plan,
    StoredAnswer,
    answers_of,
    calls_for_plan,
    chosen,
    is_answered,
    points_of,
    shows_followup,
)
from sekisho.engines.questionnaire.checking import (
    MAX_NAME_CHARACTERS,
    MAX_TEXT_CHARACTERS,
    Completeness,
    Fault,
    check_answer,
    completeness,
)
from sekisho.engines.questionnaire.conditions import holds, questions_for, shown_questions
from sekisho.engines.questionnaire.gaps import Gap, GapReason, Severity, gaps
from sekisho.engines.questionnaire.parsing import parse_set
from sekisho.engines.questionnaire.questions import (
    AllOf,
    AnyOf,
    Basis,
    Category,
    Choice,
    Condition,
    Followup,
    Is,
    Kind,
    Not,
    NumberRule,
    Question,
    QuestionSetVersion,
    Respondent,
    Source,
)
from sekisho.engines.questionnaire.reading import read_date, read_number
from sekisho.engines.questionnaire.replies import (
    AnswerChange,
    answers_from_json,
    diff_answers,
    reply_as_json,
    reply_from_json,
)
from sekisho.engines.questionnaire.scoring import CategoryScore, Counts, Score, Term, score
from sekisho.engines.questionnaire.tallies import (
    ANSWERED,
    EVERYBODY,
    UNANSWERED,
    Tally,
    TallyDelta,
    TallyEntry,
    merge,
    recount,
    tally_of,
)

__all__ = [
    "ANSWERED",
    "EVERYBODY",
    "MAX_NAME_CHARACTERS",
    "MAX_TEXT_CHARACTERS",
    "UNANSWERED",
    "AllOf",
    "Answer",
    "AnswerChange",
    "AnyOf",
    "Basis",
    "Category",
    "CategoryScore",
    "Choice",
    "Completeness",
    "Condition",
    "Counts",
    "Fault",
    "Followup",
    "Gap",
    "GapReason",
    "Is",
    "Kind",
    "Not",
    "NumberRule",
    "Plan",
    "Question",
    "QuestionSetVersion",
    "Respondent",
    "Score",
    "Severity",
    "Source",
    "StoredAnswer",
    "Tally",
    "TallyDelta",
    "TallyEntry",
    "Term",
    "answers_from_json",
    "answers_of",
    "calls_for_plan",
    "check_answer",
    "chosen",
    "completeness",
    "diff_answers",
    "gaps",
    "holds",
    "is_answered",
    "merge",
    "parse_set",
    "points_of",
    "questions_for",
    "read_date",
    "read_number",
    "recount",
    "reply_as_json",
    "reply_from_json",
    "score",
    "shown_questions",
    "shows_followup",
    "tally_of",
]
