"""What stood in the way, and what to do: the sentences of the codes a respondent may meet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sekisho.kernel.errors import Problem
from sekisho.ui.problems import Sentence, words_for

_RING = _("If something has to be changed, please call the person named in the letter.")
_OTHER_FILE = _("What you typed is kept. Please save it as PDF and try again, or leave it out.")

SENTENCES: dict[str, Sentence] = {
    "entrance.link_closed": (
        _("This page is not open in this browser just now."),
        _(
            "Please open the newest letter again and use the link in it; what you typed is kept. "
            "If the link does not open, please ask the person named in the letter for a new one."
        ),
    ),
    "accounts.link_locked": (
        _("For safety this link is locked: there were too many wrong codes."),
        _("Please call us. We open it again at once; your answers are kept."),
    ),
    "accounts.card_locked": (
        _("For safety the code on the letter is locked: it was typed wrongly too often."),
        _("Please have a code sent by mail, or call us. We print a new letter."),
    ),
    "accounts.too_many_codes": (
        _("Several codes were sent within an hour. Please use the newest one."),
        _("After an hour you can have another one sent. If no mail arrives, please call us."),
    ),
    "asks.code.no_address": (
        _("No mail can be sent to the registered address."),
        _("Please call us and we will put it right."),
    ),
    "asks.code.nobody": (
        _("Nobody is there any more to whom the code could go."),
        _("Please check the contact of this partner."),
    ),
    "asks.code.too_late": (
        _("The code ran out before its letter could leave."),
        _("The reader can have a new one sent on the page."),
    ),
    "asks.no_question": (
        _("This question is not part of the request."),
        _("Please go back to the first page."),
    ),
    "asks.no_file": (
        _("This file is not there any more."),
        _("Perhaps a colleague took it back. Please look at the question again."),
    ),
    "asks.not_submitted": (
        _("Nothing has been submitted yet."),
        _("Please go back to the first page."),
    ),
    "asks.read_only.past": (_("The time for corrections is over."), _RING),
    "asks.read_only.return_past": (_("The time for corrections is over."), _RING),
    "asks.read_only.accepted": (_("These answers have been accepted already."), _RING),
    "asks.read_only.ended": (_("This request has ended."), _RING),
    "asks.read_only.erased": (_("What was answered here was erased."), _RING),
    "asks.answers_erased": (_("What was answered here was erased."), _RING),
    "asks.read_only.declined": (
        _("You told us that no answer comes."),
        _("Take the answer up again on the first page if you want to change something."),
    ),
    "asks.decline.submitted": (
        _("These answers have been submitted already."),
        _("Please call us if they should not be used."),
    ),
    "asks.decline.not_declined": (
        _("Nothing was declined here."),
        _("Please go back to the first page."),
    ),
    "asks.decline.past": (_("The deadline is over."), _RING),
    "portal.no_finding": (
        _("This point is not there any more."),
        _("Please go back to the first page by the link in the letter."),
    ),
    "asks.submit.incomplete": (
        _("Some places are still open: %(count)s."),
        _("They are listed below. Everything typed so far is saved."),
    ),
    "asks.submit.changed": (
        _("A colleague changed an answer just now."),
        _("Please look over the answers below once more and submit then."),
    ),
    "asks.submit.name_missing": (_("Your name is missing."), _("Please write your name.")),
    "asks.submit.name_too_long": (
        _("A name is longer than %(limit)s characters."),
        _("Please shorten it."),
    ),
    "asks.submit.approver_missing": (
        _("The name of the approver is missing."),
        _("Please write who approved the answers."),
    ),
    "asks.evidence.too_many": (
        _("There are %(limit)s files already; more cannot be kept."),
        _("Please take one back first, or put several into one PDF."),
    ),
    "asks.evidence.too_much": (
        _("All files together may be %(limit_mb)s MB at most."),
        _("Please take one back first, or send a smaller one."),
    ),
    "asks.uploads_waiting": (
        _("%(limit)s files are on their way already."),
        _("Please choose one of those again and let it finish, or wait a day."),
    ),
    "asks.piece_out_of_place": (
        _("A piece of the file is missing."),
        _("Please choose the same file again; it goes on where it stopped."),
    ),
    "asks.no_upload": (
        _("This file is not waiting any more."),
        _("Please choose it again; it begins anew."),
    ),
    "asks.evidence.too_often": (
        _("With those taken back, more than %(limit_mb)s MB of files have been sent."),
        _RING,
    ),
}
# Of the intake's codes other rooms speak too, in other words: these hold on the respondent's pages.
_OF_FILES: dict[str, Sentence] = {
    "intake.too_large": (
        _("The file %(file)s is too large."),
        _("What you typed is kept. Please send a smaller one, for example a part of it as PDF."),
    ),
    "intake.empty": (_("The file %(file)s is empty."), _("Please choose another one.")),
    "intake.type_not_allowed": (
        _("Files of this kind cannot be taken: %(file)s."),
        _OTHER_FILE,
    ),
    "intake.type_unknown": (_("We cannot tell what kind of file %(file)s is."), _OTHER_FILE),
    "intake.extension_differs": (
        _("The content of %(file)s does not fit the ending of its name."),
        _OTHER_FILE,
    ),
    "intake.old_excel": (
        _("The file %(file)s is in an old Excel form."),
        _("Please save it as an Excel workbook (.xlsx) and try again."),
    ),
    "intake.old_office": (_("The file %(file)s is in an old Office form."), _OTHER_FILE),
    "intake.encrypted": (
        _("The file %(file)s is locked with a password."),
        _("Please send it without a password. It is kept encrypted here."),
    ),
    "intake.macros": (_("The file %(file)s contains macros."), _OTHER_FILE),
    "intake.active_content": (_("The file %(file)s contains active content."), _OTHER_FILE),
    "intake.polyglot": (_("The file %(file)s is of two kinds at once."), _OTHER_FILE),
    "intake.broken": (_("The file %(file)s is damaged."), _OTHER_FILE),
    "intake.archive_broken": (_("The file %(file)s is damaged."), _OTHER_FILE),
    "intake.archive_name": (_("The file %(file)s is damaged."), _OTHER_FILE),
    "intake.archive_duplicate": (_("The file %(file)s is damaged."), _OTHER_FILE),
    "intake.archive_overlap": (_("The file %(file)s is damaged."), _OTHER_FILE),
    "intake.archive_nested": (_("The file %(file)s holds other archives."), _OTHER_FILE),
    "intake.archive_members": (_("The file %(file)s holds too many parts."), _OTHER_FILE),
    "intake.archive_ratio": (_("The file %(file)s grows too large when opened."), _OTHER_FILE),
    "intake.archive_unpacked": (_("The file %(file)s grows too large when opened."), _OTHER_FILE),
    "intake.image_pixels": (_("The picture %(file)s has too many points."), _OTHER_FILE),
    "intake.text_encoding": (_("The text in %(file)s cannot be read."), _OTHER_FILE),
    "intake.text_control": (_("The text in %(file)s cannot be read."), _OTHER_FILE),
    "intake.xml_entities": (_("The file %(file)s contains active content."), _OTHER_FILE),
    "intake.xml_broken": (_("The file %(file)s is damaged."), _OTHER_FILE),
}


def words_of_refusal(problem: Problem) -> str:
    """What happened to a file and what to do, in one line."""
    found = _OF_FILES.get(problem.code)
    what, hint = words_for(problem) if found is None else (str(part) for part in found)
    return f"{what % problem.params if found else what} {hint}"
