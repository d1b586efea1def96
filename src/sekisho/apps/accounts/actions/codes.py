"""Mailed one-time codes: eight digits, ten minutes, five tries, one browser, fifty wrong a link."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.db.models import F

from sekisho.adapters.vault import mailed_code
from sekisho.apps.accounts.models import CodeChallenge, Link
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import Conflict, Forbidden

CODE_MINUTES = 10
TRIES_PER_CODE = 5
TRIES_PER_LINK = 50
CODES_PER_HOUR = 6
PAPER = "printed code"  # in place of a browser's hash: no mailed code, but wrong tries on paper


class CodeResult(StrEnum):
    """What a given code was."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"


def _browser_hash(browser: str) -> str:
    return hashlib.sha256(browser.encode()).hexdigest()


@transaction.atomic
def open_challenge(actor: Actor, *, browser: str, now: datetime) -> tuple[int, uuid.UUID]:
    """Begin a challenge for this browser session; returns its inside number and outside id.

    The caller queues the letter. Raises Conflict after six codes in an hour or fifty wrong tries.
    """
    link = _link_of(actor)
    lately = CodeChallenge.objects.filter(link=link, created_at__gt=now - timedelta(hours=1))
    if lately.exclude(browser_hash=PAPER).count() >= CODES_PER_HOUR:
        raise Conflict("accounts.too_many_codes", minutes=60)
    row = CodeChallenge.objects.create(
        uid=new_id(),
        link=link,
        browser_hash=_browser_hash(browser),
        created_at=now,
        expires_at=now + timedelta(minutes=CODE_MINUTES),
    )
    record_entry(actor, change=Change("accounts.code_sent", "link", link.uid), now=now)
    return row.pk, row.uid


@transaction.atomic
def check_code(actor: Actor, *, code: str, browser: str, now: datetime) -> CodeResult:
    """Compare a typed code with this browser's newest challenge; a right one is used up.

    Raises Conflict when the link has seen fifty wrong codes.
    """
    link = _link_of(actor)
    row = (
        CodeChallenge.objects.select_for_update()
        .filter(link=link, browser_hash=_browser_hash(browser), used_at=None, expires_at__gt=now)
        .order_by("-id")
        .first()
    )
    if row is None or row.wrong_tries >= TRIES_PER_CODE:
        return CodeResult.EXPIRED
    expected = mailed_code(settings.SEKISHO_KEYRING, row.uid)
    if not hmac.compare_digest(code.encode(), expected.encode()):
        CodeChallenge.objects.filter(pk=row.pk).update(wrong_tries=F("wrong_tries") + 1)
        Link.objects.filter(pk=link.pk).update(wrong_tries=F("wrong_tries") + 1)
        record_entry(actor, change=Change("accounts.code_wrong", "link", link.uid), now=now)
        return CodeResult.WRONG
    row.used_at = now
    row.save(update_fields=["used_at"])
    record_entry(actor, change=Change("accounts.code_right", "link", link.uid), now=now)
    return CodeResult.RIGHT


@dataclass(frozen=True, slots=True)
class ChallengeView:
    """What the letter of a challenge needs: its code, whose link it is about, until when."""

    code: str
    subject_id: int
    expires_at: datetime


def challenges_by_ids(ids: Iterable[int]) -> dict[int, ChallengeView]:
    """Challenges by inside number, codes derived; for the renderer of the letter at hand-over."""
    rows = CodeChallenge.objects.select_related("link").filter(pk__in=list(ids))
    return {
        row.pk: ChallengeView(
            mailed_code(settings.SEKISHO_KEYRING, row.uid), row.link.subject_id, row.expires_at
        )
        for row in rows
    }


def _link_of(actor: Actor) -> Link:
    if actor.link is None:
        raise Forbidden("entrance.link_closed")
    link = Link.objects.select_for_update().get(pk=actor.link.link_id)
    if link.wrong_tries >= TRIES_PER_LINK:
        raise Conflict("accounts.link_locked")
    return link
