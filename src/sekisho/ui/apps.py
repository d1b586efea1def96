"""The design kit as a Django app: templates, components, styles."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers the kit's templates and static files."""

    name = "sekisho.ui"
    label = "ui"

    def ready(self) -> None:
        """Give the problems of the lower floors their words."""
        from sekisho.ui.sentences import register_all

        register_all()
