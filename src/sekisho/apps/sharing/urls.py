"""Addresses under o/sharing/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.sharing.web import office

app_name = "sharing"
urlpatterns: list[URLPattern] = [
    path("", office.settings, name="settings"),
    path("asks/<uuid:uid>/", office.choose, name="choose"),
]
