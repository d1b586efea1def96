"""Addresses under o/reports/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.reports.web import feedback, reports

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("asks/<uuid:uid>/", reports.report, name="report"),
    path("asks/<uuid:uid>/report.pdf", reports.pdf, name="pdf"),
    path("asks/<uuid:uid>/trend/", reports.trend, name="trend"),
    path("asks/<uuid:uid>/feedback/", feedback.feedback, name="feedback"),
    path("asks/<uuid:uid>/feedback/send/", feedback.send, name="send"),
    path("replies/<uuid:uid>/", feedback.sheet, name="sheet"),
    path("replies/<uuid:uid>/feedback.pdf", feedback.sheet_pdf, name="sheet_pdf"),
]
