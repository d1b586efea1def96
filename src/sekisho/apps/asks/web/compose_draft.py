"""Composing an ask in steps: contents, recipients, letter; each saves and leads on."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sekisho.apps.asks.actions.drafts import save_ask_letter, save_audience, save_contents
from sekisho.apps.asks.actions.waves import send_trial
from sekisho.apps.asks.forms.compose_draft import (
    AudienceForm,
    Choices,
    ContentsForm,
    LetterForm,
    audience_initial,
    contents_of,
    letter_initial,
)
from sekisho.apps.asks.queries.audience import AskAudience, audience_choices, audience_of
from sekisho.apps.asks.queries.drafts import AskView, ask_for
from sekisho.apps.asks.queries.profiles import REQUEST, faults_of
from sekisho.apps.asks.queries.sets import SetView, minutes_for, sets_for
from sekisho.apps.asks.web.compose_parts import field_names, language, said, steps_of, title_of
from sekisho.apps.asks.web.letter_words import faults_by_field
from sekisho.kernel import clock
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import Conflict, Problem
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.paging import Paged, page_number, slice_of
from sekisho.ui.problems import words_for
from sekisho.ui.slots import drawn_panels
from sekisho.ui.wording import counted, tier_word

_NEXT = {
    "asks:draft": "asks:audience",
    "asks:audience": "asks:letter",
    "asks:letter": "asks:check",
}


def _draft(actor: Actor, uid: uuid.UUID) -> AskView:
    ask = ask_for(actor, uid, Capability.RUN)
    if not ask.is_draft:
        raise Conflict("asks.already_sent")
    return ask


def _saved(request: Request, form: Form, save: Callable[[], object]) -> bool:
    """Whether the step was kept; a refusal stands in the form, with all that was typed."""
    try:
        save()
    except Problem as problem:
        form.add_error(None, " ".join(words_for(problem)))
        return False
    return True


def _onward(request: Request, here: str, uid: uuid.UUID, words: str = "") -> HttpResponse:
    notify(request, words or _("Saved."))
    return redirect(_NEXT[here] if "onward" in request.POST else here, uid=uid)


def _set_choices(offered: Iterable[SetView]) -> list[tuple[str, str]]:
    rows = []
    for one in offered:
        facts = (
            f"{_('version %(version)s') % {'version': one.version}} · "
            f"{counted(one.question_count, 'questions')} · "
            f"{counted(minutes_for(one.question_count), 'minutes')}"
        )
        rows.append((str(one.uid), f"{said(one.title)} ({facts})"))
    return rows


@office(Capability.RUN, "GET", "POST")
def draft(request: Request, uid: uuid.UUID) -> HttpResponse:
    ask = ask_for(request.actor, uid, Capability.RUN)
    if not ask.is_draft:
        return redirect("asks:board", uid=uid)
    offered = sets_for(request.actor, chosen_id=ask.question_set_id)
    own = {one.id: str(one.uid) for one in offered}
    initial = contents_of(ask, own.get(ask.question_set_id or 0, ""))
    given = request.POST if request.method == "POST" else None
    form = ContentsForm(given, initial=initial, sets=_set_choices(offered))
    if form.is_valid() and _saved(request, form, lambda: _keep_contents(request.actor, ask, form)):
        return _onward(request, "asks:draft", uid)
    context = {"form": form, "ask": ask, "title": title_of(ask)}
    context["steps"] = steps_of(ask, "asks:draft")
    return render(request, "asks/compose/draft.html", context, status=422 if form.errors else 200)


def _keep_contents(actor: Actor, ask: AskView, form: ContentsForm) -> None:
    save_contents(
        actor,
        uid=ask.uid,
        revision=form.cleaned_data["revision"],
        words=form.words(),
        plan=form.plan(ask.answer_days),
        now=clock.now(),
    )


@office(Capability.RUN, "GET", "POST")
def audience(request: Request, uid: uuid.UUID) -> HttpResponse:
    ask = _draft(request.actor, uid)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    choices = _audience_choices(request.actor)
    form = AudienceForm(*posted, initial=audience_initial(ask), choices=choices)
    if form.is_valid() and _saved(request, form, lambda: _keep_audience(request.actor, ask, form)):
        return _onward(request, "asks:audience", uid, _reached_words(request.actor, uid))
    found = audience_of(request.actor, ask)
    context = {
        "form": form,
        "ask": ask,
        "title": title_of(ask),
        "found": found,
        "how_many": _how_many(found) if ask.audience.mode else _("Nobody is chosen yet"),
        "steps": steps_of(ask, "asks:audience"),
        "page": _part(request, found),
        "has_tags": bool(choices["tags"]),
        "panels": drawn_panels(request, "audience", (ask, found)),
    }
    status = 422 if form.errors else 200
    return render(request, "asks/compose/audience.html", context, status=status)


def _keep_audience(actor: Actor, ask: AskView, form: AudienceForm) -> None:
    revision = form.cleaned_data["revision"]
    spec = form.audience()
    save_audience(actor, uid=ask.uid, revision=revision, audience=spec, now=clock.now())


def _how_many(found: AskAudience) -> str:
    return counted(len(found.recipients), "organisations")


def _reached_words(actor: Actor, uid: uuid.UUID) -> str:
    """Whom the audience just kept comes to, said before the next step."""
    found = audience_of(actor, _draft(actor, uid))
    return _("Saved. Would be asked: %(n)s.") % {"n": _how_many(found)}


def _part(request: Request, found: AskAudience) -> Paged[object]:
    """One page of recipients, those without an address alone when the chip asks for them."""
    rows = found.silent if request.GET.get("show") == "silent" else found.recipients
    number = page_number(request.GET)
    return Paged(rows[slice_of(number)], number, len(rows))


def _audience_choices(actor: Actor) -> dict[str, Choices]:
    found = audience_choices(actor)
    return {
        "tiers": [(str(tier), f"{tier_word(tier)} ({count})") for tier, count in found.tiers],
        "tags": [(name, f"{name} ({count})") for name, count in found.tags],
        "countries": [(code, f"{code} ({count})") for code, count in found.countries],
        "group_company": [
            ("", _("Any of our companies")),
            *((str(own), said(names)) for own, names in found.group_companies),
        ],
    }


@office(Capability.RUN, "GET", "POST")
def letter(request: Request, uid: uuid.UUID) -> HttpResponse:
    ask = _draft(request.actor, uid)
    present = ask.letter(REQUEST)
    given = request.POST if request.method == "POST" else None
    form = LetterForm(given, initial=letter_initial(present, ask.revision))
    if form.is_valid() and _saved(request, form, lambda: _keep_letter(request, ask, form)):
        return _onward(request, "asks:letter", uid)
    shown = form.letter(REQUEST) if form.is_bound and form.is_valid() else present
    context = {
        "form": form,
        "ask": ask,
        "title": title_of(ask),
        "steps": steps_of(ask, "asks:letter"),
        "faults": faults_by_field(faults_of(shown)),
        "fields": field_names(),
        "is_own": REQUEST in ask.letters,
        "panels": drawn_panels(request, "ask_letter", ask),
    }
    return render(request, "asks/compose/letter.html", context, status=422 if form.errors else 200)


def _keep_letter(request: Request, ask: AskView, form: LetterForm) -> None:
    words = None if "reset" in request.POST else form.letter(REQUEST)
    revision = form.cleaned_data["revision"] or 0
    save_ask_letter(request.actor, uid=ask.uid, revision=revision, letter=words, now=clock.now())


@office(Capability.RUN, "POST")
def trial(request: Request, uid: uuid.UUID) -> HttpResponse:
    send_trial(
        request.actor,
        uid=uid,
        person_id=request.user.pk or 0,
        language="en" if request.POST.get("language") == "en" else language(),
        now=clock.now(),
    )
    notify(request, _("A trial letter to you is on its way."))
    return redirect("asks:preview", uid=uid)
