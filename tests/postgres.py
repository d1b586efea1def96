"""A throwaway PostgreSQL of Debian's package, reached by a socket in its own folder."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote


class NoServer(RuntimeError):
    """The server is not installed or did not start; the message says what to do."""


def programs() -> Path:
    """The folder of the newest server's programs. Raises NoServer."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    if not found:
        raise NoServer("There is no PostgreSQL here: apt-get install -y postgresql")
    return found[-1].parent


def start(folder: Path) -> tuple[Path, str]:
    """A fresh server in a folder that everybody may enter: its cluster folder and its URL."""
    cluster = folder / "postgresql"
    cluster.mkdir()
    if os.geteuid() == 0:
        shutil.chown(cluster, "postgres", "postgres")
    data = str(cluster / "data")
    create = f"{programs()}/initdb -D {data} -A trust -U postgres -E UTF8 --locale=C.UTF-8 -N"
    _call(*create.split())
    options = f"-k {cluster} -c listen_addresses= -c fsync=off -c synchronous_commit=off"
    # No query on such small tables is worth being compiled.
    options += " -c full_page_writes=off -c max_connections=60 -c jit=off"
    log = str(cluster / "log")
    _call(f"{programs()}/pg_ctl", "-D", data, "-w", "-s", "-l", log, "-o", options, "start")
    return cluster, f"postgresql://postgres@/sekisho?host={quote(str(cluster), safe='')}"


def stop(cluster: Path) -> None:
    """End a server at once; its data is not needed any more."""
    _call(f"{programs()}/pg_ctl", "-D", str(cluster / "data"), "-m", "immediate", "-s", "stop")


def create_database(cluster: Path, name: str = "sekisho") -> None:
    """Make an empty database in it."""
    _call(f"{programs()}/createdb", "-h", str(cluster), "-U", "postgres", name)


def _call(*command: str) -> None:
    # The server refuses to run as root; Debian's package brings the user postgres.
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*prefix, *command], capture_output=True, text=True, check=False, cwd="/", timeout=120
    )
    if done.returncode:
        raise NoServer(f"{command[0]} failed: {done.stderr or done.stdout}")
