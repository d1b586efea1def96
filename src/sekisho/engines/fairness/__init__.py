"""Fair dealing: what a request to a partner must not say, must say, and whom a law protects.

Pure: texts and figures in, concerns out. It warns and proposes words; whether a law applies is for
people to judge. Rules with worked examples and sources: docs/*/rules/fairness.md.
"""

from __future__ import annotations

from sekisho.engines.fairness.concerns import (
    ALTERNATIVES,
    CODES,
    COST_ON_PARTNER,
    COST_TALK,
    FORCED_PRODUCT,
    NO_CONTACT,
    NO_RISK,
    SANCTION,
    SHORT_TIME,
    VAGUE,
    Asking,
    Concern,
    FairWords,
    Passage,
)
from sekisho.engines.fairness.rules import concerns_of, with_advice
from sekisho.engines.fairness.sources import SOURCES, Source
from sekisho.engines.fairness.thresholds import Cover, Coverage, Size, Work, coverage_of

__all__ = [
    "ALTERNATIVES",
    "CODES",
    "COST_ON_PARTNER",
    "COST_TALK",
    "FORCED_PRODUCT",
    "NO_CONTACT",
    "NO_RISK",
    "SANCTION",
    "SHORT_TIME",
    "SOURCES",
    "VAGUE",
    "Asking",
    "Concern",
    "Cover",
    "Coverage",
    "FairWords",
    "Passage",
    "Size",
    "Source",
    "Work",
    "concerns_of",
    "coverage_of",
    "with_advice",
]
