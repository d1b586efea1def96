"""`sekisho run`: prepare, then keep server, workers and scheduler going until stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import FrameType
from typing import TYPE_CHECKING

from sekisho.cli import kernels
from sekisho.cli.prepare import prepare_installation
from sekisho.cli.services import server_words
from sekisho.kernel.errors import Conflict, Invalid

if TYPE_CHECKING:
    from sekisho.cli.commands import Commands

FIRST_PERSON, FIRST_NAME = "aoi@office.example", "あおい"
_GRACE_SECONDS = 10
_START_SECONDS = 60
_LONGEST_PAUSE_SECONDS = 30


def add_to(commands: Commands) -> None:
    """Declare the command."""
    command = commands.add_parser("run", help="prepare and run everything on this machine")
    command.set_defaults(act=lambda _options: run_everything(), is_new_allowed=True)


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def run_everything() -> int:
    """Prepare, print where to go, run until Ctrl-C or SIGTERM; returns the exit code."""
    wants_demo = _wants_demo()
    _check_port()
    say("→ Preparing the database")
    prepare_installation()
    if not kernels.are_compiled():
        say("→ Compiling the chain engine (once a version and machine: some minutes)")
        kernels.compile_kernels()
    _first_people(wants_demo=wants_demo)
    household = Household()
    household.start()
    household.wait_for_server()
    _tell()
    return household.watch()


def _wants_demo() -> bool:
    value = os.environ.get("DEMO", "1")
    if value not in {"0", "1"}:
        raise Invalid("cli.demo_flag", value=value)
    return value == "1"


def _check_port() -> None:
    """Stop with a sentence before anything starts when somebody else has the port."""
    from django.conf import settings

    with _socket_to(settings.SEKISHO_BIND) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.SEKISHO_BIND, settings.SEKISHO_PORT))
        except OSError as error:
            raise Conflict("cli.port_taken", port=settings.SEKISHO_PORT) from error


def _first_people(*, wants_demo: bool) -> None:
    from sekisho.apps.accounts.actions import create_first_administrator
    from sekisho.apps.organisations.queries import has_home
    from sekisho.cli.demo import load_demo
    from sekisho.kernel import clock
    from sekisho.kernel.actor import SYSTEM

    if has_home():
        return
    if wants_demo:
        say("→ Loading the demo story (DEMO=0 leaves it out)")
        load_demo(say=say)
    else:
        create_first_administrator(SYSTEM, email=FIRST_PERSON, name=FIRST_NAME, now=clock.now())


def _tell() -> None:
    """Address, way in, and where letters can be read."""
    from django.conf import settings

    from sekisho.cli.keep import first_way_in

    address = f"http://{_shown_host(settings.SEKISHO_BIND)}:{settings.SEKISHO_PORT}"
    say("")
    say(f"  Sekisho        {address}/")
    token, email = first_way_in()
    if token:
        say(f"  First sign-in  {address}/sign-in/first/{token}  ({email})")
        say("                 (works once, for 24 hours; a new one is made at each start)")
    where = (
        "the SMTP server that is set" if settings.SEKISHO_SMTP_URL else f"{address}/o/mail/local/"
    )
    say(f"  Letters        {where}")
    say("  Stop           Ctrl-C")
    say("")


def _host_here(bind: str) -> str:
    return "127.0.0.1" if bind in {"0.0.0.0", "::"} else bind  # noqa: S104 - compared, not bound


def _shown_host(bind: str) -> str:
    host = _host_here(bind)
    return f"[{host}]" if ":" in host else host


def _socket_to(host: str) -> socket.socket:
    return socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)


@dataclass
class Part:
    """One child process: how to start it, and how long to wait before the next try."""

    name: str
    words: list[str]
    process: subprocess.Popen[bytes] | None = None
    pause_seconds: float = 1.0
    start_at: float = 0.0

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches only this supervisor."""
        self.process = subprocess.Popen(self.words, start_new_session=True)  # noqa: S603


@dataclass
class Household:
    """The four parts; a part that ends is started again, slower each time it fails."""

    parts: list[Part] = field(default_factory=list)
    is_stopping: bool = False

    def start(self) -> None:
        """Start all parts and listen for the end."""
        own = [sys.executable, "-m", "sekisho"]
        self.parts = [
            Part("server", server_words()),
            *(Part(name, [*own, name]) for name in ("worker", "mail-worker", "scheduler")),
        ]
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        for part in self.parts:
            part.start()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def wait_for_server(self) -> None:
        """Wait until the page server takes connections, so that the address shown works."""
        from django.conf import settings

        host = _host_here(settings.SEKISHO_BIND)
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end and not self.is_stopping:
            with _socket_to(host) as probe:
                if probe.connect_ex((host, settings.SEKISHO_PORT)) == 0:
                    return
            time.sleep(0.1)

    def watch(self) -> int:
        """Wait; start again what ended; at the end stop everything and return 0."""
        while not self.is_stopping:
            for part in self.parts:
                self._look_after(part)
            time.sleep(0.3)
        say("→ Stopping")
        self._end_all()
        return 0

    def _look_after(self, part: Part) -> None:
        now = time.monotonic()
        if part.process is None:
            if now >= part.start_at:
                part.start()
        elif part.process.poll() is not None:
            say(f"→ The {part.name} ended ({part.process.returncode}); starting it again")
            part.process, part.start_at = None, now + part.pause_seconds
            part.pause_seconds = min(part.pause_seconds * 2, _LONGEST_PAUSE_SECONDS)

    def _end_all(self) -> None:
        running = [part.process for part in self.parts if part.process is not None]
        for process in running:
            process.terminate()
        end = time.monotonic() + _GRACE_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
