"""Flows against approved connections; addresses, accounts, machines."""

from __future__ import annotations

import ipaddress
from collections import defaultdict
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.engines.inventory.reach import PortRange, read_networks, read_ports
from sekisho.engines.observing import (
    NOBODY,
    Account,
    AccountFault,
    AccountRules,
    Approval,
    Direction,
    FlowBatch,
    FlowTally,
    Machine,
    MachineState,
    Networks,
    Owner,
    Standing,
    Usage,
    Verdict,
    compare,
    judge_accounts,
    judge_machines,
)
from sekisho.engines.observing.tallying import NO_TIME
from sekisho.kernel.errors import Invalid, TooLarge

US, A, B = Owner(1, "us", is_ours=True), Owner(2, "a"), Owner(3, "b")
NETS = Networks(
    [("10.0.0.0/8", US), ("10.9.0.0/16", A), ("203.0.113.0/25", A), ("2001:db8::/32", B)]
)
DAY = 86_400


def batch(*rows):
    """Rows (source, target, port, protocol, bytes, time, allowed) as one batch."""
    sources, targets = sorted({row[0] for row in rows}), sorted({row[1] for row in rows})
    column = [np.array([row[place] for row in rows], dtype=np.int64) for place in range(2, 7)]
    return FlowBatch(
        sources,
        np.array([sources.index(row[0]) for row in rows]),
        targets,
        np.array([targets.index(row[1]) for row in rows]),
        column[0],
        column[1],
        column[2],
        column[3],
        column[4].astype(bool),
        np.arange(1, len(rows) + 1),
    )


def tallied(*rows, networks=NETS):
    tally = FlowTally(networks)
    tally.add(batch(*rows))
    return tally


def approval(**changed):
    given_ = {
        "key": "k",
        "organisation_id": 2,
        "partner": ("203.0.113.0/25",),
        "ours": ("10.1.0.0/16",),
        "ports": read_ports("443/tcp"),
        "direction": Direction.INWARD,
        "ends_s": 100 * DAY,
    }
    return Approval(**{**given_, **changed})


ROW = ("203.0.113.7", "10.1.0.5", 443, 6, 100, 50 * DAY, True)


def verdict_of(*changes, approvals=None):
    row = list(ROW)
    for place, value in changes:
        row[place] = value
    found = compare(tallied(tuple(row)).table(), approvals or [approval()], now_s=60 * DAY)
    return found.points[0].verdict


@pytest.mark.parametrize(
    ("text", "owner"),
    [("10.1.2.3", US), ("10.9.1.1", A), ("203.0.113.127", A), ("203.0.113.128", NOBODY)],
)
def test_of_two_networks_the_longer_one_owns_an_address(text, owner):
    address = ipaddress.ip_address(text)
    assert NETS.owner_of((address.version, int(address))) == owner


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(1, 32)), max_size=12),
    st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=10),
)
def test_the_longest_network_is_the_one_that_the_standard_library_finds(nets, numbers):
    networks = {
        ipaddress.ip_network((number >> (32 - bits) << (32 - bits), bits)): Owner(place + 1)
        for place, (number, bits) in enumerate(nets)
    }
    built = Networks((str(net), owner) for net, owner in networks.items())
    for number in [*numbers, *(number for number, _bits in nets)]:
        address = ipaddress.IPv4Address(number)
        holding = [net for net in networks if address in net]
        best = max(holding, key=lambda net: net.prefixlen, default=None)
        assert built.owner_of((4, number)) == (networks[best] if best else NOBODY)


def test_a_network_that_two_claim_is_named():
    found = Networks([("10.0.0.0/8", A), ("10.0.0.0/8", B)])
    assert (found.shared, found.owner_of((4, 10 << 24))) == (("10.0.0.0/8",), A)


def test_private_addresses_are_ours_only_when_it_is_said_so():
    address = (4, int(ipaddress.IPv4Address("192.168.1.1")))
    assert Networks([]).owner_of(address) == NOBODY
    assert Networks([], private=US).owner_of(address) == US


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ([], Verdict.APPROVED),
        ([(2, 22)], Verdict.UNAPPROVED),
        ([(3, 17)], Verdict.UNAPPROVED),
        ([(3, -1)], Verdict.UNAPPROVED),
        ([(2, -1)], Verdict.UNAPPROVED),
        ([(1, "10.2.0.5")], Verdict.UNAPPROVED),
        ([(0, "10.9.0.1")], Verdict.UNAPPROVED),
        ([(0, "10.1.0.5"), (1, "203.0.113.7")], Verdict.UNAPPROVED),  # the other direction
        ([(5, 100 * DAY - 1)], Verdict.APPROVED),
        ([(5, 100 * DAY)], Verdict.EXPIRED),
        ([(0, "198.51.100.9")], Verdict.STRANGER),
        ([(6, False)], Verdict.BLOCKED),
        ([(5, NO_TIME)], Verdict.APPROVED),  # as of now, day 60
    ],
)
def test_each_point_of_connection_has_its_verdict(changes, verdict):
    assert verdict_of(*changes) == verdict


