"""What an ask brought, as figures: gaps by area and part, the change since an earlier ask, and the
comparison of one partner with its peers in cells that tell of nobody.

Pure. Rules with worked numbers: docs/*/rules/reports.md.
"""

from __future__ import annotations

from sekisho.engines.reports.figures import (
    AreaFigures,
    Change,
    GapFigures,
    QuestionFigures,
    area_figures,
    change_since,
    question_figures,
    total_figures,
    worst_questions,
)
from sekisho.engines.reports.peers import (
    FEWEST_OTHERS,
    Peer,
    PeerFigures,
    Standing,
    cells_of,
    kept_or_new,
    peer_figures,
    size_class,
    standing_of,
)

__all__ = [
    "FEWEST_OTHERS",
    "AreaFigures",
    "Change",
    "GapFigures",
    "Peer",
    "PeerFigures",
    "QuestionFigures",
    "Standing",
    "area_figures",
    "cells_of",
    "change_since",
    "kept_or_new",
    "peer_figures",
    "question_figures",
    "size_class",
    "standing_of",
    "total_figures",
    "worst_questions",
]
