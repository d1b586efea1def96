"""The chain as a graph: who is in it, how it is attacked, what its losses cost, what helps most.

Must not know organisations, only whole numbers and links between them. Cycles, repeated links and
self-links are allowed everywhere. Three functions work on plain pairs (supplier, customer) and load
nothing else, because every page needs them: `reach`, `reach_by_root`, `signed_tiers`. All the rest
works on a frozen `snapshot` with overlays, is compiled (kernels.py), and is imported by module, so
that a process that never asks does not load a compiler:

- snapshot.py, attack.py, dependency.py: the graph, and what its links mean to an attacker and to
  production; parameters.py: the numbers that it rests on
- routes.py, next_routes.py, dominators.py, fewest_links.py, cut_nodes.py, parts.py, closure.py:
  attack paths, choke points, smallest cuts, reach
- cascade.py: how far losses spread; days.py: when, with stocks, tolerance and fallbacks
- worlds.py: chances by sampling; losses.py: yen; measures.py: what to do; criticality.py: columns
- warm.py: asks everything once, so that a page never waits for the compiler
"""

from __future__ import annotations

from sekisho.engines.chain.reach import reach, reach_by_root
from sekisho.engines.chain.tiers import signed_tiers

__all__ = ["reach", "reach_by_root", "signed_tiers"]
