"""The design kit as a Django app: templates, components, styles."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers the kit's templates and static files."""

    name = "sekisho.ui"
    label = "ui"
