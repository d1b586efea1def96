"""Rules and their editions as frozen values.

Whoever works for the issuing company sees all of them; a company below sees the rules, and those
editions alone, that were sent to it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from sekisho.adapters.vault import Place
from sekisho.apps.asks.queries.totals import asks_among
from sekisho.apps.organisations.queries import (
    OrganisationView,
    granted_ids,
    open_home,
    organisations_by_ids,
    seal_home,
)
from sekisho.apps.rules.models import Attestation, Edition, Rule
from sekisho.engines.attestations import EditionState, edition_states
from sekisho.kernel.actor import SYSTEM, Actor, Capability
from sekisho.kernel.errors import Conflict, NotFound
from sekisho.kernel.text import Bilingual

_NOTHING = Bilingual()
REVIEW_DAYS = 30


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What stands of a rule apart from its editions."""

    title: Bilingual = _NOTHING
    about: Bilingual = _NOTHING
    owner: Bilingual = _NOTHING

    def as_dict(self) -> dict[str, dict[str, str]]:
        """The stored form."""
        return {name: getattr(self, name).as_dict() for name in self.__dataclass_fields__}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Mapping[str, str]]) -> RuleWords:
        """Read the stored form; what is missing is empty."""
        names = cls.__dataclass_fields__
        return cls(**{name: Bilingual.from_dict(stored.get(name, {})) for name in names})


@dataclass(frozen=True, slots=True)
class EditionWords:
    """The sealed part of an edition; `file_name` is empty where there is no file."""

    text: Bilingual = _NOTHING
    summary: Bilingual = _NOTHING
    file_name: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class EditionView:
    """One edition as it stands today."""

    id: int
    uid: uuid.UUID
    number: str
    first_day: date
    state: EditionState
    words: EditionWords
    size_bytes: int
    revision: int
    by_uid: uuid.UUID
    at: datetime
    issued_at: datetime | None

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.state is EditionState.DRAFT

    @property
    def may_be_sent(self) -> bool:
        """Whether it can be attested: one that holds, or will."""
        return self.state in {EditionState.IN_FORCE, EditionState.COMING}


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule with the editions that this actor may read, the newest first."""

    id: int
    uid: uuid.UUID
    organisation: OrganisationView
    words: RuleWords
    review_on: date | None
    revision: int
    updated_at: datetime
    is_ours: bool
    editions: tuple[EditionView, ...] = field(default=())
    ended_at: datetime | None = None
    ended_because: Bilingual = _NOTHING

    @property
    def is_ended(self) -> bool:
        """Whether the whole rule was withdrawn."""
        return self.ended_at is not None

    @property
    def in_force(self) -> EditionView | None:
        """The edition that holds today, None while there is none or the rule has ended."""
        found = (one for one in self.editions if one.state is EditionState.IN_FORCE)
        return None if self.is_ended else next(found, None)


def rules_for(actor: Actor, *, today: date) -> tuple[RuleView, ...]:
    """Every rule within sight, those last changed first; few by nature."""
    return _views(actor, _rows(actor).order_by("-updated_at", "-id"), today)


def rule_for(
    actor: Actor, uid: uuid.UUID, *, today: date, capability: Capability = Capability.VIEW
) -> RuleView:
    """One rule that the actor may see, or for RUN may change and send. Raises NotFound."""
    found = _views(actor, _rows(actor, capability).filter(uid=uid), today)
    if not found:
        raise NotFound("rules.not_there")
    return found[0]


def require_standing(rule: RuleView) -> None:
    """Raise Conflict when the rule was withdrawn: nothing of it changes any more."""
    if rule.is_ended:
        raise Conflict("rules.ended")


def edition_for(
    actor: Actor, uid: uuid.UUID, *, today: date, capability: Capability = Capability.VIEW
) -> tuple[RuleView, EditionView]:
    """One edition with its rule. Raises NotFound, for an edition that was not sent here too."""
    rows = _rows(actor, capability).filter(editions__uid=uid)
    for rule in _views(actor, rows, today):
        for edition in rule.editions:
            if edition.uid == uid:
                return rule, edition
    raise NotFound("rules.not_there")


def rules_to_review(actor: Actor, *, today: date) -> tuple[RuleView, ...]:
    """Rules that the actor may change and whose review is due within thirty days."""
    last = today + timedelta(days=REVIEW_DAYS)
    rows = _rows(actor, Capability.RUN).filter(review_on__lte=last, ended_at=None)
    return _views(actor, rows.order_by("review_on", "id"), today)


def find_rules(actor: Actor, words: str, *, today: date, size: int = 5) -> tuple[RuleView, ...]:
    """Rules whose title holds these words."""
    if not words.strip():
        return ()
    named = Q()
    for language in ("ja", "en"):
        named |= Q(**{f"content__title__{language}__icontains": words.strip()})
    return _views(actor, _rows(actor).filter(named).order_by("-updated_at", "-id")[:size], today)


def file_of(edition: EditionView) -> bytes:
    """The content of an edition's file, for one fetched through the gate.

    Raises NotFound when it has none, Unreadable when it is damaged.
    """
    row = Edition.objects.get(pk=edition.id)
    if not row.stored_name:
        raise NotFound("rules.no_file")
    return open_home(content_place(row.uid), path_of(row.stored_name).read_bytes())


def reading_edition(edition_id: int) -> tuple[RuleView, EditionView] | None:
    """An edition for the holder of a link to its attestation; the caller has checked the link."""
    row = Edition.objects.filter(pk=edition_id).first()
    if row is None:
        return None
    return edition_for(SYSTEM, row.uid, today=row.first_day)


def sealed_edition(uid: uuid.UUID, words: EditionWords) -> bytes:
    """The words of an edition, sealed with home's key."""
    stored = {
        "text": words.text.as_dict(),
        "summary": words.summary.as_dict(),
        "file_name": words.file_name,
        "sha256": words.sha256,
    }
    return seal_home(_place(uid), json.dumps(stored, ensure_ascii=False).encode())


