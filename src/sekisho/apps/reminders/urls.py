"""Addresses under o/reminders/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.reminders.web import changes, later, plans

app_name = "reminders"
urlpatterns: list[URLPattern] = [
    path("", plans.listing, name="list"),
    path("defaults/", plans.defaults, name="defaults"),
    path("asks/<uuid:uid>/", plans.plan, name="plan"),
    path("asks/<uuid:uid>/plan/", plans.edit, name="edit"),
    path("asks/<uuid:uid>/switch/", plans.switch, name="switch"),
    path("asks/<uuid:uid>/extend/", changes.extend, name="extend"),
    path("asks/<uuid:uid>/withdraw/", changes.withdraw, name="withdraw"),
    path("asks/<uuid:uid>/later/", later.sending, name="later"),
    path("asks/<uuid:uid>/later/cancel/", later.cancel, name="cancel"),
    path("asks/<uuid:uid>/again/", later.again, name="again"),
    path("series/<uuid:uid>/stop/", later.stop, name="stop"),
]
