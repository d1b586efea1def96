"""Sentences for the content files that installations bring along."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sekisho.ui.problems import Sentence

CONTENT_SENTENCES: dict[str, Sentence] = {
    "content.folder_missing": (
        _("The folder “%(folder)s” with the content files is missing."),
        _("Please install Sekisho again."),
    ),
    "content.schema_missing": (
        _("%(file)s is missing beside the question sets."),
        _("Please install Sekisho again."),
    ),
    "content.too_large": (
        _("%(file)s is larger than %(limit_bytes)s bytes."),
        _("Please divide it or shorten it."),
    ),
    "content.not_utf8": (
        _("%(file)s, line %(line)s: the text is not UTF-8."),
        _("Please save it as UTF-8."),
    ),
    "content.not_yaml": (
        _("%(file)s, line %(line)s: this cannot be read as YAML."),
        _("Please check indents, colons and quotes at this line."),
    ),
    "content.alias": (
        _("%(file)s, line %(line)s: aliases (*name) are not taken."),
        _("Please write the part out."),
    ),
    "content.bare_boolean": (
        _("%(file)s, line %(line)s: YAML reads the bare word %(word)s as true or false."),
        _("Please write %(instead)s."),
    ),
    "content.not_finite": (
        _("%(file)s, line %(line)s: %(word)s is no number that can be reckoned with."),
        _("Please write a number in figures."),
    ),
    "content.key_not_text": (
        _("%(file)s, line %(line)s: the key %(key)s is not text."),
        _("Please put it in quotes."),
    ),
    "content.key_twice": (
        _("%(file)s, line %(line)s: the key “%(key)s” is given twice."),
        _("Please keep one."),
    ),
    "content.scheme_wrong": (
        _("The scheme %(file)s cannot be read at %(place)s."),
        _("Please compare it with content/schemes/schema.json."),
    ),
    "content.inventory_wrong": (
        _("%(file)s of the inventory cannot be read at %(place)s."),
        _("Please compare it with the schema beside it in content/inventory."),
    ),
    "content.parameters_wrong": (
        _("The parameters %(file)s cannot be read at %(place)s."),
        _("Please compare them with content/chain/schema.json."),
    ),
    "content.stories_wrong": (
        _("The stories %(file)s cannot be read at %(place)s."),
        _("Please compare them with content/chain/stories.schema.json."),
    ),
    "content.file_name": (
        _("The name of %(file)s does not fit its content."),
        _("Please name it %(expected)s."),
    ),
    "content.field_missing": (
        _("%(file)s, %(place)s: the field “%(name)s” is missing."),
        _("Please add it."),
    ),
    "content.field_unknown": (
        _("%(file)s, %(place)s: the field “%(name)s” is not known."),
        _("Known here are: %(allowed)s."),
    ),
    "content.wrong_value": (
        _("%(file)s, %(place)s: %(found)s cannot stand here."),
        _("Please write what is wanted there: %(expected)s."),
    ),
}
