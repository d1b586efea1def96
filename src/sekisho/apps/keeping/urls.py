"""Addresses under o/keeping/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.keeping.web import erasing, exports, holds, rules

app_name = "keeping"
urlpatterns: list[URLPattern] = [
    path("", rules.rules, name="rules"),
    path("rules/<slug:kind>/", rules.rule, name="rule"),
    path("erased.csv", rules.erased_csv, name="erased_csv"),
    path("holds/partner/<uuid:uid>/", holds.partner, name="hold_partner"),
    path("holds/ask/<uuid:uid>/", holds.ask, name="hold_ask"),
    path("holds/<uuid:uid>/lift/", holds.lift, name="lift"),
    path("people/<uuid:uid>/", erasing.person, name="person"),
    path("files/<uuid:uid>/", erasing.answer_file, name="answer_file"),
    path("findings/<uuid:uid>/files/<uuid:file_uid>/", erasing.finding_file, name="finding_file"),
    path("partners/<uuid:uid>/", exports.everything, name="everything"),
    path("partners/<uuid:uid>/<int:part>/", exports.take, name="take"),
]
