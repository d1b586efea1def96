"""What the tests of the inventory are made of."""

from __future__ import annotations

import io
from datetime import date

from openpyxl import Workbook

from sekisho.apps.asks.actions.replies import save_answer
from sekisho.apps.asks.actions.submissions import Signer, submit_reply
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.apps.inventory.actions.entries import EntryDraft, add_entry
from sekisho.apps.inventory.actions.proposals import decide_answer, draw_proposals
from sekisho.apps.inventory.actions.writing import Ends
from sekisho.apps.inventory.models import Proposal
from sekisho.apps.inventory.queries.proposals import proposals_for
from sekisho.apps.inventory.queries.sealed import ProposalWords, seal_proposal
from sekisho.engines.inventory import Confidence, Source, Stamp
from sekisho.engines.questionnaire import Answer
from sekisho.kernel.entropy import new_id
from tests.factories.answering import invite, open_ask

TOLD = Stamp(Source.ENTERED, "訪問", date(2026, 11, 10), Confidence.DECLARED)
SECRET = "架空VPN秘匿7.3"


def draft(name="装置", ends=None, **values):
    return EntryDraft(name=name, values=values, stamp=TOLD, ends=ends or Ends())


def added(cast, at, kind="device", name="装置", *, actor=None, **values):
    """An entry of an organisation by hand."""
    who = actor or cast.aoi
    return add_entry(
        who, kind=kind, organisation_uid=at.uid, draft=draft(name, **values), now=cast.now
    )


def linked(cast, source, target, kind="connection", name="", **values):
    """A link between two organisations."""
    told = draft(name, Ends(target.uid), **values)
    return add_entry(cast.aoi, kind=kind, organisation_uid=source.uid, draft=told, now=cast.now)


def answered(cast, *, asker=None, holder=None, said=None):
    """A submitted answer to the inventory questions, with its proposals drawn."""
    ask = open_ask(cast, set_key="connection-inventory", asker_id=(asker or cast.g).id)
    visitor = invite(cast, ask, holder or cast.chika)
    actor = visitor.actor(cast.now)
    for key, answer in (said or SAID).items():
        revision = reply_for(actor, now=cast.now).revision
        save_answer(actor, question_key=key, answer=answer, base_revision=revision, now=cast.now)
    seen = reply_for(actor, now=cast.now).revision
    submit_reply(actor, signer=Signer("ちか"), seen_revision=seen, now=cast.now)
    draw_proposals(assignment_id=visitor.assignment_id, now=cast.now)
    return visitor


def decide_all(cast, actor, assignment_uid, *, is_taken):
    """Everything that waits of one answer at once, as its page shows it."""
    uids = {one.uid for one in proposals_for(cast.aoi).rows}
    return decide_answer(
        actor, assignment_uid=assignment_uid, uids=uids, is_taken=is_taken, now=cast.now
    )


def proposed(cast, assignment):
    """A device that an answer tells of, as the job writes it."""
    row = Proposal(uid=new_id(), organisation_id=assignment.subject_id, place="CI-06:yes:0")
    row.assignment_id, row.kind, row.state, row.at = assignment.pk, "device", "waiting", cast.now
    words = ProposalWords("装置", {"mfa": "no"}, "CI-06", "装置 1台")
    row.sealed = seal_proposal(assignment.subject_id, row.uid, words)
    row.save()
    return row.uid


def _yes(followup=""):
    return Answer(choice_keys=("yes",), followup=followup)


SAID = {
    "CI-01": Answer(choice_keys=("vpn",), followup="保守用に1本"),
    "CI-02": Answer(choice_keys=("unknown",)),
    "CI-03": _yes("受発注の回線"),
    "CI-04": _yes("なし"),
    "CI-05": _yes(),
    "CI-06": _yes(f"{SECRET}\n架空ルーター 2台"),
    "CI-07": _yes(),
    "CI-08": Answer(number="14"),
    "CI-09": _yes(),
    "CI-10": _yes(),
    "CI-11": _yes(),
    "CI-12": _yes("6か月"),
}


def sheet(*rows):
    """A workbook with these rows, as bytes to be uploaded."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
