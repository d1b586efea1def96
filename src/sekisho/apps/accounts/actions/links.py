"""Personal links of respondents: issued in bulk, renewed by reminders, revoked at once.

The token of a generation is derived from the link key whenever a letter is rendered; the database
keeps a keyed hash. Issuing writes no audit entry of its own: the wave that asks for it has one.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from sekisho.adapters.vault import hash_token, link_token
from sekisho.apps.accounts.models import Link, LinkGeneration
from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.organisations.actions.bulk import as_json, as_moment, as_uid, insert_rows
from sekisho.kernel.actor import Actor
from sekisho.kernel.entropy import new_id
from sekisho.kernel.errors import NotFound

OLDER_LIVES = timedelta(hours=72)
_ANSWER = "answer"
_TABLE = "accounts_link"
_UNUSED: dict[str, Any] = {
    "generation": 1,
    "paper_generation": 0,
    "wrong_tries": 0,
    "paper_tries": 0,
}
_COLUMNS = (
    *("uid", "purpose", "holder_id", "subject_id", "verbs", "expires_at", "created_at"),
    *_UNUSED,
)
# By the outside id, which only a link just written has: one that was there keeps its own.
_FIRST_GENERATIONS = """
    INSERT INTO accounts_linkgeneration (link_id, number, keyed_hash)
    SELECT id, %s, %s FROM accounts_link WHERE uid = %s
"""


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link to issue: for whom, about what, until when, for which verbs."""

    holder_id: int
    subject_id: int
    expires_at: datetime
    verbs: tuple[str, ...] = ("answer",)
    purpose: str = "answer"


def issue_links(
    actor: Actor, *, links: Sequence[NewLink], replaces_revoked: bool = False, now: datetime
) -> int:
    """Issue those that are not there yet, first generation included; returns how many are new.

    A revoked one counts as there unless it is to be replaced: by another link, so that nothing
    mailed or opened before comes back to life. Whatever takes time is made before anything is
    written. The calling action records the audit entry for `actor`.
    """
    wanted = {(new.purpose, new.holder_id, new.subject_id): new for new in links}
    revoked = []
    known = Link.objects.filter(subject_id__in=[new.subject_id for new in links])
    fields = ("purpose", "holder_id", "subject_id", "pk", "revoked_at")
    for purpose, holder, subject, pk, revoked_at in known.values_list(*fields):
        key = (purpose, holder, subject)
        if key not in wanted:
            continue
        if replaces_revoked and revoked_at is not None:
            revoked.append(pk)
        else:
            del wanted[key]
    made = _fresh_links(list(wanted.values()), now)
    with transaction.atomic():
        if revoked:
            Link.objects.filter(pk__in=revoked).delete()
        return _put(*made)


_Rows = list[tuple[Any, ...]]


def _fresh_links(links: Sequence[NewLink], now: datetime) -> tuple[_Rows, _Rows]:
    """Rows of new links and of their first generations, with ids and tokens."""
    rows: _Rows = []
    generations: _Rows = []
    created = as_moment(now)
    for new in links:
        uid = new_id()
        where = (as_uid(uid), new.purpose, new.holder_id, new.subject_id)
        end = as_moment(new.expires_at)
        rows.append((*where, as_json(list(new.verbs)), end, created, *_UNUSED.values()))
        generations.append((1, _hash_of(uid, 1), as_uid(uid)))
    return rows, generations


def _put(links: _Rows, generations: _Rows) -> int:
    """Write those whose place is free; returns how many."""
    if not links:
        return 0
    count = insert_rows(_TABLE, _COLUMNS, links, or_ignore=True)
    with connection.cursor() as cursor:
        cursor.executemany(_FIRST_GENERATIONS, generations)
    return count


def _hash_of(uid: uuid.UUID, generation: int) -> str:
    token = link_token(settings.SEKISHO_KEYRING, uid, generation)
    return hash_token(settings.SEKISHO_KEYRING, token)


def token_of(*, holder_id: int, subject_id: int, purpose: str = "answer") -> str:
    """The newest token of a link, derived at hand-over. Raises NotFound when revoked or absent."""
    link = Link.objects.filter(
        holder_id=holder_id, subject_id=subject_id, purpose=purpose, revoked_at=None
    ).first()
    if link is None:
        raise NotFound("accounts.no_link")
    return link_token(settings.SEKISHO_KEYRING, link.uid, link.generation)


def tokens_of(
    pairs: Iterable[tuple[int, int]], *, purpose: str = "answer"
) -> dict[tuple[int, int], str]:
    """The newest tokens of many links, keyed by (holder, subject); revoked ones are absent."""
    wanted = set(pairs)
    rows = Link.objects.filter(
        subject_id__in={subject for _holder, subject in wanted}, purpose=purpose, revoked_at=None
    )
    return {
        (row.holder_id, row.subject_id): link_token(
            settings.SEKISHO_KEYRING, row.uid, row.generation
        )
        for row in rows
        if (row.holder_id, row.subject_id) in wanted
    }


@transaction.atomic
def renew_token(
    actor: Actor, *, holder_id: int, subject_id: int, purpose: str = "answer", now: datetime
) -> None:
    """Add a generation for a reminder; the older lives until the newer is used or 72 h."""
    links = Link.objects.select_for_update().filter(holder_id=holder_id, subject_id=subject_id)
    link = links.filter(purpose=purpose, revoked_at=None).first()
    if link is None:
        raise NotFound("accounts.no_link")
    LinkGeneration.objects.filter(link=link, expires_at=None).update(expires_at=now + OLDER_LIVES)
    link.generation += 1
    link.save(update_fields=["generation"])
    hashed = _hash_of(link.uid, link.generation)
    LinkGeneration.objects.create(link=link, number=link.generation, keyed_hash=hashed)
    _record(actor, "accounts.link_renewed", link.uid, 1, now)


