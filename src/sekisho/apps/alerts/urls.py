"""Addresses under o/alerts/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.alerts.web import alerts, exports, notices

app_name = "alerts"
urlpatterns: list[URLPattern] = [
    path("", alerts.listing, name="list"),
    path("choose/", alerts.choose, name="choose"),
    path("new/", alerts.new, name="new"),
    path("<uuid:uid>/", alerts.alert, name="alert"),
    path("<uuid:uid>/edit/", alerts.edit, name="edit"),
    path("<uuid:uid>/notice/", notices.send, name="send"),
    path("<uuid:uid>/withdraw/", alerts.withdraw, name="withdraw"),
    path("asks/<uuid:uid>/", notices.board, name="board"),
    path("asks/<uuid:uid>/export.csv", exports.export, {"form": "csv"}, name="export-csv"),
    path("asks/<uuid:uid>/export.xlsx", exports.export, {"form": "xlsx"}, name="export-xlsx"),
]
