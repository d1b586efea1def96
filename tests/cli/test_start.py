"""The command stops with a sentence and an exit code of its own before anything goes wrong."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from sekisho.adapters.vault import create_key_file
from sekisho.cli import run
from sekisho.kernel.errors import Conflict, Invalid
from tests.factories.installations import Installation
from tests.house.source import ROOT


@pytest.fixture
def bare(tmp_path):
    """A place with keys and no database."""
    folder = tmp_path / "here"
    folder.mkdir()
    installation = Installation(folder, folder / "keys" / "sekisho.json")
    create_key_file(installation.key_file)
    return installation


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SEKISHO_PORT", "many", "SEKISHO_PORT is 'many', but it must be a whole number from"),
        ("SEKISHO_LANGUAGE", "fr", "it must be one of ja, en"),
        ("SEKISHO_PROT", "8001", "SEKISHO_PROT is not a setting of Sekisho. Known settings:"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_says_why(bare, name, value, said):
    done = bare.sekisho("prepare", **{name: value})
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (bare.data / "sekisho.sqlite3").exists()


def test_a_command_before_the_first_start_says_how_to_start(tmp_path):
    installation = Installation(tmp_path, tmp_path / "keys" / "sekisho.json")
    done = installation.sekisho("audit-verify")
    assert done.returncode == 1
    assert "There is no installation here yet" in done.stderr
    assert not installation.key_file.exists()
    assert not installation.data.exists()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The port {port} is taken by another program. Please stop that one"),
        ("ja", "ポート{port}はほかのプログラムが使っています。そのプログラムを止めるか"),
    ],
)
def test_a_port_that_is_taken_is_told_in_the_language_of_the_house(bare, language, said):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = bare.sekisho("run", SEKISHO_PORT=port, SEKISHO_LANGUAGE=language)
    assert done.returncode == Conflict.exit_code
    assert done.stderr.startswith("sekisho: " + said.format(port=port))
    assert done.stderr.endswith("[cli.port_taken]\n")
    assert not (bare.data / "sekisho.sqlite3").exists()


def test_a_wrong_flag_is_told(bare):
    done = bare.sekisho("run", DEMO="yes")
    assert (done.returncode, "DEMO=0" in done.stderr) == (Invalid.exit_code, True)
    assert "Traceback" not in done.stderr


def test_before_the_settings_are_read_the_sentence_is_english():
    code = (
        "from sekisho.cli.main import main\n"
        "from sekisho.kernel.errors import Conflict\n"
        "def refuse(*, is_new_allowed):\n"
        "    raise Conflict('vault.key_file_exists', path='sekisho.json')\n"
        "main(['prepare'], make_ready=refuse)\n"
    )
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SEKISHO_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == Conflict.exit_code
    assert done.stderr.startswith("sekisho: There is a key file “sekisho.json” already")


def test_an_address_of_the_newer_internet_is_taken_as_it_is(settings):
    settings.SEKISHO_BIND = "::1"
    with socket.socket(socket.AF_INET6) as taken:
        taken.bind(("::1", 0))
        taken.listen()
        settings.SEKISHO_PORT = taken.getsockname()[1]
        with pytest.raises(Conflict):
            run._check_port()
    run._check_port()
    assert run._shown_host("::1") == "[::1]"
    assert run._shown_host("::") == "127.0.0.1"
