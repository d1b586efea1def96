"""The pages of a narrower link: a code, the handed-over questions, "done". Nothing else."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from sekisho.apps.accounts.actions import CodeResult
from sekisho.apps.answering.actions.parts import (
    attach_part_file,
    finish_part,
    give_part_code,
    save_part_answer,
    send_part_code,
    submit_part,
    withdraw_part_file,
)
from sekisho.apps.answering.queries.handovers import handover_of_link
from sekisho.apps.answering.queries.parts import PartView, part_file_for, part_for
from sekisho.apps.asks.actions.evidence import Upload
from sekisho.apps.asks.actions.replies import Outcome, SaveResult
from sekisho.apps.asks.actions.submissions import Signer
from sekisho.apps.portal.forms.answers import AnswerForm
from sekisho.apps.portal.forms.entry import CodeForm
from sekisho.apps.portal.forms.problems import words_of_refusal
from sekisho.apps.portal.forms.sending import FileForm, SubmitForm
from sekisho.apps.portal.web.addresses import address
from sekisho.apps.portal.web.answers import question_of
from sekisho.apps.portal.web.cards import Card, card_of, conflict_of, saved_at
from sekisho.apps.portal.web.code import WRONG_WORDS
from sekisho.apps.portal.web.entry import asker_name, change_entry, entry_of
from sekisho.apps.portal.web.files import attachment
from sekisho.apps.portal.web.pages import about_reply, visit_page
from sekisho.engines.questionnaire import Answer, Question
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, Invalid, NotFound, TooLarge, Unreadable
from sekisho.ui.entrances import Request, respondent
from sekisho.ui.notices import notify
from sekisho.ui.problems import words_for

_REFUSALS = (Invalid, TooLarge, Unreadable, Conflict)


@respondent("part", "GET", "POST", needs_code=False)
@sensitive_post_parameters("code")
@sensitive_variables()
def code(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """Ask for a code, then type it."""
    if request.method == "GET":
        is_open = request.actor.link is not None and request.actor.link.is_confirmed
        return redirect("portal:part", link_uid=link_uid) if is_open else _code_page(request)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, form, status=422)
    browser, typed = str(entry_of(request, link_uid)["browser"]), form.cleaned_data["code"]
    try:
        result = give_part_code(request.actor, code=typed, browser=browser, now=clock.now())
    except Conflict as problem:
        return _code_page(request, CodeForm(), problem=problem, status=409)
    if result is CodeResult.RIGHT:
        request.session.cycle_key()
        change_entry(request, link_uid, is_confirmed=True)
        return redirect("portal:part", link_uid=link_uid)
    form.add_error("code", WRONG_WORDS[result]())
    return _code_page(request, form, status=422)


@respondent("part", "POST", needs_code=False)
def send(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """Send a code to the address that was handed the part."""
    browser, now = str(entry_of(request, link_uid)["browser"]), clock.now()
    language = request.LANGUAGE_CODE
    try:
        masked = send_part_code(request.actor, browser=browser, language=language, now=now)
    except Conflict as problem:
        return _code_page(request, problem=problem, status=409)
    change_entry(request, link_uid, code_sent_at=now.isoformat())
    notify(request, _("We sent a code to %(address)s.") % {"address": masked})
    return redirect("portal:part-code", link_uid=link_uid)


@respondent("part", "GET")
def part(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """Who handed over, who asks, and the questions."""
    return _page(request, part_for(request.actor, now=clock.now()))


@respondent("part", "POST")
def save(request: Request, link_uid: uuid.UUID, question: str) -> HttpResponse:
    """Save one answer of the part."""
    now = clock.now()
    found = part_for(request.actor, now=now)
    asked = _question(found, question)
    stored = found.reply.stored.get(asked.key)
    form = AnswerForm(
        asked,
        stored.answer if stored else Answer(),
        stored.revision if stored else 0,
        language=request.LANGUAGE_CODE,
        data=request.POST,
    )
    if form.sent("keep") == "theirs":
        return redirect(_place(link_uid, asked.key))
    result = save_part_answer(
        request.actor,
        question_key=asked.key,
        answer=form.answer(),
        base_revision=form.base_revision,
        now=now,
    )
    if request.headers.get("HX-Request") == "true":
        return _saved(request, form, result)
    if result.outcome in {Outcome.SAVED, Outcome.UNCHANGED} and not result.faults:
        return redirect(_place(link_uid, asked.key))
    form.hang_faults(result.faults)
    fresh = part_for(request.actor, now=clock.now())
    theirs = None
    if result.outcome is Outcome.CONFLICT and result.stored is not None:
        theirs = conflict_of(asked, result.stored, request.LANGUAGE_CODE)
    given = _card(request, fresh, asked, form=form, conflict=theirs)
    return _page(request, fresh, given=given, status=409 if theirs else 422)


@respondent("part", "POST")
def files(request: Request, link_uid: uuid.UUID, question: str) -> HttpResponse:
    """Attach a file to an answer of the part."""
    found = part_for(request.actor, now=clock.now())
    asked = _question(found, question)
    form, trouble = FileForm(request.POST, request.FILES), ""
    if form.is_valid():
        given = form.cleaned_data["file"]
        upload = Upload(given.file, given.name)
        try:
            attach_part_file(request.actor, question_key=asked.key, upload=upload, now=clock.now())
        except _REFUSALS as problem:
            trouble = words_of_refusal(problem)
    else:
        trouble = " ".join(str(error) for error in form.errors.get("file", ()))
    return _files(request, asked.key, trouble)


@respondent("part", "GET")
def file(request: Request, link_uid: uuid.UUID, file_uid: uuid.UUID) -> HttpResponse:
    """A file given with the part, as an attachment."""
    found = part_file_for(request.actor, file_uid, now=clock.now())
    return attachment(found.data, found.view.name, "application/octet-stream")


@respondent("part", "POST")
def withdraw(request: Request, link_uid: uuid.UUID, file_uid: uuid.UUID) -> HttpResponse:
    """Take a file of the part back."""
    key = withdraw_part_file(request.actor, uid=file_uid, now=clock.now())
    return _files(request, key, "")


@respondent("part", "POST")
def done(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """Say that the part is done, or submit where that was allowed."""
    if not request.POST.get("submit"):
        finish_part(request.actor, now=clock.now())
        notify(request, _("Thank you. The person who asked you can see that you are done."))
        return redirect("portal:part", link_uid=link_uid)
    found = part_for(request.actor, now=clock.now())
    form = SubmitForm(needs_approver=found.reply.visit.needs_approver, data=request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    given = form.cleaned_data
    signer = Signer(given["name"], given["department"], given.get("approver", ""))
    try:
        seen = given["revision"]
        submit_part(request.actor, signer=signer, seen_revision=seen, now=clock.now())
    except (Conflict, Invalid) as problem:
        notify(request, words_of_refusal(problem), tone="critical")
    else:
        notify(request, _("Submitted. Thank you very much."))
    return redirect("portal:part", link_uid=link_uid)


def _question(found: PartView, key: str) -> Question:
    if key not in found.handover.question_keys:
        raise NotFound("asks.no_question")
    return question_of(found.reply, key)


def _place(link_uid: uuid.UUID | None, key: str) -> str:
    return f"{address('part', link_uid)}#question-{key}"


def _card(request: Request, found: PartView, question: Question, **more: Any) -> Card:
    link_uid = request.actor.uid
    card = card_of(found.reply, question, language=request.LANGUAGE_CODE, link_uid=link_uid, **more)
    return replace(
        card,
        save_url=address("part-save", link_uid, question=question.key),
        files_url=address("part-files", link_uid, question=question.key),
        file_url="portal:part-file",
        withdraw_url="portal:part-withdraw",
    )


def _saved(request: Request, form: AnswerForm, result: SaveResult) -> HttpResponse:
    """What changed on the open page; only this part's questions come or go, and are counted."""
    found, stored = part_for(request.actor, now=clock.now()), result.stored
    is_kept = result.outcome in {Outcome.SAVED, Outcome.UNCHANGED}
    moved = set(result.shown_before) ^ set(result.shown_after)
    shown = {one.key for one in found.shown}
    places = [
        (one.key, _card(request, found, one) if one.key in shown else None)
        for one in found.reply.asked
        if one.key in moved and one.key in found.handover.question_keys
    ]
    theirs = None
    if result.outcome is Outcome.CONFLICT and stored is not None:
        theirs = conflict_of(form.question, stored, request.LANGUAGE_CODE)
    context = {
        "key": form.question.key,
        "form": form,
        "is_kept": is_kept,
        "saved_at": saved_at(stored) if is_kept else None,
        "revision": stored.revision if stored else 0,
        "faults": form.hang_faults(result.faults),
        "conflict": theirs,
        "progress": {"done": found.answered, "total": len(found.shown)},
        "places": places,
        "is_part": True,
    }
    status = 200 if is_kept else 422
    return visit_page(request, "portal/part_saved.jinja", found.reply.visit, context, status=status)


