"""Words of this room: sentences of its problems, entries of the record, reasons of refusals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REASON_WORDS = {
    "wrong_person": _("I am not the right person for this"),
    "no_business": _("We no longer do business together"),
    "answered_elsewhere": _("We have told you already in another way"),
    "too_much": _("We cannot do this at present (time or people)"),
    "secret": _("We may not tell this to anybody outside"),
    "other": _("Another reason"),
}
VERBS = {
    "answering.handed_over": _("Questions handed over to a colleague or vendor (%(count)s)"),
    "answering.handovers_extended": _("Handed-over parts given as much time (%(count)s)"),
    "answering.taken_back": _("Handed-over questions taken back"),
    "answering.code_queued": _("Code for a handed-over part sent by mail"),
    "answering.part_opened": _("Handed-over part opened"),
    "answering.part_finished": _("Handed-over part reported as done"),
    "answering.asked": _("A partner asked something at a question"),
    "answering.answered": _("Answered a partner's question"),
    "answering.settled": _("Settled a partner's question"),
    "answering.clarified": _("Clarified a question for everybody asked"),
    "answering.declined": _("A partner said why no answer comes"),
    "answering.taken_up": _("A partner took an answer up again"),
    "answering.written_down": _("Wrote down an answer given by telephone, fax or on paper"),
    "answering.written_over": _(
        "Wrote down an answer in place of the partner's own, which is kept beside it"
    ),
    "answering.told": _("Told news of questions and answers by letter (%(count)s)"),
}
_AGAIN = _("Please correct it and try again.")
SENTENCES = {
    "answering.no_handover": (
        _("This part has been taken back or is not there."),
        _("Please ask the person who handed it over."),
    ),
    "answering.handover.no_questions": (
        _("No question was chosen."),
        _("Choose at least one part of the questions."),
    ),
    "answering.handover.no_name": (
        _("A name is missing."),
        _("Write the name of the person who gets the questions, and your own."),
    ),
    "answering.handover.name_shape": (
        _("A name may hold no address of mail or web."),
        _("Write the name of a person only: it stands in the letter."),
    ),
    "answering.handover.address": (_("This is no mail address."), _AGAIN),
    "answering.handover.already": (
        _("This address has questions of this request already."),
        _("Take those back first, then hand over anew."),
    ),
    "answering.handover.too_many": (
        _("More than %(limit)s people cannot have parts at the same time."),
        _("Take one back first."),
    ),
    "answering.handover.too_fast": (
        _("%(limit)s were handed over within the last hour."),
        _("Please wait a while before the next one."),
    ),
    "answering.part.no_submit": (
        _("This part cannot be submitted from here."),
        _("Say that it is done; the person who handed it over submits."),
    ),
    "answering.too_long": (
        _("This text is too long."),
        _("Keep it below %(limit)s characters."),
    ),
    "answering.talk.no_words": (_("Nothing was written."), _("Write your question first.")),
    "answering.talk.too_fast": (
        _("More than %(limit)s questions within an hour cannot be taken."),
        _("Please call us."),
    ),
    "answering.no_thread": (
        _("This question of a partner is not there."),
        _("It may belong to somebody else's part of the chain."),
    ),
    "answering.clarify.missing": (
        _("Everybody reads this: question and answer are needed in both languages."),
        _("Fill in all four fields."),
    ),
    "answering.clarify.too_many": (
        _("One ask holds at most %(limit)s clarifications."),
        _("Change one that is there."),
    ),
    "answering.no_clarification": (
        _("This clarification is not there."),
        _("It may belong to somebody else's ask."),
    ),
    "answering.no_office_address": (
        _("The ask names no mail address of the office."),
        _("Write one into the sender profile."),
    ),
    "answering.decline.reason": (_("Please choose a reason."), _AGAIN),
    "answering.decline.no_name": (_("Your name is missing."), _("Please write your name.")),
    "answering.decline.no_words": (
        _("Please say the reason in a few words."),
        _("One sentence is enough."),
    ),
    "answering.decline.no_instead": (
        _("Please write whom we should ask instead."),
        _("A name is enough; an address helps."),
    ),
    "answering.nothing_earlier": (
        _("There is no answer of last time to confirm here."),
        _("Perhaps a colleague has answered meanwhile. Please look at the question again."),
    ),
    "answering.spoken.no_name": (
        _("Who said it is missing."),
        _("Write the name of the person at the partner."),
    ),
    "answering.spoken.no_channel": (
        _("How it was said is missing."),
        _("Choose telephone, fax, paper or in person."),
    ),
    "answering.spoken.day_to_come": (
        _("This day has not come yet."),
        _("Write the day on which it was said."),
    ),
}
