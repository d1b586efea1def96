"""A back-up brings everything back elsewhere, and nothing that is not sound or not ours."""

from __future__ import annotations

import io
import json
import re
import stat
import tarfile
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from sekisho.apps.mail.models import MailHold
from sekisho.cli import backup, restore
from sekisho.kernel import clock
from sekisho.kernel.errors import Problem, Unreadable
from tests.factories.installations import Installation, new_installation


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation at work, and one back-up of it in the folder `kept`."""
    installation = new_installation(tmp_path_factory.mktemp("source") / "here").furnish()
    done = installation.sekisho("backup", "--to", str(installation.folder / "kept"))
    assert done.returncode == 0, done.stderr
    return installation


@pytest.fixture(scope="module")
def archive(source: Installation) -> Path:
    (found,) = (source.folder / "kept").iterdir()
    return found


@pytest.fixture
def elsewhere(source: Installation, tmp_path: Path) -> Installation:
    """An empty place that has been given the same key file."""
    return new_installation(tmp_path / "elsewhere", key_file=source.key_file)


@pytest.fixture(scope="module")
def restored(source: Installation, archive: Path, tmp_path_factory: Any) -> Installation:
    """The back-up brought back elsewhere; somebody has put one more file into the archive."""
    folder = tmp_path_factory.mktemp("restored")
    installation = new_installation(folder / "there", key_file=source.key_file)
    done = installation.sekisho("restore", str(with_extra_file(archive, folder / "more.tar.gz")))
    assert done.returncode == 0, done.stdout + done.stderr
    (folder / "there" / "said").write_text(done.stdout)
    return installation


def with_extra_file(archive: Path, target: Path, name: str = "files/zz/extra") -> Path:
    with tarfile.open(archive) as old, tarfile.open(target, "w:gz") as new:
        for member in old.getmembers():
            new.addfile(member, old.extractfile(member))
        extra = tarfile.TarInfo(name)
        extra.size = 3
        new.addfile(extra, io.BytesIO(b"abc"))
    return target


def rewritten(archive: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The archive with changed members; gzip and tar themselves stay sound."""
    with tarfile.open(archive) as old, tarfile.open(target, "w:gz") as new:
        for member in old.getmembers():
            opened = old.extractfile(member)
            assert opened is not None
            content = change(member.name, opened.read())
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return target


def test_a_backup_brings_every_row_every_file_and_the_record_back(source, restored):
    before, after = source.state(), restored.state()
    # What comes on top is the hold of the mail and its entry in the record.
    differing = {t for t, rows in before["rows"].items() if after["rows"][t] != rows}
    assert differing == {"mail_mailhold", "audit_auditentry"}
    assert after["audit"]["entries"] == before["audit"]["entries"] + 1
    assert after["audit"]["first_bad"] is None
    assert (before["is_held"], after["is_held"]) == (False, True)
    assert restored.opened_file() == "証跡"


def test_a_restore_says_what_came_back_and_that_mail_waits(restored):
    said = (restored.folder / "said").read_text()
    assert re.search(r"[1-9]\d* rows, [1-9]\d* audit entries", said)
    assert "Mail is held" in said
    assert "differ" not in said


def test_the_record_of_the_restored_house_continues_that_of_the_old_one(source, restored, tmp_path):
    entries = []
    for number, installation in enumerate((source, restored)):
        file = tmp_path / f"{number}.jsonl"
        assert installation.sekisho("audit-export", str(file)).returncode == 0
        rows = map(json.loads, file.read_text("utf-8").splitlines())
        entries.append([row for row in rows if "verb" in row])
    old, new = entries
    assert old
    assert new[: len(old)] == old
    assert [row["verb"] for row in new[len(old) :]] == ["mail.held"]


def test_a_file_that_the_manifest_does_not_name_stays_outside(restored):
    assert (restored.data / "files" / "ab" / "one").exists()
    assert not (restored.data / "files" / "zz").exists()


def test_only_the_owner_may_read_a_backup_and_the_keys_are_not_in_it(source, archive):
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert stat.S_IMODE(archive.parent.stat().st_mode) == 0o700
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]
    keys = json.loads(source.key_file.read_text())
    secrets = [*keys["masters"].values(), *(keys[name] for name in ("link", "code", "web"))]
    with tarfile.open(archive) as opened:
        for member in opened.getmembers():
            file = opened.extractfile(member)
            assert file is not None
            content = file.read()
            assert not [secret for secret in secrets if secret.encode() in content], member.name


