from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sekisho.config.databases import database_entry
from sekisho.config.env import Environment, WrongSetting, environment


def test_a_default_stands_where_nothing_is_set() -> None:
    assert Environment({}).whole("SEKISHO_PORT", least=1, most=65535) == 8000


@pytest.mark.parametrize("value", ["", "eighty", "0", "70000", "-1", "８０８０", "1e3"])
def test_a_wrong_port_stops_the_start_with_a_sentence(value: str) -> None:
    with pytest.raises(WrongSetting, match=r"SEKISHO_PORT .* whole number from 1 to 65535"):
        Environment({"SEKISHO_PORT": value}).whole("SEKISHO_PORT", least=1, most=65535)


@pytest.mark.parametrize("value", ["on", "ja", "2", ""])
def test_a_flag_is_true_or_false_and_nothing_else(value: str) -> None:
    with pytest.raises(WrongSetting, match="true or false"):
        Environment({"SEKISHO_DEBUG": value}).flag("SEKISHO_DEBUG")


def test_a_choice_names_what_may_be_chosen() -> None:
    with pytest.raises(WrongSetting, match="one of ja, en"):
        Environment({"SEKISHO_LANGUAGE": "fr"}).choice("SEKISHO_LANGUAGE")


@pytest.mark.parametrize("value", ["sekisho.example", "ftp://a.example", "https://", "https://a?b"])
def test_an_address_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(WrongSetting, match="https://"):
        Environment({"SEKISHO_BASE_URL": value}).url("SEKISHO_BASE_URL")


def test_an_address_loses_its_last_slash() -> None:
    env = Environment({"SEKISHO_BASE_URL": "https://sekisho.example/"})
    assert env.url("SEKISHO_BASE_URL") == "https://sekisho.example"


def test_a_zone_must_exist() -> None:
    with pytest.raises(WrongSetting, match="time zone"):
        Environment({"SEKISHO_TIME_ZONE": "Mars/Olympus"}).zone("SEKISHO_TIME_ZONE")


def test_a_secret_may_come_from_a_file_and_a_missing_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "smtp"
    file.write_text("smtp://mail.example\n", encoding="utf-8")
    env = Environment({"SEKISHO_SMTP_URL_FILE": str(file)})
    assert env.secret("SEKISHO_SMTP_URL") == "smtp://mail.example"
    gone = Environment({"SEKISHO_SMTP_URL_FILE": str(tmp_path / "gone")})
    with pytest.raises(WrongSetting, match="SEKISHO_SMTP_URL_FILE"):
        gone.secret("SEKISHO_SMTP_URL")


def test_an_unknown_name_of_ours_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_PROT", "8000")
    with pytest.raises(WrongSetting, match="SEKISHO_PROT is not a setting"):
        environment()


def test_no_address_means_the_embedded_database(tmp_path: Path) -> None:
    entry = database_entry("", data_folder=tmp_path)
    assert entry["ENGINE"].endswith("sqlite3")
    assert entry["NAME"] == str(tmp_path / "sekisho.sqlite3")


def test_an_address_means_postgresql_with_its_parts_decoded(tmp_path: Path) -> None:
    url = "postgresql://aoi:p%40ss@db.example:5433/sekisho?sslmode=require"
    entry = database_entry(url, data_folder=tmp_path)
    assert (entry["USER"], entry["PASSWORD"]) == ("aoi", "p@ss")
    assert (entry["HOST"], entry["PORT"], entry["NAME"]) == ("db.example", "5433", "sekisho")
    assert entry["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "sekisho.sqlite3"])
def test_any_other_address_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match="postgresql://"):
        database_entry(url, data_folder=tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SEKISHO_SMTP_URL", "mail.example.co.jp"),
        ("SEKISHO_SMTP_URL", "smtp://"),
        ("SEKISHO_MAIL_FROM", "no address"),
    ],
)
def test_a_wrong_mail_setting_stops_the_start_and_shows_no_password(name: str, value: str) -> None:
    words = [sys.executable, "-c", "import sekisho.config.settings"]
    done = subprocess.run(
        words, env={**os.environ, name: value}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"{name} ")
    assert "Traceback" not in done.stderr
