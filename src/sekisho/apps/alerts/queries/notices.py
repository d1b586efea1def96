"""One notice: which alert an ask passes on, and how far each of its recipients has come."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sekisho.apps.alerts.models import AlertEdition, Notice
from sekisho.apps.alerts.queries.alerts import AlertView, alert_for
from sekisho.apps.alerts.queries.relays import RelayBoard, RelayView, relays_of_notice
from sekisho.apps.asks.queries.drafts import AskView, ask_for
from sekisho.apps.asks.queries.exports import BATCH, MOST_ROWS
from sekisho.apps.asks.queries.lines import AssignmentLine, lines_of
from sekisho.apps.asks.queries.reached import ReachedReply, reached_answers
from sekisho.apps.asks.queries.respondent import ask_of_link
from sekisho.apps.organisations.queries import organisations_by_ids
from sekisho.apps.work.queries.worded import NUMBER, Worded
from sekisho.engines.notices import (
    AlertText,
    HuntReport,
    HuntSum,
    NoticeKind,
    Progress,
    StaffTold,
    Standing,
    actions_done,
    alert_from_dict,
    hunt_report,
    hunt_sum,
    staff_told,
    standing_of,
)
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound, TooLarge
from sekisho.kernel.text import Bilingual
from sekisho.ui.paging import Paged, slice_of


@dataclass(frozen=True, slots=True)
class NoticeView:
    """An ask that passes on a version of an alert; `is_current` until a material change."""

    alert: AlertView
    ask: AskView
    version: int
    kind: NoticeKind
    is_current: bool


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """One recipient: the assignment as boards show it, what the reply says, and how far it passed
    the notice on.
    """

    line: AssignmentLine
    standing: Standing
    told: StaffTold
    done: int
    of: int
    relay: RelayView | None
    hunt: HuntReport


@dataclass(frozen=True, slots=True)
class NoticeBoard:
    """Recipients by standing, people told, and one page of the chosen ones.

    `told` adds up those who gave both figures; `told_by` is how many did. `hunts` adds up what
    searches have found.
    """

    counts: Mapping[Standing, int]
    told: StaffTold
    told_by: int
    bounced: int
    relays: RelayBoard
    hunts: HuntSum
    page: Paged[RecipientLine]

    @property
    def asked(self) -> int:
        """All recipients within reach."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class BoardChoice:
    """Which recipients are listed: a standing ("" for all), group or partners, and the page."""

    standing: str = ""
    members: str = ""  # "", group, partners
    page: int = 1


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """What the holder of a link reads: the alert in the last edition of the version asked about.

    `note` says what has changed since the version before; empty for the first.
    """

    text: AlertText
    version: int
    note: Bilingual
    kind: NoticeKind
    is_withdrawn: bool


def notice_for(
    actor: Actor, ask_uid: uuid.UUID, capability: Capability = Capability.VIEW
) -> NoticeView:
    """The notice that an ask is. Raises NotFound for one out of reach or another kind of ask."""
    ask = ask_for(actor, ask_uid, capability)
    row = Notice.objects.select_related("alert").filter(ask_id=ask.id).first()
    if row is None:
        raise NotFound("alerts.no_notice")
    alert = alert_for(actor, row.alert.uid)
    is_current = row.version == alert.version and alert.withdrawn_at is None
    return NoticeView(alert, ask, row.version, NoticeKind(row.kind), is_current)


def alert_of_ask(ask_id: int) -> uuid.UUID | None:
    """The outside id of the alert that an ask passes on; for asks fetched through the gate."""
    found: uuid.UUID | None = _ALERT_OF.first(ask_id=ask_id)
    return found


_ALERT_OF = Worded(
    lambda ask_id: (
        Notice.objects.filter(ask_id=ask_id).order_by("pk").values_list("alert__uid", flat=True)[:1]
    ),
    ask_id=NUMBER,
)


