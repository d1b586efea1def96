"""Stories: an incident told on a small chain of its own, and what would have changed it.

Pure. A story is a document of bodies, things, links and changes in the words of the inventory; it
becomes a `Material` and is reckoned by the same engine as one's own chain.

- story.py: the story as values, read from a document; its material with some changes made
- editing.py: documents with a value, name, thing or link changed
- telling.py: what happens with and without each change (loads a compiler)

Rules with worked numbers: docs/*/rules/stories.md.
"""

from __future__ import annotations
