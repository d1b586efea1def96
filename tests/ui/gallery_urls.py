"""The pattern book, and neighbours that answer as little as the shell asks of them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path

FOUND = [
    {"label": "みほん精機", "kind": "取引先", "url": "/gallery/plain/"},
    {"label": "みほん部品", "kind": "取引先", "url": "/gallery/confirm/"},
]


def nothing(_request):
    return HttpResponse("")


def palette(request):
    found = [hit for hit in FOUND if request.GET["q"] in hit["label"]]
    return render(request, "ui/parts/palette_results.html", {"found": found})


home = [
    path("language/", nothing, name="language"),
    path("search/", nothing, name="search"),
    path("palette/", palette, name="palette"),
]
urlpatterns = [
    path("gallery/", include("sekisho.ui.gallery")),
    path("logout/", nothing, name="account_logout"),
    path("", include((home, "home"))),
]
