"""How fast letters leave through the outbox, against a bare loop that keeps no record.

Both build the same Japanese letters and hand them to the same mail server (bench/sink.py, a process
of its own) on one reused connection, by turns, in one process. The outbox also claims, checks that
nothing was held or cancelled, and commits after each letter.
"""

from __future__ import annotations

import json
import os
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LETTERS = 10_000
ROUNDS = 5
GOAL = 0.5
LETTER = "bench.letter"
TEXT = (
    "株式会社あさひ部品　御中\nご担当者 様\n\n平素より大変お世話になっております。\n"
    + "このたび、取引先の皆さまに情報セキュリティの状況をおたずねしております。\n" * 12
    + "\nhttps://sekisho.home.test/r/0123456789abcdefghijklmnopqrstuvwxyzABCDEFG\n\n"
    + "ご不明な点は、下記までお問い合わせください。\n架空自動車株式会社 情報セキュリティ室\n"
)


def figures() -> Iterator[dict[str, Any]]:
    """mail_handover_ratio: our rate over the bare loop's."""
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as folder, running_sink() as port:
        done = subprocess.run(
            [sys.executable, "-m", "bench.mail"],
            cwd=ROOT,
            env=environment(Path(folder), port),
            check=True,
            capture_output=True,
            text=True,
        )
    measured = json.loads(done.stdout)
    ours, bare = measured["ours_per_s"], measured["bare_per_s"]
    ratio = round(statistics.median(o / b for o, b in zip(ours, bare, strict=True)), 3)
    yield {
        "name": "mail_handover_ratio",
        "value": ratio,
        "unit": "ratio of rates",
        "goal": GOAL,
        "met": ratio >= GOAL,
        "baseline": "smtplib loop, same messages, one connection",
        "baseline_value": round(statistics.median(bare)),
        "ratio": ratio,
        "note": (
            f"{LETTERS} letters, {round(statistics.median(ours))} letters/s against "
            f"{round(statistics.median(bare))}; SQLite, one commit a letter; processor time "
            f"{measured['ours_cpu_ms']:.2f} ms against {measured['bare_cpu_ms']:.2f} ms a letter; "
            "median of five turns each"
        ),
    }


@contextmanager
def running_sink() -> Iterator[int]:
    """The port of a server that must in the end have taken every message."""
    command = [sys.executable, "-m", "bench.sink"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as process:
        assert process.stdin
        assert process.stdout
        yield int(process.stdout.readline())
        process.stdin.close()
        taken = int(process.stdout.readline())
    if taken != 2 * LETTERS:
        raise RuntimeError(f"The server took {taken} messages instead of {2 * LETTERS}.")


def environment(folder: Path, port: int) -> dict[str, str]:
    """The settings of a throwaway installation that sends to the sink."""
    from sekisho.adapters.vault import create_key_file

    keys = folder / "keys.json"
    create_key_file(keys)
    (folder / "data").mkdir()
    kept = {name: value for name, value in os.environ.items() if "SEKISHO" not in name}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "sekisho.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "SEKISHO_DATA": str(folder / "data"),
        "SEKISHO_KEY_FILE": str(keys),
        "SEKISHO_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "SEKISHO_BASE_URL": "https://sekisho.home.test",
        "SEKISHO_MAIL_FROM": "架空自動車株式会社 <sekisho@home.test>",
    }


def render(refs):
    """The same letter for everybody."""
    return {ref.outbox_id: letter_to(ref.recipient_id) for ref in refs}


def letter_to(number: int):
    from sekisho.apps.mail.events import RenderedLetter

    subject = f"【架空自動車】情報セキュリティ緊急点検へのご協力のお願い {number}"
    return RenderedLetter(f"r{number}@partners.test", "ご担当者", subject, TEXT)


def queue_all() -> None:
    from sekisho.apps.mail.actions import NewLetter, queue_letters
    from sekisho.apps.mail.events import register_renderer
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM

    register_renderer(LETTER, "bench.mail.render")
    letters = [NewLetter(LETTER, n, n, "ja", f"{LETTER}:{n}") for n in range(LETTERS)]
    queue_letters(SYSTEM, letters=letters, now=clock.now())


def through_the_outbox(count: int) -> None:
    from sekisho.apps.mail.jobs import hand_over_due

    handed = hand_over_due(limit=count)
    if handed != count:
        raise RuntimeError(f"{handed} letters were handed over instead of {count}.")


def in_a_bare_loop(count: int) -> None:
    """Build and send, and remember nothing."""
    from sekisho.adapters.channels import Letter, Stamp, build_message, message_id
    from sekisho.apps.mail.queries import configured_sender
    from sekisho.kernel import clock
    from sekisho.kernel.entropy import new_id

    sender = configured_sender()
    port = int(os.environ["SEKISHO_SMTP_URL"].rpartition(":")[2])
    with smtplib.SMTP("127.0.0.1", port, local_hostname="home.test") as server:
        for number in range(count):
            given = letter_to(number)
            about = Letter(given.to_address, given.to_name, given.subject, given.text)
            stamp = Stamp(message_id(new_id(), "sekisho.home.test"), clock.now(), "ja")
            content = build_message(about, sender, stamp)
            server.sendmail(sender.address, [given.to_address], content)


def timed(work, count: int) -> tuple[float, float]:
    """Letters a second, and processor seconds used here."""
    began, used = time.perf_counter(), time.process_time()
    work(count)
    return count / (time.perf_counter() - began), time.process_time() - used


def measure() -> None:
    """By turns, a fifth of the letters each time; prints the rates."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    queue_all()
    part = LETTERS // ROUNDS
    turns = [(timed(in_a_bare_loop, part), timed(through_the_outbox, part)) for _ in range(ROUNDS)]
    result = {
        "bare_per_s": [bare[0] for bare, _ours in turns],
        "ours_per_s": [ours[0] for _bare, ours in turns],
        "bare_cpu_ms": statistics.median(bare[1] for bare, _ours in turns) / part * 1000,
        "ours_cpu_ms": statistics.median(ours[1] for _bare, ours in turns) / part * 1000,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    measure()
