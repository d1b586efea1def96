"""The shape of the chain: who stands in which tier, and how far a group company can see.

Must not know organisations, only their whole-number ids and the edges between them, each edge a
pair (supplier, customer). Cycles, repeated edges and self-edges are allowed everywhere.
"""

from __future__ import annotations

from sekisho.engines.chain.reach import reach, reach_by_root
from sekisho.engines.chain.tiers import signed_tiers

__all__ = ["reach", "reach_by_root", "signed_tiers"]
