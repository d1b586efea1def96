"""After submitting: the receipt, the printable copy, and the same as a table or as the record."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sekisho.adapters.sheets import Cell, Column, SheetData, write_csv, write_xlsx
from sekisho.apps.asks.queries.respondent import ReplyView, reply_for
from sekisho.apps.asks.queries.respondent_receipts import receipts_for, record_bytes
from sekisho.apps.asks.queries.respondent_standing import Standing
from sekisho.apps.portal.web.files import attachment
from sekisho.apps.portal.web.finding_lines import findings_of
from sekisho.apps.portal.web.pages import about_reply, visit_page
from sekisho.apps.portal.web.sharing import together_words
from sekisho.apps.portal.web.summary import groups_of
from sekisho.apps.sharing.queries.together import together_for
from sekisho.engines.questionnaire import GapReason
from sekisho.kernel import clock
from sekisho.kernel.errors import NotFound
from sekisho.ui.entrances import Request, respondent

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@respondent("answer", "GET")
def receipt(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """Number, time and hash of the newest submission, thanks, and what happens next."""
    reply = reply_for(request.actor, now=clock.now())
    receipts = receipts_for(request.actor)
    if not receipts:
        return redirect("portal:start", link_uid=link_uid)
    context = {
        "about": about_reply(request, reply),
        "receipt": receipts[0],
        "earlier": receipts[1:],
        "gap_count": len(reply.gaps),
        "gaps": _gap_texts(reply, request.LANGUAGE_CODE),
        "can_write": reply.visit.standing.can_write,
        "findings": findings_of(request),
        "together": together_words(request, together_for(request.actor, now=clock.now())),
    }
    return visit_page(request, "portal/receipt.html", reply.visit, context)


def _gap_texts(reply: ReplyView, language: str) -> list[str]:
    """The questions whose answers leave something to do, as they will be followed."""
    keys = [gap.question_key for gap in reply.gaps if gap.reason is not GapReason.TO_REVIEW]
    questions = {one.key: one.text.in_language(language) for one in reply.shown}
    return [questions[key] for key in keys if key in questions]


@respondent("answer", "GET")
def copy(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """One's own answers, fit for printing."""
    reply = reply_for(request.actor, now=clock.now())
    if reply.visit.standing is Standing.ERASED:
        return redirect("portal:start", link_uid=link_uid)
    receipts = receipts_for(request.actor)
    context = {
        "about": about_reply(request, reply),
        "erased_files": reply.erased_files,
        "groups": groups_of(reply, request),
        "receipt": receipts[0] if receipts else None,
        "general_remark": reply.general_remark,
        "can_write": reply.visit.standing.can_write,
        "organisation": reply.visit.respondent.in_language(request.LANGUAGE_CODE),
    }
    return visit_page(request, "portal/copy.html", reply.visit, context)


@respondent("answer", "GET")
def download(request: Request, link_uid: uuid.UUID, form: str) -> HttpResponse:
    """One's own answers as a table (csv, xlsx), or the record behind the receipt's hash (json)."""
    if form == "json":
        receipts = receipts_for(request.actor)
        if not receipts:
            raise NotFound("asks.not_submitted")
        return attachment(record_bytes(receipts[0].record), _name("json"), "application/json")
    reply = reply_for(request.actor, now=clock.now())
    if reply.visit.standing is Standing.ERASED:
        raise NotFound("asks.answers_erased")
    rows = list(_rows(reply, request))
    if form == "csv":
        table: list[tuple[Cell, ...]] = [_headings(), *rows]
        return attachment(write_csv(table).data, _name("csv"), "text/csv; charset=utf-8")
    target = io.BytesIO()
    columns = tuple(Column(heading) for heading in _headings())
    write_xlsx(target, [SheetData(_("Answers"), columns, rows)])
    return attachment(target.getvalue(), _name("xlsx"), _XLSX)


def _name(ending: str) -> str:
    return f"{_('answers')}.{ending}"


def _headings() -> tuple[str, ...]:
    return (
        *(_("Question number"), _("Part of the questions"), _("Question")),
        *(_("Answer"), _("Follow-up"), _("Files")),
    )


def _rows(reply: ReplyView, request: Request) -> Iterator[tuple[Cell, ...]]:
    for label, lines in groups_of(reply, request):
        for line in lines:
            main = " ".join(text for name, text in line.lines if not name)
            more = "\n".join(f"{name}: {text}" for name, text in line.lines if name)
            yield (line.number, label, line.text, main, more, "\n".join(line.files))
