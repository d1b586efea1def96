"""What an actor's grants reach, as database conditions: joins, never lists of ids.

A grant at home reaches everything. A grant at another group member reaches that company, its
descendants, and everything upstream and downstream of them (the table Visibility).
"""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.db.models import Q

from sekisho.apps.organisations.models import Organisation, Visibility
from sekisho.kernel.actor import Actor, ActorKind, Capability
from sekisho.kernel.errors import NotFound

_NOTHING = Q(pk__in=())
# Said as a list: SQLite does not look into an index for a bare truth value.
IN_GROUP = Q(is_group__in=(True,))


def home_id() -> int:
    """The inside number of the home organisation. Raises NotFound before there is one."""
    return _home_id(str(settings.DATABASES["default"]["NAME"]))


@lru_cache(maxsize=4)
def _home_id(_installation: str) -> int:
    """Home is set once and stays, so it is asked for once a process; its absence is not kept."""
    found = Organisation.objects.filter(is_home=True).values_list("id", flat=True).first()
    if found is None:
        raise NotFound("organisations.no_home")
    return found


def forget_home() -> None:
    """Ask for home anew: after a restore, and between tests."""
    _home_id.cache_clear()


def _reaches_all(actor: Actor, at: frozenset[int]) -> bool:
    if actor.kind is ActorKind.SYSTEM:
        return True
    return bool(at) and home_id() in at


def reach_filter(actor: Actor, *, capability: Capability = Capability.VIEW, path: str = "") -> Q:
    """A condition that keeps what the actor reaches.

    `path` leads from the filtered model to its organisation ("organisation", "ask__subject");
    empty means the model is Organisation. Links, tokens and nobody reach nothing.
    """
    at = actor.organisations_with(capability)
    if _reaches_all(actor, at):
        return Q()
    if not at:
        return _NOTHING
    visible = Visibility.objects.filter(viewer_id__in=at).values("organisation_id")
    return Q(**{f"{path}_id__in" if path else "id__in": visible})


def granted_ids(actor: Actor, capability: Capability = Capability.VIEW) -> frozenset[int] | None:
    """Group members in whose name the actor may act: the granted ones and their descendants.

    None means every one of the group. Few by nature, so a set is fine here.
    """
    at = actor.organisations_with(capability)
    if _reaches_all(actor, at):
        return None
    children: dict[int | None, list[int]] = {}
    for own, parent in Organisation.objects.filter(IN_GROUP).values_list("id", "parent_id"):
        children.setdefault(parent, []).append(own)
    found, queue = set(at), list(at)
    while queue:
        new = [child for child in children.get(queue.pop(), []) if child not in found]
        found.update(new)
        queue.extend(new)
    return frozenset(found)


def asking_filter(actor: Actor, *, capability: Capability = Capability.VIEW, path: str) -> Q:
    """A condition on who asks: the actor's own group part, or one of its ancestors.

    An ask of the lead company is seen by a group company's coordinator as far as the subjects are
    in reach; an ask of a sister company is not.
    """
    own = granted_ids(actor, capability)
    if own is None:
        return Q()
    return Q(**{f"{path}_id__in": own | _ancestors_of(own)})


def _ancestors_of(ids: frozenset[int]) -> frozenset[int]:
    parents = dict(Organisation.objects.filter(IN_GROUP).values_list("id", "parent_id"))
    found: set[int] = set()
    for start in ids:
        above = parents.get(start)
        while above is not None and above not in found:
            found.add(above)
            above = parents.get(above)
    return frozenset(found)


def is_reached(
    actor: Actor, organisation_id: int, capability: Capability = Capability.VIEW
) -> bool:
    """Whether one organisation is within reach for a capability."""
    rows = Organisation.objects.filter(reach_filter(actor, capability=capability))
    return rows.filter(id=organisation_id).exists()
