"""Addresses under o/rules/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.rules.web import editions, ending, exceptions, rules, sending

app_name = "rules"
urlpatterns: list[URLPattern] = [
    path("", rules.listing, name="list"),
    path("new/", rules.new, name="new"),
    path("<uuid:uid>/", rules.rule, name="rule"),
    path("<uuid:uid>/edit/", rules.edit, name="edit"),
    path("<uuid:uid>/end/", ending.end, name="end"),
    path("<uuid:uid>/editions/new/", editions.new, name="edition_new"),
    path("editions/<uuid:uid>/", editions.edition, name="edition"),
    path("editions/<uuid:uid>/edit/", editions.edit, name="edition_edit"),
    path("editions/<uuid:uid>/issue/", editions.issue, name="issue"),
    path("editions/<uuid:uid>/file/", editions.file, name="file"),
    path("editions/<uuid:uid>/send/", sending.send, name="send"),
    path("asks/<uuid:uid>/", sending.board, name="board"),
    path("exceptions/", exceptions.listing, name="exceptions"),
    path("exceptions/export/", exceptions.export, name="export"),
    path("exceptions/new/", exceptions.new, name="exception_new"),
    path("exceptions/<uuid:uid>/", exceptions.exception, name="exception"),
    path("exceptions/<uuid:uid>/decide/", exceptions.decide, name="decide"),
]
