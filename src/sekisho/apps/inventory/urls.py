"""Addresses under o/inventory/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.inventory.web import entries, files, intakes, listing, proposals

app_name = "inventory"
urlpatterns: list[URLPattern] = [
    path("", listing.listing, name="list"),
    path("new/", listing.new, name="new"),
    path("export/", files.export, name="export"),
    path("template/", files.template, name="template"),
    path("import/", intakes.upload, name="import"),
    path("import/<uuid:uid>/", intakes.intake, name="intake"),
    path("import/<uuid:uid>/take/", intakes.take, name="take"),
    path("import/<uuid:uid>/discard/", intakes.discard, name="discard"),
    path("proposals/", proposals.listing, name="proposals"),
    path("proposals/<uuid:uid>/", proposals.decide, name="proposal"),
    path("proposals/answer/<uuid:uid>/", proposals.decide_all, name="answer"),
    path("<uuid:uid>/", entries.entry, name="entry"),
    path("<uuid:uid>/edit/", entries.edit, name="edit"),
    path("<uuid:uid>/remove/", entries.remove, name="remove"),
    path("<uuid:uid>/restore/", entries.restore, name="restore"),
]
