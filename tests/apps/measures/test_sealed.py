"""Whose key seals a finding: the organisation's own, home's when somebody else said it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest

from sekisho.adapters.vault import Place
from sekisho.apps.measures.actions.findings import NewFinding, open_findings
from sekisho.apps.measures.actions.reports import Upload, report_step
from sekisho.apps.measures.actions.steps import Step, take_step
from sekisho.apps.measures.models import Finding, FindingFile
from sekisho.apps.measures.queries.files import content_place, file_content_for, path_of
from sekisho.apps.measures.queries.findings import finding_for
from sekisho.apps.measures.queries.sealed import FindingWords
from sekisho.apps.organisations.queries import open_for, seal_for
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import Unreadable
from sekisho.kernel.text import Bilingual

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 16)
WORDS = FindingWords("Q-1", Bilingual("多要素認証を使っていますか。", "Do you use MFA?"), "no")


def told(cast, by=None):
    new = NewFinding(cast.a.id, cast.home.id, "ask", 1, True, WORDS, None, cast.now, by)
    open_findings(SYSTEM, findings=[new], now=cast.now)
    return Finding.objects.get()


def words_place(row):
    return Place("measures_finding", str(row.uid), "sealed")


def test_what_a_partner_says_of_itself_is_sealed_with_its_own_key(cast):
    for by in (None, cast.a.id):
        row = told(cast, by)
        assert open_for(cast.a.id, words_place(row), row.sealed)
        Finding.objects.all().delete()


def test_what_a_buyer_says_of_a_partner_is_sealed_with_homes_key(cast):
    row = told(cast, cast.g.id)
    assert open_for(cast.home.id, words_place(row), row.sealed)
    with pytest.raises(Unreadable):
        open_for(cast.a.id, words_place(row), row.sealed)
    seen = finding_for(cast.emi, row.uid, today=TODAY)
    assert seen.words.question == WORDS.question
    step = Step("done", proof="確認")
    take_step(cast.emi, uid=row.uid, step=step, revision=seen.revision, now=cast.now)
    row.refresh_from_db()
    assert open_for(cast.home.id, words_place(row), row.sealed)


def test_its_files_are_sealed_with_homes_key_too(cast):
    row = told(cast, cast.g.id)
    step, upload = Step("done", proof="確認"), Upload(io.BytesIO(b"ok\n"), "fine.txt")
    report_step(
        cast.emi, uid=row.uid, step=step, revision=row.revision, upload=upload, now=cast.now
    )
    file = FindingFile.objects.get()
    facts = Place("measures_finding_file", str(file.uid), "sealed")
    assert open_for(cast.home.id, facts, file.sealed)
    content = path_of(file.stored_name).read_bytes()
    assert open_for(cast.home.id, content_place(file.uid), content) == b"ok\n"
    assert file_content_for(cast.emi, row.uid, file.uid)[1] == b"ok\n"


def test_what_was_sealed_with_the_partners_key_before_still_opens_and_moves_on(cast):
    row = told(cast, cast.g.id)
    plain = open_for(cast.home.id, words_place(row), row.sealed)
    row.sealed = seal_for(cast.a.id, words_place(row), plain)
    row.save(update_fields=["sealed"])
    assert finding_for(cast.emi, row.uid, today=TODAY).words.question == WORDS.question
    later = cast.now + timedelta(hours=1)
    words = replace(WORDS, answer="partial")
    new = NewFinding(cast.a.id, cast.home.id, "ask", 1, True, words, None, later, cast.g.id)
    assert open_findings(SYSTEM, findings=[new], now=later) == 1
    row.refresh_from_db()
    assert open_for(cast.home.id, words_place(row), row.sealed)
