"""What stories, losses and measures tell the shell: words of the record, sentences, long work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sekisho.apps.chain.web.losses import losses_url
from sekisho.ui import slots
from sekisho.ui.problems import register_sentences


def register() -> None:
    """Called once when the room starts."""
    slots.register_verbs(_VERBS)
    register_sentences(_SENTENCES)
    slots.register_run(
        "chain.loss",
        _("Reckoning the loss in yen"),
        losses_url,
        _("See the loss"),
        _("The loss is reckoned"),
    )


_VERBS = {
    "chain.story_copied": _("Copied a story of the chain"),
    "chain.story_changed": _("Changed a story of the chain"),
    "chain.amounts_entered": _("Entered amounts for the loss in yen: %(count)s"),
    "chain.loss_wanted": _("Had the loss in yen reckoned"),
    "chain.loss_reckoned": _("Kept the reckoned loss in yen"),
    "chain.story_removed": _("Removed a story of the chain"),
}
_SENTENCES = {
    "chain.no_study": (
        _("There is no such story or result."),
        _("It may have been removed, or rest on a chain that you do not see."),
    ),
    "pricing.range": (
        _("This is no range of an amount: %(key)s."),
        _("Low, likely and high in this order, none below zero."),
    ),
    "story.wrong": (
        _("The story does not fit together at: %(place)s."),
        _("A link joins only certain kinds, and each value fits its field."),
    ),
    "story.needed": (
        _("The story is about this: %(key)s."),
        _("Let something else stand still first."),
    ),
    "story.no_element": (
        _("There is no such part of the story: %(key)s."),
        _("It may have been taken out."),
    ),
    "story.too_many": (
        _("There are %(most)s own stories already."),
        _("Please remove one that is no longer needed."),
    ),
}
