"""The cast is what its description says."""

from __future__ import annotations

import pytest

from sekisho.apps.organisations.queries import organisation_for
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import NotFound


def test_emi_sees_the_chain_of_g_and_nothing_of_h(cast) -> None:
    for seen in (cast.g, cast.a, cast.s):
        assert organisation_for(cast.emi, seen.uid) == seen
    for hidden in (cast.h, cast.b, cast.home):
        with pytest.raises(NotFound):
            organisation_for(cast.emi, hidden.uid)


def test_aoi_administers_and_ben_only_reads(cast) -> None:
    assert cast.aoi.can(Capability.ADMINISTER)
    assert cast.ben.can(Capability.VIEW)
    assert not cast.ben.can(Capability.FOLLOW_UP)


def test_tiers_are_signed_distances_from_the_group(cast) -> None:
    assert (cast.home.tier, cast.a.tier, cast.r.tier) == (0, 1, -1)
