"""What the pages of this room take in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class MailboxSearchForm(forms.Form):
    """Looks for a recipient or words of the subject."""

    q = forms.CharField(label=_("Recipient or subject"), required=False, max_length=100, strip=True)
