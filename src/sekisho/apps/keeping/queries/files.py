"""One file as the page that erases it shows it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sekisho.apps.asks.queries.erasing import file_facts_for
from sekisho.apps.keeping.queries.holds import spared
from sekisho.apps.measures.queries.files import files_for
from sekisho.apps.measures.queries.findings import finding_for
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file that may be erased, and to which page it belongs (reply or finding)."""

    uid: uuid.UUID
    name: str
    size_bytes: int
    created_at: datetime
    page_uid: uuid.UUID
    assignment_id: int
    organisation_ids: tuple[int, ...]
    is_held: bool


def answer_file_for(actor: Actor, uid: uuid.UUID) -> FileFacts:
    """A file of a reply that the actor runs. Raises NotFound."""
    view, page_uid, own = file_facts_for(actor, uid, Capability.RUN)
    held = own in spared().links
    return FileFacts(uid, view.name, view.size_bytes, view.created_at, page_uid, own, (), held)


def finding_file_for(actor: Actor, finding_uid: uuid.UUID, uid: uuid.UUID) -> FileFacts:
    """A file of a finding that the actor runs. Raises NotFound."""
    found = finding_for(actor, finding_uid, today=date.max, capability=Capability.RUN)
    file = next((one for one in files_for(actor, finding_uid) if one.uid == uid), None)
    if file is None:
        raise NotFound("measures.no_file")
    at = (found.organisation.id,) if found.organisation else ()
    own, hold = found.source_id if found.source == "ask" else 0, spared()
    held = own in hold.links or bool(hold.organisation_ids & set(at))
    facts = (file.name, file.size_bytes, file.created_at)
    return FileFacts(uid, *facts, finding_uid, own, at, held)
