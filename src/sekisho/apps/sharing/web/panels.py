"""What this room puts into other pages: the check before sending, and a reply's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sekisho.apps.asks.queries.audience import AskAudience
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.marks import AnswerMark
from sekisho.apps.asks.queries.replies import ReplyPage
from sekisho.apps.sharing.forms import name_of
from sekisho.apps.sharing.queries.before import AskedBefore, asked_before, mode_of
from sekisho.apps.sharing.queries.consents import ConsentView, consented_marks, consents_at
from sekisho.apps.sharing.web.words import said
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor
from sekisho.ui.slots import Panel
from sekisho.ui.wording import day_text

_MOST = 20


def check_panel(actor: Actor, subject: tuple[AskView, AskAudience]) -> Panel | None:
    """Who of those chosen was asked the same by a sister company, and how to meet them."""
    ask, audience = subject
    found = asked_before(actor, ask, audience, now=clock.now())
    if not found.asks:
        return None
    context = {
        "ask": ask,
        "found": found,
        "rows": [_row(one) for one in found.asks],
        "mode": mode_of(ask.id),
    }
    return Panel("sharing/parts/of_check.html", context)


def reply_panel(_actor: Actor, found: ReplyPage) -> Panel | None:
    """Consents that name this reply at either end; both offices read the same."""
    rows = consents_at(found.line.id, now=clock.now())
    if not rows:
        return None
    shown = [{"one": one, **_ends(one), "is_in": one.target.id == found.line.id} for one in rows]
    return Panel("sharing/parts/of_reply.html", {"rows": shown})


def answer_marks(assignment_ids: Sequence[int]) -> dict[tuple[int, str], AnswerMark]:
    """Beside an answer: that it was first given to another company, and by whose consent."""
    found = consented_marks(assignment_ids, now=clock.now())
    return {key: _mark(one, key[1]) for key, one in found.items()}


def _mark(one: ConsentView, question_key: str) -> AnswerMark:
    detail = _("First given to %(company)s; %(by)s agreed on %(at)s") % {
        "company": said(one.from_company),
        "by": name_of(one),
        "at": day_text(timezone.localdate(one.at)),
    }
    return AnswerMark("copy", _("Given again"), detail, one.revisions[question_key])


def _row(one: AskedBefore) -> dict[str, Any]:
    return {
        "one": one,
        "company": said(one.asker.names),
        "title": said(one.set_title),
        "partners": [said(name) for name in one.partners[:_MOST]],
        "more": max(0, len(one.partners) - _MOST),
    }


def _ends(one: ConsentView) -> dict[str, str]:
    return {
        "to": said(one.to_company),
        "source": said(one.from_company),
        "by": name_of(one),
    }
