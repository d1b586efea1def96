"""Which level of SCS is looked for at a partner: three questions, any yes leads to ★4.

Source: the choice of level as explained by the Tokyo Metropolitan Government's guide to the scheme.
The outcome is a wish of the buyer, not an evaluation of the partner.
"""

from __future__ import annotations

from dataclasses import dataclass

STAR_3, STAR_4 = "star3", "star4"


@dataclass(frozen=True, slots=True)
class LevelAnswers:
    """What the buyer says about a partner."""

    holds_our_secrets: bool
    stops_us_unacceptably: bool
    reaches_our_systems: bool


def level_of(answers: LevelAnswers) -> str:
    """STAR_4 when any answer is yes, else STAR_3."""
    is_close = answers.holds_our_secrets or answers.reaches_our_systems
    return STAR_4 if is_close or answers.stops_us_unacceptably else STAR_3
