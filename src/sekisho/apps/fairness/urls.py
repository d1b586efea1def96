"""Addresses under o/fairness/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.fairness.web import gate, log, settings

app_name = "fairness"
urlpatterns: list[URLPattern] = [
    path("", log.listing, name="log"),
    path("export/", log.export, name="export"),
    path("settings/", settings.settings, name="settings"),
    path("partners/<uuid:uid>/", log.partner, name="partner"),
    path("partners/<uuid:uid>/add/", log.add, name="add"),
    path("partners/<uuid:uid>/export/", log.export_partner, name="export_partner"),
    path("asks/<uuid:uid>/", gate.record, name="record"),
    path("asks/<uuid:uid>/answer/", gate.answer, name="answer"),
    path("asks/<uuid:uid>/insert/", gate.insert, name="insert"),
    path("asks/<uuid:uid>/emergency/", gate.emergency, name="emergency"),
]
