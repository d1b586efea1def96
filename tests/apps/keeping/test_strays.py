"""Files on the disk that no row names go after a week; all that is named stays."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from sekisho.apps.asks.models import EvidenceFile
from sekisho.apps.audit.models import AuditEntry
from sekisho.apps.keeping import jobs
from sekisho.apps.keeping.queries import strays
from sekisho.apps.measures.models import FindingFile
from sekisho.apps.rules.actions.editions import EditionFacts, Upload, change_edition, create_edition
from sekisho.apps.rules.models import Edition
from sekisho.kernel import clock
from sekisho.kernel.text import Bilingual
from tests.apps.rules.world import EARLY, written

FACTS = EditionFacts("1.0", EARLY, Bilingual(), Bilingual())


def files():
    return Path(settings.SEKISHO_DATA) / "files"


def placed(name, *, days):
    files().mkdir(parents=True, exist_ok=True)
    path = files() / name
    path.write_bytes(b"sealed")
    aged(path, days)
    return path


def aged(path, days):
    at = (clock.now() - timedelta(days=days)).timestamp()
    os.utime(path, (at, at))


def test_what_nothing_names_goes_after_a_week(told):
    for path in files().glob("*"):
        aged(path, 400)
    rows = (*EvidenceFile.objects.all(), *FindingFile.objects.all())
    named = {files() / one.stored_name for one in rows}
    assert {told.file, told.proof} <= {one.uid for one in rows}
    stray, young = placed("ab" * 24, days=8), placed("cd" * 24, days=6)
    other = placed("notes.txt", days=400)  # not ours: a name that no room gives
    jobs.sweep()
    assert not stray.exists()
    assert set(files().glob("*")) == named | {young, other}
    young.unlink()
    other.unlink()
    assert AuditEntry.objects.get(verb="keeping.strays_removed").count >= 1
    jobs.sweep()
    assert AuditEntry.objects.filter(verb="keeping.strays_removed").count() == 1


def test_a_draft_whose_file_was_exchanged_by_a_process_that_died_leaves_nothing(told, monkeypatch):
    cast = told.cast
    first, second = (Upload(io.BytesIO(text), "規程.txt") for text in (b"one", b"two"))
    rule = written(cast)
    uid = create_edition(cast.aoi, rule_uid=rule, facts=replace(FACTS, upload=first), now=cast.now)
    before = files() / Edition.objects.get().stored_name
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", _die)
        with pytest.raises(KeyboardInterrupt):
            change_edition(
                cast.aoi, uid=uid, revision=1, facts=replace(FACTS, upload=second), now=cast.now
            )
    after = files() / Edition.objects.get().stored_name
    assert before.exists()
    for path in (before, after):
        aged(path, 8)
    jobs.sweep()
    assert (before.exists(), after.exists()) == (False, True)


def _die(*_given, **_named):
    raise KeyboardInterrupt


def test_every_room_that_stores_files_is_asked():
    storing = {
        model._meta.app_label
        for model in apps.get_models()
        if any(one.name == "stored_name" for one in model._meta.fields)
    }
    # Lists that are imported lie in a folder of their own, which their room clears.
    assert storing - {"partners"} == {one.__module__.split(".")[2] for one in strays.NAMED}
