"""Addresses under o/answering/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.answering.web import replies

app_name = "answering"
urlpatterns: list[URLPattern] = [
    path("<uuid:uid>/questions/<uuid:thread_uid>/", replies.answer, name="answer"),
    path("<uuid:uid>/questions/<uuid:thread_uid>/clarify/", replies.clarify_from, name="clarify"),
    path("asks/<uuid:uid>/clarified/", replies.clarifications, name="clarifications"),
    path(
        "asks/<uuid:uid>/clarified/<uuid:one_uid>/",
        replies.change_clarification,
        name="clarification",
    ),
]
