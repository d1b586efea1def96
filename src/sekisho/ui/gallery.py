"""Every component with sample data, for looking at: served only in tests and with SEKISHO_DEBUG.

`urlpatterns` is included by config when debugging is on. All names are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.functional import lazy

from sekisho.ui.entrances import public
from sekisho.ui.paging import Paged, page_number
from sekisho.ui.templatetags.gallery import ja as _

_later = lazy(_, str)
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

    name = forms.CharField(
        label=_later("Name", "名称"),
        help_text=_later("As in the contract", "契約書のとおりに入力してください"),
    )
    due = forms.DateField(
        label=_later("Due", "期限"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    kind = forms.ChoiceField(
        label=_later("Kind", "種類"),
        choices=[("a", _later("Procurement", "調達")), ("b", _later("Outsourcing", "委託"))],
    )
    reach = forms.ChoiceField(
        label=_later("Whom to ask", "依頼する相手"),
        widget=forms.RadioSelect,
        choices=[
            ("all", _later("Everyone", "全社")),
            ("late", _later("Only the late ones", "期限を過ぎた会社のみ")),
        ],
    )
    note = forms.CharField(label=_later("Note", "メモ"), widget=forms.Textarea, required=False)
    file = forms.FileField(label=_later("List of partners", "取引先の一覧"))
    is_agreed = forms.BooleanField(label=_later("I have checked the list", "一覧を確認しました"))


class AnswerForm(forms.Form):
    """A question with its follow-up."""

    choice = forms.ChoiceField(
        label=_later(
            "Does signing in from outside need a second proof besides the password?",
            "社外からの接続では、パスワードのほかに、もう一つの本人確認を求めていますか。",
        ),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _later("Yes", "はい")),
            ("partly", _later("Partly", "一部")),
            ("no", _later("No", "いいえ")),
            ("unknown", _later("Do not know", "わからない")),
        ],
    )
    detail = forms.CharField(
        label=_later(
            "Where is it missing, and until when could it be there?",
            "求めていないのはどこですか。いつごろまでに対応できそうですか。",
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Navigation:
    groups: list[dict[str, Any]]


def _navigation() -> _Navigation:
    def entry(label: str, icon: str, *, here: bool = False, count: int = 0) -> dict[str, Any]:
        return {"label": label, "url": "?", "icon": icon, "is_current": here, "count": count}

    return _Navigation(
        [
            {
                "key": "today",
                "label": _("Today", "今日"),
                "entries": [entry(_("Today", "今日"), "home", count=7)],
            },
            {
                "key": "know",
                "label": _("Know", "把握"),
                "entries": [
                    entry(_("Partners", "取引先"), "building-factory-2", here=True),
                    entry(_("Chain", "供給網"), "topology-star-3"),
                ],
            },
            {
                "key": "ask",
                "label": _("Ask", "依頼"),
                "entries": [
                    entry(_("Asks", "依頼"), "send"),
                    entry(_("Letters", "依頼状"), "mail"),
                ],
            },
            {
                "key": "repair",
                "label": _("Repair", "改善"),
                "entries": [entry(_("Measures", "改善措置"), "tool")],
            },
            {
                "key": "settings",
                "label": _("Settings", "設定"),
                "entries": [entry(_("Record", "監査記録"), "history")],
            },
        ]
    )


def _rows() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            name=name,
            state=state,
            gaps=index * 3,
            due=date(2026, 11, 22),
            left=index - 1,
            score=score,
            done=40 + 12 * index,
            total=100,
            parts=[
                (_("Yes", "はい"), 40 + index, "yes"),
                (_("No", "いいえ"), 9, "no"),
                (_("Unknown", "不明"), 20, "unknown"),
            ],
        )
        for index, (name, state, score) in enumerate(zip(_NAMES, _STATES, _SCORES, strict=True))
    ]


def _timeline() -> list[dict[str, Any]]:
    return [
        {
            "at": _AT,
            "who": "Chika",
            "title": _("Reply arrived", "回答が届きました"),
            "tone": "done",
            "icon": "mail-check",
            "text": _("16 answers, 2 gaps", "回答16件、指摘2件"),
        },
        {
            "at": _AT,
            "who": "Aoi",
            "title": _("Reminder sent", "催促を送りました"),
            "icon": "mail-forward",
        },
        {
            "at": _AT,
            "who": "Aoi",
            "title": _("Ask sent", "依頼を送りました"),
            "tone": "accent",
            "icon": "send",
        },
    ]


def _letters() -> list[dict[str, str]]:
    return [
        {
            "language": "ja",
            "subject": "緊急の確認のお願い",
            "body": "株式会社みほん部品製作所 御中\n\n平素より大変お世話になっております。\n"
            "下記について、11月22日（日）までにご回答をお願いいたします。",
        },
        {
            "language": "en",
            "subject": "An urgent check: your answer, please",
            "body": "Dear Chika,\n\nPlease answer a few questions by 22 November 2026. "
            "It takes about fifteen minutes.",
        },
    ]


def _about() -> dict[str, Any]:
    return {
        "asker": "みほん自動車株式会社 情報セキュリティ室",
        "due": date(2026, 11, 22),
        "days_left": 3,
        "minutes": 15,
        "contact_name": "Aoi",
        "contact_phone": "050-0000-0000",
        "contact_mail": "aoi@example.com",
        "reason": _(
            "Attacks through remote access devices are on the rise in our industry.",
            "遠隔接続の機器を悪用した攻撃が、私たちの業界で増えているためです。",
        ),
    }


def _cards() -> list[SimpleNamespace]:
    given = ({"q1-choice": "no"}, {"q2-choice": "yes"}, None)
    cards = []
    for number, data in enumerate(given, start=1):
        form = AnswerForm(data, prefix=f"q{number}")
        cards.append(
            SimpleNamespace(
                key=f"q{number}",
                number=number,
                field=form["choice"],
                follow=form["detail"],
                follow_on="no partly",
                saved_at=_AT if data else None,
                term=_(
                    "A second proof: a code on the phone, a key, or the like.",
                    "もう一つの本人確認とは、スマートフォンに届く確認コードや、専用の鍵などのことです。",
                ),
            )
        )
    return cards


@public("GET", because=_BECAUSE)
def components(request: HttpRequest) -> HttpResponse:
    """The office's components."""
    form = SampleForm({"name": "", "kind": "a"} if "wrong" in request.GET else None)
    context = {
        "navigation": _navigation(),
        "actor": {"name": "Aoi"},
        "form": form,
        "at": _AT,
        "page": Paged(_rows(), page_number(request.GET), 300),
        "items": _timeline(),
        "letters": _letters(),
        "parts": [
            (_("Replied", "回答済み"), 198, "replied"),
            (_("Answering", "回答中"), 41, "started"),
            (_("Overdue", "期限超過"), 12, "overdue"),
            (_("Unknown", "不明"), 49, "unknown"),
        ],
        "scores": (5.0, 25.0, 45.0, 65.0, 95.0, None),
    }
    return render(request, "ui/gallery.html", context)


