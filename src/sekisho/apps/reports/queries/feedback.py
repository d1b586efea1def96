"""One partner's own feedback sheet: its scores, its peers' cell, what is followed together.

The comparison is the one that was frozen with the sending. Before it, an office that reaches the
whole ask sees what would be frozen; who reaches a part only is shown no comparison, because what it
knows of its own part could be taken away from a cell that holds others too.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from sekisho.adapters.vault import Place
from sekisho.apps.asks.queries.drafts import AskView, ask_for, asks_by_ids
from sekisho.apps.asks.queries.linked import linked_assignment
from sekisho.apps.asks.queries.replies import ReplyPage, reply_page_for
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.apps.asks.queries.respondent_standing import Visit
from sekisho.apps.asks.queries.series import answered_recipients, scored_replies
from sekisho.apps.asks.queries.tallies import part_filter
from sekisho.apps.mail.queries import letters_of
from sekisho.apps.measures.queries.findings import FindingView, findings_of_source
from sekisho.apps.organisations.queries import open_home, organisations_by_ids, seal_home
from sekisho.apps.partners.queries import contacts_by_ids
from sekisho.apps.reports.models import Feedback
from sekisho.engines.questionnaire import Gap, QuestionSetVersion, Score, gaps, score
from sekisho.engines.reports import (
    Peer,
    PeerFigures,
    Standing,
    cells_of,
    peer_figures,
    published_next,
    standing_of,
)
from sekisho.kernel.actor import SYSTEM, Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import Bilingual

LETTER = "reports.feedback"
WHOLE = ""  # the category that stands for all of them
_BATCH = 5_000
_IN_VAIN = frozenset({"failed", "bounced", "cancelled"})  # such a letter told nobody


@dataclass(frozen=True, slots=True)
class FeedbackState:
    """Whether feedback of an ask has been sent, when last, and to how many that time.

    `answered` have submitted and have a contact; `recipients` are those whom a letter would tell.
    """

    ask: AskView
    sent_at: datetime | None
    sent: int
    count: int
    answered: int
    recipients: int


@dataclass(frozen=True, slots=True)
class ToTell:
    """One partner that a letter would tell; `tries` letters have been in vain."""

    assignment_id: int
    contact_id: int
    language: str
    tries: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The mean of the others of a cell, how many they are, and where one's own score lies."""

    mean: int
    others: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one partner reads. `comparisons` are by category key, "" for the whole; `is_late` when
    its answers came after what it would be compared with was frozen.
    """

    ask: AskView
    subject: Bilingual
    question_set: QuestionSetVersion
    score: Score
    gaps: tuple[Gap, ...]
    findings: tuple[FindingView, ...]
    comparisons: Mapping[str, Comparison]
    is_compared: bool
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """All states that were published, oldest first, and how often feedback had been sent then.

    `at` is since when the last one is shown, None before the sending that brings it.
    """

    states: tuple[Mapping[str, PeerFigures], ...]
    sent: int
    at: datetime | None

    @property
    def shown(self) -> Mapping[str, PeerFigures]:
        """The figures that are shown."""
        return self.states[-1] if self.states else {}

    def came_too_late(self, own_id: int, submitted_at: datetime) -> bool:
        """Whether somebody is in no cell because its answers came after the last state."""
        is_in = any(own_id in cell.members for cell in self.shown.values())
        return not is_in and self.at is not None and submitted_at > self.at


def feedback_state_for(
    actor: Actor, uid: uuid.UUID, capability: Capability = Capability.VIEW
) -> FeedbackState:
    """How feedback of a sent ask stands. Raises NotFound."""
    ask = ask_for(actor, uid, capability)
    row = Feedback.objects.filter(pk=ask.id).first()
    who = (len(answered_recipients(actor, ask.id)), len(still_to_tell(actor, ask.id)))
    if row is None:
        return FeedbackState(ask, None, 0, 0, *who)
    return FeedbackState(ask, row.updated_at, row.sent, row.count, *who)


def still_to_tell(actor: Actor, ask_id: int) -> tuple[ToTell, ...]:
    """Who has submitted, can be written to, and has no letter on the way or arrived."""
    answered = answered_recipients(actor, ask_id)
    contacts = contacts_by_ids(contact for _own, contact, _language in answered)
    letters = letters_of([LETTER], [own for own, _contact, _language in answered])
    return tuple(
        ToTell(own, contact, language, len(letters.get(own, ())))
        for own, contact, language in answered
        if contact in contacts
        and contacts[contact].is_usable
        and all(one.state in _IN_VAIN for one in letters.get(own, ()))
    )


def has_feedback(visit: Visit) -> bool:
    """Whether a respondent may read its sheet: it has submitted, and feedback was sent."""
    if visit.submitted_at is None or not visit.is_about_itself or visit.erased_at is not None:
        return False
    return Feedback.objects.filter(ask__assignments__uid=visit.assignment_uid).exists()


def sheet_of_link(actor: Actor, *, now: datetime) -> Sheet:
    """The sheet of whoever holds a link whose code was given.

    Raises NotFound before feedback was sent, or where another organisation is spoken of.
    """
    own = linked_assignment(actor)
    row = Feedback.objects.filter(pk=own.ask_id).first()
    reply = reply_for(actor, now=now)
    submitted_at = None if reply.visit.erased_at else reply.visit.submitted_at
    if row is None or not own.is_about_itself or submitted_at is None:
        raise NotFound("reports.no_feedback")
    published, answers, role = published_of(row), reply.answers, reply.visit.role
    asked = reply.question_set
    found = score(asked, answers, role)
    findings = findings_of_source(actor, source="ask", source_id=own.id, today=now.date())
    return Sheet(
        ask=asks_by_ids([own.ask_id])[own.ask_id],
        subject=reply.visit.subject,
        question_set=asked,
        score=found,
        gaps=gaps(asked, answers, role),
        findings=findings,
        comparisons=comparisons(published.shown, own.id, found),
        is_compared=True,
        is_late=published.came_too_late(own.id, submitted_at),
    )


def sheet_for(actor: Actor, assignment_uid: uuid.UUID, *, now: datetime) -> Sheet:
    """The sheet of one partner as the office sees it beforehand. Raises NotFound."""
    page = reply_page_for(actor, assignment_uid, now=now)
    submitted_at = None if page.line.erased_at else page.line.submitted_at
    if submitted_at is None or page.line.respondent is not None:
        raise NotFound("reports.no_feedback")
    is_whole = reaches_all(actor)
    published = next_published(page.ask.id) if is_whole else Published((), 0, None)
    return _sheet_of(page, published, submitted_at, is_compared=is_whole)


def sent_sheet_of(actor: Actor, page: ReplyPage) -> Sheet | None:
    """The sheet that the partner of a reply reads, with the comparison that was frozen.

    None before feedback was sent, and where nothing is there to be read.
    """
    row = Feedback.objects.filter(pk=page.ask.id).first()
    submitted_at = None if page.line.erased_at else page.line.submitted_at
    if row is None or submitted_at is None or page.line.respondent is not None:
        return None
    is_whole = reaches_all(actor)
    published = published_of(row) if is_whole else Published((), 0, None)
    return _sheet_of(page, published, submitted_at, is_compared=is_whole)


def _sheet_of(
    page: ReplyPage, published: Published, submitted_at: datetime, *, is_compared: bool
) -> Sheet:
    return Sheet(
        ask=page.ask,
        subject=page.line.subject.names,
        question_set=page.question_set,
        score=page.score,
        gaps=page.gaps,
        findings=page.findings,
        comparisons=comparisons(published.shown, page.line.id, page.score),
        is_compared=is_compared,
        is_late=published.came_too_late(page.line.id, submitted_at),
    )


def reaches_all(actor: Actor) -> bool:
    """Whether the actor reaches every partner."""
    return part_filter(actor) == Q()


def next_published(ask_id: int) -> Published:
    """What would be frozen now. Opens every reply of the ask; inside the house only."""
    row = Feedback.objects.filter(pk=ask_id).first()
    held = published_of(row) if row else Published((), 0, None)
    peers = _peers(ask_id)
    cells = cells_of(peers)
    groups: dict[str, list[Peer]] = defaultdict(list)
    for one in peers:
        if one.id in cells:
            groups[cells[one.id]].append(one)
    fresh = {name: peer_figures(members) for name, members in groups.items()}
    states = published_next(held.states, fresh)
    return Published(states, held.sent, held.at if len(states) == len(held.states) else None)


def published_of(row: Feedback) -> Published:
    """Every state that was frozen. Raises Unreadable."""
    held = json.loads(open_home(_place(row.pk), row.sealed))
    states = tuple(
        {
            name: PeerFigures({int(own): scores for own, scores in members.items()})
            for name, members in state.items()
        }
        for state in held["states"]
    )
    return Published(states, row.sent, datetime.fromisoformat(held["at"]))


def sealed_published(ask_id: int, published: Published, now: datetime) -> bytes:
    """Published states sealed with home's key; a fresh one is shown from now on."""
    states = [
        {name: dict(cell.members) for name, cell in state.items()} for state in published.states
    ]
    held = {"states": states, "at": (published.at or now).isoformat()}
    return seal_home(_place(ask_id), json.dumps(held).encode())


