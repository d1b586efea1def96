"""Addresses under o/reminders/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.reminders.web import changes, plans

app_name = "reminders"
urlpatterns: list[URLPattern] = [
    path("", plans.listing, name="list"),
    path("defaults/", plans.defaults, name="defaults"),
    path("asks/<uuid:uid>/", plans.plan, name="plan"),
    path("asks/<uuid:uid>/plan/", plans.edit, name="edit"),
    path("asks/<uuid:uid>/switch/", plans.switch, name="switch"),
    path("asks/<uuid:uid>/extend/", changes.extend, name="extend"),
    path("asks/<uuid:uid>/withdraw/", changes.withdraw, name="withdraw"),
]
