"""Named first letters of a group company, with every version that there was."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from sekisho.apps.accounts.queries import names_of
from sekisho.apps.asks.queries.drafts import AskView
from sekisho.apps.asks.queries.profiles import NOTICE, REQUEST, letter_with, shipped_letters
from sekisho.apps.organisations.queries import group_members_for, home_id
from sekisho.apps.papers.models import LetterTemplate, LetterTemplateVersion
from sekisho.engines.letters import Letter
from sekisho.kernel.actor import Actor, Capability
from sekisho.kernel.errors import NotFound
from sekisho.kernel.text import Bilingual

SHIPPED = (REQUEST, NOTICE)


@dataclass(frozen=True, slots=True)
class TemplateView:
    """One template in its present version."""

    uid: uuid.UUID
    organisation_id: int
    organisation: Bilingual
    name: str
    version: int
    letter: Letter
    at: datetime


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version: its words, what its author said of it, who and when."""

    number: int
    name: str
    letter: Letter
    note: str
    by: str
    at: datetime


def templates_for(actor: Actor) -> tuple[TemplateView, ...]:
    """The templates of the companies in whose name the actor may ask, by name."""
    members = {member.id: member.names for member in group_members_for(actor, Capability.RUN)}
    return _views(tuple(members), members)


def templates_for_ask(ask: AskView) -> tuple[TemplateView, ...]:
    """What a draft may take its letter from: its own company's and home's. The caller has fetched
    the ask through its gate.
    """
    places = {ask.organisation_id, home_id()}
    return _views(tuple(places), dict.fromkeys(places, Bilingual()))


def template_for(actor: Actor, uid: uuid.UUID) -> TemplateView:
    """One template that the actor may change. Raises NotFound otherwise."""
    for found in templates_for(actor):
        if found.uid == uid:
            return found
    raise NotFound("papers.no_template")


def versions_of(template: TemplateView) -> tuple[VersionView, ...]:
    """Every version, newest first; for a template fetched through the gate."""
    rows = LetterTemplateVersion.objects.filter(template__uid=template.uid).order_by("-number")
    people = names_of({row.by_uid for row in rows if row.by_uid is not None})
    return tuple(
        VersionView(
            number=row.number,
            name=row.name,
            letter=letter_with(REQUEST, row.words),
            note=row.note,
            by=people.get(row.by_uid, "") if row.by_uid else "",
            at=row.at,
        )
        for row in rows
    )


def shipped(key: str) -> Letter:
    """A letter that comes with the installation and may be the beginning of a template."""
    return shipped_letters()[key if key in SHIPPED else REQUEST]


def _views(places: tuple[int, ...], names: dict[int, Bilingual]) -> tuple[TemplateView, ...]:
    rows = LetterTemplate.objects.filter(organisation_id__in=places, is_removed=False)
    found = list(rows.order_by("name", "id"))
    present = LetterTemplateVersion.objects.filter(number=F("template__version"))
    words = {one.template_id: one for one in present.filter(template__in=found)}
    return tuple(
        TemplateView(
            uid=row.uid,
            organisation_id=row.organisation_id,
            organisation=names[row.organisation_id],
            name=row.name,
            version=row.version,
            letter=letter_with(REQUEST, words[row.pk].words),
            at=words[row.pk].at,
        )
        for row in found
    )
