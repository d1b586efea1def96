"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_VERBS = {
    "asks.opened": _("Personal link opened"),
    "asks.code_queued": _("Code sent by mail"),
    "asks.answer_saved": _("Answer saved"),
    "asks.evidence_attached": _("File attached to an answer"),
    "asks.evidence_withdrawn": _("File of an answer taken back"),
    "asks.reply_submitted": _("Answers submitted"),
}


class PortalConfig(AppConfig):
    """The respondent's side: link, code, answers, receipt."""

    name = "sekisho.apps.portal"
    label = "portal"

    def ready(self) -> None:
        """Give this room's problems and entries of the record their words."""
        from sekisho.apps.portal.forms.problems import SENTENCES
        from sekisho.apps.portal.web.previews import card_panel
        from sekisho.ui.problems import register_sentences
        from sekisho.ui.slots import register_panel, register_place, register_verbs

        register_sentences(SENTENCES)
        register_verbs(_VERBS)
        register_place("/o/told/", "asks:list")
        register_panel("question_card", "portal", card_panel)
