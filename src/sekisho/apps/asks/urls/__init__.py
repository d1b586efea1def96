"""Addresses of this room: composing and sending, then board and review."""

from __future__ import annotations

from sekisho.apps.asks.urls.after import urlpatterns as after
from sekisho.apps.asks.urls.compose import urlpatterns as compose

app_name = "asks"
urlpatterns = [*compose, *after]
