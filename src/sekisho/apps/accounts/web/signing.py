"""allauth's views, each behind a rule of ours and on a page of ours."""

from __future__ import annotations

from http import HTTPStatus

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sekisho.apps.accounts import forms
from sekisho.apps.accounts.forms.signing import CodeAgainForm
from sekisho.kernel.errors import Conflict
from sekisho.ui.entrances import Request, public, signed_in
from sekisho.ui.problems import problem_page

_DOOR = "Signing in comes before any role."
_LOST = "Who lost the password cannot sign in."

sign_in = public("GET", "POST", because=_DOOR)(
    account.LoginView.as_view(template_name="accounts/sign_in.html", form_class=forms.SignInForm)
)
second_step = public("GET", "POST", because="The second step of signing in.")(
    factor.AuthenticateView.as_view(
        template_name="accounts/second_step.html", form_class=forms.CodeForm
    )
)
sign_out = signed_in("GET", "POST")(
    account.LogoutView.as_view(template_name="accounts/sign_out.html")
)
again = signed_in("GET", "POST")(
    account.ReauthenticateView.as_view(
        template_name="accounts/again.html", form_class=forms.AgainForm
    )
)
again_by_code = signed_in("GET", "POST")(
    factor.ReauthenticateView.as_view(template_name="accounts/again.html", form_class=CodeAgainForm)
)
change_password = signed_in("GET", "POST")(
    account.PasswordChangeView.as_view(
        template_name="accounts/change_password.html", form_class=forms.ChangePasswordForm
    )
)
ask_reset = public("GET", "POST", because=_LOST)(
    account.PasswordResetView.as_view(
        template_name="accounts/ask_reset.html", form_class=forms.AskResetForm
    )
)
reset_asked = public("GET", because=_LOST)(
    account.PasswordResetDoneView.as_view(template_name="accounts/reset_asked.html")
)
reset = public("GET", "POST", because=_LOST)(
    account.PasswordResetFromKeyView.as_view(
        template_name="accounts/reset.html", form_class=forms.ForgottenPasswordForm
    )
)
reset_done = public("GET", because=_LOST)(
    account.PasswordResetFromKeyDoneView.as_view(template_name="accounts/reset_done.html")
)
second_factor = signed_in("GET")(
    factor.IndexView.as_view(template_name="accounts/second_factor.html")
)
enrol = signed_in("GET", "POST")(
    totp.ActivateTOTPView.as_view(template_name="accounts/enrol.html", form_class=forms.EnrolForm)
)
withdraw = signed_in("GET", "POST")(
    totp.DeactivateTOTPView.as_view(template_name="accounts/withdraw.html")
)
recovery_codes = signed_in("GET")(
    recovery.ViewRecoveryCodesView.as_view(template_name="accounts/recovery_codes.html")
)
make_recovery_codes = signed_in("GET", "POST")(
    recovery.GenerateRecoveryCodesView.as_view(template_name="accounts/make_recovery_codes.html")
)
recovery_codes_file = signed_in("GET")(
    recovery.DownloadRecoveryCodesView.as_view(template_name="accounts/recovery_codes.txt")
)


@public("GET", because="Says that one joins by invitation only.")
def join(request: Request) -> HttpResponse:
    return render(request, "accounts/join.html")


@public("GET", because="Tells a blocked person, after the right password, whom to ask.")
def blocked(request: Request) -> HttpResponse:
    return render(request, "accounts/blocked.html", status=403)


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """What allauth's throttle answers with."""
    response = problem_page(request, Conflict("accounts.too_many_tries"))
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    return response
