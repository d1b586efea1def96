"""What a question set is made of: categories, questions, choices, conditions.

Values only. Knows nothing of who is asked, of storage, or of the language on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sekisho.kernel.text import Bilingual

YES, PARTIAL, NO, UNKNOWN, NA, NONE = "yes", "partial", "no", "unknown", "na", "none"
YES_NO_POINTS: dict[str, Decimal | None] = {
    YES: Decimal(1),
    NO: Decimal(0),
    PARTIAL: Decimal("0.5"),
    NA: None,
    UNKNOWN: Decimal(0),
}
ALONE_KEYS = frozenset({NA, UNKNOWN, NONE})  # contradict every other choice beside them


class Kind(StrEnum):
    """The forms of an answer."""

    YES_NO = "yes_no"
    SINGLE = "single"
    MULTIPLE = "multiple"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FILE = "file"


CHOICE_KINDS = frozenset({Kind.YES_NO, Kind.SINGLE, Kind.MULTIPLE})


class Respondent(StrEnum):
    """Who answers: the partner about itself, the buyer about a partner, or either."""

    SUPPLIER = "supplier"
    BUYER = "buyer"
    BOTH = "both"

    def covers(self, role: Respondent) -> bool:
        """Whether that role is asked; the role BOTH stands for everybody together."""
        return Respondent.BOTH in (self, role) or self is role


class Basis(StrEnum):
    """Whether the source names the measure itself or we split or extended it."""

    DIRECT = "direct"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Is:
    """Some choice given to an earlier question is one of these."""

    question_key: str
    choice_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


Condition = Is | Not | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice; `points` from 0 to 1, None when it is left out of the score."""

    key: str
    label: Bilingual
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Followup:
    """A further line of text; `choice_keys` None means that it is always shown."""

    text: Bilingual
    choice_keys: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class NumberRule:
    """What a number may be; bounds are inclusive."""

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    is_whole: bool = False
    unit: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A group of questions with its share in the score of the set."""

    key: str
    label: Bilingual
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `reference_ids` are requirement numbers of SCS, for cross-reference only.

    `maps` names items of schemes as "scheme:id" that a good answer speaks for.
    """

    key: str
    category: str
    kind: Kind
    text: Bilingual
    respondent: Respondent
    choices: tuple[Choice, ...] = ()
    help: Bilingual | None = None
    followup: Followup | None = None
    weight: Decimal = Decimal(1)
    is_critical: bool = False
    is_required: bool = True
    condition: Condition | None = None
    basis: Basis | None = None
    reference_ids: tuple[str, ...] = ()
    number_rule: NumberRule | None = None
    maps: tuple[str, ...] = ()
    needs_evidence: bool = False
    na_needs_reason: bool = True

    @property
    def is_scored(self) -> bool:
        """Whether some choice carries points."""
        return any(choice.points is not None for choice in self.choices)

    def choice(self, key: str) -> Choice | None:
        """The choice of that key, None when there is none."""
        return next((choice for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True, slots=True)
class Source:
    """The public document on which a set rests."""

    key: str
    title: Bilingual


@dataclass(frozen=True, slots=True)
class QuestionSetVersion:
    """One published version of a question set; it never changes once sent."""

    key: str
    version: str
    title: Bilingual
    respondent: Respondent
    categories: tuple[Category, ...]
    questions: tuple[Question, ...]
    source: Source
    licence: str
    use: Bilingual | None = None
    notice: Bilingual | None = None

    def question(self, key: str) -> Question | None:
        """The question of that key, None when there is none."""
        return next((question for question in self.questions if question.key == key), None)

    def category(self, key: str) -> Category | None:
        """The category of that key, None when there is none."""
        return next((category for category in self.categories if category.key == key), None)