def test_an_approval_without_an_end_approves_nothing_for_good():
    assert verdict_of(approvals=[approval(ends_s=None)]) == Verdict.UNDATED
    both = [approval(ends_s=None), approval(key="dated")]
    assert verdict_of(approvals=both) == Verdict.APPROVED


def test_one_running_approval_beside_an_ended_one_is_enough():
    assert verdict_of(approvals=[approval(ends_s=DAY), approval(key="new")]) == Verdict.APPROVED


@pytest.mark.parametrize("missing", ["partner", "ours", "ports"])
def test_an_approval_of_which_something_is_not_known_approves_nothing_and_is_named(missing):
    unclear = approval(**{missing: ()})
    assert verdict_of(approvals=[unclear]) == Verdict.UNAPPROVED
    found = compare(tallied(ROW).table(), [unclear], now_s=60 * DAY)
    assert found.uses[0].usage == Usage.UNCLEAR


def test_an_approved_connection_that_nobody_uses_is_forgotten():
    others = [approval(), approval(key="idle", partner=("203.0.113.64/32",))]
    over = approval(key="over", partner=("203.0.113.65/32",), ends_s=DAY)
    found = compare(tallied(ROW, ROW).table(), [*others, over], now_s=60 * DAY)
    assert [(one.key, one.usage, one.rows) for one in found.uses] == [
        ("k", Usage.SEEN, 2),
        ("idle", Usage.FORGOTTEN, 0),
        ("over", Usage.OVER, 0),
    ]
    assert (found.uses[0].size_bytes, found.uses[0].last_s) == (200, 50 * DAY)


def test_a_use_after_the_end_is_told_of_the_approval_too():
    late = (*ROW[:5], 100 * DAY, True)
    found = compare(tallied(ROW, late).table(), [approval()], now_s=200 * DAY)
    assert found.uses[0].usage == Usage.EXPIRED


def test_every_row_is_counted_once_whatever_becomes_of_it():
    tally = tallied(
        ROW,
        ("10.1.0.5", "10.2.0.6", 80, 6, 1, 1, True),
        ("10.1.0.5", "198.51.100.1", 80, 6, 1, 1, True),
        ("198.51.100.1", "203.0.113.7", 80, 6, 1, 1, True),
        ("kein.ort", "10.1.0.5", 80, 6, 1, 1, True),
    )
    assert tally.counts() == {"told": 1, "inside": 1, "outward": 1, "elsewhere": 1, "broken": 1}
    assert tally.broken_lines == [5]


def test_strangers_are_counted_by_their_network():
    rows = [(f"198.51.100.{last}", *ROW[1:]) for last in range(1, 9)]
    (found,) = tallied(*rows).table()
    assert (found.partner, found.rows) == ("198.51.100.0/24", 8)


def test_an_ipv4_address_written_as_ipv6_is_the_same_one():
    (found,) = tallied(("::ffff:203.0.113.7", *ROW[1:])).table()
    assert (found.partner, found.partner_owner) == ("203.0.113.7", A)
    assert verdict_of((0, "::ffff:203.0.113.7")) == Verdict.APPROVED


ends = st.sampled_from(["203.0.113.7", "203.0.113.8", "10.1.0.5", "10.1.0.6", "198.51.100.1", "x"])
flow = st.tuples(
    ends,
    ends,
    st.sampled_from([-1, 22, 443, 65535]),
    st.sampled_from([-1, 6, 17, 255]),
    st.integers(0, 10**9),
    st.sampled_from([NO_TIME, 1, 5, 9]),
    st.booleans(),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(flow, min_size=1, max_size=20), min_size=1, max_size=4))
