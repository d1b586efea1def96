"""Addresses under o/measures/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.measures.web import accepted, board, bulk, finding, gaps

app_name = "measures"
urlpatterns: list[URLPattern] = [
    path("", board.findings, name="findings"),
    path("export/<str:form>/", board.export, name="export"),
    path("together/", bulk.look_over, name="together"),
    path("together/do/", bulk.do, name="do"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("gaps/<str:gap>/", gaps.gap, name="gap"),
    path("accepted/", accepted.accepted, name="accepted"),
    path("accepted/export/<str:form>/", accepted.export, name="export_accepted"),
    path("<uuid:uid>/", finding.finding, name="finding"),
    path("<uuid:uid>/file/<uuid:file_uid>/", finding.file, name="file"),
    path("<uuid:uid>/step/<str:state>/", finding.step, name="step"),
    path("<uuid:uid>/decide/", finding.decide, name="decide"),
]
