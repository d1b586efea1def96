"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from sekisho.apps.home import web

app_name = "home"
urlpatterns = [
    path("", web.first_page, name="first_page"),
    path("o/", web.today, name="today"),
    path("o/dismiss/", web.dismiss, name="dismiss"),
    path("o/setup/", web.setup, name="setup"),
    path("o/search/", web.search, name="search"),
    path("o/find", web.palette, name="palette"),
    path("language", web.language, name="language"),
]
