"""Which questions of two stored question sets are the same; kept, because a sent one never changes.

Question sets are no secret.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from sekisho.apps.asks.queries.sets import stored_set
from sekisho.apps.editor.queries.carry import carry_map
from sekisho.engines.questionnaire import QuestionSetVersion
from sekisho.engines.sharing import same_questions


def pairs_between(there_id: int, here_id: int) -> Mapping[str, str]:
    """Key there -> key here for the questions that are the same, by the inside numbers of sets."""
    there, here = stored_set(there_id), stored_set(here_id)
    carried = carry_map(there_id, here_id) if there.key == here.key else None
    items = None if carried is None else tuple(sorted(carried.items()))
    return _pairs(there, here, items)


@lru_cache(maxsize=256)
def _pairs(
    there: QuestionSetVersion, here: QuestionSetVersion, carried: tuple[tuple[str, str], ...] | None
) -> Mapping[str, str]:
    return same_questions(there, here, carried=None if carried is None else dict(carried))
