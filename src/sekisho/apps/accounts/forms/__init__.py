"""What people type: signing in, the way in, the own account, the people page."""

from __future__ import annotations

from sekisho.apps.accounts.forms.people import GrantForm, NewPersonForm, ProfileForm
from sekisho.apps.accounts.forms.signing import (
    AgainForm,
    AskResetForm,
    ChangePasswordForm,
    CodeForm,
    EnrolForm,
    FirstPasswordForm,
    ForgottenPasswordForm,
    OpeningForm,
    SignInForm,
)

__all__ = [
    "AgainForm",
    "AskResetForm",
    "ChangePasswordForm",
    "CodeForm",
    "EnrolForm",
    "FirstPasswordForm",
    "ForgottenPasswordForm",
    "GrantForm",
    "NewPersonForm",
    "OpeningForm",
    "ProfileForm",
    "SignInForm",
]
