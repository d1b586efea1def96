"""The shipped schemes, and how far a set, a reply or all replies of a partner cover one."""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import lru_cache

from sekisho.adapters.content import content_folder, load_schemes
from sekisho.apps.asks.queries.mine import asks_to_partner, reply_links
from sekisho.apps.asks.queries.replies import reply_page_for
from sekisho.apps.asks.queries.sets import set_for
from sekisho.engines.questionnaire import QuestionSetVersion
from sekisho.engines.schemes import Covered, ItemCoverage, Scheme, cover
from sekisho.kernel.actor import Actor
from sekisho.kernel.errors import NotFound


@lru_cache(maxsize=1)
def schemes() -> tuple[Scheme, ...]:
    """Every scheme that ships with this installation, by key; public knowledge."""
    return load_schemes(content_folder() / "schemes")


def scheme_of(key: str) -> Scheme:
    """One scheme. Raises NotFound."""
    found = next((one for one in schemes() if one.key == key), None)
    if found is None:
        raise NotFound("editor.no_scheme")
    return found


def set_coverage(
    actor: Actor, scheme: Scheme, set_uid: uuid.UUID
) -> tuple[QuestionSetVersion, tuple[ItemCoverage, ...]]:
    """What a question set touches; nothing is answered, so nothing is met. Raises NotFound."""
    _view, value = set_for(actor, set_uid)
    return value, cover(scheme, [Covered(value, {})])


def reply_coverage(
    actor: Actor, scheme: Scheme, assignment_uid: uuid.UUID, *, now: datetime
) -> tuple[ItemCoverage, ...]:
    """What one reply within reach says for each item. Raises NotFound."""
    return cover(scheme, [_covered(actor, assignment_uid, now)])


def partner_coverage(
    actor: Actor, scheme: Scheme, organisation_uid: uuid.UUID, *, now: datetime
) -> tuple[ItemCoverage, ...]:
    """What the newest replies of a partner within reach say together, one per question set.

    Only what has been submitted counts. Raises NotFound.
    """
    asked = asks_to_partner(actor, organisation_uid, now=now)
    uids = reply_links(actor, [one.line.id for one in asked])
    newest: dict[str, Covered] = {}
    for one in asked:
        _title, uid = uids[one.line.id]
        if one.line.state in ("submitted", "closed"):
            covered = _covered(actor, uid, now)
            newest.setdefault(covered.question_set.key, covered)
    return cover(scheme, list(newest.values()))


def _covered(actor: Actor, uid: uuid.UUID, now: datetime) -> Covered:
    page = reply_page_for(actor, uid, now=now)
    shown = {line.question.key: line.answer for line in page.questions}
    return Covered(page.question_set, shown)
