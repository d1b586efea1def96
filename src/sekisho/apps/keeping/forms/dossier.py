"""The export of a partner: index as JSON, the lists as a workbook, the files beside them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sekisho.adapters.sheets import Cell, Column, SheetData, write_xlsx
from sekisho.apps.asks.forms.words import choice_word, said
from sekisho.apps.asks.queries.respondent_files import evidence_content_for
from sekisho.apps.inventory.queries.entries import EntryView
from sekisho.apps.keeping.forms.judged import feedback_of, feedback_sheet, levels_sheet
from sekisho.apps.keeping.queries.dossier import (
    Conversation,
    Dossier,
    FileRef,
    FoundGap,
    file_refs,
    left_out,
)
from sekisho.apps.keeping.queries.plain import plain
from sekisho.apps.measures.queries.files import file_content_for
from sekisho.apps.sharing.queries.consents import ConsentView
from sekisho.engines.questionnaire import Answer, Question
from sekisho.kernel.actor import Actor

FORM = "sekisho-partner-1"


def zip_part(
    actor: Actor, found: Dossier, *, part: int, refs: Sequence[FileRef], now: datetime
) -> bytes:
    """One part as bytes: files of that part, and in the first the index and the lists."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
        if part == 1:
            held.writestr("index.json", index_of(found, now=now, by=actor.name))
            held.writestr("lists.xlsx", lists_of(found))
        for ref in refs:
            if ref.part == part:
                held.writestr(ref.path, _content(actor, ref), zipfile.ZIP_STORED)
    return out.getvalue()


def _content(actor: Actor, ref: FileRef) -> bytes:
    if ref.finding_uid is None:
        return evidence_content_for(actor, ref.uid).data
    return file_content_for(actor, ref.finding_uid, ref.uid)[1]


def index_of(found: Dossier, *, now: datetime, by: str) -> bytes:
    """Everything but the bytes of files, as JSON in UTF-8."""
    at = found.partner
    held = {
        "form": FORM,
        "made_at": now.isoformat(),
        "made_by": by,
        "organisation": plain(at.organisation),
        "belongs_to": plain(at.parent),
        "contacts": plain(at.contacts),
        "former_contacts": plain(at.former_contacts),
        "owner": plain(at.owner),
        "relations": plain((*at.supplies, *at.buys)),
        "tags": plain(at.tags),
        "note": at.note,
        "asks": [_conversation(one) for one in found.conversations],
        "findings": [_gap(one) for one in found.gaps],
        "consultations": plain(found.talks),
        "rule_exceptions": plain(found.exceptions),
        "contracts": plain(found.contracts),
        "inventory": [_entry(one) for one in found.inventory],
        "scs_level": plain(found.level),
        "audit": plain(found.audit),
        "files": plain(file_refs(found)),
        "left_out": _left_out(found),
    }
    return json.dumps(held, ensure_ascii=False, indent=1).encode()


def _entry(one: EntryView) -> dict[str, Any]:
    """An entry without the whole description of its kind."""
    ends = (one.source_item, one.target_item, one.via_item)
    held = plain(replace(one, kind=None))  # type: ignore[arg-type]
    told = {"kind": one.kind.key, "through": [end.name for end in ends if end is not None]}
    return {**held, **told}


def _left_out(found: Dossier) -> list[str]:
    told = [_("Infected file: %(name)s") % {"name": name} for name in left_out(found)]
    if found.audit is None:
        told.append(_("Entries of the audit record: only administrators of the lead company"))
    sheets = [one.feedback for one in found.conversations if one.feedback]
    if any(not one.is_compared for one in sheets):
        told.append(_("Comparisons in feedback: only those who reach every partner"))
    told.append(_("Earlier levels of SCS that were replaced, and feedback not sent yet"))
    return [*told, _("Files that the partner has withdrawn, and what was erased")]


def _conversation(one: Conversation) -> dict[str, Any]:
    page = one.page
    return {
        "ask": plain(page.ask),
        "assignment": plain(page.line),
        "contact": plain(page.contact),
        "question_set": {"key": page.question_set.key, "version": page.question_set.version},
        "answers": [
            {
                "number": line.number,
                "question": plain(line.question.text),
                "key": line.question.key,
                "in_words": answer_words(line.question, line.answer) if line.stored else "",
                "answer": plain(line.stored),
                "remark": line.remark,
            }
            for line in page.questions
        ],
        "score": plain(page.score.score_0_100),
        "submissions": [
            {"content_hash": held.content_hash, "record": plain(held.record)}
            for held in page.receipts
        ],
        "reviews": plain(page.reviews),
        "files": plain(one.files),
        "erased_files": plain(one.erased_files),
        "talk": plain(one.threads),
        "hand_overs": plain(one.handovers),
        "refusal": plain(one.refusal),
        "told_by_telephone": plain(one.spoken),
        "letters": plain(one.letters),
        "consents": [_consent(held) for held in one.consents],
        "passed_on": plain(one.relays),
        "feedback": feedback_of(one.feedback) if one.feedback else None,
    }


