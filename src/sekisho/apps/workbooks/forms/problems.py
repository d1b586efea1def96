"""Why a file was not taken, and the way out: the sentences of this room's codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sekisho.ui.problems import Sentence

_FRESH = _("Please download a fresh workbook, copy your answers into it and send that.")

SENTENCES: dict[str, Sentence] = {
    "workbook.no_questions": (
        _("No sheet with the questions was found in this file."),
        _("Please send the workbook that was downloaded from here, filled in."),
    ),
    "workbooks.not_xlsx": (
        _("“%(file)s” is not an Excel workbook."),
        _("Please open it in your spreadsheet program, save it as .xlsx and send that."),
    ),
    "workbooks.too_many_sheets": (
        _("“%(file)s” has more than %(limit)s sheets."),
        _("Please delete the sheets that do not belong to it and send it again."),
    ),
    "workbooks.too_many_cells": (
        _("“%(file)s” holds more than %(limit)s cells."),
        _("Please delete empty formatted rows and columns and send it again."),
    ),
    "workbooks.other_form": (_("“%(file)s” was made by another version of this program."), _FRESH),
    "workbooks.stamp_changed": (
        _("The hidden sheet of “%(file)s” was changed, so it is not certain whose file this is."),
        _FRESH,
    ),
    "workbooks.other_ask": (
        _("“%(file)s” belongs to another request (%(found)s); this one is %(wanted)s."),
        _("Please choose the file of this request, or open the link in the letter of that one."),
    ),
    "workbooks.other_partner": (
        _("“%(file)s” was written for another company."),
        _("Please choose the file that was downloaded by the link in your own letter."),
    ),
    "workbooks.other_version": (
        _("“%(file)s” holds an older edition of the questions (%(found)s)."),
        _FRESH,
    ),
    "workbooks.too_many_files": (
        _("At most %(limit)s files are read at once; from “%(file)s” on nothing was read."),
        _("Please bring in the others in another round."),
    ),
    "workbooks.twice": (
        _("“%(file)s” belongs to a partner of whom another file was read just now."),
        _("Please keep the newer one and bring it in by itself."),
    ),
    "workbooks.nobody": (
        _("It cannot be told to whom “%(file)s” belongs: its hidden sheet is missing."),
        _("Please open the reply of that partner and bring the file in there."),
    ),
    "workbooks.not_known": (
        _("“%(file)s” belongs to no partner of this ask that you look after."),
        _("Please check the file, or ask the colleague who looks after that partner."),
    ),
    "workbooks.undecided": (
        _("%(count)s answers were changed by a colleague meanwhile and wait for your choice."),
        _("Please choose for each which answer shall count. Nothing has been saved yet."),
    ),
    "workbooks.read_only": (
        _("This reply takes no more answers."),
        _("It was accepted or declined, the time for it is over, or the ask was closed."),
    ),
    "workbooks.submitted": (
        _("This reply has been submitted; answers from a file would open it again."),
        _("Please tick that it may be opened again, or leave the file out. Nothing was saved."),
    ),
    "checksheets.field_twice": (
        _("Two columns are said to be the same."),
        _("Please choose “Not used” for one of them."),
    ),
    "checksheets.no_question": (
        _("No column holds the questions yet."),
        _("Please choose the column with the questions, in Japanese or English."),
    ),
    "checksheets.no_rows": (
        _("No question was found below the headings."),
        _("Please check the sheet, the row of the headings and the columns."),
    ),
    "checksheets.no_numbers": (
        _("No row has a number that could be one of the scheme."),
        _("Please choose the column with the numbers, or no scheme."),
    ),
    "workbooks.not_there": (
        _("This file does not wait here any more."),
        _("It was saved or dropped already, or a newer one took its place. Please send it again."),
    ),
}