def sealed_end(uid: uuid.UUID, because: Bilingual) -> bytes:
    """Why a rule was withdrawn, sealed with home's key."""
    return seal_home(_end_place(uid), json.dumps(because.as_dict(), ensure_ascii=False).encode())


def _opened_end(row: Rule) -> Bilingual:
    if row.ended_sealed is None:
        return _NOTHING
    return Bilingual.from_dict(json.loads(open_home(_end_place(row.uid), row.ended_sealed)))


def _end_place(uid: uuid.UUID) -> Place:
    return Place("rules_rule", str(uid), "ended_sealed")


def path_of(stored_name: str) -> Path:
    """Where an encrypted file lies."""
    return Path(settings.SEKISHO_DATA) / "files" / stored_name


def content_place(uid: uuid.UUID) -> Place:
    """What binds the ciphertext on disk to its edition."""
    return Place("rules_edition", str(uid), "content")


def _place(uid: uuid.UUID) -> Place:
    return Place("rules_edition", str(uid), "sealed")


def _words(row: Edition) -> EditionWords:
    stored = json.loads(open_home(_place(row.uid), row.sealed))
    return EditionWords(
        text=Bilingual.from_dict(stored["text"]),
        summary=Bilingual.from_dict(stored["summary"]),
        file_name=stored["file_name"],
        sha256=stored["sha256"],
    )


def _sent_here(actor: Actor) -> set[int]:
    """Inside numbers of the editions that were sent to somebody whom the actor reaches."""
    rows = Attestation.objects.filter(ask__sent_at__isnull=False)
    pairs = dict(rows.values_list("ask_id", "edition_id"))
    return {pairs[ask] for ask in asks_among(actor, pairs)}


def _rows(actor: Actor, capability: Capability = Capability.VIEW) -> QuerySet[Rule]:
    """Changing does not reach up; viewing does, as far as something was sent."""
    rows = Rule.objects.prefetch_related("editions")
    own = granted_ids(actor, capability)
    if own is None:
        return rows
    mine = Q(organisation_id__in=own)
    if capability is Capability.VIEW:
        sent = Edition.objects.filter(pk__in=_sent_here(actor)).values("rule_id")
        mine |= Q(pk__in=sent)
    return rows.filter(mine)


def _views(actor: Actor, rows: Iterable[Rule], today: date) -> tuple[RuleView, ...]:
    found = list(rows)
    own = granted_ids(actor)
    sent = set() if own is None else _sent_here(actor)
    # The issuer's name is part of what was sent, so it is read whether or not it is in reach.
    at = organisations_by_ids(SYSTEM, {row.organisation_id for row in found})
    views = []
    for row in found:
        is_ours = own is None or row.organisation_id in own
        editions = _editions(row, today)
        kept = tuple(one for one in editions if is_ours or one.id in sent)
        views.append(_view(row, at[row.organisation_id], is_ours=is_ours, editions=kept))
    return tuple(views)


def _view(
    row: Rule, organisation: OrganisationView, *, is_ours: bool, editions: tuple[EditionView, ...]
) -> RuleView:
    return RuleView(
        id=row.pk,
        uid=row.uid,
        organisation=organisation,
        words=RuleWords.from_dict(row.content),
        review_on=row.review_on,
        revision=row.revision,
        updated_at=row.updated_at,
        is_ours=is_ours,
        editions=editions,
        ended_at=row.ended_at,
        ended_because=_opened_end(row),
    )


def _editions(rule: Rule, today: date) -> Sequence[EditionView]:
    """All editions of a rule, the last issued or written first."""
    rows: list[Any] = sorted(rule.editions.all(), key=lambda row: (row.issued_at or row.at, row.pk))
    states = edition_states([(row.first_day, row.issued_at is not None) for row in rows], today)
    return [_edition(row, state) for row, state in zip(rows, states, strict=True)][::-1]


def _edition(row: Edition, state: EditionState) -> EditionView:
    return EditionView(
        id=row.pk,
        uid=row.uid,
        number=row.number,
        first_day=row.first_day,
        state=state,
        words=_words(row),
        size_bytes=row.size_bytes,
        revision=row.revision,
        by_uid=row.by_uid,
        at=row.at,
        issued_at=row.issued_at,
    )
