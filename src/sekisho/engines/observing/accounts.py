"""Accounts of partners and settings of machines, as exported, against what should be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AccountFault(StrEnum):
    """What is wrong with an account, the gravest first."""

    ENDED_CONTRACT = "ended_contract"
    UNKNOWN_PARTNER = "unknown_partner"
    NO_CONTRACT = "no_contract"  # none is on record
    WITHOUT_MFA = "without_mfa"
    MFA_UNKNOWN = "mfa_unknown"
    UNUSED = "unused"
    NEVER_SEEN_USED = "never_seen_used"  # no sign-in is told


class Standing(StrEnum):
    """How we stand with a partner by its contracts."""

    RUNNING = "running"
    ENDED = "ended"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class AccountRules:
    """After how many days without a sign-in an account counts as unused."""

    unused_days: int = 90


@dataclass(frozen=True, slots=True)
class Account:
    """One account of a list. None is what the list does not tell, organisation 0 nobody known."""

    line: int
    name: str
    organisation_id: int
    last_sign_in: date | None = None
    has_mfa: bool | None = None
    is_enabled: bool | None = None


class MachineState(StrEnum):
    """Whether macros from the internet are kept from running on a machine."""

    OPEN = "open"
    UNKNOWN = "unknown"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine of a report."""

    line: int
    name: str
    organisation_id: int
    is_blocked: bool | None = None


def judge_accounts(
    accounts: Iterable[Account],
    standings: Mapping[int, Standing],
    *,
    today: date,
    rules: AccountRules,
) -> list[tuple[Account, tuple[AccountFault, ...]]]:
    """The faults of each account in its order; a disabled account has none, one of which nobody
    knows counts as enabled.
    """
    return [(one, tuple(_faults(one, standings, today, rules))) for one in accounts]


def _faults(
    one: Account, standings: Mapping[int, Standing], today: date, rules: AccountRules
) -> Iterable[AccountFault]:
    if one.is_enabled is False:
        return
    if not one.organisation_id:
        yield AccountFault.UNKNOWN_PARTNER
    else:
        standing = standings.get(one.organisation_id, Standing.NONE)
        if standing is Standing.ENDED:
            yield AccountFault.ENDED_CONTRACT
        elif standing is Standing.NONE:
            yield AccountFault.NO_CONTRACT
    if not one.has_mfa:
        yield AccountFault.WITHOUT_MFA if one.has_mfa is False else AccountFault.MFA_UNKNOWN
    if one.last_sign_in is None:
        yield AccountFault.NEVER_SEEN_USED
    elif (today - one.last_sign_in).days > rules.unused_days:
        yield AccountFault.UNUSED


def judge_machines(machines: Iterable[Machine]) -> list[tuple[Machine, MachineState]]:
    """The state of each machine in its order; unknown is not blocked."""
    states = {True: MachineState.BLOCKED, False: MachineState.OPEN, None: MachineState.UNKNOWN}
    return [(one, states[one.is_blocked]) for one in machines]
