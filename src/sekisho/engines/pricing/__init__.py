"""What a chain costs in yen when intruders come, and which measures save most of it.

Pure. Stands on engines/topology: it knows nodes and levers of a chain, amounts of money as ranges,
and nothing of people, pages or databases. Import by module; it loads a compiler.

- money.py: amounts as low, likely and high, and what in a chain they are multiplied with
- losses.py: yen of each world, and the report

Rules with worked numbers: docs/*/rules/pricing.md.
"""

from __future__ import annotations
