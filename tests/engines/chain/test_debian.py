"""A real chain of more than 60,000 parts: Debian's packages, as apt's own index tells of them."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache

import networkx as nx
import numpy as np
import pytest

from sekisho.engines.chain.attack import attack_overlay
from sekisho.engines.chain.cascade import CascadeRules, cascade
from sekisho.engines.chain.closure import taken_from
from sekisho.engines.chain.dependency import Needs, dependency_overlay
from sekisho.engines.chain.parts import parts_of, who_reaches
from tests.engines.chain.graphs import snapshot_from

pytestmark = pytest.mark.conformance
NAME = re.compile(r"\s*([a-z0-9][a-z0-9+.-]+)")


@cache
def packages():
    """Names, and for each package its clauses: sets of packages one of which is enough."""
    if shutil.which("apt-cache") is None:
        pytest.fail("There is no apt-cache here: this test reads Debian's own index (apt)")
    told = subprocess.run(
        ["apt-cache", "dumpavail"], capture_output=True, text=True, check=True
    ).stdout
    stanzas = [
        dict(re.findall(r"^([A-Z][\w-]+): (.*)$", stanza, flags=re.MULTILINE))
        for stanza in told.split("\n\n")
        if stanza.strip()
    ]
    number = {stanza["Package"]: place for place, stanza in enumerate(stanzas)}
    offers = {name: {place} for name, place in number.items()}
    for stanza in stanzas:
        for one in stanza.get("Provides", "").split(","):
            if found := NAME.match(one):
                offers.setdefault(found[1], set()).add(number[stanza["Package"]])
    clauses = []
    for stanza in stanzas:
        wanted = ", ".join(filter(None, (stanza.get("Pre-Depends"), stanza.get("Depends"))))
        mine = []
        for clause in wanted.split(",") if wanted else ():
            names = [found[1] for one in clause.split("|") if (found := NAME.match(one))]
            either = set().union(*(offers.get(name, set()) for name in names))
            mine += [either] if either else []
        clauses.append(mine)
    return number, clauses


@cache
def chain():
    """Links package -> dependent; each clause is a kind of goods of its own at its dependent."""
    number, clauses = packages()
    pairs, goods = [], []
    for dependent, mine in enumerate(clauses):
        for kind, either in enumerate(mine):
            pairs += [(source, dependent) for source in sorted(either)]
            goods += [kind] * len(either)
    return snapshot_from(len(number), pairs), pairs, goods


def test_the_index_is_as_large_as_a_distribution():
    snapshot, pairs, _goods = chain()
    assert snapshot.nodes > 50_000
    assert len(pairs) > 200_000


def test_dependents_of_sampled_packages_are_those_of_networkx():
    snapshot, pairs, _goods = chain()
    number = packages()[0]
    graph = nx.DiGraph([(b, a) for a, b in pairs])
    dice = np.random.default_rng(1)
    chosen = [number["libc6"], number["bash"], *dice.choice(snapshot.nodes, 60).tolist()]
    turned = snapshot_from(snapshot.nodes, [(b, a) for a, b in pairs])
    found = who_reaches(turned, chosen)
    for place, package in enumerate(chosen):
        theirs = nx.ancestors(graph, package) if package in graph else set()
        assert set(found.sources_of(place).tolist()) == theirs | {package}
    assert len(found.sources_of(0)) > 40_000


def test_parts_are_those_of_networkx():
    snapshot, pairs, _goods = chain()
    graph = nx.DiGraph(pairs)
    graph.add_nodes_from(range(snapshot.nodes))
    parts = parts_of(snapshot)
    sizes = sorted(len(part) for part in nx.strongly_connected_components(graph))
    assert sorted(parts.sizes().tolist()) == sizes


def broken_without(package):
    """Going round until nothing changes: a package breaks when a whole clause is broken."""
    clauses = packages()[1]
    waiting: dict[int, list[int]] = {}
    for dependent, mine in enumerate(clauses):
        for either in mine:
            for source in either:
                waiting.setdefault(source, []).append(dependent)
    broken, front = {package}, [package]
    while front:
        for dependent in waiting.get(front.pop(), ()):
            if dependent not in broken and any(either <= broken for either in clauses[dependent]):
                broken.add(dependent)
                front.append(dependent)
    return broken


def test_what_breaks_without_a_package_counts_alternatives_as_one_of_n():
    snapshot, _pairs, goods = chain()
    number = packages()[0]
    needs = Needs(value=1.0, goods=goods, enough=1)
    overlay = dependency_overlay(snapshot, needs)
    rules = CascadeRules(slack=0.0, eps=0.0, markets=False, upstream=False)
    for name in ("libc6", "perl-base", "libgtk-3-0", "exim4-base", "python3-numpy"):
        found = cascade(overlay, [number[name]], [0.0], rules)
        assert set(found.firms[found.down == 0].tolist()) == broken_without(number[name])


def test_over_links_alone_more_seems_to_break_than_does():
    snapshot, _pairs, _goods = chain()
    number = packages()[0]
    overlay = attack_overlay(snapshot, np.ones(snapshot.links))
    reached = taken_from(overlay, [number["exim4-base"]]).sum()
    assert reached >= len(broken_without(number["exim4-base"]))
