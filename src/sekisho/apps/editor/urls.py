"""Addresses under o/sets/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.editor.web import compare, edit, listing, preview, publish, questions, schemes

app_name = "editor"
urlpatterns: list[URLPattern] = [
    path("", listing.listing, name="list"),
    path("new/", listing.new, name="new"),
    path("compare/", compare.versions, name="compare"),
    path("schemes/", schemes.listing, name="schemes"),
    path("schemes/<str:key>/", schemes.scheme, name="scheme"),
    path("level/<uuid:uid>/", schemes.level, name="level"),
    path("<uuid:uid>/", edit.draft, name="draft"),
    path("<uuid:uid>/head/", edit.head, name="head"),
    path("<uuid:uid>/sections/", edit.add, name="add_section"),
    path("<uuid:uid>/sections/<slug:part>/", edit.section, name="section"),
    path("<uuid:uid>/undo/<uuid:step_uid>/", edit.undo, name="undo"),
    path("<uuid:uid>/questions/", questions.add, name="add_question"),
    path("<uuid:uid>/questions/<slug:part>/", questions.question, name="question"),
    path("<uuid:uid>/questions/<slug:part>/move/", questions.move, name="move"),
    path("<uuid:uid>/questions/<slug:part>/remove/", questions.remove, name="remove"),
    path("<uuid:uid>/preview/", preview.preview, name="preview"),
    path("<uuid:uid>/export/", listing.export, name="export"),
    path("<uuid:uid>/discard/", listing.discard, name="discard"),
    path("<uuid:uid>/publish/", publish.publish, name="publish"),
]
