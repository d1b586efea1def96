"""Django's mail backend for sign-in mail: SMTP when set, else the local mailbox."""

from __future__ import annotations

from django.core.mail.backends.base import BaseEmailBackend


class ConfiguredBackend(BaseEmailBackend):
    """Sends through the configured channel."""
