"""Codes printed on paper: twelve characters in place of a mailed code, for as long as they stand.

A printed code is derived from the link and its paper generation and never stored. Raising the
generation makes every earlier paper worthless at once, browsers that it had opened included.
"""

from __future__ import annotations

import hmac
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from sekisho.adapters.vault import card_code, link_token
from sekisho.apps.accounts.actions.codes import (
    CODE_MINUTES,
    CODES_PER_HOUR,
    TRIES_PER_CODE,
    TRIES_PER_LINK,
    CodeResult,
)
from sekisho.apps.accounts.actions.links import renew_links
from sekisho.apps.accounts.models import CodeChallenge, Link
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Forbidden

_ROUND = "printed code"  # where a browser's hash would stand: these rows only count wrong tries


@dataclass(frozen=True, slots=True)
class Card:
    """What a printed letter carries: the newest token of its link, and the code."""

    link_uid: uuid.UUID
    token: str
    code: str


@transaction.atomic
def raise_cards(
    actor: Actor, *, links: Sequence[tuple[int, int]], is_new: bool, now: datetime
) -> int:
    """Let live links, given as (holder, subject), have a printed code; returns how many changed.

    With `is_new` every one gets another code and another token: what was printed before ends. The
    calling action records the audit entry for `actor`.
    """
    ids = [row.pk for row in _live(links) if is_new or not row.paper_generation]
    Link.objects.filter(pk__in=ids).update(paper_generation=F("paper_generation") + 1)
    if is_new:
        renew_links(actor, links=links, now=now)
    return len(ids)


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

    Five wrong tries in ten minutes, thirty in an hour and fifty in all: raises Conflict beyond.
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
            browser_hash=_ROUND,
            created_at=now,
            expires_at=now + timedelta(minutes=CODE_MINUTES),
        )
    CodeChallenge.objects.filter(pk=tries.pk).update(wrong_tries=F("wrong_tries") + 1)
    Link.objects.filter(pk=link.pk).update(wrong_tries=F("wrong_tries") + 1)
    record_entry(actor, change=Change("accounts.card_wrong", "link", link.uid), now=now)
    return CodeResult.WRONG


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
    rounds = CodeChallenge.objects.filter(link=link, browser_hash=_ROUND)
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
    link = Link.objects.select_for_update().get(pk=actor.link.link_id)
    if link.wrong_tries >= TRIES_PER_LINK:
        raise Conflict("accounts.link_locked")
    return link
