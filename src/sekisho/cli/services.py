"""The long-running parts, each a process: server, worker, mail worker, scheduler."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sekisho.cli.commands import Commands

# Browsers keep their line to one process. In one process pages wait for each other, so more of
# them than processors: measured on two, four of two threads answer three times as fast as two of
# four when twenty people are at work. The second thread is for the page behind a long export.
SERVER_WORKERS = 4
SERVER_THREADS = 2
BACKGROUND_NICENESS = 10
SERVER_GRACE_SECONDS = 5  # then a page that still runs, or a kept-alive line, is cut off


def add_to(commands: Commands) -> None:
    """Declare the commands."""
    parts = (
        ("serve", "serve the pages", serve),
        ("worker", "run jobs", work),
        ("mail-worker", "hand letters to the mail server", hand_over_mail),
        ("scheduler", "start what is due and deliver events", schedule),
    )
    for name, text, act in parts:
        commands.add_parser(name, help=text).set_defaults(act=lambda _options, act=act: act())


def server_words() -> list[str]:
    """How to start the page server with the present settings."""
    from django.conf import settings

    return [
        sys.executable,
        "-m",
        "granian",
        "--interface=wsgi",
        f"--host={settings.SEKISHO_BIND}",
        f"--port={settings.SEKISHO_PORT}",
        f"--workers={SERVER_WORKERS}",
        f"--blocking-threads={SERVER_THREADS}",
        f"--workers-kill-timeout={SERVER_GRACE_SECONDS}",
        "--no-access-log",
        "--log-level=error",  # it warns of more processes than processors
        "sekisho.config.wsgi:application",
    ]


def serve() -> None:
    """Become the page server."""
    words = server_words()
    os.execv(words[0], words)  # noqa: S606 - the words are fixed above


def yield_to_pages() -> None:
    """Take the processor while no page wants it: somebody waits for a page, nobody for this."""
    os.nice(BACKGROUND_NICENESS)


def work() -> None:
    """Run jobs until told to stop; what a killed worker left half-done is taken up again.

    One such worker an installation: at its start it owns whatever is marked as running.
    """
    from django_tasks_db.management.commands.db_worker import Worker

    from sekisho.apps.work.jobs import release_interrupted

    yield_to_pages()
    release_interrupted()
    worker = Worker(
        queue_names=["*"],
        interval=0.5,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="worker",
        excluded_queue_names=[],
    )
    worker.configure_signals()
    worker.run()


def schedule() -> None:
    """Tick and deliver until told to stop."""
    from sekisho.apps.work.jobs import scheduler_loop

    _end_on_sigterm()
    scheduler_loop()


def hand_over_mail() -> None:
    """Hand letters over until told to stop."""
    from sekisho.apps.mail.jobs import hand_over_loop

    _end_on_sigterm()
    yield_to_pages()
    hand_over_loop()


def _end_on_sigterm() -> None:
    def end(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)
