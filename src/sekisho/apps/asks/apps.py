"""Wires the room into the house."""

from __future__ import annotations

import uuid

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sekisho.ui import slots
from sekisho.ui.problems import register_sentences


class AsksConfig(AppConfig):
    """Question sets, asks, assignments, replies, reviews."""

    name = "sekisho.apps.asks"
    label = "asks"

    def ready(self) -> None:
        """Register letters, news, pages and sentences."""
        from sekisho.apps.asks.events import ASK_CLOSED, ASK_WITHDRAWN, WAVE_FROZEN
        from sekisho.apps.asks.jobs import codes, review_letters, tally
        from sekisho.apps.asks.jobs import exports as export_jobs
        from sekisho.apps.asks.web import exports, panels
        from sekisho.apps.mail.events import SETTLED, register_renderer
        from sekisho.apps.measures.events import FINDING_CHANGED
        from sekisho.apps.partners.events import CONTACT_REACHABLE
        from sekisho.apps.work.events import subscribe

        codes.register()
        tally.register()
        review_letters.register()
        export_jobs.register()
        exports.register()
        panels.register()
        jobs = "sekisho.apps.asks.jobs"
        register_renderer("asks.request", f"{jobs}.letters.render_requests", label=_("Request"))
        register_renderer("asks.reminder", f"{jobs}.letters.render_reminders", label=_("Reminder"))
        extended, withdrawn = _("More time"), _("Request withdrawn")
        register_renderer("asks.extended", f"{jobs}.letters.render_extended", label=extended)
        register_renderer("asks.withdrawn", f"{jobs}.letters.render_withdrawn", label=withdrawn)
        trial = _("Trial letter")
        register_renderer(
            "asks.test", f"{jobs}.letters.render_trials", label=trial, is_to_contact=False
        )
        subscribe(WAVE_FROZEN, f"{jobs}.send.start_wave")
        subscribe(ASK_CLOSED, f"{jobs}.send.end_closed")
        subscribe(ASK_WITHDRAWN, f"{jobs}.send.end_withdrawn")
        subscribe(SETTLED, f"{jobs}.send.note_settled")
        subscribe(FINDING_CHANGED, f"{jobs}.findings.note_finding")
        subscribe(CONTACT_REACHABLE, f"{jobs}.send.note_reachable")
        _register_pages()


def _register_pages() -> None:
    """Navigation, first steps, the page of a wave's preparation, and the room's sentences."""
    from sekisho.apps.asks.queries.drafts import has_sent
    from sekisho.apps.asks.queries.profiles import has_profile
    from sekisho.apps.asks.web.compose_list import find
    from sekisho.apps.asks.web.compose_words import SENTENCES, VERBS

    register_sentences(SENTENCES)
    slots.register_verbs(VERBS)
    slots.register_entry(slots.Entry("ask", "asks:list", _("Asks"), "send", order=10))
    slots.register_finder("asks", find)
    slots.register_step(
        slots.Step(30, "asks_profile", _("Set the sender profile"), "asks:profile", has_profile)
    )
    slots.register_step(
        slots.Step(50, "asks_first", _("Compose the first ask"), "asks:new", has_sent)
    )
    past = _("The letters are ready and go out in turn")
    slots.register_run("asks.wave", _("Preparing letters"), _board, _("To the board"), past)


def _board(subject_uid: uuid.UUID | None) -> str:
    return reverse("asks:board", args=[subject_uid]) if subject_uid else reverse("asks:list")
