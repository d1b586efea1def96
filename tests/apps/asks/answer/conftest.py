"""Chika and Dan, each with an assignment of the same ask."""

from __future__ import annotations

import pytest

from tests.factories.answering import Visitor, invite, open_ask
from tests.factories.cast import Cast


@pytest.fixture
def chika(cast: Cast) -> Visitor:
    return invite(cast, open_ask(cast), cast.chika)


@pytest.fixture
def dan(cast: Cast, chika: Visitor) -> Visitor:
    return invite(cast, chika.row.ask, cast.dan)
