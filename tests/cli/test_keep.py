"""The record is checked by the house itself, and by somebody who trusts nothing of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from sekisho.apps.audit.actions import Change, record_entry
from sekisho.apps.audit.queries import chain_report
from sekisho.cli import keep, verify_audit
from sekisho.kernel import clock
from sekisho.kernel.actor import SYSTEM
from sekisho.kernel.errors import NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> str:
    """Three entries; the head of their chain."""
    for verb in ("mail.held", "mail.released", "mail.held"):
        record_entry(SYSTEM, change=Change(verb, "mail"), now=clock.now())
    return chain_report().head


def verified(file: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The verdict of the one copied file, in a Python that knows nothing of Sekisho."""
    copy = file.with_name("verify.py")
    copy.write_bytes(Path(verify_audit.__file__).read_bytes())
    return subprocess.run(
        [sys.executable, "-I", "-S", str(copy), str(file), *words],
        capture_output=True,
        text=True,
        check=False,
    )


def change_entry() -> None:
    """As somebody would who has the database itself: the guard is taken away first."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_no_update")
        else:
            cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER audit_no_change")
        cursor.execute("UPDATE audit_auditentry SET verb = 'mail.tested' WHERE seq = 2")


def test_a_sound_chain_is_reported_with_its_head(record, capsys):
    assert keep.verify_audit() == 0
    assert capsys.readouterr().out == f"The chain holds: 3 entries, head {record}\n"


def test_a_changed_entry_is_named(record, capsys):
    change_entry()
    assert keep.verify_audit() == 1
    assert "broken at entry 2" in capsys.readouterr().out


def test_an_exported_record_is_checked_on_a_machine_without_us(record, tmp_path):
    keep.export_audit(tmp_path / "audit.jsonl")
    done = verified(tmp_path / "audit.jsonl", "--head", record)
    assert (done.returncode, done.stdout) == (0, f"3 sound entries, head {record}\n"), done.stderr


def test_the_outside_verifier_finds_a_changed_line(record, tmp_path):
    file = tmp_path / "audit.jsonl"
    keep.export_audit(file)
    file.write_text(file.read_text("utf-8").replace("mail.released", "mail.forgotten"), "utf-8")
    done = verified(file)
    assert (done.returncode, "entry 2 was changed" in done.stdout) == (1, True)


def test_the_outside_verifier_finds_another_head_than_the_noted_one(record, tmp_path):
    keep.export_audit(tmp_path / "audit.jsonl")
    done = verified(tmp_path / "audit.jsonl", "--head", "0" * 64)
    assert (done.returncode, "not the one that was noted" in done.stdout) == (1, True)


def test_the_outside_verifier_refuses_another_file(tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Good morning.")
    done = verified(file)
    assert (done.returncode, "is no exported audit record" in done.stderr) == (2, True)


def test_a_sign_in_link_is_printed_for_somebody_who_is_there(cast, capsys):
    keep.print_sign_in_link(" AOI@home.example ")
    assert capsys.readouterr().out.startswith("/sign-in/first/")
    with pytest.raises(NotFound) as caught:
        keep.print_sign_in_link("nobody@home.example")
    assert caught.value.code == "accounts.no_person"
