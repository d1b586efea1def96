"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Letters, outbox, dispatches, bounces."""

    name = "sekisho.apps.mail"
    label = "mail"
