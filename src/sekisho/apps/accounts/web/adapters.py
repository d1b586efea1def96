"""What allauth asks of us: no open sign-up, second-factor secrets sealed, our own mail path."""

from __future__ import annotations

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from sekisho.adapters.vault import Place
from sekisho.apps.organisations.queries import open_home, seal_home

_SECRET = Place("mfa_authenticator", "", "secret")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People enter by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an administrator adds people."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """TOTP secrets and the seed of recovery codes are stored sealed with home's key."""

    def encrypt(self, text: str) -> str:
        """Seal a secret; base64 because the table keeps text."""
        return base64.b64encode(seal_home(_SECRET, text.encode())).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret. Raises Unreadable when it does not open."""
        return open_home(_SECRET, base64.b64decode(encrypted_text)).decode()