def board_for(
    actor: Actor, notice: NoticeView, choice: BoardChoice, *, now: datetime
) -> NoticeBoard:
    """Every recipient within reach counted once; the silent are listed first. Raises Unreadable."""
    replies = _chosen_members(actor, reached_answers(actor, notice.ask), choice.members)
    standings = {reply.id: _standing(reply) for reply in replies}
    told = [staff_told(reply.answers) for reply in replies]
    both = [one for one in told if one.told is not None and one.of is not None]
    relays = _relays(notice, replies)
    return NoticeBoard(
        counts=_counted(standings.values()),
        told=StaffTold(sum(one.told or 0 for one in both), sum(one.of or 0 for one in both)),
        told_by=len(both),
        bounced=sum(reply.is_bounced for reply in replies),
        relays=relays,
        hunts=hunt_sum(hunt_report(reply.answers) for reply in replies),
        page=_page(_Sheet(actor, standings, relays, now), replies, choice),
    )


def recipients_of_notice(
    actor: Actor, notice: NoticeView, choice: BoardChoice, *, now: datetime
) -> tuple[RecipientLine, ...]:
    """Every recipient within reach that a choice lists, in the board's order; for files.

    Raises TooLarge above the limit, Unreadable.
    """
    replies = _chosen_members(actor, reached_answers(actor, notice.ask), choice.members)
    standings = {reply.id: _standing(reply) for reply in replies}
    wanted = _wanted(replies, standings, choice.standing)
    if len(wanted) > MOST_ROWS:
        raise TooLarge("asks.export_too_large", count=len(wanted), limit=MOST_ROWS)
    sheet = _Sheet(actor, standings, _relays(notice, replies), now)
    parts = (wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH))
    return tuple(line for part in parts for line in sheet.lines(part))


def notice_of_link(actor: Actor) -> ReadNotice | None:
    """What a link's ask passes on, None when it is no notice. Needs no code: the letter says it
    too. Raises NotFound for a closed link.
    """
    row = Notice.objects.select_related("alert").filter(ask_id=ask_of_link(actor)).first()
    if row is None:
        return None
    editions = AlertEdition.objects.filter(alert_id=row.alert_id, version=row.version)
    last = editions.order_by("-edition").first()
    first = editions.order_by("edition").first()
    if last is None or first is None:
        return None
    return ReadNotice(
        text=alert_from_dict(last.content),
        version=row.version,
        note=Bilingual.from_dict(first.note),
        kind=NoticeKind(row.kind),
        is_withdrawn=row.alert.withdrawn_at is not None,
    )


def _chosen_members(
    actor: Actor, replies: Sequence[ReachedReply], members: str
) -> Sequence[ReachedReply]:
    if members not in {"group", "partners"}:
        return replies
    known = organisations_by_ids(actor, {reply.subject_id for reply in replies})
    ours = {own for own, view in known.items() if view.is_group}
    return [one for one in replies if (one.subject_id in ours) == (members == "group")]


def _standing(reply: ReachedReply) -> Standing:
    return standing_of(reply.answers, Progress(reply.is_submitted, reply.is_accepted))


def _counted(standings: Iterable[Standing]) -> dict[Standing, int]:
    found = Counter(standings)
    return {one: found.get(one, 0) for one in Standing}


def _relays(notice: NoticeView, replies: Sequence[ReachedReply]) -> RelayBoard:
    subjects = {reply.subject_id for reply in replies}
    return relays_of_notice(notice.alert.id, notice.version, subjects)


def _wanted(
    replies: Sequence[ReachedReply], standings: Mapping[int, Standing], standing: str
) -> list[ReachedReply]:
    order = list(Standing)
    found = [one for one in replies if not standing or standings[one.id] == standing]
    return sorted(found, key=lambda one: (order.index(standings[one.id]), one.due_at, one.id))


def _page(
    sheet: _Sheet, replies: Sequence[ReachedReply], choice: BoardChoice
) -> Paged[RecipientLine]:
    wanted = _wanted(replies, sheet.standings, choice.standing)
    shown = wanted[slice_of(choice.page)]
    return Paged(sheet.lines(shown), choice.page, len(wanted))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What turns replies into lines."""

    actor: Actor
    standings: Mapping[int, Standing]
    relays: RelayBoard
    now: datetime

    def lines(self, replies: Sequence[ReachedReply]) -> tuple[RecipientLine, ...]:
        answers = {one.id: one.answers for one in replies}
        return tuple(
            RecipientLine(
                line,
                self.standings[line.id],
                staff_told(answers[line.id]),
                *actions_done(answers[line.id]),
                self.relays.latest.get(line.subject.id),
                hunt_report(answers[line.id]),
            )
            for line in lines_of(self.actor, list(answers), self.now)
        )
