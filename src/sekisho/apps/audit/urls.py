"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from sekisho.apps.audit import web

app_name = "audit"
urlpatterns = [
    path("", web.record, name="record"),
    path("check/", web.check, name="check"),
    path("record.csv", web.export, name="export"),
]
