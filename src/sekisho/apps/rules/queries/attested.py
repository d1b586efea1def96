"""Who has attested an edition, read from the sealed replies of its asks when somebody looks."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sekisho.apps.asks.queries.drafts import AskView, ask_for
from sekisho.apps.asks.queries.lines import AssignmentLine, lines_of
from sekisho.apps.asks.queries.reached import ReachedReply, reached_answers
from sekisho.apps.asks.queries.respondent import ask_of_link
from sekisho.apps.asks.queries.totals import asks_among
from sekisho.apps.rules.models import Attestation
from sekisho.apps.rules.queries.rules import EditionView, RuleView, edition_for, reading_edition
from sekisho.apps.work.queries.worded import NUMBER, Worded
from sekisho.engines.attestations import Attested, attested_of
from sekisho.engines.notices import StaffTold, staff_told
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class AttestedCount:
    """How many of those asked have said that the rule is kept, with or without exceptions."""

    attested: int = 0
    asked: int = 0


@dataclass(frozen=True, slots=True)
class SendingLine:
    """One ask by which an edition was sent, and what came of it."""

    ask: AskView
    edition_id: int
    count: AttestedCount


@dataclass(frozen=True, slots=True)
class AttestedLine:
    """One company that was asked."""

    line: AssignmentLine
    standing: Attested
    told: StaffTold


@dataclass(frozen=True, slots=True)
class AttestationBoard:
    """Everybody asked by one sending, by standing; `told` adds up those who gave both figures."""

    rule: RuleView
    edition: EditionView
    ask: AskView
    counts: Mapping[Attested, int]
    told: StaffTold
    told_by: int
    rows: tuple[AttestedLine, ...]

    @property
    def asked(self) -> int:
        """All companies asked, within reach."""
        return sum(self.counts.values())


def sendings_of(actor: Actor, rule: RuleView) -> tuple[SendingLine, ...]:
    """The asks of the editions of a rule fetched through the gate, newest first."""
    return _sendings(actor, [one.id for one in rule.editions])


def open_sendings(actor: Actor, rule: RuleView) -> tuple[AskView, ...]:
    """The asks of a rule that are open, the oldest first; the caller fetched the rule for RUN."""
    rows = Attestation.objects.filter(edition_id__in=[one.id for one in rule.editions])
    asks = asks_among(actor, rows.order_by("id").values_list("ask_id", flat=True))
    return tuple(one for _own, one in sorted(asks.items()) if one.state == "open")


def attested_counts(actor: Actor, editions: Sequence[EditionView]) -> Mapping[int, AttestedCount]:
    """By inside number of the edition: each company once, its latest ask counts."""
    found: dict[int, dict[int, Attested]] = {}
    rows = list(Attestation.objects.filter(edition_id__in=[one.id for one in editions]))
    asks = asks_among(actor, (row.ask_id for row in rows))
    for row in sorted(rows, key=lambda one: one.pk):
        ask = asks.get(row.ask_id)
        if ask is not None and not ask.is_draft:
            said = {one.subject_id: _standing(one) for one in reached_answers(actor, ask)}
            found.setdefault(row.edition_id, {}).update(said)
    return {own: _count(list(said.values())) for own, said in found.items()}


def board_for(actor: Actor, ask_uid: uuid.UUID, *, now: datetime, today: date) -> AttestationBoard:
    """Everybody asked by one sending. Raises NotFound for another kind of ask, Unreadable."""
    ask = ask_for(actor, ask_uid)
    row = Attestation.objects.select_related("edition").filter(ask_id=ask.id).first()
    if row is None:
        raise NotFound("rules.no_attestation")
    rule, edition = edition_for(actor, row.edition.uid, today=today)
    replies = reached_answers(actor, ask)
    standings = {one.id: _standing(one) for one in replies}
    told = {one.id: staff_told(one.answers) for one in replies}
    both = [one for one in told.values() if one.told is not None and one.of is not None]
    lines = lines_of(actor, list(standings), now)
    order = list(Attested)
    rows = [AttestedLine(one, standings[one.id], told[one.id]) for one in lines]
    rows.sort(key=lambda one: (order.index(one.standing), one.line.id))
    return AttestationBoard(
        rule=rule,
        edition=edition,
        ask=ask,
        counts={one: list(standings.values()).count(one) for one in order},
        told=StaffTold(sum(one.told or 0 for one in both), sum(one.of or 0 for one in both)),
        told_by=len(both),
        rows=tuple(rows),
    )


def rule_of_ask(actor: Actor, ask_id: int, *, today: date) -> tuple[RuleView, EditionView] | None:
    """The rule and edition that an ask attests, None for another ask or one out of sight."""
    row = _OF_ASK.first(ask_id=ask_id)
    if row is None:
        return None
    try:
        return edition_for(actor, row.edition.uid, today=today)
    except NotFound:
        return None


_OF_ASK = Worded(
    lambda ask_id: (
        Attestation.objects.select_related("edition").filter(ask_id=ask_id).order_by("pk")[:1]
    ),
    ask_id=NUMBER,
)


def edition_of_link(actor: Actor) -> tuple[RuleView, EditionView] | None:
    """What the ask behind a link has attested, None for another kind. Raises NotFound."""
    row = Attestation.objects.filter(ask_id=ask_of_link(actor)).first()
    return None if row is None else reading_edition(row.edition_id)


def may_send(actor: Actor, uid: uuid.UUID, *, today: date) -> tuple[RuleView, EditionView]:
    """An edition that the actor may have attested. Raises NotFound."""
    return edition_for(actor, uid, today=today, capability=Capability.RUN)


def _sendings(actor: Actor, edition_ids: Sequence[int]) -> tuple[SendingLine, ...]:
    rows = list(Attestation.objects.filter(edition_id__in=edition_ids).order_by("-id"))
    asks = asks_among(actor, (row.ask_id for row in rows))
    found = []
    for row in rows:
        ask = asks.get(row.ask_id)
        if ask is not None:
            said = [] if ask.is_draft else [_standing(one) for one in reached_answers(actor, ask)]
            found.append(SendingLine(ask, row.edition_id, _count(said)))
    return tuple(found)


def _count(said: Sequence[Attested]) -> AttestedCount:
    return AttestedCount(sum(one.is_attested for one in said), len(said))


def _standing(reply: ReachedReply) -> Attested:
    return attested_of(reply.answers, is_submitted=reply.is_submitted)
