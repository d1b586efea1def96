"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.partners.web import (
    contacts,
    contracts,
    exports,
    group,
    imports,
    listing,
    partner,
    refused,
    relations,
)

app_name = "partners"
urlpatterns: list[URLPattern] = [
    path("", listing.index, name="list"),
    path("bulk/", listing.bulk, name="bulk"),
    path("export/", exports.export, name="export"),
    path("new/", partner.add, name="add"),
    path("group/", group.tree, name="group"),
    path("group/new/", group.add, name="add_company"),
    path("group/<uuid:uid>/move/", group.move, name="move_company"),
    path("import/", imports.upload, name="import_upload"),
    path("import/template/", imports.template, name="import_template"),
    path("import/<uuid:uid>/", imports.report, name="import"),
    path("import/<uuid:uid>/columns/", imports.columns, name="import_columns"),
    path("import/<uuid:uid>/decide/", imports.decide, name="import_decide"),
    path("import/<uuid:uid>/commit/", imports.commit, name="import_commit"),
    path("import/<uuid:uid>/resume/", imports.resume, name="import_resume"),
    path("import/<uuid:uid>/refused/", refused.refused, name="import_refused"),
    path("import/<uuid:uid>/discard/", imports.discard, name="import_discard"),
    path("contacts/<uuid:uid>/", contacts.edit, name="contact"),
    path("contacts/<uuid:uid>/remove/", contacts.remove, name="remove_contact"),
    path("contacts/<uuid:uid>/restore/", contacts.restore, name="restore_contact"),
    path("contacts/<uuid:uid>/clear/", contacts.clear, name="clear_bounce"),
    path("contracts/<uuid:uid>/", contracts.edit, name="contract"),
    path("contracts/<uuid:uid>/end/", contracts.end, name="end_contract"),
    path("<uuid:uid>/", partner.show, name="partner"),
    path("<uuid:uid>/edit/", partner.edit, name="edit"),
    path("<uuid:uid>/marks/", partner.marks, name="marks"),
    path("<uuid:uid>/activate/", partner.set_active, {"is_active": True}, name="activate"),
    path("<uuid:uid>/deactivate/", partner.set_active, {"is_active": False}, name="deactivate"),
    path("<uuid:uid>/contacts/new/", contacts.add, name="add_contact"),
    path("<uuid:uid>/contracts/new/", contracts.add, name="add_contract"),
    path("<uuid:uid>/relations/new/", relations.add, name="add_relation"),
    path("<uuid:uid>/relations/restore/", relations.restore, name="restore_relation"),
    path(
        "<uuid:uid>/relations/<uuid:relation_uid>/remove/",
        relations.remove,
        name="remove_relation",
    ),
]
