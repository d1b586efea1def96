"""What somebody sets: whether the group is told, and how far back earlier asks count."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sekisho.apps.sharing.queries.consents import ConsentView
from sekisho.apps.sharing.queries.settings import MOST_MONTHS, Setting


def name_of(one: ConsentView) -> str:
    """Who agreed; a name that was erased since is said so."""
    return one.by or gettext("A person whose name was erased")


class SettingForm(forms.Form):
    """The setting of one company."""

    tells_group = forms.BooleanField(
        label=_("Tell the group that we asked"),
        help_text=_(
            "Other companies of the group that choose the same partner then see our name, the day "
            "and the question set; never whether or what was answered."
        ),
        required=False,
    )
    months = forms.IntegerField(
        label=_("How many months earlier asks and answers count"),
        min_value=1,
        max_value=MOST_MONTHS,
    )

    use_required_attribute = False

    def setting(self) -> Setting:
        """What was set."""
        return Setting(self.cleaned_data["tells_group"], self.cleaned_data["months"])
