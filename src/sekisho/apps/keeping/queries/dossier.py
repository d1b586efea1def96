"""Everything about one partner that the actor may see, from the gated queries of each room."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from sekisho.apps.alerts.queries.relays import RelayView, relays_said_at
from sekisho.apps.answering.queries.handovers import HandOverView, handovers_of_reply
from sekisho.apps.answering.queries.refusals import RefusalView, refusal_of_reply
from sekisho.apps.answering.queries.spoken import SpokenView, spoken_of
from sekisho.apps.answering.queries.talks import ThreadView, threads_of_reply
from sekisho.apps.asks.queries.about import assignments_about, evidence_of_reply
from sekisho.apps.asks.queries.erasing import erased_files_for
from sekisho.apps.asks.queries.replies import ReplyPage, reply_page_for
from sekisho.apps.asks.queries.respondent_files import ErasedFile, EvidenceView
from sekisho.apps.asks.queries.sent_letters import SentLetter, sent_letters_for
from sekisho.apps.audit.queries import Entry, entries_about
from sekisho.apps.editor.queries.levels import LevelView, level_for
from sekisho.apps.fairness.queries.consultations import TalkView, talks_with
from sekisho.apps.inventory.queries.entries import EntryView, entries_at
from sekisho.apps.measures.queries.acceptances import AcceptanceView, acceptances_of
from sekisho.apps.measures.queries.files import FindingFileView, files_for
from sekisho.apps.measures.queries.findings import FindingView, all_findings_for
from sekisho.apps.measures.queries.narrowing import EVERY_STATE, FindingFilter
from sekisho.apps.organisations.queries import organisation_for
from sekisho.apps.partners.queries.contracts import ContractView, contracts_of
from sekisho.apps.partners.queries.pages import PartnerPage, partner_for
from sekisho.apps.reports.queries.feedback import Sheet, sent_sheet_of
from sekisho.apps.rules.queries.exceptions import DeviationView, exceptions_of
from sekisho.apps.sharing.queries.consents import ConsentView, consents_at
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Forbidden

INFECTED = "infected"
MOST_ENTRIES = 10_000


@dataclass(frozen=True, slots=True)
class Conversation:
    """One assignment with all that was said there; `letters` oldest first."""

    page: ReplyPage
    files: tuple[EvidenceView, ...]
    erased_files: tuple[ErasedFile, ...]
    threads: tuple[ThreadView, ...]
    handovers: tuple[HandOverView, ...]
    refusal: RefusalView | None
    spoken: tuple[SpokenView, ...]
    letters: tuple[SentLetter, ...]
    consents: tuple[ConsentView, ...]
    relays: tuple[RelayView, ...]
    feedback: Sheet | None


@dataclass(frozen=True, slots=True)
class FoundGap:
    """One finding with its acceptances and files."""

    finding: FindingView
    acceptances: tuple[AcceptanceView, ...]
    files: tuple[FindingFileView, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """What goes into the export. `audit` is None for those who may not read the record."""

    partner: PartnerPage
    conversations: tuple[Conversation, ...]
    gaps: tuple[FoundGap, ...]
    talks: tuple[TalkView, ...]
    exceptions: tuple[DeviationView, ...]
    contracts: tuple[ContractView, ...]
    inventory: tuple[EntryView, ...]
    audit: tuple[Entry, ...] | None
    level: LevelView | None


def dossier_for(actor: Actor, uid: uuid.UUID, *, now: datetime) -> Dossier:
    """Gather all about a partner that the actor runs. Raises NotFound."""
    at = organisation_for(actor, uid, Capability.RUN)
    said = tuple(_conversation(actor, one, now) for one in assignments_about(actor, at.id))
    narrowed = FindingFilter(states=EVERY_STATE, organisation_uid=uid)
    today = timezone.localdate(now)
    gaps = tuple(
        FoundGap(one, acceptances_of(actor, one.uid), files_for(actor, one.uid))
        for one in all_findings_for(actor, narrowed=narrowed, today=today)
    )
    talks = talks_with(actor, at.id)
    granted = exceptions_of(actor, at.id, today=today)
    signed = contracts_of(actor, at.id)
    known = entries_at(actor, at.id, most=MOST_ENTRIES)
    partner = partner_for(actor, uid)
    found = Dossier(partner, said, gaps, talks, granted, signed, known, None, level_for(actor, uid))
    return replace(found, audit=_audit(actor, found))


def _conversation(actor: Actor, uid: uuid.UUID, now: datetime) -> Conversation:
    page = reply_page_for(actor, uid, now=now)
    own = page.line.id
    return Conversation(
        page=page,
        files=evidence_of_reply(actor, uid),
        erased_files=erased_files_for(actor, uid),
        threads=threads_of_reply(actor, uid, now=now),
        handovers=handovers_of_reply(actor, uid, now=now),
        refusal=refusal_of_reply(actor, uid, now=now),
        spoken=tuple(spoken_of([own]).values()),
        letters=sent_letters_for(actor, [own]).get(own, ()),
        consents=consents_at(own, now=now),
        relays=relays_said_at(own),
        feedback=sent_sheet_of(actor, page),
    )


def _audit(actor: Actor, found: Dossier) -> tuple[Entry, ...] | None:
    people = (*found.partner.contacts, *found.partner.former_contacts)
    uids = {found.partner.organisation.uid, *(one.uid for one in people)}
    uids |= {one.page.line.uid for one in found.conversations}
    uids |= {one.finding.uid for one in found.gaps} | {one.uid for one in found.talks}
    uids |= {one.uid for one in found.exceptions} | {one.uid for one in found.contracts}
    uids |= {one.uid for one in found.inventory}
    try:
        return entries_about(actor, uids)
    except Forbidden:
        return None


@dataclass(frozen=True, slots=True)
class FileRef:
    """One file of the export: where it lies in the ZIP, and how to open it.

    `finding_uid` is None for a file of an answer.
    """

    path: str
    name: str
    uid: uuid.UUID
    finding_uid: uuid.UUID | None
    sha256: str
    size_bytes: int
    part: int
    about: str


PART_BYTES = 100 * 1024 * 1024


def file_refs(found: Dossier) -> tuple[FileRef, ...]:
    """The files with their places, in parts of at most PART_BYTES each, numbered from 1.

    Infected ones are left out.
    """
    refs: list[FileRef] = []
    part, filled = 1, 0
    for number, (view, finding_uid, about) in enumerate(_files(found), start=1):
        if filled and filled + view.size_bytes > PART_BYTES:
            part, filled = part + 1, 0
        filled += view.size_bytes
        path = f"files/{number:04d}-{safe_name(view.name)}"
        facts = (view.uid, finding_uid, view.sha256, view.size_bytes)
        refs.append(FileRef(path, view.name, *facts, part, about))
    return tuple(refs)


@dataclass(frozen=True, slots=True)
class Part:
    """One ZIP: how many files lie in it and how large they are together."""

    number: int
    files: int
    size_bytes: int


def parts_of(refs: tuple[FileRef, ...]) -> tuple[Part, ...]:
    """The parts, the first of which is there without any file too."""
    last = max((ref.part for ref in refs), default=1)
    found = []
    for number in range(1, last + 1):
        own = [ref.size_bytes for ref in refs if ref.part == number]
        found.append(Part(number, len(own), sum(own)))
    return tuple(found)


def left_out(found: Dossier) -> tuple[str, ...]:
    """The names of infected files: they are not handed on."""
    views: list[Any] = [one for said in found.conversations for one in said.files]
    views += [one for gap in found.gaps for one in gap.files]
    return tuple(one.name for one in views if one.scan_state == INFECTED)


def _files(found: Dossier) -> list[tuple[Any, uuid.UUID | None, str]]:
    rows: list[tuple[Any, uuid.UUID | None, str]] = [
        (view, None, f"{said.page.ask.number} {view.question_key}")
        for said in found.conversations
        for view in said.files
    ]
    rows += [
        (view, gap.finding.uid, gap.finding.words.key) for gap in found.gaps for view in gap.files
    ]
    return [row for row in rows if row[0].scan_state != INFECTED]


_LONGEST_NAME = 80


def safe_name(name: str) -> str:
    """A file name that no system takes for a path or a command: letters, digits, . _ and -."""
    kept = "".join(one if one.isalnum() or one in "._-" else "_" for one in name)
    stem, dot, ending = kept.strip("._-").rpartition(".")
    whole = f"{stem[: _LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if dot else ending
    return whole[-_LONGEST_NAME:] or "file"
