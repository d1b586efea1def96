"""Sentences for refused files: what the intake and the sheets raise, in words for a person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sekisho.ui.problems import Sentence

FILE_SENTENCES: dict[str, Sentence] = {
    "intake.too_large": (
        _("“%(file)s” is larger than %(limit_bytes)s bytes."),
        _("Please divide it into smaller files."),
    ),
    "intake.image_pixels": (
        _("“%(file)s” has %(width)s × %(height)s points; at most %(limit)s are accepted."),
        _("Please make the picture smaller."),
    ),
    "intake.empty": (
        _("“%(file)s” is empty."),
        _("Please check the file and send it again."),
    ),
    "intake.type_unknown": (
        _("It is not clear what kind of file “%(file)s” is."),
        _("Please open it in its program, save it anew and send that."),
    ),
    "intake.type_not_allowed": (
        _("Files of the kind %(kind)s (“%(file)s”) are not accepted here."),
        _("Please send it as PDF, picture, Office file, CSV or text."),
    ),
    "intake.extension_differs": (
        _("The name “%(file)s” does not match its content (%(kind)s)."),
        _("Please correct the ending of the name."),
    ),
    "intake.old_excel": (
        _("“%(file)s” is in the old Excel form (xls)."),
        _("Please save it as xlsx and send that."),
    ),
    "intake.old_office": (
        _("“%(file)s” is in an old Office form."),
        _("Please save it as docx, pptx, xlsx or PDF."),
    ),
    "intake.encrypted": (
        _("“%(file)s” is locked with a password."),
        _("Please remove the password and send it again."),
    ),
    "intake.polyglot": (
        _("“%(file)s” holds something else besides its %(kind)s content."),
        _("Please open it in its program, save it anew and send that."),
    ),
    "intake.active_content": (
        _("“%(file)s” holds content that a computer would run (%(member)s)."),
        _("Please take it out and send the file again."),
    ),
    "intake.macros": (
        _("“%(file)s” holds macros (%(member)s)."),
        _("Please save it as xlsx, docx or pptx without macros."),
    ),
    "intake.archive_name": (
        _("A name inside “%(file)s” is not acceptable: %(member)s"),
        _("Please open it in its program, save it anew and send that."),
    ),
    "intake.archive_duplicate": (
        _("“%(file)s” holds the same name twice: %(member)s"),
        _("Please open it in its program, save it anew and send that."),
    ),
    "intake.archive_overlap": (
        _("Parts of “%(file)s” overlap: %(member)s"),
        _("Please open it in its program, save it anew and send that."),
    ),
    "intake.archive_nested": (
        _("“%(file)s” holds another archive: %(member)s"),
        _("Please take it out and send the file again."),
    ),
    "intake.archive_members": (
        _("“%(file)s” holds %(count)s parts; at most %(limit)s are accepted."),
        _("Please divide it into smaller files."),
    ),
    "intake.archive_ratio": (
        _("“%(file)s” unpacks to an unusual size (%(member)s)."),
        _("Please open it in its program, save it anew and send that."),
    ),
    "intake.archive_unpacked": (
        _("“%(file)s” unpacks to more than %(limit_bytes)s bytes (%(member)s)."),
        _("Please divide it into smaller files."),
    ),
    "intake.archive_broken": (
        _("“%(file)s” is damaged (%(member)s)."),
        _("Please open it in its program, save it anew and send that."),
    ),
    "intake.xml_entities": (
        _("“%(file)s” holds forbidden definitions (%(member)s)."),
        _("Please open it in its program, save it anew and send that."),
    ),
    "intake.xml_broken": (
        _("“%(file)s” is damaged (%(member)s, line %(line)s)."),
        _("Please open it in its program, save it anew and send that."),
    ),
    "intake.broken": (
        _("“%(file)s” is damaged or incomplete (%(kind)s)."),
        _("Please open it in its program, save it anew and send that."),
    ),
    "intake.text_encoding": (
        _("“%(file)s”, line %(line)s: these characters cannot be read."),
        _("Please save it as UTF-8 or Shift_JIS."),
    ),
    "intake.text_control": (
        _("“%(file)s”, line %(line)s holds a control character."),
        _("Please take it out and send the file again."),
    ),
    "sheets.too_large": (
        _("“%(file)s” is larger than %(limit_bytes)s bytes."),
        _("Please divide it into smaller files."),
    ),
    "sheets.unpacked": (
        _("“%(file)s” unpacks to more than %(limit_bytes)s (%(part)s)."),
        _("Please divide it into smaller files."),
    ),
    "sheets.too_many_rows": (
        _("“%(file)s” %(sheet)s: row %(row)s is beyond the limit of %(limit)s rows."),
        _("Please divide it into smaller files."),
    ),
    "sheets.too_many_columns": (
        _("“%(file)s” %(sheet)s, row %(row)s: more than %(limit)s columns."),
        _("Please delete the columns that are not needed."),
    ),
    "sheets.too_many_cells": (
        _("“%(file)s” %(sheet)s, row %(row)s: more than %(limit)s cells."),
        _("Please delete empty formatted rows and columns."),
    ),
    "sheets.too_much_text": (
        _("“%(file)s” %(sheet)s, row %(row)s: more than %(limit)s characters in all."),
        _("Please divide it into smaller files."),
    ),
    "sheets.cell_too_long": (
        _("“%(file)s” %(sheet)s, row %(row)s, column %(column)s: more than %(limit)s characters."),
        _("Please shorten the text."),
    ),
    "sheets.row_too_long": (
        _("“%(file)s”, row %(row)s: longer than %(limit)s characters."),
        _("Please check whether a closing quote is missing."),
    ),
    "sheets.shared_text_too_long": (
        _("“%(file)s” holds a text of more than %(limit)s characters."),
        _("Please shorten the text."),
    ),
    "sheets.written_too_many_rows": (
        _("The sheet “%(sheet)s” would have more than %(limit)s rows."),
        _("Please narrow the list first."),
    ),
    "sheets.written_cell_too_long": (
        _("Sheet “%(sheet)s”, row %(row)s, column %(column)s: more than %(limit)s characters."),
        _("Please shorten the text."),
    ),
    "sheets.old_excel": (
        _("“%(file)s” is in the old Excel form (xls)."),
        _("Please save it as xlsx and send that."),
    ),
    "sheets.encrypted": (
        _("“%(file)s” is locked with a password."),
        _("Please remove the password and send it again."),
    ),
    "sheets.xml_entities": (
        _("“%(file)s” holds forbidden definitions (%(part)s)."),
        _("Please open it in its program, save it anew and send that."),
    ),
    "sheets.no_such_sheet": (
        _("“%(file)s” has no sheet “%(sheet)s”."),
        _("Please choose one of its sheets."),
    ),
    "sheets.empty": (
        _("“%(file)s” is empty."),
        _("Please check the file and send it again."),
    ),
    "sheets.broken": (
        _("“%(file)s” is damaged (%(part)s)."),
        _("Please open it in its program, save it anew and send that."),
    ),
    "sheets.bad_cell": (
        _("“%(file)s” %(sheet)s, row %(row)s, column %(column)s: this cell is damaged."),
        _("Please open it in its program, save it anew and send that."),
    ),
    "sheets.text_encoding": (
        _("“%(file)s”, line %(line)s: these characters cannot be read."),
        _("Please save it as UTF-8 or Shift_JIS."),
    ),
    "sheets.csv_quotes": (
        _("“%(file)s”, row %(row)s: quotes are not closed or not alone."),
        _("Please check the quotes in this row."),
    ),
    "sheets.control_character": (
        _("“%(file)s”, row %(row)s holds a control character."),
        _("Please take it out and send the file again."),
    ),
}
