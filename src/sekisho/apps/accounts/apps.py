"""Wires the room into the house."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, grants, sign-in, personal links and codes: the permission gate."""

    name = "sekisho.apps.accounts"
    label = "accounts"
