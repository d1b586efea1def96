"""For each route with arguments: an object in A's part of the chain, one in B's, one that is not.

A room plugs in with one line here: url name -> Sample. `a` must be within reach of home and G only,
`b` of home and H only (or say otherwise with `reach`), `none` must not exist. A route without a
sample fails the matrix, and so does a sample without a route.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.gate.world import HOME, G, H, World

Kwargs = dict[str, Any]
Make = Callable[[World], Kwargs]
NOWHERE = uuid.UUID("01890000-0000-7000-8000-000000000000")
NO_NUMBER = 999_999_999


@dataclass(frozen=True, slots=True)
class Sample:
    """Arguments of a route for three objects, and how the matrix reads the answers.

    `reach` says from where each object is seen; `owner` names the only player who sees it.
    `may_be_gone` tells why even its owner may get 404 (the sample has no such part).
    """

    a: Make
    b: Make
    none: Make
    reach: Mapping[str, frozenset[str]] = field(
        default_factory=lambda: {"a": frozenset({HOME, G}), "b": frozenset({HOME, H})}
    )
    owner: str = ""
    may_be_gone: str = ""


def by_uid(a: Callable[[World], uuid.UUID], b: Callable[[World], uuid.UUID], **more: Any) -> Sample:
    """A route with the one argument `uid`."""
    return Sample(
        lambda w: {"uid": a(w)}, lambda w: {"uid": b(w)}, lambda _w: {"uid": NOWHERE}, **more
    )


def by_link(may_be_gone: str = "", **more: Any) -> Sample:
    """A respondent's route; further arguments are the same for all three."""
    return Sample(
        lambda w: {"link_uid": w.a.link_uid, **more},
        lambda w: {"link_uid": w.b.link_uid, **more},
        lambda _w: {"link_uid": NOWHERE, **more},
        may_be_gone=may_be_gone,
    )


def by_ask(reach_of_head: frozenset[str] = frozenset(), **more: Any) -> Sample:
    """A route of an ask: G's ask to A, H's ask to B."""
    return by_uid(lambda w: w.a.row.ask.uid, lambda w: w.b.row.ask.uid, **more)


PERSON = by_uid(lambda w: w.members["coordinator@g"].uid, lambda w: w.members["coordinator@h"].uid)
RUN = by_uid(lambda w: w.run_uid, lambda w: w.run_uid, owner="administrator@home")

SAMPLES: dict[str, Sample] = {
    # accounts
    "accounts:person": PERSON,
    "accounts:grant": PERSON,
    "accounts:block": PERSON,
    "accounts:forget_second_factor": PERSON,
    "accounts:sign_in_link": PERSON,
    "accounts:take_grant": Sample(
        lambda w: {"uid": w.members["coordinator@g"].uid, "organisation_id": w.cast.g.id},
        lambda w: {"uid": w.members["coordinator@h"].uid, "organisation_id": w.cast.h.id},
        lambda _w: {"uid": NOWHERE, "organisation_id": NO_NUMBER},
    ),
    # work
    "work:run": RUN,
    "work:part": RUN,
    "work:cancel": RUN,
}

# Public routes with arguments: what a stranger types.
PUBLIC_ARGUMENTS: dict[str, Kwargs] = {
    "accounts:first_sign_in": {"token": "x" * 43},
    "account_reset_password_from_key": {"uidb36": "1", "key": "abc-def"},
    "portal:link": {"token": "x" * 43},
}

# Routes without arguments that belong to the lead company: administrators below it are refused.
LEAD_ONLY: frozenset[str] = frozenset({"audit:record", "audit:check", "audit:export", "home:setup"})

# Routes that are no pages of ours: url name -> why the matrix leaves them out.
LEFT_OUT: dict[str, str] = {}
