"""Giving one's own answers to another company of the group too, and taking that back."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.asks.queries.respondent import ReplyView, holder_name, reply_for
from sekisho.apps.asks.queries.respondent_receipts import receipts_for
from sekisho.apps.portal.forms.problems import words_of_refusal
from sekisho.apps.portal.forms.sharing import AgreeForm, FillForm
from sekisho.apps.portal.web.addresses import address
from sekisho.apps.portal.web.cards import numbers_of
from sekisho.apps.portal.web.entry import entry_of
from sekisho.apps.portal.web.pages import about_reply, visit_page
from sekisho.apps.portal.web.wording import answer_lines
from sekisho.apps.sharing.actions.filling import Filled, fill_others
from sekisho.apps.sharing.actions.giving import give_answers
from sekisho.apps.sharing.actions.withdrawing import withdraw_consent
from sekisho.apps.sharing.forms import name_of
from sekisho.apps.sharing.queries.consents import ConsentView, consents_at
from sekisho.apps.sharing.queries.offers import Offer, offer_for, offers_for
from sekisho.apps.sharing.queries.standing import reply_number, shows_offer_first
from sekisho.apps.sharing.queries.together import Beside, Together, together_for
from sekisho.engines.questionnaire import Question
from sekisho.kernel import clock
from sekisho.kernel.errors import Conflict, Invalid, NotFound
from sekisho.ui.entrances import Request, respondent
from sekisho.ui.notices import notify
from sekisho.ui.problems import words_for
from sekisho.ui.wording import counted


def sharing_words(request: Request, reply: ReplyView) -> dict[str, Any]:
    """What the first page says: offers, consents given, and who else of the group asks."""
    now, language = clock.now(), request.LANGUAGE_CODE
    offers = offers_for(request.actor, now=now, reply=reply)
    return {
        "offers": [_shown_offer(one, request) for one in offers],
        "is_first": bool(offers) and shows_offer_first(request.actor),
        "consents": _shown_consents(request, reply),
        "together": together_words(request, together_for(request.actor, now=now)),
        "asker": reply.visit.asker.in_language(language),
    }


def together_words(request: Request, found: Together) -> dict[str, Any] | None:
    """Which companies ask at the same time; None when it is one."""
    if not found.others:
        return None
    return {
        "found": found,
        "rows": [_shown_other(one, request) for one in found.others],
        "can_fill": bool(found.fillable) and _came_by_mail(request),
    }


@respondent("answer", "GET", "POST")
def share(request: Request, link_uid: uuid.UUID, source_uid: uuid.UUID) -> HttpResponse:
    """The answers given to another company; one press for one of them, or for all."""
    now = clock.now()
    reply = reply_for(request.actor, now=now)
    offer = _offer(request, source_uid)
    if offer is None:
        return redirect("portal:start", link_uid=link_uid)
    if request.method != "POST":
        return _share_page(request, reply, offer, _fresh(request, offer))
    form = AgreeForm(request.POST)
    if not form.is_valid():
        return _share_page(request, reply, offer, form, status=422)
    try:
        given = give_answers(
            request.actor, source_uid=source_uid, agreement=form.agreement(), now=now
        )
    except (Conflict, Invalid, NotFound) as problem:
        notify(request, words_of_refusal(problem), tone="critical")
    else:
        count = counted(given.count, "answers")
        notify(request, _("Given: %(count)s. Please look them over and submit.") % {"count": count})
    return redirect("portal:share", link_uid=link_uid, source_uid=source_uid)


@respondent("answer", "POST")
def unshare(request: Request, link_uid: uuid.UUID, consent_uid: uuid.UUID) -> HttpResponse:
    """Take back what was given, before it is submitted."""
    try:
        count = withdraw_consent(request.actor, uid=consent_uid, now=clock.now())
    except Conflict as problem:
        notify(request, words_of_refusal(problem), tone="critical")
    else:
        taken = counted(count, "answers")
        notify(
            request, _("Taken back: %(count)s. What you changed since stays.") % {"count": taken}
        )
    return redirect("portal:start", link_uid=link_uid)


@respondent("answer", "GET", "POST")
def together(request: Request, link_uid: uuid.UUID) -> HttpResponse:
    """After submitting: fill what other companies of the group ask, by one confirmation."""
    now = clock.now()
    found, receipts = together_for(request.actor, now=now), receipts_for(request.actor)
    if not receipts or not found.fillable or not _came_by_mail(request):
        return redirect("portal:start", link_uid=link_uid)
    choices = [(str(one.place.uid), _name_of(one, request)) for one in found.fillable]
    if request.method != "POST":
        everybody = [key for key, _name in choices]
        form = FillForm(choices=choices, initial={"wanted": everybody, "by": receipts[0].name})
        return _together_page(request, found, form)
    form = FillForm(choices=choices, data=request.POST)
    if not form.is_valid():
        return _together_page(request, found, form, status=422)
    for one in fill_others(request.actor, filling=form.filling(), now=now):
        notify(request, _words_of(one, request), tone="critical" if one.problem else "done")
    return redirect("portal:start", link_uid=link_uid)


def _offer(request: Request, source_uid: uuid.UUID) -> Offer | None:
    """None when everything of it is answered by now. Raises NotFound for what never was offered."""
    try:
        return offer_for(request.actor, source_uid, now=clock.now())
    except NotFound:
        own = reply_number(request.actor)
        if any(one.source.uid == source_uid for one in consents_at(own, now=clock.now())):
            return None
        raise


def _fresh(request: Request, offer: Offer) -> AgreeForm:
    uid = request.actor.uid
    is_addressee = uid is not None and entry_of(request, uid).get("is_addressee", True)
    by = holder_name(request.actor) if is_addressee else ""
    return AgreeForm(initial={"by": by, "seen": offer.submission_uid})


def _share_page(
    request: Request, reply: ReplyView, offer: Offer, form: AgreeForm, *, status: int = 200
) -> HttpResponse:
    numbers, language = numbers_of(reply), request.LANGUAGE_CODE
    questions = {one.key: one for one in reply.asked}
    rows = [
        {
            "key": one.question_key,
            "number": numbers[one.question_key],
            "text": questions[one.question_key].text.in_language(language),
            "lines": tuple(answer_lines(questions[one.question_key], one.answer, language)),
            "is_cut": one.is_cut,
            "url": _card_url(request, questions[one.question_key]),
        }
        for one in offer.answers
    ]
    context = {
        "about": about_reply(request, reply),
        "offer": _shown_offer(offer, request),
        "seen": offer.submission_uid,
        "form": form,
        "rows": rows,
    }
    return visit_page(request, "portal/share.html", reply.visit, context, status=status)


def _card_url(request: Request, question: Question) -> str:
    page = address("category", request.actor.uid, category=question.category)
    return f"{page}#question-{question.key}"


def _together_page(
    request: Request, found: Together, form: FillForm, *, status: int = 200
) -> HttpResponse:
    reply = reply_for(request.actor, now=clock.now())
    context = {
        "about": about_reply(request, reply),
        "together": together_words(request, found),
        "form": form,
    }
    return visit_page(request, "portal/together.html", reply.visit, context, status=status)


def _shown_offer(one: Offer, request: Request) -> dict[str, Any]:
    return {
        "company": one.company.in_language(request.LANGUAGE_CODE),
        "title": one.title.in_language(request.LANGUAGE_CODE),
        "at": one.at,
        "count": len(one.answers),
        "url": reverse("portal:share", args=[request.actor.uid, one.source_uid]),
    }


def _shown_consents(request: Request, reply: ReplyView) -> list[dict[str, Any]]:
    own, submitted = reply.visit.assignment_uid, reply.visit.submitted_at
    found = consents_at(reply_number(request.actor), now=clock.now())
    return [
        {
            "one": one,
            "by": name_of(one),
            "company": one.from_company.in_language(request.LANGUAGE_CODE),
            "can_go": _can_go(one, reply) and (submitted is None or submitted < one.at),
        }
        for one in found
        if one.target.uid == own and one.withdrawn_at is None
    ]


def _can_go(one: ConsentView, reply: ReplyView) -> bool:
    return reply.visit.standing.can_write and one.withdrawn_at is None


def _shown_other(one: Beside, request: Request) -> dict[str, Any]:
    is_here = one.link_uid is not None and bool(entry_of(request, one.link_uid))
    return {
        "one": one,
        "company": one.place.asker.in_language(request.LANGUAGE_CODE),
        "title": one.place.title.in_language(request.LANGUAGE_CODE),
        "url": address("start", one.link_uid) if is_here else "",
    }


def _name_of(one: Beside, request: Request) -> str:
    language = request.LANGUAGE_CODE
    return _("%(company)s: %(title)s (%(same)s of %(of)s questions are the same)") % {
        "company": one.place.asker.in_language(language),
        "title": one.place.title.in_language(language),
        "same": one.same,
        "of": one.of,
    }


def _words_of(one: Filled, request: Request) -> str:
    company = one.company.in_language(request.LANGUAGE_CODE)
    if one.problem is not None:
        return f"{company}: {' '.join(words_for(one.problem))}"
    count = counted(one.count, "answers")
    words = {"company": company, "count": count, "left": one.left}
    if one.is_submitted:
        return _("%(company)s: %(count)s given and submitted.") % words
    if one.left:
        return _("%(company)s: %(count)s given. Still open there: %(left)s.") % words
    return _("%(company)s: %(count)s given. Please submit there by its own link.") % words


def _came_by_mail(request: Request) -> bool:
    """A printed code proves one letter, not the person that other letters went to."""
    uid = request.actor.uid
    return uid is not None and entry_of(request, uid).get("card") is None
