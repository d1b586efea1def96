"""Addresses under o/chain/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.chain.web import panels, start

app_name = "chain"
urlpatterns: list[URLPattern] = [
    path("", start.start, name="start"),
    path("partner/<uuid:uid>/", panels.partner, name="partner"),
    path("reckon/", start.reckon, name="reckon"),
]
