"""Sentences for question sets, answers, counts and stored replies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sekisho.ui.problems import Sentence

_MEND = _("Please correct the question set and load it again.")
_KEEPER = _("Please tell the person who keeps this installation; a back-up may help.")

QUESTIONNAIRE_SENTENCES: dict[str, Sentence] = {
    "questionnaire.set.unknown_field": (
        _("%(place)s: the field “%(name)s” is not known."),
        _("Please check its spelling."),
    ),
    "questionnaire.set.missing_field": (_("%(place)s: the field “%(name)s” is missing."), _MEND),
    "questionnaire.set.wrong_value": (
        _("%(place)s: %(found)s cannot stand here."),
        _("Please write what is wanted there: %(expected)s."),
    ),
    "questionnaire.set.no_questions": (
        _("The set has no questions."),
        _("Please add at least one."),
    ),
    "questionnaire.set.key_twice": (
        _("%(place)s: the key “%(key)s” is used twice."),
        _("Please give each its own key."),
    ),
    "questionnaire.set.key_reserved": (
        _("%(place)s: “%(key)s” is a word of the system and cannot be the key of a choice."),
        _("Please choose another key."),
    ),
    "questionnaire.set.weight_not_positive": (
        _("%(place)s: the weight of “%(key)s” is not above 0."),
        _("Please write a weight above 0."),
    ),
    "questionnaire.set.category_empty": (
        _("%(place)s: the category “%(key)s” has no question."),
        _("Please remove the category or add a question."),
    ),
    "questionnaire.set.category_unknown": (
        _("%(place)s: there is no category “%(key)s”."),
        _("Please use a category of this set."),
    ),
    "questionnaire.set.choices_not_asked": (
        _("%(place)s: a question of the kind %(kind)s has no choices."),
        _("Please remove the choices or change the kind."),
    ),
    "questionnaire.set.too_few_choices": (
        _("%(place)s: “%(key)s” has fewer than %(limit)s choices."),
        _("Please add choices."),
    ),
    "questionnaire.set.points_on_na": (
        _("%(place)s: the choice “na” is left out of the score and has no points."),
        _("Please remove its points."),
    ),
    "questionnaire.set.points_on_unknown": (
        _("%(place)s: the choice “unknown” earns nothing."),
        _("Please remove its points."),
    ),
    "questionnaire.set.points_missing": (
        _("%(place)s: the choice “%(key)s” has no points although others have."),
        _("Please give points to all choices or to none."),
    ),
    "questionnaire.set.points_out_of_range": (
        _("%(place)s: the points of “%(key)s” lie outside 0 to 1."),
        _("Please write points from 0 to 1."),
    ),
    "questionnaire.set.points_unreachable": (
        _("%(place)s: nobody can reach full points at “%(key)s”."),
        _("Please let one choice, or the sum of several, earn 1."),
    ),
    "questionnaire.set.critical_not_scored": (
        _("%(place)s: “%(key)s” is not scored and cannot be critical."),
        _MEND,
    ),
    "questionnaire.set.choice_unknown": (
        _("%(place)s: the question “%(question)s” has no choice “%(key)s”."),
        _("Please use one of its choices."),
    ),
    "questionnaire.set.no_keys": (
        _("%(place)s: no choice of “%(key)s” is named."),
        _("Please name at least one."),
    ),
    "questionnaire.set.number_not_asked": (
        _("%(place)s: bounds are for numbers, and “%(key)s” is of the kind %(kind)s."),
        _MEND,
    ),
    "questionnaire.set.range_reversed": (
        _("%(place)s: the smallest number of “%(key)s” is above the largest."),
        _MEND,
    ),
    "questionnaire.set.condition_not_earlier": (
        _("%(place)s: a condition looks at earlier questions only, and “%(key)s” is none."),
        _MEND,
    ),
    "questionnaire.set.condition_without_choices": (
        _("%(place)s: “%(key)s” is of the kind %(kind)s and has no choices to look at."),
        _MEND,
    ),
    "questionnaire.set.condition_other_respondent": (
        _("%(place)s: not everybody who is asked this is asked “%(key)s”."),
        _MEND,
    ),
    "questionnaire.set.condition_empty": (
        _("%(place)s: a list of conditions is empty."),
        _("Please write a condition or remove the list."),
    ),
    "questionnaire.set.condition_too_deep": (
        _("%(place)s: conditions are nested more than %(limit)s deep."),
        _MEND,
    ),
    "questionnaire.answer.choice_unknown": (
        _("This question has no choice “%(choice)s”. Please choose again."),
        "",
    ),
    "questionnaire.answer.choice_twice": (_("A choice was sent twice. Please choose again."), ""),
    "questionnaire.answer.choose_one": (_("Please choose only one."), ""),
    "questionnaire.answer.choice_alone": (
        _("This choice cannot stand beside others. Please choose it alone, or leave it out."),
        "",
    ),
    "questionnaire.answer.evidence_missing": (_("Please attach a file that shows it."), ""),
    "questionnaire.answer.reason_missing": (
        _("Please say in a few words why this does not apply."),
        "",
    ),
    "questionnaire.answer.text_too_long": (
        _("This text has %(length)s characters; at most %(limit)s fit."),
        "",
    ),
    "questionnaire.answer.number_unreadable": (
        _("Please write a number in digits, such as 72."),
        "",
    ),
    "questionnaire.answer.number_not_whole": (_("Please write a whole number."), ""),
    "questionnaire.answer.number_too_low": (_("Please write a number of at least %(limit)s."), ""),
    "questionnaire.answer.number_too_high": (_("Please write a number of at most %(limit)s."), ""),
    "questionnaire.answer.date_unreadable": (_("Please write a date such as 2026-11-22."), ""),
    "questionnaire.answer.due_unreadable": (
        _("Please write the date of the plan as 2026-11-22."),
        "",
    ),
    "questionnaire.tally.below_zero": (
        _("The counts at %(place)s do not fit the reply."),
        _("The board has to be counted anew."),
    ),
    "questionnaire.tally.unreadable": (
        _("The stored counts cannot be read."),
        _("The board has to be counted anew."),
    ),
    "questionnaire.reply.unreadable": (_("The stored reply cannot be read."), _KEEPER),
    "questionnaire.reply.form_unknown": (
        _("The stored reply has the form %(form)s, which this version does not know."),
        _("Please run the version that wrote it, or a newer one."),
    ),
}