def _consent(held: ConsentView) -> dict[str, Any]:
    """Who agreed to which answers being given again, from one company of the group to another."""
    return {
        "from": plain(held.from_company),
        "to": plain(held.to_company),
        "by": held.by,
        "questions": sorted(held.revisions),
        "at": plain(held.at),
        "withdrawn_at": plain(held.withdrawn_at),
    }


def _gap(one: FoundGap) -> dict[str, Any]:
    return {
        "finding": plain(one.finding),
        "acceptances": plain(one.acceptances),
        "files": plain(one.files),
    }


def answer_words(question: Question, answer: Answer) -> str:
    """An answer in one cell: the choice first, then what was written with it."""
    chosen = ", ".join(choice_word(question, key) for key in answer.choice_keys)
    plan = answer.plan
    planned = " / ".join(part for part in (plan.what, plan.who, plan.due) if part) if plan else ""
    parts = (chosen, answer.text, answer.number, answer.date, answer.reason, answer.followup)
    return "\n".join(part for part in (*parts, planned) if part)


def lists_of(found: Dossier) -> bytes:
    """The lists as a workbook, a sheet each; text stays text in every cell."""
    out = io.BytesIO()
    sheets = [
        SheetData(title, tuple(Column(one) for one in headings), rows, frozen_columns=1)
        for title, headings, rows in _sheets(found)
    ]
    write_xlsx(out, sheets)
    return out.getvalue()


_Sheet = tuple[str, list[str], list[list[Cell]]]


def _sheets(found: Dossier) -> list[_Sheet]:
    return [
        _people(found),
        _relations(found),
        _asks(found),
        _answers(found),
        _findings(found),
        _talks(found),
        _exceptions(found),
        _contracts(found),
        _inventory(found),
        _letters(found),
        _consents(found),
        _relays(found),
        levels_sheet(found),
        feedback_sheet(found),
        *([_entries(found)] if found.audit is not None else []),
        _file_list(found),
    ]


def _consents(found: Dossier) -> _Sheet:
    headings = [
        *(_("Ask number"), _("Answered to"), _("Given again to"), _("Agreed by")),
        *(_("Answers"), _("Agreed on"), _("Taken back")),
    ]
    rows: list[list[Cell]] = [
        [
            one.page.ask.number,
            said(held.from_company),
            said(held.to_company),
            held.by,
            held.count,
            _local(held.at),
            _local(held.withdrawn_at),
        ]
        for one in found.conversations
        for held in one.consents
    ]
    return _("Answers given again"), headings, rows


def _relays(found: Dossier) -> _Sheet:
    headings = [
        *(_("Ask number"), _("As of"), _("Told"), _("Confirmed"), _("Acted")),
        *(_("Reported by"), _("Reported on")),
    ]
    rows: list[list[Cell]] = [
        [
            one.page.ask.number,
            held.as_of,
            held.counts.told,
            held.counts.confirmed,
            held.counts.acted,
            held.by,
            _local(held.at),
        ]
        for one in found.conversations
        for held in one.relays
    ]
    return _("Passed on to suppliers"), headings, rows


def _people(found: Dossier) -> _Sheet:
    headings = [_("Name"), _("Department"), _("Mail address"), _("Telephone"), _("Removed")]
    people = (*found.partner.contacts, *found.partner.former_contacts)
    rows: list[list[Cell]] = [
        [one.label, one.department, one.email, one.phone, "" if one.is_active else _("yes")]
        for one in people
    ]
    return _("Contacts"), headings, rows


def _relations(found: Dossier) -> _Sheet:
    headings = [_("Supplier"), _("Customer"), _("Kind"), _("What")]
    edges = (*found.partner.supplies, *found.partner.buys)
    rows: list[list[Cell]] = [
        [said(one.supplier.names), said(one.customer.names), one.kind, one.what] for one in edges
    ]
    return _("Relations"), headings, rows


