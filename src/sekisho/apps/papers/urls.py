"""Addresses under o/asks/papers/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.papers.web import packs, previews, templates

app_name = "papers"
urlpatterns: list[URLPattern] = [
    path("templates/", templates.templates, name="templates"),
    path("templates/new/", templates.new, name="template_new"),
    path("templates/<uuid:uid>/", templates.template, name="template"),
    path("templates/<uuid:uid>/remove/", templates.remove, name="template_remove"),
    path("templates/<uuid:uid>/<int:number>/", templates.version, name="template_version"),
    path("templates/<uuid:uid>/<int:number>/restore/", templates.restore, name="template_restore"),
    path("<uuid:uid>/template/", templates.use, name="use"),
    path("<uuid:uid>/", previews.preview, name="preview"),
    path("<uuid:uid>/choices/", previews.choices, name="choices"),
    path("<uuid:uid>/page.png", previews.picture, name="picture"),
    path("<uuid:uid>/letter.pdf", previews.letter, name="letter"),
    path("<uuid:uid>/paper/", packs.board, name="board"),
    path("<uuid:uid>/paper/print/", packs.pack, name="print"),
    path("<uuid:uid>/paper/posted/", packs.posted, name="posted"),
]
