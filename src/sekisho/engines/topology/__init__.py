"""The chain of an inventory: its things and links as the nodes, ways and needs of `engines/chain`.

Between the two: it knows kinds and values of the inventory and whole numbers of the chain, and
nothing of people, pages or databases. Import by module; what makes a `Chain` loads a compiler.

- words.py: node kinds, ways of an attacker with parameter and technique, levers, defaults
- reading.py: values as they are read, with a count of what was told, assumed or unknown
- draft.py: nodes and wires on their way into arrays
- nodes.py, ways.py, needs.py: which nodes, which ways in, who needs what
- drawn.py: everything as arrays; chain.py: the frozen chain made of them
- striking.py, weakness.py: what stops with what; ways in and columns for a page

Rules with worked numbers: docs/*/rules/topology.md.
"""

from __future__ import annotations
