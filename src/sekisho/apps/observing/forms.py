"""What somebody says of a file: what it is, which column is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sekisho.apps.observing.queries.observations import ACCOUNTS, FLOWS, MACHINES
from sekisho.engines.observing import lists

KIND_WORDS = {
    FLOWS: _("Flow or firewall log"),
    ACCOUNTS: _("List of partners' accounts"),
    MACHINES: _("Report of macro settings"),
}
_FLOW_ROLES = ("source", "target", "port", "time", "protocol", "size", "action")
ROLES: Mapping[str, Sequence[str]] = {
    FLOWS: _FLOW_ROLES,
    ACCOUNTS: lists.ACCOUNT_ROLES,
    MACHINES: lists.MACHINE_ROLES,
}
NEEDED: Mapping[str, Sequence[str]] = {
    FLOWS: _FLOW_ROLES[:3],
    ACCOUNTS: lists.NEEDED_OF_ACCOUNTS,
    MACHINES: lists.NEEDED_OF_MACHINES,
}
ROLE_WORDS = {
    "source": _("Source address"),
    "target": _("Target address"),
    "port": _("Target port"),
    "time": _("Time"),
    "protocol": _("Protocol"),
    "size": _("Bytes"),
    "action": _("Let through or blocked"),
    "name": _("Name"),
    "partner": _("Partner (code or name)"),
    "sign_in": _("Last sign-in"),
    "mfa": _("Multi-factor sign-in"),
    "enabled": _("Enabled"),
    "system": _("System"),
    "blocked": _("Macros from the internet are blocked"),
}


class UploadForm(forms.Form):
    """A file and what it is."""

    kind = forms.ChoiceField(label=_("What it is"), choices=list(KIND_WORDS.items()))
    file = forms.FileField(
        label=_("File"),
        help_text=_("Logs: CSV, Zeek conn.log, each also as .gz, or Parquet. Lists: xlsx or CSV."),
    )


class ColumnsForm(forms.Form):
    """Which column is which; what counts as ours, as unused."""

    is_private_ours = forms.BooleanField(
        label=_("Private addresses that no entry claims are ours"), required=False, initial=True
    )
    unused_days = forms.IntegerField(
        label=_("Days without a sign-in after which an account counts as unused"),
        min_value=1,
        max_value=3650,
        initial=90,
    )

    def __init__(self, *args: Any, kind: str, columns: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind != FLOWS:
            del self.fields["is_private_ours"]
        if kind != ACCOUNTS:
            del self.fields["unused_days"]
        names = [(name, name) for name in dict.fromkeys(columns) if name]
        for role in ROLES[kind]:
            self.fields[f"c_{role}"] = forms.ChoiceField(
                label=ROLE_WORDS[role],
                choices=[("", _("Not in the file")), *names],
                required=role in NEEDED[kind],
            )

    @property
    def column_fields(self) -> list[Any]:
        """The bound fields of the columns."""
        return [self[f"c_{role}"] for role in ROLES[self.kind]]

    @property
    def other_fields(self) -> list[Any]:
        """The bound fields beside them."""
        return [self[name] for name in self.fields if not name.startswith("c_")]

    def choice(self) -> dict[str, Any]:
        """What was chosen; call it on a valid form."""
        given = self.cleaned_data
        mapping = {role: given[f"c_{role}"] for role in ROLES[self.kind] if given[f"c_{role}"]}
        return {
            "mapping": mapping,
            "private": bool(given.get("is_private_ours")),
            "unused_days": given.get("unused_days") or 90,
        }
