"""What this room puts into pages of rooms below: holds, ways to erase, what was erased."""

from __future__ import annotations

import uuid
from typing import Any

from sekisho.apps.accounts.queries import administers_all, names_of
from sekisho.apps.asks.queries.about import evidence_of_reply
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.erasing import erased_at_of, erased_files_for
from sekisho.apps.asks.queries.replies import ReplyPage
from sekisho.apps.keeping.queries.holds import standing_hold
from sekisho.apps.measures.queries.erasing import erased_proofs_for
from sekisho.apps.measures.queries.files import files_for
from sekisho.apps.measures.queries.findings import FindingView
from sekisho.apps.organisations.queries import is_reached, organisation_for
from sekisho.apps.partners.queries import ContactView
from sekisho.kernel.actor import Actor, Capability
from sekisho.ui.slots import Panel


def partner_panel(actor: Actor, uid: uuid.UUID) -> Panel | None:
    """On a partner's page: everything as a file, and a hold."""
    found = organisation_for(actor, uid)
    may_export = is_reached(actor, found.id, Capability.RUN)
    hold = standing_hold(organisation_id=found.id)
    is_keeper = administers_all(actor)
    if not (may_export or hold):
        return None
    context = {
        "uid": uid,
        "hold": hold,
        "may_export": may_export,
        "is_keeper": is_keeper,
    }
    return Panel("keeping/parts/partner.html", context)


def contact_panel(actor: Actor, subject: tuple[ContactView, frozenset[str]]) -> Panel | None:
    """In a contact's row: the way to erase it; the page knows what one may do at its partner."""
    contact, may = subject
    if contact.erased_at or Capability.RUN.value not in may:
        return None
    return Panel("keeping/parts/contact.html", {"uid": contact.uid})


def ask_panel(actor: Actor, ask: AskView) -> Panel | None:
    """On an ask's board: that it is on hold; for administrators the way to hold it."""
    hold, is_keeper = standing_hold(ask_id=ask.id), administers_all(actor)
    if hold is None and not (is_keeper and ask.state == "closed"):
        return None
    return Panel("keeping/parts/ask.html", {"ask": ask, "hold": hold, "is_keeper": is_keeper})


def reply_panel(actor: Actor, found: ReplyPage) -> Panel | None:
    """On a reply's page: since when it is erased, erased files, and the way to erase one."""
    line = found.line
    gone = erased_files_for(actor, line.uid)
    may_erase = is_reached(actor, line.subject.id, Capability.RUN)
    files = evidence_of_reply(actor, line.uid)
    if not (line.erased_at or gone or files):
        return None
    names = names_of({one.by_uid for one in gone if one.by_uid})
    texts = {one.key: one.text for one in found.question_set.questions}
    context = {
        "line": line,
        "files": files,
        "may_erase": may_erase,
        "erased": [_erased(one, names) | {"question": texts.get(one.question_key)} for one in gone],
    }
    return Panel("keeping/parts/reply.html", context)


def finding_panel(actor: Actor, found: FindingView) -> Panel | None:
    """On a finding's page: erased files, and the way to erase one."""
    gone = erased_proofs_for(actor, found.uid)
    at = found.organisation
    may_erase = at is not None and is_reached(actor, at.id, Capability.RUN)
    files = files_for(actor, found.uid) if may_erase else ()
    said_erased_at = erased_at_of(found.source_id) if found.source == "ask" else None
    if not (gone or files or said_erased_at):
        return None
    names = names_of({one.by_uid for one in gone if one.by_uid})
    context = {
        "uid": found.uid,
        "files": files,
        "said_erased_at": said_erased_at,
        "erased": [_erased(one, names) for one in gone],
    }
    return Panel("keeping/parts/finding.html", context)


def _erased(one: Any, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    """A tombstone: when, and by whom; no name stands for the rule."""
    return {"at": one.at, "by": names.get(one.by_uid, "–") if one.by_uid else ""}
