"""Addresses under r/: the personal link, then everything by the link's outside id."""

from __future__ import annotations

from django.urls import path, re_path

from sekisho.apps.portal.web import (
    answers,
    check,
    code,
    costs,
    entry,
    feedback,
    files,
    findings,
    handing,
    helping,
    notices,
    open_points,
    paper,
    part,
    pieces,
    receipt,
    relaying,
    rule,
    sharing,
    summary,
    talking,
    told,
    workbook,
)

_OWN = "a/<uuid:link_uid>/"
_PART = "p/<uuid:link_uid>/"  # a narrower link

app_name = "portal"
urlpatterns = [
    path("check/", check.check, name="check"),
    path("help/", helping.help_page, name="help"),
    path("paper/", paper.paper, name="paper"),
    path("closed/", entry.closed, name="closed"),
    re_path(r"^(?P<token>[A-Za-z0-9_\-]{16,200})/?$", entry.link, name="link"),
    path(_OWN, answers.start, name="start"),
    path(f"{_OWN}code/", code.code, name="code"),
    path(f"{_OWN}code/send/", code.send, name="send"),
    path(f"{_OWN}code/paper/", paper.card, name="card"),
    path(f"{_OWN}feedback/", feedback.feedback, name="feedback"),
    path(f"{_OWN}feedback.pdf", feedback.pdf, name="feedback_pdf"),
    path(f"{_OWN}costs/", costs.costs, name="costs"),
    path(f"{_OWN}relay/", relaying.relay, name="relay"),
    path(f"{_OWN}relay/<slug:language>.txt", relaying.relay_text, name="relay-text"),
    path(f"{_OWN}received/", notices.received, name="received"),
    path(f"{_OWN}rule/file/", rule.rule_file, name="rule_file"),
    path(f"{_OWN}answers/<slug:category>/", answers.category, name="category"),
    path(f"{_OWN}save/<slug:question>/", answers.save, name="save"),
    path(f"{_OWN}question/<slug:question>/files/", files.files, name="files"),
    path(f"{_OWN}question/<slug:question>/pieces/", pieces.begin, name="pieces"),
    path(f"{_OWN}pieces/<uuid:upload_uid>/", pieces.piece, name="piece"),
    path(f"{_OWN}files/<uuid:file_uid>/", files.file, name="file"),
    path(f"{_OWN}files/<uuid:file_uid>/withdraw/", files.withdraw, name="withdraw"),
    path(f"{_OWN}findings/<uuid:finding_uid>/", findings.finding, name="finding"),
    path(f"{_OWN}findings/<uuid:finding_uid>/<slug:state>/", findings.step, name="step"),
    path(f"{_OWN}findings/<uuid:finding_uid>/files/<uuid:file_uid>/", findings.proof, name="proof"),
    path(f"{_OWN}hand/", handing.hand, name="hand"),
    path(f"{_OWN}hand/<uuid:handover_uid>/back/", handing.back, name="hand-back"),
    path(f"{_OWN}question/<slug:question>/talk/", talking.talk, name="talk"),
    path(f"{_OWN}question/<slug:question>/still/", talking.still, name="still"),
    path(f"{_OWN}decline/", talking.refuse, name="decline"),
    path(f"{_OWN}resume/", talking.resume, name="resume"),
    path(_PART, part.part, name="part"),
    path(f"{_PART}code/", part.code, name="part-code"),
    path(f"{_PART}code/send/", part.send, name="part-send"),
    path(f"{_PART}save/<slug:question>/", part.save, name="part-save"),
    path(f"{_PART}question/<slug:question>/files/", part.files, name="part-files"),
    path(f"{_PART}files/<uuid:file_uid>/", part.file, name="part-file"),
    path(f"{_PART}files/<uuid:file_uid>/withdraw/", part.withdraw, name="part-withdraw"),
    path(f"{_PART}done/", part.done, name="part-done"),
    path(f"{_OWN}excel/", workbook.excel, name="excel"),
    path(f"{_OWN}excel/<slug:language>.xlsx", workbook.excel_file, name="excel-file"),
    path(f"{_OWN}excel/<uuid:filing_uid>/", workbook.excel_review, name="excel-review"),
    path(f"{_OWN}excel/<uuid:filing_uid>/drop/", workbook.excel_drop, name="excel-drop"),
    path(f"{_OWN}open/", open_points.open_points, name="open"),
    path(f"{_OWN}open/send/", open_points.send, name="open_send"),
    path(f"{_OWN}open/<uuid:finding_uid>/", open_points.save, name="open_save"),
    path(f"{_OWN}share/<uuid:source_uid>/", sharing.share, name="share"),
    path(f"{_OWN}share/<uuid:consent_uid>/back/", sharing.unshare, name="unshare"),
    path(f"{_OWN}together/", sharing.together, name="together"),
    path(f"{_OWN}summary/", summary.summary, name="summary"),
    path(f"{_OWN}submit/", summary.submit, name="submit"),
    path(f"{_OWN}receipt/", receipt.receipt, name="receipt"),
    path(f"{_OWN}copy/", receipt.copy, name="copy"),
    *(
        path(f"{_OWN}copy.{form}", receipt.download, {"form": form}, name=f"copy-{form}")
        for form in ("csv", "xlsx", "json")
    ),
]
# The office writes down what was told by telephone, with the respondent's own cards.
office_urlpatterns = [
    path("<uuid:uid>/", told.reply, name="reply"),
    path("<uuid:uid>/save/<slug:question>/", told.save, name="save"),
    path("<uuid:uid>/submit/", told.submit, name="submit"),
]
