"""Which answers to an older version live on under which question of a newer one."""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.apps.asks.queries.set_documents import set_values
from sekisho.apps.editor.models import CarryMap
from sekisho.engines.question_diff import carried_answers
from sekisho.engines.questionnaire import Answer


def carry_map(older_id: int, newer_id: int) -> dict[str, str] | None:
    """The confirmed map by inside numbers: old key -> new key, empty for none.

    None when nobody has confirmed one; a version maps to itself. Question sets are no secret.
    """
    if older_id == newer_id:
        value = set_values([newer_id])[newer_id]
        return {question.key: question.key for question in value.questions}
    row = CarryMap.objects.filter(older_id=older_id, newer_id=newer_id).first()
    return None if row is None else dict(row.content)


def carry_answers(
    answers: Mapping[str, Answer], *, older_id: int, newer_id: int
) -> dict[str, Answer]:
    """Earlier answers under the keys of the newer version; none without a confirmed map."""
    found = carry_map(older_id, newer_id)
    if found is None:
        return {}
    return carried_answers(answers, found, set_values([newer_id])[newer_id])