def comparisons(
    figures: Mapping[str, PeerFigures], assignment_id: int, own: Score
) -> dict[str, Comparison]:
    """The comparisons of one partner; areas with fewer than five others are left out.

    Its own score is the present one; the others' are those of the sending.
    """
    cell = next((one for one in figures.values() if assignment_id in one.members), None)
    if cell is None:
        return {}
    found = {}
    for category, value in _scores(own).items():
        mean = cell.mean_of_others(assignment_id, category)
        if mean is not None:
            others = cell.others(assignment_id, category)
            found[category] = Comparison(mean, others, standing_of(value, mean))
    return found


def _peers(ask_id: int) -> list[Peer]:
    replies = scored_replies(SYSTEM, ask_id)
    wanted, at = sorted({one.subject_id for one in replies}), {}
    for start in range(0, len(wanted), _BATCH):
        at.update(organisations_by_ids(SYSTEM, wanted[start : start + _BATCH]))
    return [
        Peer(one.assignment_id, firm.tier, firm.headcount, _scores(one.score))
        for one in replies
        if not (firm := at[one.subject_id]).is_group
    ]


def _scores(found: Score) -> dict[str, float]:
    rows = {one.category_key: one.score_0_100 for one in found.categories}
    rows[WHOLE] = found.score_0_100
    return {key: float(value) for key, value in rows.items() if value is not None}


def _place(ask_id: int) -> Place:
    return Place("reports_feedback", str(ask_id), "sealed")
