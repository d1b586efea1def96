"""allauth's signals become entries of the record: who came in, failed, left, changed the way in."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factor
from django.contrib.auth import signals as auth

from sekisho.apps.accounts.actions import note_entry
from sekisho.apps.accounts.queries import actor_of_person
from sekisho.kernel import clock
from sekisho.kernel.actor import NOBODY


def connect() -> None:
    """Called once when the room is ready."""
    auth.user_logged_in.connect(_note("accounts.signed_in"), weak=False)
    auth.user_logged_out.connect(_note("accounts.signed_out"), weak=False)
    account.password_changed.connect(_note("accounts.password_changed"), weak=False)
    account.password_reset.connect(_note("accounts.password_reset"), weak=False)
    factor.authenticator_added.connect(_note("accounts.second_factor_added"), weak=False)
    factor.authenticator_removed.connect(_note("accounts.second_factor_removed"), weak=False)
    factor.authenticator_reset.connect(_note("accounts.recovery_codes_made"), weak=False)
    factor.authentication_failed.connect(_note("accounts.code_refused"), weak=False)
    auth.user_login_failed.connect(_failed, weak=False)


def _note(verb: str) -> Any:
    def receiver(*, user: Any = None, **_signal: Any) -> None:
        if user is not None and getattr(user, "pk", None):
            actor = actor_of_person(user.pk)
            note_entry(actor, verb=verb, uid=user.uid, now=clock.now())

    return receiver


def _failed(**_signal: Any) -> None:
    """Without the typed address: a mistyped password often stands in that field."""
    note_entry(NOBODY, verb="accounts.sign_in_refused", uid=None, now=clock.now())
