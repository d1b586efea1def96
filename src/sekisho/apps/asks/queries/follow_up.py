"""With whom one talks about what an assignment left open, for letters about findings.

Inside the house only, without a gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from sekisho.apps.asks.queries.letters import AssignmentFacts, assignment_facts, merge_values
from sekisho.apps.asks.queries.zones import calendar_of, zone_of
from sekisho.apps.measures.events import Conversation


def conversations(assignment_ids: Iterable[int]) -> Mapping[int, Conversation]:
    """Conversations by assignment number; a closed ask is still talked about."""
    found = assignment_facts(assignment_ids)
    return {own: _conversation(facts) for own, facts in found.items()}


def _conversation(facts: AssignmentFacts) -> Conversation:
    contact = facts.contact if facts.contact and facts.contact.is_usable else None
    return Conversation(
        source_id=facts.id,
        contact_id=contact.id if contact else None,
        organisation_id=facts.respondent.id,
        language=facts.language,
        zone=zone_of(facts.respondent.country),
        calendar=calendar_of(facts.respondent.country),
        reply_to=facts.ask.sender.contact_email,
        values=partial(_values, facts),
        kind=facts.question_set.key,
    )


def _values(facts: AssignmentFacts, language: str) -> dict[str, str]:
    return merge_values(facts, contact=facts.contact, language=language)
