"""Every component with sample data, for looking at: served only in tests and with SEKISHO_DEBUG.

`urlpatterns` is included by config when debugging is on. All names are invented.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.ui.entrances import public
from sekisho.ui.paging import Paged, page_number

_BECAUSE = "sample data only, and only while debugging"
_AT = datetime(2026, 11, 22, 1, 32, tzinfo=UTC)
_NAMES = (
    "株式会社みほん部品製作所",
    "独立行政法人みほん国際産業技術総合支援機構東北地方第二製造事業所附属試験研究センター",
    "Sample Precision Components Holdings Ltd.",
    "みほん精機",
    "例示ロジスティクス株式会社",
)
_STATES = ("overdue", "started", "replied", "needs_you", "no_address")
_SCORES = (12.0, 34.0, 55.0, 78.0, None)


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=gettext_lazy("Name"), help_text=gettext_lazy("As in the contract"))
    due = forms.DateField(
        label=gettext_lazy("Due"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("a", gettext_lazy("Procurement")), ("b", gettext_lazy("Outsourcing"))],
    )
    reach = forms.ChoiceField(
        label=gettext_lazy("Whom to ask"),
        widget=forms.RadioSelect,
        choices=[("all", gettext_lazy("Everyone")), ("late", gettext_lazy("Only the late ones"))],
    )
    note = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea, required=False)
    file = forms.FileField(label=gettext_lazy("List of partners"))
    is_agreed = forms.BooleanField(label=gettext_lazy("I have checked the list"))


class AnswerForm(forms.Form):
    """A question with its follow-up."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Does signing in from outside need a second proof besides the password?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", gettext_lazy("Yes")),
            ("partly", gettext_lazy("Partly")),
            ("no", gettext_lazy("No")),
            ("unknown", gettext_lazy("Do not know")),
        ],
    )
    detail = forms.CharField(
        label=gettext_lazy("Where is it missing, and until when could it be there?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


def _navigation() -> list[dict[str, Any]]:
    def entry(label: str, icon: str, *, here: bool = False, count: int = 0) -> dict[str, Any]:
        return {"label": label, "url": "?", "icon": icon, "is_current": here, "count": count}

    return [
        {"key": "today", "label": _("Today"), "entries": [entry(_("Today"), "home", count=7)]},
        {
            "key": "know",
            "label": _("Know"),
            "entries": [
                entry(_("Partners"), "building-factory-2", here=True),
                entry(_("Chain"), "topology-star-3"),
            ],
        },
        {
            "key": "ask",
            "label": _("Ask"),
            "entries": [entry(_("Asks"), "send"), entry(_("Letters"), "mail")],
        },
        {"key": "repair", "label": _("Repair"), "entries": [entry(_("Measures"), "tool")]},
        {"key": "settings", "label": _("Settings"), "entries": [entry(_("Record"), "history")]},
    ]


def _rows() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            name=name, state=state, gaps=index * 3, due=date(2026, 11, 22), left=index - 1,
            score=score, done=40 + 12 * index, total=100,
            parts=[(_("Yes"), 40 + index, "yes"), (_("No"), 9, "no"), (_("Unknown"), 20, "unknown")],
        )
        for index, (name, state, score) in enumerate(zip(_NAMES, _STATES, _SCORES, strict=True))
    ]  # fmt: skip


def _timeline() -> list[dict[str, Any]]:
    return [
        {"at": _AT, "who": "Chika", "title": _("Reply arrived"), "tone": "done",
         "icon": "mail-check", "text": _("16 answers, 2 gaps")},
        {"at": _AT, "who": "Aoi", "title": _("Reminder sent"), "icon": "mail-forward"},
        {"at": _AT, "who": "Aoi", "title": _("Ask sent"), "tone": "accent", "icon": "send"},
    ]  # fmt: skip


