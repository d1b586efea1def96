"""allauth's forms in our words: no placeholders, no links inside help texts."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.adapters.vault import Place
from sekisho.apps.organisations.queries import open_home, seal_home
from sekisho.kernel.errors import Unreadable

PASSWORD_RULE = _(
    "At least 12 characters. A short sentence that only you would think of is good; a word of the "
    "dictionary, a date or your own name is not."
)
_ENROLMENT = Place("django_session", "", "totp_secret")


class _Plain:
    """Takes allauth's placeholders and help texts away and sets our labels."""

    fields: dict[str, forms.Field]
    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")


class SignInForm(_Plain, account.LoginForm):  # type: ignore[misc]
    """Address and password."""

    labels = {"login": _("E-mail address"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs.update(autocomplete="username", autofocus=True)


class AgainForm(_Plain, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    labels = {"password": _("Password")}


class AskResetForm(_Plain, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link for a new password."""

    labels = {"email": _("E-mail address")}


class ForgottenPasswordForm(_Plain, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password by a mailed link."""

    labels = {"password1": _("New password"), "password2": _("New password once more")}
    helps = {"password1": PASSWORD_RULE}


class ChangePasswordForm(_Plain, account.ChangePasswordForm):  # type: ignore[misc]
    """A new password by who knows the old one."""

    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password once more"),
    }
    helps = {"password1": PASSWORD_RULE}


class CodeForm(_Plain, factor.AuthenticateForm):  # type: ignore[misc]
    """The code of the app, or a recovery code."""

    labels = {"code": _("Code")}
    helps = {"code": _("Six digits from your app, or one of your recovery codes.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(inputmode="numeric", autofocus=True)


class CodeAgainForm(_Plain, factor.ReauthenticateForm):  # type: ignore[misc]
    """The code once more, before something that matters."""

    labels = CodeForm.labels
    helps = CodeForm.helps


class EnrolForm(ActivateTOTPForm):  # type: ignore[misc]
    """Proof that the app has the secret. The secret waits in the session sealed, never in clear."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        # Past allauth's own __init__, which would write the secret into the session table.
        forms.Form.__init__(self, *args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code that the app shows")
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs.update(inputmode="numeric", autofocus=True)
        self.secret = self._kept_secret() if self.is_bound else self._new_secret()

    @staticmethod
    def _new_secret() -> str:
        secret = str(generate_totp_secret())
        sealed = seal_home(_ENROLMENT, secret.encode())
        context.request.session[SECRET_SESSION_KEY] = base64.b64encode(sealed).decode("ascii")
        return secret

    def _kept_secret(self) -> str:
        sealed = context.request.session.get(SECRET_SESSION_KEY, "")
        try:
            return open_home(_ENROLMENT, base64.b64decode(sealed)).decode()
        except Unreadable:
            return self._new_secret()  # the session ended meanwhile: a fresh picture is shown


class FirstPasswordForm(forms.Form):
    """The first password, typed twice."""

    password1 = forms.CharField(
        label=_("New password"),
        help_text=PASSWORD_RULE,
        min_length=12,
        error_messages={"min_length": _("At least 12 characters, please.")},
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
    )
    password2 = forms.CharField(
        label=_("New password once more"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        cleaned = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("This differs from the first one. Please type it again."))
        return cleaned


class OpeningForm(FirstPasswordForm):
    """Who opens a new installation says who that is, too."""

    field_order = ("name", "email", "password1", "password2")
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("This is also the name for signing in."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].widget.attrs.pop("autofocus")
        self.fields["name"].widget.attrs.update(autocomplete="name", autofocus=True)
