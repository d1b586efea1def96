"""Addresses under o/workbooks/: workbooks that came back by mail, check sheets brought in."""

from __future__ import annotations

from django.urls import path

from sekisho.apps.workbooks.web import office, sheets

app_name = "workbooks"
urlpatterns = [
    path("asks/<uuid:uid>/", office.returned, name="returned"),
    path("replies/<uuid:uid>/", office.returned_one, name="returned_one"),
    path("replies/<uuid:uid>/<slug:language>.xlsx", office.workbook, name="workbook"),
    path("uploads/<uuid:uid>/", office.batch, name="batch"),
    path("uploads/<uuid:uid>/drop/", office.drop, name="drop"),
    path("sheets/", sheets.upload, name="sheets"),
    path("sheets/<uuid:uid>/", sheets.sheet, name="sheet"),
]