def refusal(archive: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Problem:
    """Why this process, whose keys are those of the test run, does not bring the archive in."""
    folder.mkdir()
    place = replace(backup.place_of_settings(), data=folder)
    monkeypatch.setattr(restore, "place_of_settings", lambda: place)
    with pytest.raises(Problem) as caught:
        restore.restore_backup(archive)
    assert list(folder.iterdir()) == []
    return caught.value


def test_an_archive_cut_short_is_refused(archive, tmp_path, monkeypatch):
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    assert refusal(cut, tmp_path / "new", monkeypatch).code == "cli.backup_unreadable"


def test_a_file_that_is_no_archive_is_refused_with_a_sentence(elsewhere, tmp_path):
    other = tmp_path / "letter.txt"
    other.write_text("Good morning.")
    done = elsewhere.sekisho("restore", str(other))
    assert done.returncode == 3
    assert done.stderr.startswith("sekisho: “letter.txt” cannot be read as a back-up.")
    assert done.stderr.endswith("[cli.backup_unreadable]\n")
    assert not elsewhere.tables()


@pytest.mark.parametrize("damaged", ["database", "files/ab/one"])
def test_one_changed_byte_inside_is_found(archive, tmp_path, monkeypatch, damaged):
    def change(name: str, content: bytes) -> bytes:
        return content[:-1] + bytes([content[-1] ^ 1]) if name.startswith(damaged) else content

    changed = rewritten(archive, tmp_path / "changed.tar.gz", change)
    problem = refusal(changed, tmp_path / "new", monkeypatch)
    assert problem.code == "cli.backup_damaged"
    assert str(problem.params["member"]).startswith(damaged)


def test_a_member_that_lies_outside_the_folder_is_refused(archive, tmp_path, monkeypatch):
    evil = with_extra_file(archive, tmp_path / "evil.tar.gz", name="../outside")
    assert refusal(evil, tmp_path / "new", monkeypatch).code == "cli.backup_unreadable"
    assert not list(tmp_path.rglob("outside"))


def test_a_backup_made_with_other_keys_is_refused(archive, tmp_path, monkeypatch):
    assert refusal(archive, tmp_path / "new", monkeypatch).code == "cli.other_keys"


def test_a_restore_makes_no_keys_of_its_own(archive, tmp_path):
    bare = new_installation(tmp_path / "bare")
    done = bare.sekisho("restore", str(archive))
    assert done.returncode == 1
    assert "put the key file of that back-up there" in done.stderr
    assert not bare.key_file.exists()


def test_an_installation_that_holds_data_is_never_overwritten(source, archive):
    done = source.sekisho("restore", str(archive))
    assert (done.returncode, "[cli.not_empty]" in done.stderr) == (6, True), done.stderr


def test_a_backup_of_the_other_kind_of_database_is_refused(archive, tmp_path, monkeypatch):
    def other(name: str, content: bytes) -> bytes:
        if name != backup.MANIFEST:
            return content
        # A member that exists stands in for the foreign database.
        return json.dumps({**json.loads(content), "database": "files/ab/one"}).encode()

    changed = rewritten(archive, tmp_path / "other.tar.gz", other)
    assert refusal(changed, tmp_path / "new", monkeypatch).code == "cli.other_database"


@pytest.mark.django_db
def test_mail_is_held_even_where_the_restored_data_does_not_open(monkeypatch):
    def closed() -> None:
        raise Unreadable("vault.data_key_closed", key="1")

    monkeypatch.setattr(restore, "_check_keys_open", closed)
    with pytest.raises(Unreadable):
        restore._check_restored(backup.state_now(("mail_mailhold",)))
    assert MailHold.objects.get().reason == "restored"


@pytest.mark.django_db(transaction=True)
def test_what_is_written_during_a_backup_is_neither_copied_nor_counted():
    def write() -> None:
        MailHold.objects.create(pk=1, reason="by_hand", since=clock.now())
        connection.close()

    def count() -> int:
        return int(backup.state_now(("mail_mailhold",))["rows"]["mail_mailhold"])

    with backup._one_moment(backup.place_of_settings()):
        assert count() == 0
        writer = threading.Thread(target=write)
        writer.start()
        writer.join()
        assert count() == 0
    assert count() == 1
