from __future__ import annotations

import pytest

from sekisho.kernel.actor import NOBODY, SYSTEM, Actor, ActorKind, Capability, Grant, Role

TABLE = {
    Role.ADMINISTRATOR: {
        Capability.VIEW,
        Capability.FOLLOW_UP,
        Capability.RUN,
        Capability.ADMINISTER,
    },
    Role.MANAGER: {Capability.VIEW, Capability.FOLLOW_UP, Capability.RUN},
    Role.COORDINATOR: {Capability.VIEW, Capability.FOLLOW_UP},
    Role.READER: {Capability.VIEW},
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("capability", Capability)
def test_each_role_has_exactly_its_capabilities(role: Role, capability: Capability) -> None:
    actor = Actor(kind=ActorKind.PERSON, grants=frozenset({Grant(role, 7)}))
    assert actor.can(capability) is (capability in TABLE[role])
    assert actor.organisations_with(capability) == (
        frozenset({7}) if capability in TABLE[role] else frozenset()
    )


def test_nobody_can_do_nothing_and_the_system_everything() -> None:
    assert not any(NOBODY.can(capability) for capability in Capability)
    assert all(SYSTEM.can(capability) for capability in Capability)


def test_a_capability_counts_only_where_its_role_is_held() -> None:
    grants = frozenset({Grant(Role.READER, 1), Grant(Role.MANAGER, 2)})
    actor = Actor(kind=ActorKind.PERSON, grants=grants)
    assert actor.organisations_with(Capability.RUN) == {2}
    assert actor.organisations_with(Capability.VIEW) == {1, 2}
