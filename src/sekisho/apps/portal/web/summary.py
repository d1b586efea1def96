"""Looking over everything, submitting, and what comes back: receipt and copy."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from sekisho.apps.asks.actions.submissions import Signer, submit_reply
from sekisho.apps.asks.queries.respondent import ReplyView, holder_name, reply_for
from sekisho.apps.asks.queries.respondent_receipts import receipts_for
from sekisho.apps.portal.forms.sending import SubmitForm
from sekisho.apps.portal.forms.sentences import fault_sentence
from sekisho.apps.portal.web.answers import page_of
from sekisho.apps.portal.web.cards import files_of, numbers_of, progress_of
from sekisho.apps.portal.web.entry import entry_of
from sekisho.apps.portal.web.pages import about_reply, visit_page
from sekisho.apps.portal.web.wording import answer_lines
from sekisho.engines.questionnaire import Question, calls_for_plan, is_answered
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, Invalid
from sekisho.ui.entrances import Request, respondent
from sekisho.ui.problems import words_for


@dataclass(frozen=True, slots=True)
class Line:
    """One question on the summary: its answer in words and what is still open."""

    number: str
    text: str
    url: str
    lines: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    is_missing: bool
    is_open: bool
    wants_plan: bool
    is_changed: bool
    faults: tuple[str, ...]
    remark: str


@respondent("answer", "GET")
def summary(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """All answers on one page, with kind words about what is missing."""
    reply = reply_for(request.actor, now=clock.now())
    if not reply.visit.standing.can_write:
        return redirect("portal:copy", link_uid=link_uid)
    return _summary_page(request, reply)


@respondent("answer", "POST")
def submit(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """Submit what was looked at; pressing twice submits once."""
    now = clock.now()
    reply = reply_for(request.actor, now=now)
    form = SubmitForm(needs_approver=reply.visit.needs_approver, data=request.POST)
    if not form.is_valid():
        return _summary_page(request, reply, form, status=422)
    given = form.cleaned_data
    signer = Signer(given["name"], given["department"], given.get("approver", ""))
    try:
        submit_reply(request.actor, signer=signer, seen_revision=given["revision"], now=now)
    except (Conflict, Invalid) as problem:
        return _refused(request, form, problem)
    return redirect("portal:receipt", link_uid=link_uid)


def _refused(request: Request, form: SubmitForm, problem: Conflict | Invalid) -> HttpResponse:
    """The summary as it is now, with the reason and the names kept."""
    reply = reply_for(request.actor, now=clock.now())
    kept = {**form.cleaned_data, "revision": reply.revision}
    again = SubmitForm(needs_approver=reply.visit.needs_approver, initial=kept)
    return _summary_page(request, reply, again, problem=problem, status=problem.http_status)


def _summary_page(
    request: Request,
    reply: ReplyView,
    form: SubmitForm | None = None,
    *,
    problem: Conflict | Invalid | None = None,
    status: int = 200,
) -> HttpResponse:
    what, hint = words_for(problem) if problem else ("", "")
    groups = groups_of(reply, request)
    lines = [line for _label, inside in groups for line in inside]
    context: dict[str, Any] = {
        "about": about_reply(request, reply),
        "groups": groups,
        "progress": progress_of(reply),
        "missing": [line for line in lines if line.is_missing or line.faults],
        "planless": [line for line in lines if line.wants_plan],
        "is_complete": reply.progress.is_complete,
        "form": form or _fresh_form(request, reply),
        "what": what,
        "hint": hint,
    }
    return visit_page(request, "portal/summary.html", reply.visit, context, status=status)


def _fresh_form(request: Request, reply: ReplyView) -> SubmitForm:
    """With the names of the last submission, else the addressee's own."""
    initial: dict[str, Any] = {"revision": reply.revision}
    receipts = receipts_for(request.actor) if reply.visit.submitted_at else ()
    if receipts:
        last = receipts[0]
        initial |= {"name": last.name, "department": last.department, "approver": last.approver}
    elif request.actor.uid and entry_of(request, request.actor.uid).get("is_addressee", True):
        initial["name"] = holder_name(request.actor)
    return SubmitForm(needs_approver=reply.visit.needs_approver, initial=initial)


def groups_of(reply: ReplyView, request: Request) -> list[tuple[str, list[Line]]]:
    """The shown questions by category, each with its answer in words."""
    numbers = numbers_of(reply)
    found = []
    for category in reply.question_set.categories:
        inside = [one for one in reply.shown if one.category == category.key]
        if inside:
            label = category.label.in_language(request.LANGUAGE_CODE)
            found.append((label, [_line(reply, one, numbers[one.key], request) for one in inside]))
    return found


def _line(reply: ReplyView, question: Question, number: str, request: Request) -> Line:
    language = request.LANGUAGE_CODE
    answer = reply.answers.get(question.key)
    done = is_answered(question, answer)
    faults = [one for one in reply.progress.faults if one.question_key == question.key]
    return Line(
        number=number,
        text=question.text.in_language(language),
        url=page_of(question, request.actor.uid, question.key),
        lines=tuple(answer_lines(question, answer, language)),
        files=tuple(file.name for file in files_of(reply, question.key)),
        is_missing=question.is_required and not done,
        is_open=not done,
        wants_plan=calls_for_plan(question, answer) and not (answer and answer.plan),
        is_changed=reply.is_changed(question.key),
        faults=tuple(fault_sentence(fault) for fault in faults),
        remark=reply.remarks.get(question.key, ""),
    )
