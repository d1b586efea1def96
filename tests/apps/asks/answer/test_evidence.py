from __future__ import annotations

import io
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from sekisho.apps.asks.actions import evidence as module
from sekisho.apps.asks.actions.evidence import Upload, attach_evidence, withdraw_evidence
from sekisho.apps.asks.actions.replies import Outcome, save_answer
from sekisho.apps.asks.models import Assignment, EvidenceFile
from sekisho.apps.asks.queries.respondent import reply_for
from sekisho.apps.asks.queries.respondent_files import evidence_content_for, path_of
from sekisho.engines.questionnaire import Answer
from sekisho.kernel.actor import NOBODY
from sekisho.kernel.errors import Conflict, Invalid, NotFound, Problem, TooLarge, Unreadable
from tests.factories.answering import Visitor, invite
from tests.factories.cast import Cast, office_client
from tests.factories.hostile_files import hostile_files

KEY = "M22-RR-01"
CANARY = "証跡カナリア7719"


def _attach(visitor: Visitor, cast: Cast, text: str = CANARY, name: str = "控え.txt") -> uuid.UUID:
    upload = Upload(io.BytesIO(text.encode()), name)
    return attach_evidence(visitor.actor(cast.now), question_key=KEY, upload=upload, now=cast.now)


def test_a_file_of_another_reply_is_not_there_for_the_office(chika: Visitor, cast: Cast) -> None:
    uid, dan = _attach(chika, cast), invite(cast, chika.row.ask, cast.dan)
    client = office_client(cast.aoi)
    address = reverse("asks:evidence", kwargs={"uid": dan.row.uid, "file_uid": uid})
    assert client.get(address).status_code == 404


def _files_on_disk() -> set[Path]:
    return set((Path(settings.SEKISHO_DATA) / "files").glob("*"))


def test_a_file_comes_back_whole_and_lies_encrypted_under_a_random_name(
    chika: Visitor, cast: Cast
) -> None:
    uid = _attach(chika, cast)
    found = evidence_content_for(chika.actor(cast.now), uid)
    assert found.data.decode() == CANARY
    assert (found.view.name, found.view.scan_state) == ("控え.txt", "not_scanned")
    row = EvidenceFile.objects.get()
    kept = path_of(row.stored_name).read_bytes()
    assert CANARY.encode() not in kept
    assert "控え" not in row.stored_name
    assert "控え".encode() not in bytes(row.sealed)


def test_a_file_moved_to_another_row_does_not_open(
    chika: Visitor, dan: Visitor, cast: Cast
) -> None:
    mine, other = _attach(chika, cast), _attach(chika, cast, "ほかの控え")
    rows = {row.uid: row for row in EvidenceFile.objects.all()}
    path_of(rows[mine].stored_name).write_bytes(path_of(rows[other].stored_name).read_bytes())
    with pytest.raises(Unreadable):
        evidence_content_for(chika.actor(cast.now), mine)


def test_files_neither_disturb_the_answer_nor_are_lost_by_it(chika: Visitor, cast: Cast) -> None:
    actor = chika.actor(cast.now)
    uid = _attach(chika, cast)
    result = save_answer(
        actor, question_key=KEY, answer=Answer(("no",)), base_revision=0, now=cast.now
    )
    assert result.outcome is Outcome.SAVED
    _attach(chika, cast, "二つ目")
    again = save_answer(
        actor, question_key=KEY, answer=Answer(("yes",)), base_revision=1, now=cast.now
    )
    assert again.outcome is Outcome.SAVED
    assert again.stored is not None
    assert str(uid) in again.stored.answer.evidence_ids
    assert len(again.stored.answer.evidence_ids) == 2


def test_a_withdrawn_file_is_gone_for_everybody(chika: Visitor, cast: Cast) -> None:
    actor, uid = chika.actor(cast.now), _attach(chika, cast)
    assert withdraw_evidence(actor, uid=uid, now=cast.now) == KEY
    assert reply_for(actor, now=cast.now).evidence == ()
    for one in (actor, cast.aoi):
        with pytest.raises(NotFound):
            evidence_content_for(one, uid)
    with pytest.raises(NotFound):
        withdraw_evidence(actor, uid=uid, now=cast.now)


def test_taking_files_back_makes_no_room_without_end(
    chika: Visitor, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = len(CANARY.encode())
    monkeypatch.setattr(module, "MOST_BYTES", size)
    monkeypatch.setattr(module, "MOST_BYTES_EVER", 2 * size)
    for _time in range(2):
        withdraw_evidence(chika.actor(cast.now), uid=_attach(chika, cast), now=cast.now)
    before = _files_on_disk()
    with pytest.raises(TooLarge, match="too_often"):
        _attach(chika, cast)
    assert _files_on_disk() == before


def test_only_the_respondent_and_offices_that_reach_it_read_a_file(
    chika: Visitor, dan: Visitor, cast: Cast
) -> None:
    of_chika, of_dan = _attach(chika, cast), _attach(dan, cast, "ダンの控え")
    assert evidence_content_for(cast.aoi, of_chika).data
    assert evidence_content_for(cast.ben, of_dan).data
    assert evidence_content_for(cast.emi, of_chika).data
    for actor, uid in (
        (cast.emi, of_dan),
        (dan.actor(cast.now), of_chika),
        (chika.actor(cast.now), of_dan),
        (chika.actor(cast.now, is_confirmed=False), of_chika),
        (NOBODY, of_chika),
    ):
        with pytest.raises(NotFound):
            evidence_content_for(actor, uid)


def test_a_sister_companys_ask_is_not_read(cast: Cast, chika: Visitor) -> None:
    """Emi coordinates G; what H asks the shared supplier is none of her business."""
    from tests.factories.answering import open_ask
    from tests.factories.cast import Holder

    ask = open_ask(cast, asker_id=cast.h.id)
    holder = Holder(cast.dan.id, cast.dan.uid, cast.s.id, "Dan", cast.dan.email)
    uid = _attach(invite(cast, ask, holder), cast)
    with pytest.raises(NotFound):
        evidence_content_for(cast.emi, uid)


def test_hostile_files_leave_nothing_behind(chika: Visitor, cast: Cast, tmp_path: Path) -> None:
    before, refused = _files_on_disk(), 0
    for case in hostile_files(tmp_path):
        if case.expectation == "read" or refused >= 40:
            continue
        with case.path.open("rb") as stream, pytest.raises(Problem):
            attach_evidence(
                chika.actor(cast.now),
                question_key=KEY,
                upload=Upload(stream, case.declared_name),
                now=cast.now,
            )
        refused += 1
    assert refused == 40
    assert not EvidenceFile.objects.exists()
    assert _files_on_disk() == before


def test_a_file_that_cannot_be_kept_leaves_nothing_behind(
    chika: Visitor, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _files_on_disk()
    monkeypatch.setattr(module, "MOST_FILES", 0)
    with pytest.raises(TooLarge, match="too_many"):
        _attach(chika, cast)
    assert _files_on_disk() == before


def test_a_read_only_reply_takes_no_file(chika: Visitor, cast: Cast) -> None:
    Assignment.objects.update(state="closed")
    before = _files_on_disk()
    with pytest.raises(Conflict):
        _attach(chika, cast)
    assert _files_on_disk() == before


def test_the_limit_is_the_installations_own(chika: Visitor, cast: Cast, settings: object) -> None:
    settings.SEKISHO_UPLOAD_LIMIT_MB = 1  # type: ignore[attr-defined]
    with pytest.raises((TooLarge, Invalid), match=r"intake\.too_large"):
        _attach(chika, cast, "x" * (1024 * 1024 + 1))
