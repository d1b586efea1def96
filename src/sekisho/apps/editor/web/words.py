"""The room's sentences: faults of drafts, refusals, entries of the record, parts of questions."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sekisho.kernel.text import Bilingual

VERBS = {
    "editor.draft_begun": _("Began a question set"),
    "editor.draft_changed": _("Changed a question set being written"),
    "editor.step_undone": _("Took back a change of a question set"),
    "editor.draft_discarded": _("Threw away a question set being written"),
    "editor.published": _("Published a version of a question set"),
    "editor.carry_confirmed": _("Confirmed which answers live on in a newer version"),
    "editor.level_chosen": _("Noted which SCS level is looked for at a partner"),
}
STEPS = {
    "question": _("Question changed"),
    "question_added": _("Question added"),
    "moved": _("Question moved"),
    "removed": _("Question removed"),
    "section": _("Section changed"),
    "section_added": _("Section added"),
    "section_moved": _("Section moved"),
    "section_removed": _("Section removed"),
    "head": _("Title and facts changed"),
}
_RELOAD = _("Reload the page to see how it reads now, then make your change again.")
SENTENCES = {
    "editor.no_draft": (
        _("There is no such question set being written."),
        _("It may belong to another company of the group, or have been thrown away."),
    ),
    "editor.no_step": (_("There is no such change."), _("Reload the page.")),
    "editor.not_granted": (
        _("Your role may look at question sets but not change them."),
        _("Ask a manager of your company."),
    ),
    "editor.file_unreadable": (
        _("This file is no question set."),
        _("Choose a YAML file that was taken out of a question set."),
    ),
    "editor.file_too_large": (
        _("The file is larger than %(limit_mb)s MB."),
        _("Split the question set."),
    ),
    "editor.no_scheme": (
        _("There is no such scheme."),
        _("Choose one from the list of schemes."),
    ),
    "editor.reason_missing": (
        _("The reason is missing."),
        _("Write in one or two sentences why this level is looked for."),
    ),
    "editor.undo_over": (
        _("This change can no longer be taken back."),
        _("Changes can be taken back once, for 24 hours. Change the text by hand instead."),
    ),
    "editor.changed_meanwhile": (_("Somebody has changed this question set meanwhile."), _RELOAD),
    "editor.not_ready": (
        _("%(count)s points still need mending before this set can be published."),
        _("They are listed on the page of the set."),
    ),
    "editor.version_exists": (
        _("Version %(version)s of “%(key)s” has been published already."),
        _("A published version never changes: write a new version number."),
    ),
    "editor.carry_wrong": (
        _("These earlier questions cannot carry their answers as chosen: %(keys)s."),
        _("Choose a question of the same kind for each, and each only once."),
    ),
    "question_drafts.no_question": (
        _("This question is no longer there."),
        _("Somebody may have removed it. Reload the page."),
    ),
    "question_drafts.no_section": (
        _("This section is no longer there."),
        _("Somebody may have removed it. Reload the page."),
    ),
    "question_drafts.changed_meanwhile": (
        _("Somebody else has changed this part meanwhile; nothing was overwritten."),
        _RELOAD,
    ),
    "question_drafts.changed_since": (
        _("What this change touched has been changed again since."),
        _("Take the newer changes back first, or change the text by hand."),
    ),
    "question_drafts.section_in_use": (
        _("Only an empty section can be removed, and one section must remain."),
        _("Move or remove its questions first."),
    ),
    "question_drafts.too_many_questions": (
        _("A question set holds at most %(limit)s questions."),
        _("Split it into two sets."),
    ),
    "question_drafts.too_many_sections": (
        _("A question set holds at most %(limit)s sections."),
        _("Put smaller sections together."),
    ),
}
FAULTS = {
    "missing_ja": _("The Japanese text is missing."),
    "missing_en": _("The English text is missing."),
    "set_key_form": _("The key of the set may hold small letters, digits and hyphens."),
    "version_form": _("Write the version in figures with dots, such as 1.0 or 2.1."),
    "no_questions": _("The set has no question yet."),
    "section_empty": _("This section has no question yet."),
    "key_form": _("The key may hold letters, digits, _ and -, and begins with a letter or digit."),
    "key_twice": _("The key “%(key)s” is used more than once."),
    "followup_when": _("Say under which answers the follow-up opens."),
    "critical_not_scored": _("Only a question whose choices have points can be of high severity."),
    "too_few_choices": _("Give at least %(limit)s choices."),
    "choice_key_form": _("Choice %(number)s: the key may hold small letters, digits, _ and -."),
    "choice_key_twice": _("The choice key “%(key)s” is used more than once."),
    "choice_words": _("Choice %(number)s: a text is missing in Japanese or English."),
    "points_missing": _("Give points to every choice or to none."),
    "points_range": _("Points lie between 0 and 1."),
    "points_unreachable": _("No answer reaches full points (1)."),
    "number_form": _("Write the smallest and the largest number in figures."),
    "range_reversed": _("The smallest number is larger than the largest."),
    "condition_gone": _("The condition looks at a question that has been removed."),
    "condition_later": _("The condition looks at %(key)s, which is asked later."),
    "condition_no_choices": _("The condition looks at %(key)s, which has no choices."),
    "condition_choice": _("The condition looks at a choice that %(key)s does not offer."),
}


def fault_sentence(code: str, params: dict[str, str | int]) -> str:
    """What a fault of a draft says, in the reader's language."""
    return str(FAULTS[code.rpartition(".")[2]]) % params


def said(words: Bilingual) -> str:
    """A bilingual text in the reader's language."""
    return words.in_language(get_language() or "ja")
