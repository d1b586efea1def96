from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.factories.databases import Copies
from tests.factories.outbox import address_of
from tests.factories.smtp_sink import Sink, running_sink

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 60


@dataclass
class Nursery:
    """The process that forks workers, and the server to which they hand letters."""

    process: subprocess.Popen[str]
    sink: Sink
    count: int
    running: list[int] = field(default_factory=list)

    def ask(self, command: str) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{command}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def start(self) -> int:
        worker = int(self.ask("run"))
        self.running.append(worker)
        return worker

    def end(self, number: signal.Signals) -> int:
        """Send a signal to the oldest worker and wait for its end; its exit code."""
        os.kill(self.running.pop(0), number)
        return int(self.ask("reap"))

    def states(self) -> dict[str, int]:
        return dict(json.loads(self.ask("states")))

    def finish(self) -> None:
        """Let a worker do what is left."""
        self.start()
        until = time.monotonic() + PATIENCE_SECONDS
        while "queued" in self.states() and time.monotonic() < until:
            time.sleep(0.1)

    def extra(self) -> int:
        """How many messages came more than once, each further time counted."""
        return sum(self.sink.copies().values()) - len(self.sink.copies())

    def lost(self) -> set[str]:
        """The recipients to whom nothing came."""
        came = {taken.recipients[0] for taken in list(self.sink.taken)}
        return {address_of(number) for number in range(1, self.count + 1)} - came


@contextmanager
def nursery(copies: Copies, folder: Path, count: int, mistake: str = "") -> Iterator[Nursery]:
    """A fresh installation with so many letters waiting."""
    data = folder / "data"
    data.mkdir()
    with running_sink() as sink, copies.own(data) as database:
        environment = {
            **{name: value for name, value in os.environ.items() if "SEKISHO" not in name},
            "DJANGO_SETTINGS_MODULE": "sekisho.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "SEKISHO_DATA": str(data),
            "SEKISHO_KEY_FILE": os.environ["SEKISHO_KEY_FILE"],
            "SEKISHO_DATABASE_URL": database,
            "SEKISHO_SMTP_URL": sink.url,
            "SEKISHO_BASE_URL": "https://sekisho.home.test",
            "SEKISHO_MAIL_FROM": "sekisho@home.test",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.apps.mail.nursery", str(count), mistake],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with process:
            made = Nursery(process, sink, count)
            try:
                assert process.stdout is not None
                assert process.stdout.readline().strip() == "ready"
                yield made
            finally:
                while made.running:
                    made.end(signal.SIGKILL)
                assert process.stdin is not None
                process.stdin.close()


def kill_again_and_again(made: Nursery, kills: int, dice: random.Random) -> list[int]:
    """Kill workers at random points of the wave; how many letters each kill had repeated."""
    repeated = []
    step = made.count // (kills + 1)
    for _ in range(kills):
        before = made.extra()
        made.start()
        made.sink.wait_for(len(made.sink.taken) + dice.randrange(step), PATIENCE_SECONDS)
        time.sleep(dice.random() * 0.004)
        assert made.end(signal.SIGKILL) == -signal.SIGKILL
        repeated.append(made.extra() - before)
    before = made.extra()
    made.finish()
    return [*repeated[1:], made.extra() - before]


def check_wave(made: Nursery, repeated: list[int]) -> None:
    assert made.states() == {"handed_over": made.count}
    assert not made.lost()
    assert max(repeated) <= 1, "at most one letter is repeated for each kill"
    by_recipient = {(taken.recipients[0], taken.message_id) for taken in list(made.sink.taken)}
    assert len(by_recipient) == made.count, "a repeated letter keeps its Message-ID"


def test_killed_twenty_times_nobody_is_lost_and_one_letter_at_most_is_repeated(copies, tmp_path):
    with nursery(copies, tmp_path, 600) as made:
        check_wave(made, kill_again_and_again(made, 20, random.Random(20)))


@pytest.mark.long
def test_killed_two_hundred_times_in_a_wave_of_ten_thousand(copies, tmp_path):
    with nursery(copies, tmp_path, 10_000) as made:
        check_wave(made, kill_again_and_again(made, 200, random.Random(200)))


def test_the_harness_notices_a_worker_that_marks_before_it_sends(copies, tmp_path):
    with nursery(copies, tmp_path, 200, "marks_first") as made:
        kill_again_and_again(made, 10, random.Random(10))
        assert made.lost()


def test_two_workers_side_by_side_send_each_letter_once(copies, tmp_path):
    with nursery(copies, tmp_path, 400) as made:
        made.start()
        made.finish()
        assert made.states() == {"handed_over": 400}
        assert not made.lost()
        assert made.extra() == 0


def test_a_worker_told_to_stop_ends_cleanly_between_two_letters(copies, tmp_path):
    with nursery(copies, tmp_path, 300) as made:
        made.start()
        assert made.sink.wait_for(20, PATIENCE_SECONDS)
        assert made.end(signal.SIGTERM) == 0
        handed_over = made.states().get("handed_over", 0)
        assert handed_over == len(made.sink.taken)
        made.finish()
        assert made.extra() == 0
        assert not made.lost()
