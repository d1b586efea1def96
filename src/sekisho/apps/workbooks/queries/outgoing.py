"""The workbook of one assignment, filled with what was saved so far."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from sekisho.adapters.sheets import write_form
from sekisho.adapters.vault import workbook_check
from sekisho.apps.asks.queries.filed import FilePlace, file_place_of
from sekisho.apps.asks.queries.respondent import ReplyView, reply_for
from sekisho.engines.workbook import FormBook, Stamp, Wish, Words, lay_out
from sekisho.kernel.actor import Actor

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Filled:
    """What a workbook is made of besides its words."""

    place: FilePlace
    reply: ReplyView


def check_of(text: str) -> str:
    """The check of stamp and rows: only this installation can compute it."""
    return workbook_check(settings.SEKISHO_KEYRING, text)


def filled_for(actor: Actor, *, now: datetime) -> Filled:
    """The questions and answers of a confirmed link, or of a scope that was lent."""
    return Filled(file_place_of(actor), reply_for(actor, now=now))


def stamp_of(filled: Filled, language: str, now: datetime) -> Stamp:
    """For whom and which questions a file is written."""
    return Stamp(
        assignment=str(filled.place.uid),
        ask_number=filled.place.ask_number,
        set_key=filled.reply.question_set.key,
        set_version=filled.reply.question_set.version,
        language=language,
        written_at=now.isoformat(timespec="seconds"),
    )


def layout_of(
    filled: Filled, words: Words, guide: tuple[tuple[str, str], ...], *, now: datetime
) -> FormBook:
    """The workbook as values."""
    reply, language = filled.reply, words.language
    wish = Wish(
        questions=reply.question_set,
        role=reply.visit.role,
        stored=reply.stored,
        stamp=stamp_of(filled, language, now),
        words=words,
        title=reply.visit.title.in_language(language),
        guide=guide,
    )
    return lay_out(wish, check_of)


def workbook_bytes(
    filled: Filled, words: Words, guide: tuple[tuple[str, str], ...], *, now: datetime
) -> bytes:
    """The workbook as a file."""
    out = io.BytesIO()
    write_form(out, layout_of(filled, words, guide, now=now))
    return out.getvalue()


def file_name_of(filled: Filled, language: str) -> str:
    """What the file is called: the reference, a part of the id, the language."""
    tail = filled.place.uid.hex[-6:]
    return f"{filled.place.ask_number}-{tail}-{language}.xlsx"
