"""Turns SEKISHO_DATABASE_URL into Django's database entry: SQLite when empty, else PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from sekisho.config.env import WrongSetting

_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=NORMAL;"
    "PRAGMA cache_size=-65536;"
    "PRAGMA mmap_size=268435456;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA busy_timeout=20000;"
)


def database_entry(url: str, *, data_folder: Path) -> dict[str, Any]:
    """Django's DATABASES["default"]. Raises WrongSetting for another scheme or a missing name."""
    if not url:
        return _sqlite(data_folder / "sekisho.sqlite3")
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise WrongSetting(
            "SEKISHO_DATABASE_URL must look like postgresql://user:password@host:5432/name, "
            "or be empty for the embedded database."
        )
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": options.pop("port", None) or str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": _SQLITE_PRAGMAS,
        },
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }
