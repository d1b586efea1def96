"""Sentences for dates, business days and registered numbers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sekisho.ui.problems import Sentence

_DEFECT = _("This is a defect of Sekisho; please tell the person who keeps this installation.")

DATE_AND_NUMBER_SENTENCES: dict[str, Sentence] = {
    "deadlines.date_unreadable": (
        _("“%(text)s” cannot be read as a date."),
        _("Please write a date such as 2026-11-22."),
    ),
    "deadlines.date_ambiguous": (
        _("In “%(text)s” day and month cannot be told apart."),
        _("Please write the year first, such as 2026-11-22."),
    ),
    "deadlines.date_impossible": (
        _("There is no such day as “%(text)s”."),
        _("Please check day and month."),
    ),
    "deadlines.date_out_of_range": (
        _("“%(text)s” is outside the years that can be used (1873 to 2199)."),
        _("Please check the year."),
    ),
    "deadlines.date_before_era": (
        _("“%(text)s” lies before the first day of the era %(era)s."),
        _("Please check era and year."),
    ),
    "deadlines.date_wrong_weekday": (
        _("The day of the week in “%(text)s” is wrong: it is %(date)s."),
        _("Please check the date."),
    ),
    "deadlines.out_of_range": (
        _("The calendar does not reach as far as %(business_days)s business days."),
        _("Please write a smaller number."),
    ),
    "deadlines.weekend_impossible": (
        _("A week needs at least one working day."),
        _("Please choose fewer days of rest."),
    ),
    "deadlines.moment_without_zone": (_("A time came without its time zone."), _DEFECT),
    "deadlines.country_unknown": (
        _("The holidays of the country “%(country)s” are not known here."),
        _("Please write the country as two letters, such as JP."),
    ),
    "identity.corporate_number.characters": (
        _("A corporate number consists of digits."),
        _("Please write the 13 digits only."),
    ),
    "identity.corporate_number.length": (
        _("A corporate number has 13 digits."),
        _("Please check whether one is missing or too many."),
    ),
    "identity.corporate_number.check_digit": (
        _("This corporate number does not exist: its check digit is wrong."),
        _("Please compare it with the register of corporate numbers."),
    ),
    "identity.lei.length": (
        _("An LEI has 20 characters."),
        _("Please check whether one is missing or too many."),
    ),
    "identity.lei.characters": (
        _("An LEI consists of letters and digits and ends in two digits."),
        _("Please compare it with the LEI register."),
    ),
    "identity.lei.check_digits": (
        _("This LEI does not exist: its check digits are wrong."),
        _("Please compare it with the LEI register."),
    ),
}
