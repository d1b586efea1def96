"""The chain engine on made-up networks, its peers beside it in the same run.

Peers get their graph ready-made, as we do; compiling and building are outside. Times of one process
with two threads; peers and we take turns, the least of five (of one, where a turn takes seconds).
The million-firm run is a process of its own, so that its peak memory is known.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

FIRMS, LINKS_EACH, THREADS, WORLDS = 100_000, 5, 2, 10_000
# A share of sector pairs like that of published tables: no effect, useful, essential.
CLASSES = (0.25, 0.4, 0.35)
BFS_TARGETS_OF_PEERS = 8


def figures() -> Iterator[dict[str, Any]]:
    """Answers at 100,000 firms, all nodes at 100,000 and a million, and ratios to the best peer."""
    from bench import chain_peers

    for part in ("answers", "million"):
        yield from json.loads(_child(part))
    yield from chain_peers.figures()


def line(name: str, value: float, unit: str, goal: float, note: str) -> dict[str, Any]:
    """One figure without a baseline."""
    return {
        "name": name,
        "value": round(value, 4),
        "unit": unit,
        "goal": goal,
        "met": value <= goal,
        "baseline": None,
        "baseline_value": None,
        "ratio": None,
        "note": note,
    }


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of one run, and what it gave."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def case(firms: int) -> dict[str, Any]:
    """Snapshot and both overlays of a made-up network, and a threat of 1 % weak firms."""
    import numpy as np

    from bench.chain_graph import SECTORS, network
    from sekisho.engines.chain.attack import attack_overlay
    from sekisho.engines.chain.dependency import Needs, dependency_overlay
    from sekisho.engines.chain.snapshot import Given, LinkKind, NodeKind, snapshot_of
    from sekisho.engines.chain.worlds import threat_of

    net, dice = network(firms, LINKS_EACH * firms), np.random.default_rng(7)
    links = len(net.source)
    table = dice.choice(3, (SECTORS, SECTORS), p=CLASSES)
    snapshot = snapshot_of(
        Given(
            node_key=np.arange(1, firms + 1),
            node_kind=np.full(firms, NodeKind.ORGANISATION),
            link_key=np.arange(1, links + 1),
            link_kind=np.full(links, LinkKind.SUPPLIES),
            source=net.source,
            target=net.target,
        )
    )
    needs = Needs(
        value=net.value,
        goods=net.sector[net.source],
        importance=table[net.sector[net.source], net.sector[net.target]],
        stock_days=dice.uniform(2, 15, links),
    )
    weak = dice.choice(firms, firms // 100, replace=False)
    entry = np.zeros(firms)
    entry[weak] = 0.02
    attack = attack_overlay(snapshot, dice.uniform(0, 0.08, links))
    return {
        "snapshot": snapshot,
        "dependency": dependency_overlay(snapshot, needs, market=net.sector),
        "attack": attack,
        "threat": threat_of(attack, entry, seed=1),
        "weak": np.sort(weak),
        "hub": int(np.argmax(np.diff(snapshot.backward.start))),
        "source": int(np.argmax(np.diff(snapshot.forward.start))),
    }


def answers() -> Iterator[dict[str, Any]]:
    """What a page asks of one node, what a report asks of all, and 10,000 worlds."""
    import numpy as np

    from sekisho.engines.chain.cascade import CascadeRules, cascade_of_each
    from sekisho.engines.chain.criticality import days_until_felt
    from sekisho.engines.chain.dependency import single_source_gates
    from sekisho.engines.chain.worlds import block_gains, worlds_of

    made, rules = case(FIRMS), CascadeRules()
    _all_answers(made)
    taken = {name: min(timed(work)[0] for _ in range(3)) for name, work in _questions(made).items()}
    slowest = max(taken, key=lambda name: taken[name])
    yield line(
        "chain_answer_100k_s",
        taken[slowest],
        "s",
        1.0,
        f"the slowest of {len(taken)}, each the least of three: "
        + ", ".join(f"{name} {seconds:.3f}" for name, seconds in taken.items()),
    )

    def every_node() -> Any:
        each = cascade_of_each(made["dependency"], rules, threads=THREADS)
        block_gains(made["threat"], np.ones(FIRMS), 1000, threads=THREADS)
        single_source_gates(made["dependency"])
        days_until_felt(made["dependency"], rules.slack)
        return each

    seconds, each = timed(every_node)
    note = (
        f"one stop of each firm at slack 5 %, and gains of every block over 1,000 worlds; "
        f"worst stop {each.loss.max():.0%} of output, settled: {each.is_settled}"
    )
    yield line("chain_all_nodes_100k_s", seconds, "s", 10.0, note)
    seconds, worlds = timed(lambda: worlds_of(made["threat"], WORLDS, threads=THREADS))
    note = f"{len(worlds.taken) / WORLDS:.0f} nodes taken in the mean"
    yield line("chain_worlds_10k_at_100k_s", seconds, "s", 10.0, note)


def _questions(made: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    """Everything that is asked of one node."""
    from sekisho.engines.chain.cascade import CascadeRules, cascade
    from sekisho.engines.chain.cut_nodes import cut_nodes
    from sekisho.engines.chain.days import Outage, days_after
    from sekisho.engines.chain.dominators import choke_points
    from sekisho.engines.chain.fewest_links import fewest_links
    from sekisho.engines.chain.next_routes import next_routes
    from sekisho.engines.chain.parts import who_reaches
    from sekisho.engines.chain.routes import routes_to

    attack, needs, weak = made["attack"], made["dependency"], made["weak"]
    hub, source, rules = made["hub"], made["source"], CascadeRules()

    def routes() -> Any:
        found = routes_to(attack, hub)
        return next_routes(found, int(weak[found.cost[weak].argmin()]), 5)

    return {
        "routes": routes,
        "choke points": lambda: choke_points(attack, weak).before(hub),
        "fewest links": lambda: fewest_links(attack, weak, hub),
        "who reaches": lambda: who_reaches(made["snapshot"], [hub]).sources_of(0),
        "cut nodes": lambda: cut_nodes(made["snapshot"]),
        "blast radius": lambda: cascade(needs, [source], [0.0], rules),
        "30 days": lambda: days_after(needs, Outage([source], [0], [7]), days=30, rules=rules),
    }


def _all_answers(made: dict[str, Any]) -> None:
    for work in _questions(made).values():
        work()


def million() -> Iterator[dict[str, Any]]:
    """One stop of each of a million firms, and the most memory that the process ever had."""
    from sekisho.engines.chain.cascade import CascadeRules, cascade_of_each

    made = case(10 * FIRMS)
    seconds, each = timed(
        lambda: cascade_of_each(made["dependency"], CascadeRules(), threads=THREADS)
    )
    note = f"one stop of each firm at slack 5 %; worst {each.loss.max():.0%} of output"
    yield line("chain_all_nodes_1m_s", seconds, "s", 120.0, note)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    yield line("chain_peak_1m_gb", peak, "GB", 4.0, "building the network included")


def _child(part: str) -> str:
    root = Path(__file__).resolve().parent.parent
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}
    done = subprocess.run(
        [sys.executable, "-m", "bench.chain", part],
        env=environment,
        cwd=root,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def prepare() -> None:
    """Kernels are compiled before anything is measured, and kept where the tests keep theirs."""
    from tests.environment import keep_kernels

    keep_kernels()
    from sekisho.engines.chain.warm import warm_up

    warm_up()


if __name__ == "__main__":
    prepare()
    found = answers() if sys.argv[1] == "answers" else million()
    sys.stdout.write(json.dumps(list(found)))
