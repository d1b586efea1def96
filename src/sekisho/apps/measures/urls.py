"""Addresses under o/measures/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.measures import web

app_name = "measures"
urlpatterns: list[URLPattern] = [
    path("", web.findings, name="findings"),
    path("export/<str:form>/", web.export, name="export"),
    path("<uuid:uid>/", web.finding, name="finding"),
    path("<uuid:uid>/file/<uuid:file_uid>/", web.file, name="file"),
    path("<uuid:uid>/step/<str:state>/", web.step, name="step"),
]
