"""An ask of home to A and B that was answered with files, talk and a finding, and then closed."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from sekisho.apps.answering.actions.handovers import NewHandOver, hand_over
from sekisho.apps.answering.actions.talks import Saying, ask_question
from sekisho.apps.asks.actions.evidence import Upload, attach_evidence
from sekisho.apps.asks.actions.waves import close_ask
from sekisho.apps.asks.jobs.findings import settle_gaps
from sekisho.apps.asks.jobs.tally import count_ask
from sekisho.apps.measures.actions import reports
from sekisho.apps.measures.actions.steps import Step, take_step
from sekisho.apps.measures.models import Finding
from sekisho.apps.organisations.queries.reach import forget_home
from sekisho.engines.questionnaire import Answer
from sekisho.kernel import clock
from tests.factories.answering import Visitor, invite, open_ask
from tests.factories.cast import Cast, build_cast
from tests.factories.replying import PLAN, answer, answer_all, submit

KEY = "M22-RR-01"
CANARY = "証跡カナリア7719"
SAID = "言葉カナリア8821"


@dataclass(frozen=True, slots=True)
class Told:
    """What was said: two respondents, a file of each, a finding of A with its file."""

    cast: Cast
    chika: Visitor
    dan: Visitor
    file: uuid.UUID
    finding: Finding
    proof: uuid.UUID

    @property
    def ask_uid(self) -> uuid.UUID:
        return uuid.UUID(str(self.chika.row.ask.uid))


@pytest.fixture(scope="module")
def told_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[Told]:
    """The whole conversation once for all tests of a file: each of them is rolled back alone."""
    with django_db_blocker.unblock(), transaction.atomic():
        forget_home()
        yield _told(build_cast(clock.now() - timedelta(days=390)))
        transaction.set_rollback(True)


@pytest.fixture
def told(told_once: Told, db: None) -> Iterator[Told]:
    """The conversation, closed; files that a test takes off the disk come back after it."""
    folder = Path(settings.SEKISHO_DATA) / "files"
    kept = {path: path.read_bytes() for path in folder.glob("*")}
    yield told_once
    for path, data in kept.items():
        path.write_bytes(data)


def _told(cast: Cast) -> Told:
    now = cast.now
    chika = invite(cast, open_ask(cast), cast.chika)
    dan = invite(cast, chika.row.ask, cast.dan)
    files = [_attach(one, now, "控え.txt") for one in (chika, dan)]
    actor = chika.actor(now)
    to = NewHandOver("情シス担当", "it@a.example", (KEY,), by="ちか", note=SAID)
    hand_over(actor, to=to, now=now)
    ask_question(actor, question_key=KEY, saying=Saying(SAID, "ちか"), now=now)
    answer(chika.row, {KEY: Answer(("no",), plan=PLAN)}, now)
    answer_all(chika.row, now)
    submit(chika.row, now)
    settle_gaps(chika.assignment_id)
    count_ask(chika.row.ask_id)
    finding, proof = _finding(cast, chika, now)
    close_ask(cast.aoi, uid=chika.row.ask.uid, now=now)
    return Told(cast, chika, dan, files[0], finding, proof)


def _attach(visitor: Visitor, now: datetime, name: str) -> uuid.UUID:
    upload = Upload(io.BytesIO(CANARY.encode()), name)
    return attach_evidence(visitor.actor(now), question_key=KEY, upload=upload, now=now)


def _finding(cast: Cast, chika: Visitor, now: datetime) -> tuple[Finding, uuid.UUID]:
    row = Finding.objects.filter(source_id=chika.assignment_id).first()
    assert row is not None
    step = Step("done", proof=SAID, by="ちか", due_on=date(2030, 1, 1))
    upload = reports.Upload(io.BytesIO(CANARY.encode()), "設定.txt")
    reports.report_step(
        chika.actor(now), uid=row.uid, step=step, revision=row.revision, upload=upload, now=now
    )
    row.refresh_from_db()
    take_step(cast.aoi, uid=row.uid, step=Step("proven"), revision=row.revision, now=now)
    row.refresh_from_db()
    return row, row.files.get().uid
