"""Chika and Dan are asked by home; their workbooks come back by mail."""

from __future__ import annotations

import pytest

from sekisho.kernel import clock
from tests.factories.answering import Visitor, invite, open_ask
from tests.factories.cast import Cast, build_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast at this very moment: pages read the real clock."""
    return build_cast(clock.now())


@pytest.fixture
def chika(cast: Cast) -> Visitor:
    return invite(cast, open_ask(cast), cast.chika)


@pytest.fixture
def dan(cast: Cast, chika: Visitor) -> Visitor:
    return invite(cast, chika.row.ask, cast.dan)
