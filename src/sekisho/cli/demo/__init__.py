"""The demo: invented firms and one ask at day four, made by the real actions from a seed.

Time is played: the clock port shows the moments of the story while it is told, then the real clock
comes back.
"""

from __future__ import annotations

from collections.abc import Callable

from sekisho.cli.demo.story import tell_story


def load_demo(*, say: Callable[[str], None]) -> None:
    """Load the story into a new installation; `say` is told how far it is."""
    tell_story(say)


__all__ = ["load_demo"]
