"""Addresses under o/papers/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.papers.web import packs, previews

app_name = "papers"
urlpatterns: list[URLPattern] = [
    path("asks/<uuid:uid>/", previews.preview, name="preview"),
    path("asks/<uuid:uid>/choices/", previews.choices, name="choices"),
    path("asks/<uuid:uid>/page.png", previews.picture, name="picture"),
    path("asks/<uuid:uid>/letter.pdf", previews.letter, name="letter"),
    path("asks/<uuid:uid>/paper/", packs.board, name="board"),
    path("asks/<uuid:uid>/paper/print/", packs.pack, name="print"),
    path("asks/<uuid:uid>/paper/posted/", packs.posted, name="posted"),
]
