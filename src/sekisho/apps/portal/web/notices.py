"""What a notice says, before and after the code, and saying that it was received."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sekisho.apps.alerts.queries.notices import notice_of_link
from sekisho.apps.asks.actions.acknowledge import acknowledge
from sekisho.apps.portal.forms.entry import ReceivedForm
from sekisho.apps.portal.web.entry import change_entry
from sekisho.engines.notices import RECEIVED, STATE
from sekisho.kernel import clock
from sekisho.ui.entrances import Request, respondent
from sekisho.ui.notices import notify


def notice_words(request: Request) -> dict[str, Any] | None:
    """The alert that this link's ask passes on, in the reader's language; None for other asks."""
    found = notice_of_link(request.actor)
    if found is None:
        return None
    language, text = request.LANGUAGE_CODE, found.text
    return {
        "issuer": text.issuer.in_language(language),
        "number": text.number,
        "issued_on": date.fromisoformat(text.issued_on) if text.issued_on else None,
        "url": text.url,
        "summary": text.summary.in_language(language),
        "actions": [one.text.in_language(language) for one in text.actions],
        "version": found.version,
        "note": found.note.in_language(language),
        "is_withdrawn": found.is_withdrawn,
        "tlp": f"TLP:{text.tlp.value.upper()}",
    }


@respondent("answer", "POST", needs_code=False)
def received(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """A person chose "received": it is written once, and nothing stored is shown."""
    form = ReceivedForm(request.POST)
    if form.says_received:
        acknowledge(request.actor, question_key=STATE, choice_key=RECEIVED, now=clock.now())
        change_entry(request, link_uid, has_acknowledged=True)
        notify(request, _("Thank you. We know now that you have received this."))
    elif form.errors:
        words = _("Nothing has been noted. Please choose one, then press the button again.")
        notify(request, words, tone="attention")
    else:
        notify(request, _("Nothing has been noted. You can come back at any time."), tone="neutral")
    return redirect("portal:start", link_uid=link_uid)
