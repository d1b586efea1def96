"""What this room puts into other pages: Today, and the page of a partner."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sekisho.apps.asks.forms.words import said, shown_line
from sekisho.apps.asks.queries.follow_up import conversations
from sekisho.apps.asks.queries.mine import asks_needing, asks_to_partner, reply_links
from sekisho.apps.measures.events import register_conversations, register_source
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor
from sekisho.ui.problems import register_sentences
from sekisho.ui.slots import Panel, register_panel, register_verbs


def today_panel(actor: Actor, subject: Any) -> Panel | None:
    """Asks in which something waits for the reader, oldest promise first."""
    found = asks_needing(actor, now=clock.now())
    if not found:
        return None
    rows = [{"line": one, "title": said(one.title)} for one in found]
    return Panel("asks/after/parts/today.html", {"rows": rows})


def partner_panel(actor: Actor, subject: uuid.UUID) -> Panel | None:
    """What this partner was asked, newest first."""
    found = asks_to_partner(actor, subject, now=clock.now())
    if not found:
        return None
    rows = [{"row": shown_line(one.line), "title": said(one.title)} for one in found]
    return Panel("asks/after/parts/partner.html", {"rows": rows})


def source_links(actor: Actor, ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    """Where findings were found: the name of the ask and the address of the reply."""
    found = reply_links(actor, ids)
    return {
        own: (said(title), reverse("asks:reply", kwargs={"uid": uid}))
        for own, (title, uid) in found.items()
    }


def register() -> None:
    """What the room's apps.py calls: panels, the way back from findings, words."""
    register_panel("today", "asks", today_panel, order=10)
    register_panel("partner", "asks", partner_panel, order=20)
    register_source("ask", source_links)
    register_conversations("ask", conversations)
    register_verbs(_VERBS)
    register_sentences(_SENTENCES)


_VERBS = {
    "asks.reply_accepted": _("Accepted a reply"),
    "asks.declined": _("Answering was declined"),
    "asks.resumed": _("A declined answer was taken up again"),
    "asks.link_followed": _("Link of a closed ask kept for its findings, or ended (%(count)s)"),
    "asks.reply_returned": _("Sent a reply back with remarks"),
    "asks.review_undone": _("Took an acceptance back"),
    "asks.review_told": _("Thanked for an accepted reply"),
    "asks.marked_bounced": _("Marked a request as come back"),
    "asks.marked_delivered": _("Marked a request as delivered"),
    "asks.findings_settled": _("Brought findings in line with a reply (%(count)s)"),
    "asks.recount_started": _("Had the answers of an ask counted anew"),
    "asks.export_asked": _("Had a file of an ask prepared (%(count)s)"),
    "asks.exported": _("Took list or answers of an ask as a file (%(count)s)"),
}
_LOOK = _("Look at the reply as it stands now and decide again.")
_SENTENCES = {
    "asks.review.not_submitted": (_("This reply is not waiting for a decision."), _LOOK),
    "asks.review.changed": (_("The partner has changed this reply in the meantime."), _LOOK),
    "asks.review.too_late": (
        _("This acceptance can no longer be taken back: the partner has been thanked."),
        _("Send a new ask if something must be corrected."),
    ),
    "asks.review.overtaken": (
        _("A later decision has overtaken this letter."),
        _("Nothing needs to be done."),
    ),
    "asks.review.no_words": (
        _("Nothing is said about what should be corrected."),
        _("Write a remark at a question or in general."),
    ),
    "asks.review.no_date": (
        _("The day is missing until which the reply can be corrected."),
        _("Choose a day."),
    ),
    "asks.review.past_date": (_("This day has passed already."), _("Choose a later day.")),
    "asks.review.too_long": (
        _("A remark is too long."),
        _("Keep each below %(limit)s characters."),
    ),
    "asks.erased_uncounted": (
        _("Answers of this ask were erased, so they cannot be counted anew."),
        _("The counts shown are those of before; they remain."),
    ),
    "asks.tally_damaged": (
        _("The counts of this ask are damaged."),
        _("Have the answers counted anew; no answer is lost."),
    ),
    "asks.export_too_large": (
        _("%(count)s organisations do not fit into one file."),
        _("Narrow the list to at most %(limit)s and export again."),
    ),
    "asks.no_export": (
        _("This file is not here any more."),
        _("A prepared file is kept for 24 hours; have it prepared again."),
    ),
    "asks.export_reach_changed": (
        _("The file holds organisations that you no longer reach."),
        _("Have it prepared again; it then holds what you may see now."),
    ),
    "asks.export_failed": (
        _("Preparing the file stopped with an error."),
        _("Have it prepared again."),
    ),
}
