"""Large files in pieces: continued after a break, nobody else's, gone after a day."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from sekisho.apps.asks.actions import pieces as module
from sekisho.apps.asks.actions.pieces import (
    MOST_WAITING,
    add_piece,
    begin_upload,
    finish_upload,
)
from sekisho.apps.asks.jobs.exports import clear
from sekisho.apps.asks.models import Ask, Assignment
from sekisho.apps.asks.queries.pieces import PIECE_BYTES, Announced, incoming_for
from sekisho.apps.asks.queries.respondent_files import evidence_content_for
from sekisho.kernel import clock
from sekisho.kernel.actor import NOBODY
from sekisho.kernel.errors import Conflict, Invalid, NotFound, Problem, TooLarge
from sekisho.kernel.ids import uuid7_from
from tests.factories.answering import Visitor
from tests.factories.cast import Cast, respondent_client

pytestmark = pytest.mark.django_db
KEY = "M22-RR-01"
CANARY = "大きな証跡カナリア"
LARGE = (CANARY + "。" * 20 + "\n").encode() * 60_000  # three pieces, the last one shorter


def begun(visitor: Visitor, cast: Cast, data: bytes = LARGE, name: str = "記録.txt") -> uuid.UUID:
    announced = Announced(KEY, name, len(data))
    return begin_upload(visitor.actor(cast.now), announced=announced, now=cast.now)


def sent(visitor: Visitor, cast: Cast, uid: uuid.UUID, number: int, data: bytes = LARGE) -> int:
    at = number * PIECE_BYTES
    piece = data[at : at + PIECE_BYTES]
    actor = visitor.actor(cast.now)
    return add_piece(actor, uid=uid, offset=at, data=piece, now=cast.now).received_bytes


def waiting(visitor: Visitor) -> list[Path]:
    return sorted((Path(settings.SEKISHO_DATA) / "uploads" / str(visitor.row.uid)).glob("*.*"))


def test_a_file_goes_on_after_a_break_and_comes_back_whole(chika: Visitor, cast: Cast) -> None:
    assert 2 * PIECE_BYTES < len(LARGE) < 3 * PIECE_BYTES
    uid = begun(chika, cast)
    assert sent(chika, cast, uid, 0) == PIECE_BYTES
    assert sent(chika, cast, uid, 0) == PIECE_BYTES  # sent twice, kept once
    assert incoming_for(chika.actor(cast.now), uid).received_bytes == PIECE_BYTES
    sent(chika, cast, uid, 1)
    with pytest.raises(Conflict):
        finish_upload(chika.actor(cast.now), uid=uid, now=cast.now)
    assert sent(chika, cast, uid, 2) == len(LARGE)
    assert not any(CANARY.encode() in path.read_bytes() for path in waiting(chika))
    file = finish_upload(chika.actor(cast.now), uid=uid, now=cast.now)
    assert evidence_content_for(chika.actor(cast.now), file).data == LARGE
    assert waiting(chika) == []
    with pytest.raises(NotFound):
        finish_upload(chika.actor(cast.now), uid=uid, now=cast.now)


@pytest.mark.parametrize(
    ("offset", "length"),
    [(PIECE_BYTES, PIECE_BYTES), (0, PIECE_BYTES - 1), (0, 0), (0, PIECE_BYTES + 1)],
)
def test_a_piece_that_is_not_the_next_one_is_not_kept(
    chika: Visitor, cast: Cast, offset: int, length: int
) -> None:
    uid, actor = begun(chika, cast), chika.actor(cast.now)
    with pytest.raises(Conflict):
        add_piece(actor, uid=uid, offset=offset, data=LARGE[:length], now=cast.now)
    assert incoming_for(actor, uid).received_bytes == 0


def test_whoever_comes_second_attaches_nothing(
    chika: Visitor, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid, actor = begun(chika, cast), chika.actor(cast.now)
    for number in range(3):
        sent(chika, cast, uid, number)
    seen = incoming_for(actor, uid)
    finish_upload(actor, uid=uid, now=cast.now)
    monkeypatch.setattr(module, "incoming_for", lambda *_: seen)  # as it saw it a moment before
    monkeypatch.setattr(module, "content_of", lambda _: LARGE)
    with pytest.raises(NotFound):
        finish_upload(actor, uid=uid, now=cast.now)
    assert chika.row.evidence.count() == 1


def test_a_piece_for_a_closed_ask_says_so_and_asks_for_no_more(chika: Visitor, cast: Cast) -> None:
    uid = begun(chika, cast)
    Ask.objects.update(state="closed", closed_at=cast.now)
    answer = _posted(respondent_client(chika.link_uid), f"/r/a/{chika.link_uid}/", uid, 0)
    assert answer.status_code != 409
    assert "json" not in answer.headers["Content-Type"]


def test_an_upload_is_its_links_alone(chika: Visitor, dan: Visitor, cast: Cast) -> None:
    uid = begun(chika, cast)
    for actor in (dan.actor(cast.now), cast.aoi, NOBODY):
        with pytest.raises(NotFound):
            incoming_for(actor, uid)
        with pytest.raises(NotFound):
            add_piece(actor, uid=uid, offset=0, data=LARGE[:PIECE_BYTES], now=cast.now)


def test_a_piece_moved_to_another_place_does_not_open(chika: Visitor, cast: Cast) -> None:
    uid = begun(chika, cast)
    for number in range(3):
        sent(chika, cast, uid, number)
    first, second = (path for path in waiting(chika) if path.suffix in {".0", ".1"})
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)
    with pytest.raises(Problem):
        finish_upload(chika.actor(cast.now), uid=uid, now=cast.now)


def test_a_refused_file_leaves_nothing(chika: Visitor, cast: Cast) -> None:
    data = b"MZ" + bytes(PIECE_BYTES)
    uid = begun(chika, cast, data, "setup.exe")
    for number in range(2):
        sent(chika, cast, uid, number, data)
    with pytest.raises(Invalid):
        finish_upload(chika.actor(cast.now), uid=uid, now=cast.now)
    assert waiting(chika) == []


def test_what_is_too_large_empty_or_one_too_many_is_not_begun(chika: Visitor, cast: Cast) -> None:
    actor = chika.actor(cast.now)
    limit = settings.SEKISHO_EVIDENCE_LIMIT_MB * 1024 * 1024
    for size, refusal in ((limit + 1, TooLarge), (0, Invalid)):
        with pytest.raises(refusal):
            begin_upload(actor, announced=Announced(KEY, "記録.txt", size), now=cast.now)
    with pytest.raises(NotFound):
        begin_upload(actor, announced=Announced("no-such", "記録.txt", 5), now=cast.now)
    for _ in range(MOST_WAITING):
        begun(chika, cast)
    with pytest.raises(TooLarge):
        begun(chika, cast)


def test_what_was_never_finished_is_gone_after_a_day(chika: Visitor, cast: Cast) -> None:
    uid = begun(chika, cast)
    sent(chika, cast, uid, 0)
    clear()
    assert len(waiting(chika)) == 2
    old = uuid7_from(clock.now() - timedelta(hours=25), bytes(10))
    for path in waiting(chika):
        path.rename(path.with_name(f"{old}{path.suffix}"))
    clear()
    assert waiting(chika) == []


def test_the_page_begins_goes_on_and_shows_the_file(chika: Visitor, cast: Cast) -> None:
    client = respondent_client(chika.link_uid)
    base = f"/r/a/{chika.link_uid}/"
    given = {"name": "記録.txt", "size": len(LARGE)}
    plan = client.post(f"{base}question/{KEY}/pieces/", given).json()
    assert (plan["received"], plan["piece"]) == (0, PIECE_BYTES)
    assert _posted(client, base, plan["upload"], 0).json() == {"received": PIECE_BYTES}
    again = client.post(f"{base}question/{KEY}/pieces/", {**given, "upload": plan["upload"]}).json()
    assert again == {**plan, "received": PIECE_BYTES}
    other = {**given, "size": 5, "upload": plan["upload"]}
    assert client.post(f"{base}question/{KEY}/pieces/", other).json()["received"] == 0
    skipped = _posted(client, base, plan["upload"], 2)
    assert (skipped.status_code, skipped.json()) == (409, {"received": PIECE_BYTES})
    _posted(client, base, plan["upload"], 1)
    page = _posted(client, base, plan["upload"], 2)
    assert page.status_code == 200
    assert "記録.txt" in page.content.decode()
    assert Assignment.objects.get(pk=chika.row.pk).evidence.count() == 1


def _posted(client, base, upload, number):
    at = number * PIECE_BYTES
    piece = SimpleUploadedFile("piece", LARGE[at : at + PIECE_BYTES])
    return client.post(f"{base}pieces/{upload}/", {"offset": at, "piece": piece})
