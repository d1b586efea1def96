"""A link that was revoked or has ended opens nothing, even where it had been opened before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sekisho.apps.accounts.actions import revoke_links_of_holder
from sekisho.apps.accounts.queries import actor_of_link
from sekisho.kernel import clock
from sekisho.kernel.actor import NOBODY, SYSTEM
from tests.factories.answering import invite, open_ask
from tests.factories.cast import NOW, respondent_client

PAGES = ("", "code/", "summary/", "copy/", "copy.csv", "copy.xlsx", "receipt/")


@pytest.fixture
def visitor(cast, monkeypatch):
    monkeypatch.setattr(clock, "_read", [lambda: NOW + timedelta(hours=1)])
    return invite(cast, open_ask(cast), cast.chika)


def test_an_open_link_opens(visitor) -> None:
    assert respondent_client(visitor.link_uid).get(f"/r/a/{visitor.link_uid}/").status_code < 400


@pytest.mark.parametrize("page", PAGES)
def test_a_revoked_link_closes_at_once_in_every_browser(cast, visitor, page) -> None:
    client = respondent_client(visitor.link_uid)
    revoke_links_of_holder(SYSTEM, holder_id=cast.chika.id, now=NOW)
    assert client.get(f"/r/a/{visitor.link_uid}/{page}").status_code == 404
    assert client.post(f"/r/a/{visitor.link_uid}/submit/").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_an_ended_link_opens_nothing(visitor, monkeypatch, page) -> None:
    later = NOW + timedelta(days=401)
    monkeypatch.setattr(clock, "_read", [lambda: later])
    client = respondent_client(visitor.link_uid)
    assert client.get(f"/r/a/{visitor.link_uid}/{page}").status_code == 404
    assert actor_of_link(visitor.link_uid, is_confirmed=True, now=later) == NOBODY


def test_an_entry_in_the_session_opens_its_own_link_only(cast, visitor) -> None:
    other = invite(cast, open_ask(cast), cast.dan)
    client = respondent_client(visitor.link_uid)
    assert client.get(f"/r/a/{other.link_uid}/").status_code == 404