@transaction.atomic
def renew_links(actor: Actor, *, links: Sequence[tuple[int, int]], now: datetime) -> int:
    """Add a generation to many links at once, given as (holder, subject); returns how many.

    Revoked and absent ones are left out; one that wrong codes had locked opens again. The calling
    action records the audit entry for `actor`.
    """
    wanted = set(links)
    found = Link.objects.select_for_update().filter(
        subject_id__in=[subject for _holder, subject in links], purpose=_ANSWER, revoked_at=None
    )
    fields = ("holder_id", "subject_id", "pk", "uid", "generation")
    live = [row[2:] for row in found.values_list(*fields) if row[:2] in wanted]
    ids = [pk for pk, _uid, _number in live]
    older = LinkGeneration.objects.filter(link_id__in=ids, expires_at=None)
    older.update(expires_at=now + OLDER_LIVES)
    Link.objects.filter(pk__in=ids).update(
        generation=F("generation") + 1, wrong_tries=0, paper_tries=0
    )
    rows = [(pk, number + 1, _hash_of(uid, number + 1)) for pk, uid, number in live]
    insert_rows("accounts_linkgeneration", ("link_id", "number", "keyed_hash"), rows)
    return len(live)


@transaction.atomic
def extend_links(
    actor: Actor,
    *,
    ends: Mapping[tuple[int, int], datetime],
    purpose: str = "answer",
    now: datetime,
) -> int:
    """Let live links, given as (holder, subject), last until a moment each, never shorter; returns
    how many.

    One that had expired opens again; a revoked one does not, nor does that of anybody else about
    the same subject. The calling action records the audit entry for `actor`.
    """
    rows = Link.objects.filter(
        subject_id__in={subject for _holder, subject in ends}, purpose=purpose, revoked_at=None
    )
    own: dict[datetime, list[int]] = defaultdict(list)
    for pk, holder, subject in rows.values_list("pk", "holder_id", "subject_id"):
        if (holder, subject) in ends:
            own[ends[holder, subject]].append(pk)
    return sum(
        Link.objects.filter(pk__in=ids, expires_at__lt=end).update(expires_at=end)
        for end, ids in own.items()
    )


@transaction.atomic
def end_links(
    actor: Actor, *, subject_ids: Iterable[int], at: datetime, purpose: str = "answer"
) -> int:
    """Let the live links about subjects end at a moment, never later; returns how many.

    The calling action records the audit entry for `actor`.
    """
    live = Link.objects.filter(purpose=purpose, revoked_at=None, expires_at__gt=at)
    return live.filter(subject_id__in=list(subject_ids)).update(expires_at=at)


@transaction.atomic
def revoke_link(actor: Actor, *, uid: uuid.UUID, now: datetime) -> None:
    """Close one link at once; closing it again changes nothing."""
    _revoke(actor, Link.objects.filter(uid=uid), now)


@transaction.atomic
def mark_token_used(actor: Actor, *, token: str, now: datetime) -> None:
    """Note the first use of a token by a human's explicit press; older generations end."""
    hashed = hash_token(settings.SEKISHO_KEYRING, token)
    row = LinkGeneration.objects.select_related("link").filter(keyed_hash=hashed).first()
    if row is None:
        raise NotFound("entrance.link_closed")
    if row.first_used_at is not None:
        return
    row.first_used_at = now
    row.save(update_fields=["first_used_at"])
    older = LinkGeneration.objects.filter(link=row.link, number__lt=row.number)
    older.exclude(expires_at__lte=now).update(expires_at=now)
    _record(actor, "accounts.link_used", row.link.uid, 1, now)


@transaction.atomic
def revoke_links_of_holder(
    actor: Actor, *, holder_id: int, purpose: str = "answer", now: datetime
) -> int:
    """Close every link of a holder at once; returns how many were open.

    What a holder's number means depends on the purpose: a contact for answering.
    """
    return _revoke(actor, Link.objects.filter(holder_id=holder_id, purpose=purpose), now)


@transaction.atomic
def revoke_links(actor: Actor, *, links: Sequence[tuple[int, int]], now: datetime) -> int:
    """Close answer links, given as (holder, subject), at once; returns how many were open."""
    wanted = set(links)
    rows = Link.objects.filter(
        subject_id__in=[subject for _holder, subject in links], purpose=_ANSWER
    )
    ids = [row.pk for row in rows if (row.holder_id, row.subject_id) in wanted]
    return _revoke(actor, Link.objects.filter(pk__in=ids), now)


@transaction.atomic
def revoke_links_of_subject(actor: Actor, *, subject_ids: Iterable[int], now: datetime) -> int:
    """Close every link about these subjects; returns how many were open."""
    return _revoke(actor, Link.objects.filter(subject_id__in=list(subject_ids)), now)


def _revoke(actor: Actor, rows: object, now: datetime) -> int:
    count = int(rows.filter(revoked_at=None).update(revoked_at=now))  # type: ignore[attr-defined]
    _record(actor, "accounts.links_revoked", None, count, now)
    return count


def _record(actor: Actor, verb: str, uid: uuid.UUID | None, count: int, now: datetime) -> None:
    record_entry(actor, change=Change(verb, "link", uid, count=count), now=now)