def test_batches_add_up_to_what_counting_row_by_row_gives(parts):
    tally, plain = FlowTally(NETS), defaultdict(lambda: [0, 0, [], []])
    for rows in parts:
        tally.add(batch(*rows))
        for source, target, port, protocol, size, time, is_allowed in rows:
            sides = [source[:5], target[:5]]
            if sides[1] == "10.1." and sides[0] in {"203.0", "198.5"}:
                partner, ours, out = source, target, False
            elif sides == ["10.1.", "203.0"]:
                partner, ours, out = target, source, True
            elif sides == ["203.0", "203.0"]:
                partner, ours, out = source, target, False
            else:
                continue
            if partner.startswith("198"):
                partner = "198.51.100.0/24"
            kept = plain[partner, ours, port, protocol, out, is_allowed]
            kept[0] += 1
            kept[1] += size
            kept[2] += [time] if time != NO_TIME else []
    expected = {
        key: (rows, size, min(times, default=NO_TIME), max(times, default=NO_TIME))
        for key, (rows, size, times, _) in plain.items()
    }
    assert {
        (one.partner, one.ours, one.port, one.protocol, one.is_outward, one.is_allowed): (
            one.rows,
            one.size_bytes,
            one.first_s,
            one.last_s,
        )
        for one in tally.table()
    } == expected
    assert sum(tally.counts().values()) == sum(len(rows) for rows in parts)


def test_more_distinct_flows_than_memory_allows_are_refused(monkeypatch):
    from sekisho.engines.observing import tallying

    monkeypatch.setattr(tallying, "MOST_GROUPS", 3)
    monkeypatch.setattr(tallying, "_PENDING", 3)
    tally = FlowTally(NETS)
    parts = [batch((*ROW[:2], port, *ROW[3:])) for port in range(6)]
    with pytest.raises(TooLarge) as caught:
        list(map(tally.add, parts))
    assert caught.value.code == "observing.too_many_flows"


def test_two_keys_that_mix_alike_stay_apart(monkeypatch):
    from sekisho.engines.observing import tallying

    monkeypatch.setattr(tallying, "_A", np.uint64(0))
    monkeypatch.setattr(tallying, "_B", np.uint64(0))
    other = (*ROW[:2], 22, *ROW[3:])
    assert {one.port: one.rows for one in tallied(ROW, other, ROW).table()} == {443: 2, 22: 1}


def test_networks_and_ports_are_read_as_people_write_them():
    assert read_networks("１０.1.0.0/16、192.0.2.7 ; 192.0.2.7") == ("10.1.0.0/16", "192.0.2.7/32")
    assert read_ports("443/tcp, 5000-5010") == (PortRange(443, 443, 6), PortRange(5000, 5010))
    assert read_ports("すべて")[0].holds(-1, 1)
    assert not read_ports("0-65535")[0].holds(-1, 6)


@pytest.mark.parametrize("text", ["10.1.0.5/16", "300.1.1.1", "本社", "::1/200"])
def test_what_is_no_network_is_refused(text):
    with pytest.raises(Invalid, match=r"inventory\.value\.networks"):
        read_networks(text)


@pytest.mark.parametrize("text", ["70000", "20-10", "https", "443/sctp"])
def test_what_is_no_port_is_refused(text):
    with pytest.raises(Invalid, match=r"inventory\.value\.ports"):
        read_ports(text)


TODAY = date(2026, 11, 20)
FINE = {"last_sign_in": date(2026, 11, 1), "has_mfa": True, "is_enabled": True}


@pytest.mark.parametrize(
    ("organisation_id", "changed", "faults"),
    [
        (2, {}, ()),
        (0, {}, (AccountFault.UNKNOWN_PARTNER,)),
        (3, {}, (AccountFault.ENDED_CONTRACT,)),
        (4, {}, (AccountFault.NO_CONTRACT,)),
        (2, {"has_mfa": False}, (AccountFault.WITHOUT_MFA,)),
        (2, {"has_mfa": None}, (AccountFault.MFA_UNKNOWN,)),
        (2, {"last_sign_in": date(2026, 8, 22)}, ()),
        (2, {"last_sign_in": date(2026, 8, 21)}, (AccountFault.UNUSED,)),
        (2, {"last_sign_in": None}, (AccountFault.NEVER_SEEN_USED,)),
        (3, {"is_enabled": False, "has_mfa": False}, ()),
        (3, {"is_enabled": None}, (AccountFault.ENDED_CONTRACT,)),
    ],
)
def test_each_account_has_its_faults(organisation_id, changed, faults):
    one = Account(1, "x", organisation_id, **{**FINE, **changed})
    standings = {2: Standing.RUNNING, 3: Standing.ENDED}
    found = judge_accounts([one], standings, today=TODAY, rules=AccountRules(90))
    assert found == [(one, faults)]


def test_a_machine_of_which_nothing_is_known_is_not_safe():
    machines = [Machine(1, "x", 2, state) for state in (True, False, None)]
    assert [state for _one, state in judge_machines(machines)] == [
        MachineState.BLOCKED,
        MachineState.OPEN,
        MachineState.UNKNOWN,
    ]
