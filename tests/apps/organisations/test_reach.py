"""Who sees whom follows the relations, also those that change while it is worked out."""

from __future__ import annotations

import pytest

from sekisho.apps.organisations.actions import (
    NewRelation,
    add_relations,
    reach,
    refresh_reach,
    remove_relation,
)
from sekisho.apps.organisations.models import Relation
from sekisho.apps.organisations.queries import is_reached
from sekisho.kernel.actor import SYSTEM
from tests.factories.cast import NOW


@pytest.fixture
def meanwhile(monkeypatch):
    """Have something done once, after the relations were read and before anything is written."""

    def have(done) -> None:
        real, waiting = reach._refresh_tiers, [done]

        def interrupted(*given):
            while waiting:
                waiting.pop()()
            return real(*given)

        monkeypatch.setattr(reach, "_refresh_tiers", interrupted)

    return have


@pytest.mark.django_db
def test_a_relation_that_comes_while_reach_is_worked_out_counts(cast, meanwhile):
    new = NewRelation(cast.b.id, cast.g.id, "procurement")
    meanwhile(lambda: add_relations(SYSTEM, relations=[new], now=NOW))
    assert not is_reached(cast.emi, cast.b.id)
    refresh_reach(SYSTEM, now=NOW)
    assert is_reached(cast.emi, cast.b.id)


@pytest.mark.django_db
def test_a_relation_that_goes_while_reach_is_worked_out_opens_nothing(cast, meanwhile):
    edge = NewRelation(cast.b.id, cast.g.id, "procurement")
    add_relations(SYSTEM, relations=[edge], now=NOW)
    uid = Relation.objects.get(supplier_id=cast.b.id, customer_id=cast.g.id).uid
    meanwhile(lambda: remove_relation(SYSTEM, uid=uid, now=NOW))
    refresh_reach(SYSTEM, now=NOW)
    assert not is_reached(cast.emi, cast.b.id)
