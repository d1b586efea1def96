"""Addresses under o/asks/papers/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.papers.web import packs, previews

app_name = "papers"
urlpatterns: list[URLPattern] = [
    path("<uuid:uid>/", previews.preview, name="preview"),
    path("<uuid:uid>/choices/", previews.choices, name="choices"),
    path("<uuid:uid>/page.png", previews.picture, name="picture"),
    path("<uuid:uid>/letter.pdf", previews.letter, name="letter"),
    path("<uuid:uid>/paper/", packs.board, name="board"),
    path("<uuid:uid>/paper/print/", packs.pack, name="print"),
    path("<uuid:uid>/paper/posted/", packs.posted, name="posted"),
]
