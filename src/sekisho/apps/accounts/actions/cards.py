"""Codes printed on paper: twelve characters in place of a mailed code, for as long as they stand.

A printed code is derived from the link and its paper generation and never stored. It ends with its
link: another link has another code, and opens no browser that the one before had opened.
"""

from __future__ import annotations

import hmac
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from sekisho.adapters.vault import card_code, link_token
from sekisho.apps.accounts.actions.codes import (
    CODE_MINUTES,
    CODES_PER_HOUR,
    PAPER,
    TRIES_PER_CODE,
    TRIES_PER_LINK,
    CodeResult,
)
from sekisho.apps.accounts.models import CodeChallenge, Link
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Forbidden, NotFound


@dataclass(frozen=True, slots=True)
class Card:
    """What a printed letter carries: the newest token of its link, and the code."""

    link_uid: uuid.UUID
    token: str = field(repr=False)
    code: str = field(repr=False)


@transaction.atomic
def add_cards(actor: Actor, *, links: Sequence[tuple[int, int]]) -> int:
    """Let live links, given as (holder, subject), have a printed code; returns how many had none.

    The calling action records the audit entry for `actor`.
    """
    ids = [row.pk for row in _live(links) if not row.paper_generation]
    return Link.objects.filter(pk__in=ids).update(paper_generation=1)


def cards_of(links: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Card]:
    """What is printed for live links that have a code, keyed by (holder, subject)."""
    ring = settings.SEKISHO_KEYRING
    return {
        (row.holder_id, row.subject_id): Card(
            row.uid,
            link_token(ring, row.uid, row.generation),
            card_code(ring, row.uid, row.paper_generation),
        )
        for row in _live(links)
        if row.paper_generation
    }


@transaction.atomic
def check_card(actor: Actor, *, code: str, now: datetime) -> CodeResult:
    """Compare a typed code with the one that is printed; a right one stays good.

    Five wrong tries in ten minutes, thirty in an hour and fifty in all: raises Conflict beyond,
    NotFound when another link took the place of this one. They are counted apart from wrong mailed
    codes: whoever guesses with a letter number locks nobody out who has the mailbox.
    """
    link = _link_of(actor)
    tries = _tries(link, now)
    expected = card_code(settings.SEKISHO_KEYRING, link.uid, link.paper_generation)
    given = plain_code(code).encode()
    if link.paper_generation and hmac.compare_digest(given, expected.encode()):
        record_entry(actor, change=Change("accounts.card_right", "link", link.uid), now=now)
        return CodeResult.RIGHT
    if tries is None:
        tries = CodeChallenge.objects.create(
            uid=new_id(),
            link=link,
            browser_hash=PAPER,
            created_at=now,
            expires_at=now + timedelta(minutes=CODE_MINUTES),
        )
    CodeChallenge.objects.filter(pk=tries.pk).update(wrong_tries=F("wrong_tries") + 1)
    Link.objects.filter(pk=link.pk).update(paper_tries=F("paper_tries") + 1)
    record_entry(actor, change=Change("accounts.card_wrong", "link", link.uid), now=now)
    return CodeResult.WRONG


@transaction.atomic
def check_no_card(actor: Actor, *, code: str, now: datetime) -> None:
    """Cost what a wrong code costs and leave nothing, where there is no link to compare with.

    Otherwise the time of an answer would tell which numbers stand on letters.
    """
    none = Link(pk=0, uid=new_id())
    with transaction.atomic():
        list(Link.objects.select_for_update().filter(pk=none.pk, revoked_at=None))
        _tries(none, now)
        expected = card_code(settings.SEKISHO_KEYRING, none.uid, 1)
        hmac.compare_digest(plain_code(code).encode(), expected.encode())
        CodeChallenge.objects.filter(pk=0).update(wrong_tries=F("wrong_tries") + 1)
        Link.objects.filter(pk=none.pk).update(paper_tries=F("paper_tries") + 1)
        record_entry(actor, change=Change("accounts.card_wrong", "link", none.uid), now=now)
        transaction.set_rollback(True)


def plain_code(text: str) -> str:
    """A code however it was typed: full width, small letters, blanks and hyphens between."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(mark for mark in folded if mark.isalnum())


def _live(links: Iterable[tuple[int, int]]) -> list[Link]:
    wanted = set(links)
    rows = Link.objects.filter(
        subject_id__in={subject for _holder, subject in wanted}, purpose="answer", revoked_at=None
    )
    return [row for row in rows if (row.holder_id, row.subject_id) in wanted]


def _tries(link: Link, now: datetime) -> CodeChallenge | None:
    """The round of tries that is running. Raises Conflict when it, or the hour, is used up."""
    rounds = CodeChallenge.objects.filter(link=link, browser_hash=PAPER)
    running = rounds.filter(expires_at__gt=now).order_by("-id").first()
    lately = rounds.filter(created_at__gt=now - timedelta(hours=1)).count()
    if running is not None and running.wrong_tries >= TRIES_PER_CODE:
        raise Conflict("accounts.too_many_cards", minutes=CODE_MINUTES)
    if running is None and lately >= CODES_PER_HOUR:
        raise Conflict("accounts.too_many_cards", minutes=60)
    return running


def _link_of(actor: Actor) -> Link:
    if actor.link is None:
        raise Forbidden("entrance.link_closed")
    rows = Link.objects.select_for_update().filter(pk=actor.link.link_id, revoked_at=None)
    link = rows.first()
    if link is None:
        raise NotFound("entrance.link_closed")
    if link.paper_tries >= TRIES_PER_LINK:
        raise Conflict("accounts.card_locked")
    return link
