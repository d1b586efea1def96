"""Catalogues are compiled when they are newer than what was compiled before."""

from __future__ import annotations

import gettext
import os

import polib
import pytest

from sekisho.cli import messages
from tests.house.source import SOURCE


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    folder = tmp_path / "apps" / "mail" / "locale" / "ja" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    path = folder / "django.po"
    write(path, "手紙")
    monkeypatch.setattr(messages, "_SOURCE", tmp_path)
    return path


def write(path, text):
    po = polib.POFile()
    po.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    po.append(polib.POEntry(msgid="Letter", msgstr=text))
    po.save(str(path))


def says(path):
    with path.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file).gettext("Letter")


def test_a_catalogue_is_compiled_as_gettext_reads_it(catalogue):
    assert messages.compile_messages() == 1
    assert says(catalogue) == "手紙"


def test_a_catalogue_is_compiled_again_only_after_a_change(catalogue):
    messages.compile_messages()
    assert messages.compile_messages() == 0
    write(catalogue, "お手紙")
    later = catalogue.with_suffix(".mo").stat().st_mtime + 1
    os.utime(catalogue, (later, later))
    assert messages.compile_messages() == 1
    assert says(catalogue) == "お手紙"


def test_every_catalogue_of_the_house_can_be_compiled():
    for path in SOURCE.rglob("locale/*/LC_MESSAGES/*.po"):
        assert polib.pofile(str(path)).to_binary(), path
