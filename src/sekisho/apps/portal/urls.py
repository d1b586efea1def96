"""Addresses under r/: the personal link, then everything by the link's outside id."""

from __future__ import annotations

from django.urls import path, re_path

from sekisho.apps.portal.web import (
    answers,
    check,
    code,
    entry,
    files,
    findings,
    notices,
    receipt,
    summary,
)

_OWN = "a/<uuid:link_uid>/"

app_name = "portal"
urlpatterns = [
    path("check/", check.check, name="check"),
    path("closed/", entry.closed, name="closed"),
    re_path(r"^(?P<token>[A-Za-z0-9_\-]{16,200})/?$", entry.link, name="link"),
    path(_OWN, answers.start, name="start"),
    path(f"{_OWN}code/", code.code, name="code"),
    path(f"{_OWN}code/send/", code.send, name="send"),
    path(f"{_OWN}received/", notices.received, name="received"),
    path(f"{_OWN}answers/<slug:category>/", answers.category, name="category"),
    path(f"{_OWN}save/<slug:question>/", answers.save, name="save"),
    path(f"{_OWN}question/<slug:question>/files/", files.files, name="files"),
    path(f"{_OWN}files/<uuid:file_uid>/", files.file, name="file"),
    path(f"{_OWN}files/<uuid:file_uid>/withdraw/", files.withdraw, name="withdraw"),
    path(f"{_OWN}findings/<uuid:finding_uid>/", findings.finding, name="finding"),
    path(f"{_OWN}findings/<uuid:finding_uid>/<slug:state>/", findings.step, name="step"),
    path(f"{_OWN}findings/<uuid:finding_uid>/files/<uuid:file_uid>/", findings.proof, name="proof"),
    path(f"{_OWN}summary/", summary.summary, name="summary"),
    path(f"{_OWN}submit/", summary.submit, name="submit"),
    path(f"{_OWN}receipt/", receipt.receipt, name="receipt"),
    path(f"{_OWN}copy/", receipt.copy, name="copy"),
    *(
        path(f"{_OWN}copy.{form}", receipt.download, {"form": form}, name=f"copy-{form}")
        for form in ("csv", "xlsx", "json")
    ),
]
