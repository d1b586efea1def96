"""The steps of a finding: planned, done, decision asked for, proven, accepted, open again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.measures.actions.findings import CLOSED, noted, stop_acceptance
from sekisho.apps.measures.events import FINDING_CHANGED
from sekisho.apps.measures.models import Finding, FindingState
from sekisho.apps.measures.queries.findings import row_for
from sekisho.apps.measures.queries.sealed import FindingWords, StepNote, open_words, seal_words
from sekisho.apps.work.actions import emit_event
from sekisho.kernel.actor import Actor, ActorKind, Capability
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Invalid, NotFound

MAX_CHARACTERS = 2000
MAX_NAME = 200
_RECEIPT_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a finding: the state it leads to and what is said with it.

    `by` names who writes at the partner and `file` the file that goes along; both count only for a
    respondent. `wish` is one of WISHES, with the state "asked": it does not apply, it cannot be
    done, help is needed. `until_on` is the last day of an accepted risk, given by `acceptance`.
    """

    state: str
    what: str | None = None
    who: str | None = None
    due_on: date | None = None
    proof: str | None = None
    remark: str | None = None
    wish: str = ""
    by: str = ""
    file: str = ""
    until_on: date | None = None


# from a state, which ones may follow when the office decides
STEPS: dict[str, tuple[str, ...]] = {
    FindingState.OPEN: (FindingState.PLANNED, FindingState.DONE, FindingState.ACCEPTED),
    FindingState.PLANNED: (FindingState.PLANNED, FindingState.DONE, FindingState.ACCEPTED),
    FindingState.DONE: (FindingState.PROVEN, FindingState.OPEN, FindingState.ACCEPTED),
    FindingState.ASKED: (FindingState.ACCEPTED, FindingState.OPEN, FindingState.PLANNED),
    FindingState.PROVEN: (FindingState.OPEN,),
    FindingState.ACCEPTED: (FindingState.OPEN,),
    FindingState.WITHDRAWN: (),
}
# What a respondent may say, and while what: until the office has decided, it may say more.
PARTNER_STEPS = (FindingState.PLANNED, FindingState.DONE, FindingState.ASKED)
PARTNER_WHILE = (FindingState.OPEN, *PARTNER_STEPS)
WISHES = ("not_applicable", "accept", "help")
_NEEDED: dict[str, tuple[str, ...]] = {
    FindingState.PLANNED: ("what", "due_on"),
    FindingState.DONE: ("proof",),
    FindingState.ASKED: ("remark", "wish"),
    FindingState.OPEN: ("remark",),
}


@transaction.atomic
def take_step(actor: Actor, *, uid: uuid.UUID, step: Step, revision: int, now: datetime) -> None:
    """Move a finding on: planned, done, proven, accepted, or open again.

    A person needs FOLLOW_UP in reach of the organisation; a respondent's link may only plan, report
    done and ask for a decision. Raises Conflict when somebody changed it meanwhile or the state
    does not lead there, Invalid when words are missing or too long.
    """
    is_partner = actor.kind is ActorKind.LINK
    if is_partner and step.state not in PARTNER_STEPS:
        raise NotFound("measures.not_there")
    row = row_for(actor, uid, Capability.FOLLOW_UP)
    if row.revision != revision:
        raise Conflict("measures.changed_meanwhile")
    if step.state == FindingState.ACCEPTED:
        raise Conflict("measures.wrong_step")
    if not (row.state in PARTNER_WHILE if is_partner else step.state in STEPS[row.state]):
        raise Conflict("measures.wrong_step")
    apply_step(actor, row, step, now)


def apply_step(actor: Actor, row: Finding, step: Step, now: datetime) -> None:
    """Change the locked row, tell and record it; for this room's actions, which have checked it."""
    words, said = _told(row, step)
    due_on = step.due_on or row.due_on
    _check_words(step, words, due_on)
    words = noted(words, _note(actor, step, now))
    if step.state in CLOSED or row.state in CLOSED:
        stop_acceptance(row, now)
    row.has_news = _is_news_to_partner(actor, row, step)
    row.state, row.due_on, row.updated_at = step.state, due_on, now
    row.closed_at = now if step.state in CLOSED else None
    row.accepted_until = step.until_on
    row.sealed = seal_words(row, row.uid, words)
    row.revision += 1
    row.save()
    emit_event(FINDING_CHANGED, now=now, finding_id=row.pk)
    change = Change(f"measures.{step.state}", "finding", row.uid, payload=said)
    record_entry(actor, change=change, now=now)


def _is_news_to_partner(actor: Actor, row: Finding, step: Step) -> bool:
    """Our word waits to be told until the partner has said something itself."""
    if actor.kind is ActorKind.LINK:
        return False
    return row.has_news or step.state == FindingState.OPEN


def _told(row: Finding, step: Step) -> tuple[FindingWords, dict[str, str]]:
    """The words as they stand after the step, and what of them is new."""
    words = open_words(row, row.uid, row.sealed)
    said = {
        name: value
        for name in ("what", "who", "proof", "remark")
        if (value := getattr(step, name)) is not None
    }
    kept = words.wish if step.state == FindingState.ACCEPTED else ""
    wish = step.wish if step.state == FindingState.ASKED else kept
    return replace(words, **said, wish=wish), said


def _note(actor: Actor, step: Step, now: datetime) -> StepNote:
    own = {FindingState.PLANNED: step.what, FindingState.DONE: step.proof}
    texts = (own.get(FindingState(step.state)), step.remark)
    day = step.until_on or step.due_on
    is_partner = actor.kind is ActorKind.LINK
    return StepNote(
        at=now.isoformat(),
        state=step.state,
        by=step.by if is_partner else actor.name,
        is_partner=is_partner,
        said="\n".join(text for text in texts if text),
        due_on=day.isoformat() if day else "",
        wish=step.wish,
        receipt=_receipt() if is_partner else "",
        file=step.file,
    )


def _receipt() -> str:
    """What to name on the phone: twelve characters in three groups, as on other receipts."""
    text = new_id().hex[-_RECEIPT_CHARACTERS:].upper()
    return "-".join(text[start : start + 4] for start in range(0, _RECEIPT_CHARACTERS, 4))


def _check_words(step: Step, words: FindingWords, due_on: date | None) -> None:
    wish = step.wish if step.wish in WISHES else ""
    given = {"what": words.what, "proof": words.proof, "remark": step.remark, "due_on": due_on}
    given["wish"] = wish
    if wish == "help":  # who does not know how to go on need not say why
        given["remark"] = step.remark or wish
    for name in _NEEDED.get(step.state, ()):
        if not given[name]:
            raise Invalid("measures.words_missing", field=name)
    texts = (words.what, words.who, words.proof, words.remark)
    if any(len(text) > MAX_CHARACTERS for text in texts):
        raise Invalid("measures.too_long", limit=MAX_CHARACTERS)
    if len(step.by) > MAX_NAME:
        raise Invalid("measures.too_long", limit=MAX_NAME)