def _asks(found: Dossier) -> _Sheet:
    headings = [_("Ask number"), _("Ask"), _("Partner"), _("State"), _("Due"), _("Submitted")]
    rows: list[list[Cell]] = []
    for one in found.conversations:
        line, ask = one.page.line, one.page.ask
        start: list[Cell] = [ask.number, said(ask.title), said(line.subject.names), line.state]
        rows.append([*start, line.due_on, _local(line.submitted_at), _local(line.erased_at)])
    return _("Asks"), [*headings, _("Erased")], rows


def _answers(found: Dossier) -> _Sheet:
    headings = [_("Ask number"), _("Question"), _("Answer"), _("Saved"), _("By")]
    rows: list[list[Cell]] = []
    for one in found.conversations:
        for line in one.page.questions:
            held = line.stored
            words = answer_words(line.question, line.answer) if held else ""
            when, by = (held.saved_at, held.saved_by) if held else ("", "")
            rows.append([one.page.ask.number, said(line.question.text), words, when, by])
    return _("Answers"), headings, rows


def _findings(found: Dossier) -> _Sheet:
    headings = [_("Question"), _("State"), _("What is done"), _("By whom"), _("By when")]
    rows: list[list[Cell]] = []
    for one in found.gaps:
        words = one.finding.words
        start: list[Cell] = [said(words.question), one.finding.state, words.what, words.who]
        rows.append([*start, one.finding.due_on])
    return _("Findings"), headings, rows


def _talks(found: Dossier) -> _Sheet:
    headings = [_("Day"), _("Our company"), _("State"), _("What is asked"), _("Who bears what")]
    rows: list[list[Cell]] = []
    for one in found.talks:
        start: list[Cell] = [one.held_on, said(one.organisation.names), one.state]
        rows.append([*start, one.words.asked, one.words.bearing])
    return _("Consultation log"), headings, rows


def _exceptions(found: Dossier) -> _Sheet:
    headings = [_("Rule"), _("State"), _("Until"), _("Passage"), _("Reason"), _("Instead")]
    rows: list[list[Cell]] = []
    for one in found.exceptions:
        words = one.words
        start: list[Cell] = [said(one.rule_title), one.state, one.until]
        rows.append([*start, words.passage, words.reason, words.instead])
    return _("Exceptions from rules"), headings, rows


def _contracts(found: Dossier) -> _Sheet:
    headings = [_("Contract"), _("Our company that signed"), _("Begins on"), _("Ends on")]
    headings += [_("Incidents reported within"), _("Note")]
    rows: list[list[Cell]] = []
    for one in found.contracts:
        start: list[Cell] = [one.words.title, said(one.party.names)]
        rows.append([*start, one.starts_on, one.last_day, one.reporting_hours, one.words.note])
    return _("Contracts"), headings, rows


def _inventory(found: Dossier) -> _Sheet:
    headings = [_("Kind"), _("Name"), _("Company"), _("The other end"), _("Value")]
    headings += [_("What is known"), _("How sure"), _("As of")]
    rows: list[list[Cell]] = []
    for one in found.inventory:
        ends = said(one.organisation.names), said(one.target.names) if one.target else ""
        start: list[Cell] = [said(one.kind.label), one.name, *ends]
        for key, fact in one.facts.items():
            field = one.kind.field_of(key)
            label = said(field.label) if field else key
            rows.append([*start, label, fact.value, fact.stamp.confidence.value, fact.stamp.on])
        if not one.facts:
            rows.append(start)
    return _("Inventory"), headings, rows


def _letters(found: Dossier) -> _Sheet:
    headings = [_("Ask"), _("Letter"), _("To"), _("Mail address"), _("State"), _("Sent")]
    rows: list[list[Cell]] = []
    for one in found.conversations:
        for held in one.letters:
            to: list[Cell] = [held.label, held.to_name, held.to_address]
            rows.append([one.page.ask.number, *to, held.state, _local(held.handed_over_at)])
    return _("Letters"), headings, rows


def _entries(found: Dossier) -> _Sheet:
    headings = [_("Entry"), _("When"), _("What"), _("How many"), _("Hash")]
    rows: list[list[Cell]] = [
        [one.seq, _local(one.at), one.verb, one.count, one.hash] for one in found.audit or ()
    ]
    return _("Audit record"), headings, rows


def _file_list(found: Dossier) -> _Sheet:
    headings = [_("Part"), _("Place"), _("Name"), _("About"), _("Bytes"), "SHA-256"]
    rows: list[list[Cell]] = [
        [one.part, one.path, one.name, one.about, one.size_bytes, one.sha256]
        for one in file_refs(found)
    ]
    return _("Files"), headings, rows


def _local(moment: datetime | None) -> Cell:
    return timezone.localtime(moment).replace(tzinfo=None) if moment else None
