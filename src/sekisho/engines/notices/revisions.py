"""What a new edition of an alert changes, and whether recipients must be asked again.

A material change alters what a recipient has to do or where they read it; correcting words does
not. A person decides in the end; this says what to suggest.
"""

from __future__ import annotations

from dataclasses import fields

from sekisho.engines.notices.alerts import AlertText

_MATERIAL = frozenset({"actions", "tlp"})


def changed_parts(before: AlertText, after: AlertText) -> tuple[str, ...]:
    """The names of the parts that differ, in the order of the alert."""
    names = (field.name for field in fields(AlertText))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def is_material(before: AlertText, after: AlertText) -> bool:
    """Whether the change adds or takes away an action, or narrows who may be told.

    The same keys with other words are a correction.
    """
    changed = set(changed_parts(before, after)) & _MATERIAL
    keys_before = tuple(action.key for action in before.actions)
    keys_after = tuple(action.key for action in after.actions)
    return "tlp" in changed or sorted(keys_before) != sorted(keys_after)
