"""Addresses under o/observing/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.observing.web import pages

app_name = "observing"
urlpatterns: list[URLPattern] = [
    path("", pages.listing, name="list"),
    path("<uuid:uid>/", pages.observation, name="observation"),
    path("<uuid:uid>/begin/", pages.begin, name="begin"),
    path("<uuid:uid>/confirm/", pages.confirm, name="confirm"),
    path("<uuid:uid>/erase/", pages.erase, name="erase"),
]
