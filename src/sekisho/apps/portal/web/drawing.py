"""How a card becomes part of a page: what is the same for every respondent is drawn once.

A card with nothing but its question and an answer differs from the next respondent's only in what
was typed, its revision, the time and the addresses. So the first one is drawn with marks in their
places and kept in pieces; the next is put together from them. Kept are question texts and which
choices are ticked, never a word that somebody typed.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, fields

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from markupsafe import escape

from sekisho.apps.portal.forms.answers import AnswerForm, shown_day
from sekisho.apps.portal.web.cards import Card
from sekisho.engines.questionnaire import Answer, Plan, Question
from sekisho.kernel.entropy import random_bytes

KEPT_SHAPES = 2048  # some 7 KB each
# Not to be guessed, so that no question, whoever wrote it, can name a value of the respondent's.
_BEFORE, _AFTER = f"\ue000{random_bytes(8).hex()}-", "\ue001"
_MARK = re.compile(f"{_BEFORE}(\\w+){_AFTER}")
_TYPED = ("answer", "followup", "reason", "what", "who", "due")
_REVISION = 987_654_321_123_456_789

_KNOWN: dict[Shape, tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class Shape:
    """Everything but the filled-in values that decides how a plain card looks."""

    question: Question
    number: str
    choice_keys: tuple[str, ...]
    language: str | None
    is_saved: bool
    is_changed: bool
    limits_mb: tuple[int, int]
    addresses: tuple[str, ...]  # without the link


class _MarkedCard(Card):
    """A card that shows a mark where the time goes."""

    saved_clock = f"{_BEFORE}clock{_AFTER}"


def draw_card(card: Card, link_uid: uuid.UUID, csrf: str) -> SafeString:
    """One card as it stands in the page; `csrf` is the form's hidden input.

    Must be called while the page is drawn, in the recipient's zone.
    """
    if not _is_plain(card):
        return mark_safe(_drawn(card, str(link_uid), csrf))  # noqa: S308 - drawn by the template
    values = {
        **{name: str(escape(text)) for name, text in _typed(card.form).items()},
        "link": str(link_uid),
        "csrf": str(csrf),
        "revision": str(card.form.revision),
        "clock": card.saved_clock,
    }
    pieces = _pieces(card, values["link"])
    filled = (values[one] if place % 2 else one for place, one in enumerate(pieces))
    return mark_safe("".join(filled))  # noqa: S308 - pieces drawn by the template, values escaped


def _is_plain(card: Card) -> bool:
    """Whether nothing stands in the card but its question and an answer without a fault."""
    beside = (card.files, card.remark, card.last, card.clarified, card.talk, card.conflict)
    return not (any(beside) or card.form.is_bound or card.form.errors)


def _typed(form: AnswerForm) -> dict[str, str]:
    shown, plan = form.shown, form.shown.plan or Plan()
    return {
        "answer": form.shown_value,
        "followup": shown.followup,
        "reason": shown.reason,
        "what": plan.what,
        "who": plan.who,
        "due": shown_day(plan.due, form.language),
    }


def _pieces(card: Card, link: str) -> tuple[str, ...]:
    """The card in pieces: text, name of a value, text, name of a value, …, text."""
    shape = Shape(
        question=card.form.question,
        number=card.number,
        choice_keys=card.form.shown.choice_keys,
        language=get_language(),
        is_saved=card.saved_at is not None,
        is_changed=card.is_changed,
        limits_mb=(card.limit_mb, card.evidence_mb),
        addresses=tuple(one.replace(link, "") for one in card.addresses),
    )
    found = _KNOWN.get(shape)
    if found is None:
        if len(_KNOWN) >= KEPT_SHAPES:
            _KNOWN.clear()
        found = _KNOWN[shape] = _cut(card, link)
    return found


def _cut(card: Card, link: str) -> tuple[str, ...]:
    marks = {name: f"{_BEFORE}{name}{_AFTER}" for name in (*_TYPED, "link", "csrf", "revision")}
    answer = Answer(
        choice_keys=card.form.shown.choice_keys,
        text=marks["answer"],
        reason=marks["reason"],
        followup=marks["followup"],
        plan=Plan(marks["what"], marks["who"], marks["due"]),
    )
    form = AnswerForm(card.form.question, answer, _REVISION, language=card.form.language)
    own = {one.name: getattr(card, one.name) for one in fields(card)}
    whole = _drawn(_MarkedCard(**own | {"form": form}), link, marks["csrf"])
    marked = whole.replace(str(_REVISION), marks["revision"]).replace(link, marks["link"])
    return tuple(_MARK.split(marked))


def _drawn(card: Card, link: str, csrf: str) -> str:
    template = get_template("portal/card.jinja")
    return str(template.render({"card": card, "link_uid": link, "csrf": mark_safe(csrf)}))  # noqa: S308
