"""What this room puts into other pages: an ask's board, Today, the palette."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.apps.rules.queries.attested import rule_of_ask
from sekisho.apps.rules.queries.exceptions import DeviationFilter, every_exception
from sekisho.apps.rules.queries.rules import find_rules, rules_to_review
from sekisho.apps.rules.web.words import said, today
from sekisho.kernel.actor import Actor
from sekisho.ui.slots import Found, Panel

_MOST = 8


def ask_panel(actor: Actor, subject: Any) -> Panel | None:
    """The way from an ask's board to who has attested; `subject` is an AskView."""
    found = rule_of_ask(actor, subject.id, today=today())
    if found is None:
        return None
    rule, edition = found
    context = {"ask": subject, "rule": rule, "edition": edition, "title": said(rule.words.title)}
    return Panel("rules/parts/of_ask.html", context)


def today_panel(actor: Actor, _subject: Any) -> Panel | None:
    """Reviews that are due, and exceptions that run out within thirty days."""
    on = today()
    reviews = [
        {"rule": one, "title": said(one.words.title), "is_over": (one.review_on or on) <= on}
        for one in rules_to_review(actor, today=on)
    ]
    ending = [
        {"one": one, "title": said(one.rule_title), "company": said(one.organisation.names)}
        for one in every_exception(actor, DeviationFilter(is_ending=True), today=on)
    ]
    if not (reviews or ending):
        return None
    context = {"reviews": reviews[:_MOST], "ending": ending[:_MOST], "count": len(ending)}
    return Panel("rules/parts/today.html", context)


def find(actor: Actor, words: str) -> tuple[Found, ...]:
    """Rules for the palette."""
    return tuple(
        Found(said(one.words.title), _("Rule"), reverse("rules:rule", args=[one.uid]))
        for one in find_rules(actor, words, today=today())
    )