def _files(request: Request, key: str, trouble: str) -> HttpResponse:
    if request.headers.get("HX-Request") != "true":
        if trouble:
            notify(request, trouble, tone="critical")
        return redirect(_place(request.actor.uid, key))
    found = part_for(request.actor, now=clock.now())
    context = {
        "card": _card(request, found, question_of(found.reply, key)),
        "trouble": trouble,
        "is_part": True,
        "progress": {"done": found.answered, "total": len(found.shown)},
    }
    visit, status = found.reply.visit, 422 if trouble else 200
    return visit_page(request, "portal/part_files.jinja", visit, context, status=status)


def _page(
    request: Request,
    found: PartView,
    *,
    given: Card | None = None,
    form: SubmitForm | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = {one.key for one in found.shown}
    own = [one for one in found.reply.asked if one.key in found.handover.question_keys]
    places = [
        (
            one.key,
            (given if given and given.key == one.key else _card(request, found, one))
            if one.key in shown
            else None,
        )
        for one in own
    ]
    needs = found.reply.visit.needs_approver
    initial = {"name": found.handover.name, "revision": found.reply.revision}
    about = about_reply(request, found.reply)
    context = {
        "about": {**about, "minutes": 0},
        "handover": found.handover,
        "places": places,
        "is_part": False,
        "progress": {"done": found.answered, "total": len(found.shown)},
        "may_submit": found.handover.can_submit and found.is_all,
        "is_complete": found.is_complete,
        "form": form or SubmitForm(needs_approver=needs, initial=initial),
    }
    return visit_page(request, "portal/part.html", found.reply.visit, context, status=status)


def _code_page(
    request: Request,
    form: CodeForm | None = None,
    *,
    problem: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    handover = handover_of_link(request.actor, now=clock.now(), needs_code=False)
    what, hint = words_for(problem) if problem else ("", "")
    uid = request.actor.uid
    context = {
        "form": form or CodeForm(),
        "masked": handover.masked_email,
        "is_sent": bool(uid and entry_of(request, uid).get("code_sent_at")),
        "is_locked": problem is not None and problem.code == "accounts.link_locked",
        "what": what,
        "hint": hint,
        "asker": asker_name(request),
        "link_uid": uid,
    }
    return render(request, "portal/part_code.html", context, status=status)
