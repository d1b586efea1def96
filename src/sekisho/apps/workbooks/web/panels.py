"""What this room puts into other pages: an ask's board, a reply, the marks of answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from sekisho.apps.asks.queries.filed import file_places_for, is_asked_in
from sekisho.apps.asks.queries.marks import AnswerMark
from sekisho.apps.workbooks.queries.marks import FileMark, file_marks
from sekisho.kernel.actor import Actor, Capability
from sekisho.ui.slots import Panel


def ask_panel(actor: Actor, subject: Any) -> Panel | None:
    """The way to bring in workbooks from an open ask's board; `subject` is an AskView."""
    if subject.state != "open" or not actor.can(Capability.FOLLOW_UP):
        return None
    if not is_asked_in(actor, subject.uid):
        return None
    return Panel("workbooks/parts/of_ask.html", {"ask": subject})


def reply_panel(actor: Actor, subject: Any) -> Panel | None:
    """The same for one partner; `subject` is a ReplyPage."""
    if subject.ask.state != "open" or not actor.can(Capability.FOLLOW_UP):
        return None
    if not file_places_for(actor, [subject.line.uid]):
        return None
    return Panel("workbooks/parts/of_reply.html", {"line": subject.line})


def marks(assignment_ids: Sequence[int]) -> dict[tuple[int, str], AnswerMark]:
    """What stands beside answers that came in by file."""
    return {
        place: AnswerMark("file-type-xls", _("By file"), _detail(mark), mark.revision)
        for place, mark in file_marks(assignment_ids).items()
    }


def _detail(mark: FileMark) -> str:
    if not mark.entered_by:
        return mark.file_name
    return _("Entered by %(name)s from %(file)s") % {
        "name": mark.entered_by,
        "file": mark.file_name,
    }
