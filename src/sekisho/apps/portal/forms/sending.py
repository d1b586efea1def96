"""Who submits, and a file to go with an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_NAME = 120


class SubmitForm(forms.Form):
    """The name at the end; the approver only where the ask wants one."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=_NAME,
        error_messages={"required": _("Please write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    department = forms.CharField(
        label=_("Department"),
        max_length=_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    approver = forms.CharField(
        label=_("Name of the person who approved these answers"),
        help_text=_("Your superior or whoever decides about information security at your firm"),
        max_length=_NAME,
        error_messages={"required": _("Please write who approved the answers.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *, needs_approver: bool, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial, use_required_attribute=False)
        if not needs_approver:
            del self.fields["approver"]


class AnnouncedForm(forms.Form):
    """A large file before its first piece; `upload` where one goes on with an earlier one."""

    name = forms.CharField(max_length=255)
    size = forms.IntegerField(min_value=0, max_value=2**40)
    upload = forms.UUIDField(required=False)


class PieceForm(forms.Form):
    """One piece of a large file and the byte at which it begins."""

    offset = forms.IntegerField(min_value=0, max_value=2**40)
    piece = forms.FileField()


class FileForm(forms.Form):
    """One file; the intake judges it."""

    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Please choose a file first."),
            "empty": _("This file is empty."),
        },
    )
