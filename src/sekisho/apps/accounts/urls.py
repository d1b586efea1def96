"""Addresses of this room. allauth knows its pages by names without a namespace."""

from __future__ import annotations

from django.urls import include, path, re_path

from sekisho.apps.accounts.web import entry, own, people, signing

_named_by_allauth = [
    path("sign-in/", signing.sign_in, name="account_login"),
    path("sign-in/code/", signing.second_step, name="mfa_authenticate"),
    path("sign-in/join/", signing.join, name="account_signup"),
    path("sign-in/blocked/", signing.blocked, name="account_inactive"),
    path("sign-out/", signing.sign_out, name="account_logout"),
    path("sign-in/again/", signing.again, name="account_reauthenticate"),
    path("sign-in/again/code/", signing.again_by_code, name="mfa_reauthenticate"),
    path("sign-in/lost/", signing.ask_reset, name="account_reset_password"),
    path("sign-in/lost/sent/", signing.reset_asked, name="account_reset_password_done"),
    path("sign-in/lost/done/", signing.reset_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^sign-in/lost/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        signing.reset,
        name="account_reset_password_from_key",
    ),
    path("o/account/password/", signing.change_password, name="account_change_password"),
    path("o/account/second-factor/", signing.second_factor, name="mfa_index"),
    path("o/account/second-factor/on/", signing.enrol, name="mfa_activate_totp"),
    path("o/account/second-factor/off/", signing.withdraw, name="mfa_deactivate_totp"),
    path("o/account/recovery/", signing.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "o/account/recovery/new/",
        signing.make_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "o/account/recovery/codes.txt",
        signing.recovery_codes_file,
        name="mfa_download_recovery_codes",
    ),
]
_own = [
    path("sign-in/first/<str:token>", entry.first_sign_in, name="first_sign_in"),
    path("o/account/", own.profile, name="profile"),
    path("o/account/leave/", own.leave_everywhere, name="leave_everywhere"),
    path("o/people/", people.people, name="people"),
    path("o/people/new/", people.add_person, name="add_person"),
    path("o/people/<uuid:uid>/", people.person, name="person"),
    path("o/people/<uuid:uid>/roles/", people.grant, name="grant"),
    path(
        "o/people/<uuid:uid>/roles/<int:organisation_id>/",
        people.take_grant,
        name="take_grant",
    ),
    path("o/people/<uuid:uid>/block/", people.block, name="block"),
    path(
        "o/people/<uuid:uid>/second-factor/",
        people.forget_second_factor,
        name="forget_second_factor",
    ),
    path("o/people/<uuid:uid>/link/", people.sign_in_link, name="sign_in_link"),
]
urlpatterns = [*_named_by_allauth, path("", include((_own, "accounts")))]
