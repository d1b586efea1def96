"""What an ask brought, as figures: gaps by area and part, the change since an earlier ask, and the
comparison of one partner with its peers in cells that tell of nobody.

Pure. Rules with worked numbers: docs/*/rules/reports.md.
"""

from __future__ import annotations

from sekisho.engines.reports.apart import FEWEST_OTHERS, PeerFigures, may_follow
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
    Peer,
    Standing,
    cells_of,
    peer_figures,
    published_next,
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
    "may_follow",
    "peer_figures",
    "published_next",
    "question_figures",
    "size_class",
    "standing_of",
    "total_figures",
    "worst_questions",
]