@public("GET", because=_BECAUSE)
def visit(request: HttpRequest) -> HttpResponse:
    """The respondent's page."""
    return render(request, "ui/gallery/visit.html", {"about": _about(), "cards": _cards()})


@public("POST", because=_BECAUSE)
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """What a card gets back when it has saved itself; an answer without a choice is refused."""
    if f"{key}-choice" not in request.POST:
        errors = [_("Please choose one.", "一つ選んでください。")]
        context: dict[str, Any] = {"errors": errors, "saved_at": None, "progress": None}
        return render(request, "ui/saved.jinja", context, status=422)
    context = {"errors": (), "saved_at": _AT, "progress": {"done": 8, "total": 16}}
    return render(request, "ui/saved.jinja", context)


@public("GET", because=_BECAUSE)
def sign_in(request: HttpRequest) -> HttpResponse:
    """A neutral page with a form."""
    return render(request, "ui/gallery/plain.html", {"form": SampleForm()})


@public("GET", because=_BECAUSE)
def confirm(request: HttpRequest) -> HttpResponse:
    """The page before something that cannot be undone."""
    context = {
        "navigation": _navigation(),
        "actor": {"name": "Aoi"},
        "title": _("Send the ask", "依頼を送信します"),
        "summary": _(
            "Letters go out at once. They cannot be called back.",
            "依頼状はすぐに送られます。送信後の取り消しはできません。",
        ),
        "facts": [
            (_("Recipients", "送信先"), "300社"),
            (_("Please answer by", "回答期限"), "2026-11-22"),
        ],
        "warning": _(
            "12 of them have no address and get a letter on paper.",
            "うち12社はメールアドレスがないため、紙の依頼状になります。",
        ),
        "button": _("Send to 300 organisations", "300社に送信する"),
        "action_url": "?",
        "cancel_url": "?",
    }
    return render(request, "ui/confirm.html", context)


@public("GET", because=_BECAUSE)
def work(request: HttpRequest) -> HttpResponse:
    """The page of long work."""
    job = {
        "state": "running",
        "done": 1250,
        "total": 10000,
        "label": _("Rows read", "読み込んだ行"),
        "seconds_left": 95,
        "is_over": False,
    }
    context = {
        "navigation": _navigation(),
        "actor": {"name": "Aoi"},
        "title": _("Import of partners", "取引先の取り込み"),
        "summary": "partners.xlsx",
        "job": job,
        "poll_url": "?",
        "cancel_url": "?",
    }
    template = "ui/progress_part.html" if "HX-Request" in request.headers else "ui/progress.html"
    return render(request, template, context)


app_name = "gallery"
urlpatterns = [
    path("", components, name="components"),
    path("visit/", visit, name="visit"),
    path("visit/<slug:key>/", answer, name="answer"),
    path("plain/", sign_in, name="plain"),
    path("confirm/", confirm, name="confirm"),
    path("work/", work, name="work"),
]
