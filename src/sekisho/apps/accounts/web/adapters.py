"""What allauth asks of us: no open sign-up, secrets sealed, our own words, mail and addresses."""

from __future__ import annotations

import base64
import logging
import time
from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal.httpkit import clean_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from sekisho.adapters.vault import Place
from sekisho.apps.accounts.queries import absolute_address
from sekisho.apps.accounts.web.letters import send_reset
from sekisho.apps.organisations.queries import open_home, seal_home
from sekisho.kernel.errors import Problem

_log = logging.getLogger(__name__)
_SECRET = Place("mfa_authenticator", "", "secret")
_FRESH_SECONDS = 300


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People enter by invitation only; nothing is believed of the Host header."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an administrator adds people."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only addresses of this site, without a host: a redirect never leaves the house."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Who asks: whom a proxy on this machine names last, else who connects.

        Without it all the world would share one throttle behind the proxy. The word of anybody
        else in that header counts for nothing.
        """
        peer = str(request.META.get("REMOTE_ADDR", ""))
        named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if not (_is_here(peer) and named):
            return str(super().get_client_ip(request))
        return clean_client_ip(named) or peer

    def add_message(
        self, request: HttpRequest, level: int, *args: Any, message: str | None = None, **_: Any
    ) -> None:
        """Our pages say what happened themselves; only messages with words of their own pass."""
        if message:
            super().add_message(request, level, message=message)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the own account."""
        return reverse("accounts:profile")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The reader's day."""
        return resolve_url("home:today")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within five minutes of signing in: the password was given just now."""
        records = get_authentication_records(self.request, self.request.user)
        since = time.time() - _FRESH_SECONDS
        is_fresh = any(row.get("at", 0) > since for row in records)
        return not is_fresh and super().is_reauthentication_required(app=app, **kwargs)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The mailed link names the address of the settings, whatever host the browser asked."""
        uid, _sign, rest = key.partition("-")
        arguments = {"uidb36": uid, "key": rest}
        return absolute_address(reverse("account_reset_password_from_key", kwargs=arguments))

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """One plain letter in the person's language, to those who have a password only.

        When it cannot leave the page says the same as ever: it must not tell who is known here.
        """
        if not user.has_usable_password():
            return
        url = str(context["password_reset_url"])
        try:
            send_reset(user.email, name=user.name, language=user.language, url=url)
        except Problem as problem:
            _log.warning("A letter for a new password did not leave: %s", problem.code)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Sign-up is closed, so nobody is told anything."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries are counted by address alone: another Host header opens no fresh count."""
        return str(credentials.get("email", "")).strip().lower()


def _is_here(peer: str) -> bool:
    try:
        return ip_address(peer).is_loopback
    except ValueError:  # a socket of this machine has no address
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """TOTP secrets and the seed of recovery codes are stored sealed with home's key."""

    def encrypt(self, text: str) -> str:
        """Seal a secret; base64 because the table keeps text."""
        return base64.b64encode(seal_home(_SECRET, text.encode())).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret. Raises Unreadable when it does not open."""
        return open_home(_SECRET, base64.b64decode(encrypted_text)).decode()
