"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from sekisho.apps.work import web

app_name = "work"
urlpatterns = [
    path("", web.runs, name="runs"),
    path("now/", web.progress, name="progress"),
    path("<uuid:uid>/", web.run, name="run"),
    path("<uuid:uid>/part/", web.part, name="part"),
    path("<uuid:uid>/cancel/", web.cancel, name="cancel"),
]
