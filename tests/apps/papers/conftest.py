"""An ask that two of its three recipients get on paper."""

from __future__ import annotations

import pytest

from sekisho.apps.papers.actions.choices import save_choices
from sekisho.apps.papers.queries.choices import PaperChoices
from sekisho.apps.partners.models import Contact
from tests.factories.asking import Wish, draft_ask, freeze_ask, prepare


@pytest.fixture
def sent(cast, monkeypatch):
    """An open ask to A, whose Chika has no address, to S, where nobody is known, and to B."""
    monkeypatch.setattr("sekisho.kernel.clock.now", lambda: cast.now)
    Contact.objects.filter(pk=cast.chika.id).update(email="")
    ask = draft_ask(cast, Wish(listed=("A-001", "S-001", "B-001")))
    save_choices(cast.aoi, uid=ask.uid, choices=PaperChoices(sends_paper=True), now=cast.now)
    prepare(freeze_ask(cast, ask))
    return ask.uid