def _letters() -> list[dict[str, str]]:
    return [
        {"language": "ja", "subject": "緊急の確認のお願い",
         "body": "株式会社みほん部品製作所 御中\n\n平素より大変お世話になっております。\n"
                 "下記について、11月22日（日）までにご回答をお願いいたします。"},
        {"language": "en", "subject": "An urgent check: your answer, please",
         "body": "Dear Chika,\n\nPlease answer a few questions by 22 November 2026. "
                 "It takes about fifteen minutes."},
    ]  # fmt: skip


def _about() -> dict[str, Any]:
    return {
        "asker": "みほん自動車株式会社 情報セキュリティ室",
        "due": date(2026, 11, 22),
        "days_left": 3,
        "minutes": 15,
        "contact_name": "Aoi",
        "contact_phone": "050-0000-0000",
        "contact_mail": "aoi@example.com",
        "reason": _("Attacks through remote access devices are on the rise in our industry."),
    }


def _cards() -> list[SimpleNamespace]:
    given = ({"q1-choice": "no"}, {"q2-choice": "yes"}, None)
    cards = []
    for number, data in enumerate(given, start=1):
        form = AnswerForm(data, prefix=f"q{number}")
        cards.append(
            SimpleNamespace(
                key=f"q{number}", number=number, field=form["choice"], follow=form["detail"],
                follow_on="no partly", saved_at=_AT if data else None,
                term=_("A second proof: a code on the phone, a key, or the like."),
            )
        )  # fmt: skip
    return cards


@public("GET", because=_BECAUSE)
def components(request: HttpRequest) -> HttpResponse:
    """The office's components."""
    form = SampleForm({"name": "", "kind": "a"} if "wrong" in request.GET else None)
    context = {
        "navigation": _navigation(), "actor": {"name": "Aoi"}, "form": form, "at": _AT,
        "page": Paged(_rows(), page_number(request.GET), 300), "items": _timeline(),
        "letters": _letters(),
        "parts": [(_("Replied"), 198, "replied"), (_("Answering"), 41, "started"),
                  (_("Overdue"), 12, "overdue"), (_("Unknown"), 49, "unknown")],
        "scores": (5.0, 25.0, 45.0, 65.0, 95.0, None),
    }  # fmt: skip
    return render(request, "ui/gallery.html", context)


@public("GET", because=_BECAUSE)
def visit(request: HttpRequest) -> HttpResponse:
    """The respondent's page."""
    return render(request, "ui/gallery/visit.html", {"about": _about(), "cards": _cards()})


@public("GET", because=_BECAUSE)
def sign_in(request: HttpRequest) -> HttpResponse:
    """A neutral page with a form."""
    return render(request, "ui/gallery/plain.html", {"form": SampleForm()})


@public("GET", because=_BECAUSE)
def confirm(request: HttpRequest) -> HttpResponse:
    """The page before something that cannot be undone."""
    context = {
        "navigation": _navigation(), "actor": {"name": "Aoi"}, "title": _("Send the ask"),
        "summary": _("Letters go out at once. They cannot be called back."),
        "facts": [(_("Recipients"), "300社"), (_("Please answer by"), "2026-11-22")],
        "warning": _("12 of them have no address and get a letter on paper."),
        "button": _("Send to 300 organisations"), "action_url": "?", "cancel_url": "?",
    }  # fmt: skip
    return render(request, "ui/confirm.html", context)


@public("GET", because=_BECAUSE)
def work(request: HttpRequest) -> HttpResponse:
    """The page of long work."""
    job = {"state": "running", "done": 1250, "total": 10000, "label": _("Rows read"),
           "seconds_left": 95, "is_over": False}  # fmt: skip
    context = {
        "navigation": _navigation(), "actor": {"name": "Aoi"}, "title": _("Import of partners"),
        "summary": "partners.xlsx", "job": job, "poll_url": "?", "cancel_url": "?",
    }  # fmt: skip
    template = "ui/progress_part.html" if "HX-Request" in request.headers else "ui/progress.html"
    return render(request, template, context)


app_name = "gallery"
urlpatterns = [
    path("", components, name="components"),
    path("visit/", visit, name="visit"),
    path("plain/", sign_in, name="plain"),
    path("confirm/", confirm, name="confirm"),
    path("work/", work, name="work"),
]
