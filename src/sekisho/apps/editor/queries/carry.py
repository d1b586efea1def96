"""Which answers to an older version live on under which question of a newer one."""

from __future__ import annotations

from sekisho.apps.asks.queries.set_documents import set_values, version_ids
from sekisho.apps.editor.models import CarryMap
from sekisho.engines.question_diff import default_carry, diff_sets


def carry_map(older_id: int, newer_id: int) -> dict[str, str] | None:
    """The confirmed map by inside numbers: old key -> new key, empty for none.

    None when nobody has confirmed one; a version maps to itself. Question sets are no secret.
    """
    if older_id == newer_id:
        value = set_values([newer_id])[newer_id]
        return {question.key: question.key for question in value.questions}
    row = CarryMap.objects.filter(older_id=older_id, newer_id=newer_id).first()
    return None if row is None else dict(row.content)


def carry_between(set_key: str, then: str, present: str) -> dict[str, str]:
    """Old key -> new key (empty for none) between two versions of a set, for offering answers.

    What a person confirmed counts. Questions on which nobody decided carry on where they are the
    same or changed slightly: a guess, or a material change, carries nothing.
    """
    ids = version_ids(set_key)
    if then not in ids or present not in ids:
        return {}
    confirmed = carry_map(ids[then], ids[present]) or {}
    values = set_values([ids[then], ids[present]])
    old, new = values[ids[then]], values[ids[present]]
    taken = set(confirmed.values())
    proposed = {
        one.old_key: "" if one.is_guess or one.new_key in taken else one.new_key
        for one in default_carry(old, diff_sets(old, new))
    }
    return proposed | confirmed
