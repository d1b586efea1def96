"""The sentences of this part of the room: what was refused, what was found, what was recorded."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sekisho.apps.asks.web.letter_words import LETTER_FAULTS
from sekisho.ui.problems import Sentence

_AGAIN = _("Look at its present state and decide again.")

SENTENCES: dict[str, Sentence] = {
    "asks.set_exists": (
        _("Version %(version)s of the question set %(key)s exists already with other words."),
        _("Please give it another version."),
    ),
    "asks.set_frozen": (
        _("The question set %(key)s %(version)s has been sent and never changes."),
        _("Give the corrected set a new version."),
    ),
    "asks.days_out_of_range": (
        _("That many business days cannot be set."),
        _("Choose 1 to %(most)s business days."),
    ),
    **LETTER_FAULTS,
    "asks.no_set": (_("No question set is chosen."), _("Choose one under “Contents”.")),
    "asks.already_sent": (_("This ask has been sent already."), _AGAIN),
    "asks.changed_meanwhile": (
        _("Somebody changed this draft in the meantime."),
        _("Look at the newest state; what you typed was not saved."),
    ),
    "asks.not_ready": (
        _("This ask cannot be sent yet."),
        _("Look at “Check and send”: each point says where to mend it."),
    ),
    "asks.not_open": (_("This ask is not open."), _AGAIN),
    "asks.extension_past": (_("This day is over already."), _("Choose a later day.")),
    "asks.extension_brings_nothing": (
        _("This day gives nobody more time."),
        _("Choose a day after the present deadline."),
    ),
    "asks.already_reminded": (
        _("A letter was sent to them in the meantime."),
        _("Look at the number again before you send another."),
    ),
    "asks.nobody_silent": (
        _("Nobody is left to be reminded."),
        _("All have answered, cannot be reached, or were reminded less than a day ago."),
    ),
    "asks.no_address": (
        _("There is no address to write to."),
        _(
            "Add a contact with a mail address at the partner. If letters to a contact came back, "
            "correct the address or confirm there that it is right."
        ),
    ),
    "asks.is_closed": (_("This ask is closed."), _("Copy it to ask anew.")),
    "asks.already_answered": (_("The answer is here already."), _("No letter is needed.")),
    "asks.preparation_failed": (
        _("Preparing the letters stopped with an error."),
        _("Open the ask and let it go on; nobody is written to twice."),
    ),
}

# What the pre-flight finds: (what it is, what to do).
SNAGS: dict[str, Sentence] = {
    "asks.no_title": (_("The ask has no title."), _("Write one in each language you need.")),
    "asks.no_reason": (
        _("No reason is given."),
        _("Partners must read why they are asked; write it in a few sentences."),
    ),
    "asks.no_questions": (_("No question set is chosen."), _("Choose one.")),
    "asks.no_sender": (
        _("Nobody can be asked back."),
        _("Name the department and a mail address or phone number."),
    ),
    "asks.title_not_in_ja": (
        _("Recipients who read Japanese: %(found)s. The title is not in Japanese."),
        _("Write the Japanese title."),
    ),
    "asks.title_not_in_en": (
        _("Recipients who read English: %(found)s. The title is not in English."),
        _("Write the English title."),
    ),
    "asks.reason_not_in_ja": (
        _("Recipients who read Japanese: %(found)s. The reason is not in Japanese."),
        _("Write the Japanese reason."),
    ),
    "asks.reason_not_in_en": (
        _("Recipients who read English: %(found)s. The reason is not in English."),
        _("Write the English reason."),
    ),
    "asks.audience_not_chosen": (_("Nobody is chosen yet."), _("Choose whom to ask.")),
    "asks.audience_empty": (
        _("The filter or list fits nobody."),
        _("Widen the filter or check the list."),
    ),
    "asks.nobody_reachable": (
        _("Nobody of those chosen has a contact with a mail address."),
        _("Add contacts in the partner register."),
    ),
    "asks.some_silent": (
        _("No usable address: %(found)s. They are on the board, but get no letter."),
        _("Add contacts, or ask them by phone."),
    ),
    "asks.some_on_paper": (
        _("Without a usable address: %(found)s. They get a printed letter."),
        _("After sending, print the pack and confirm the day on which it was posted."),
    ),
    "asks.some_unowned": (
        _("No owner on our side: %(found)s. Nobody can answer about them."),
        _("Set the owner on the partner's page."),
    ),
    "asks.some_unknown": (
        _("Lines of the list that name nobody: %(found)s."),
        _("Check the spelling, or import them into the register."),
    ),
    "asks.deadline_past": (_("The deadline has passed."), _("Choose a later day.")),
    "asks.deadline_short": (
        _("Only %(found)s business days are left to answer."),
        _("Three or more are fair unless it is urgent."),
    ),
    "asks.no_base_url": (
        _("A mail server is set, but not this site's address: partners could open no link."),
        _("Set SEKISHO_BASE_URL and restart."),
    ),
    "asks.mail_held": (
        _("Mail is held. Letters wait in the outbox until it is released."),
        _("An administrator releases it under “Mail”."),
    ),
    "asks.mail_local": (
        _("No mail server is set. Letters stay in the local mailbox and reach nobody."),
        _("This is right for a trial. Set SEKISHO_SMTP_URL for real letters."),
    ),
    **LETTER_FAULTS,
}

VERBS: dict[str, str | Promise] = {
    "asks.question_set_loaded": _("Loaded a question set"),
    "asks.profile_saved": _("Set the sender profile"),
    "asks.letter_saved": _("Changed the words of a letter"),
    "asks.letter_reset": _("Put a letter back to its shipped words"),
    "asks.draft_created": _("Began an ask"),
    "asks.draft_saved": _("Changed a draft of an ask"),
    "asks.copied": _("Copied an ask"),
    "asks.draft_deleted": _("Deleted a draft of an ask"),
    "asks.deadline_extended": _("Gave more time to %(count)s recipients"),
    "asks.withdrawn": _("Withdrew an ask; %(count)s recipients are told"),
    "asks.reminders_queued": _("Queued %(count)s letters of a reminder plan"),
    "asks.wave_sent": _("Sent letters to %(count)s recipients"),
    "asks.wave_ready": _("Prepared letters for %(count)s recipients"),
    "asks.letters_settled": _("Noted what became of %(count)s letters"),
    "asks.letter_resent": _("Sent the letter again to one recipient"),
    "asks.contact_taken_up": _("Recipients with a corrected address count again: %(count)s"),
    "asks.trial_sent": _("Sent a trial letter to oneself"),
    "asks.handed_over_on_paper": _("Noted that %(count)s printed letters were posted"),
    "asks.closed": _("Closed an ask"),
    "asks.preparation_resumed": _("Let a stopped preparation go on"),
}
