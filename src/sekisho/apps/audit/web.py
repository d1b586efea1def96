"""The record on pages: sentences newest first, the check of the chain, export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from sekisho.adapters.sheets import write_csv
from sekisho.apps.audit.forms import FilterForm
from sekisho.apps.audit.queries import (
    Entry,
    actor_names,
    check_part,
    entries_for,
    iter_entries_for,
)
from sekisho.kernel.actor import ActorKind, Capability
from sekisho.kernel.errors import TooLarge
from sekisho.ui.entrances import Request, office
from sekisho.ui.paging import Paged, page_number, slice_of
from sekisho.ui.slots import verb_sentence

_LONGEST_NUMBER = 12
_EXPORT_LIMIT = 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as it is read."""

    seq: int
    at: datetime
    who: str
    what: str
    verb: str
    object_uid: str
    hash: str


def _lines(entries: Iterable[Entry]) -> list[Line]:
    found = list(entries)
    names = {str(uid): name for uid, name in actor_names(found).items()}
    return [
        Line(
            seq=entry.seq,
            at=entry.at,
            who=names.get(str(entry.actor_uid)) or _other(entry.actor_kind),
            what=verb_sentence(entry.verb, entry.count),
            verb=entry.verb,
            object_uid=str(entry.object_uid or ""),
            hash=entry.hash,
        )
        for entry in found
    ]


def _other(kind: str) -> str:
    words = {
        ActorKind.PERSON.value: _("Somebody who is no longer here"),
        ActorKind.SYSTEM.value: _("Sekisho itself"),
        ActorKind.LINK.value: _("Holder of a personal link"),
        ActorKind.TOKEN.value: _("A programme"),
        ActorKind.NOBODY.value: _("Nobody signed in"),
    }
    return words.get(kind, kind)


@office(Capability.ADMINISTER, "GET")
def record(request: Request) -> HttpResponse:
    form = FilterForm(request.GET)
    number = page_number(request.GET)
    found, total = entries_for(request.actor, wanted=form.wanted(), rows=slice_of(number))
    context = {"form": form, "page": Paged(_lines(found), number, total)}
    return render(request, "audit/record.html", context)


@office(Capability.ADMINISTER, "GET")
def check(request: Request) -> HttpResponse:
    """Check the chain in portions: each answer carries the way to the next one."""
    typed = request.GET.get("after", "0")
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= _LONGEST_NUMBER
    part = check_part(request.actor, after=int(typed) if is_number else 0)
    is_htmx = request.headers.get("HX-Request") == "true"
    template = "audit/parts/checked.html" if is_htmx else "audit/check.html"
    return render(request, template, {"part": part})


@office(Capability.ADMINISTER, "GET")
def export(request: Request) -> HttpResponse:
    """What the filter shows, for a spreadsheet."""
    wanted = FilterForm(request.GET).wanted()
    _none, total = entries_for(request.actor, wanted=wanted, rows=slice(0))
    if total > _EXPORT_LIMIT:
        raise TooLarge("audit.too_many_entries", limit=_EXPORT_LIMIT)
    rows = [_HEAD, *_cells(iter_entries_for(request.actor, wanted=wanted))]
    response = HttpResponse(write_csv(rows).data, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="sekisho-record.csv"'
    return response


_HEAD = ("number", "time", "who", "what", "verb", "object", "hash")


def _cells(entries: Iterator[Entry]) -> Iterator[tuple[str | int, ...]]:
    for line in _lines(entries):
        at = timezone.localtime(line.at).isoformat(sep=" ", timespec="seconds")
        yield (line.seq, at, line.who, line.what, line.verb, line.object_uid, line.hash)
