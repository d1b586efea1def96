"""Words for values that stand inside a sentence: what a file should hold at a place."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The key is what the reader of the file says; "…" stands for a limit behind it.
EXPECTED_WORDS: dict[str, str | Promise] = {
    "text": _("text"),
    "list": _("a list"),
    "mapping": _("named fields"),
    "number": _("a number"),
    "true, false": _("true or false"),
    "minLength …": _("at least %(limit)s characters"),
    "maxLength …": _("at most %(limit)s characters"),
    "minItems …": _("at least %(limit)s entries"),
    "maxItems …": _("at most %(limit)s entries"),
    "minProperties …": _("at least %(limit)s fields"),
    "maxProperties …": _("at most %(limit)s fields"),
    "minimum …": _("%(limit)s or more"),
    "maximum …": _("%(limit)s or less"),
    "exclusiveMinimum …": _("more than %(limit)s"),
    "uniqueItems …": _("no entry twice"),
    "pattern …": _("text of the form %(limit)s"),
}
PLACE_WORDS: dict[str, str | Promise] = {"-": _("the whole file")}
