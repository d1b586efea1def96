"""The same questions asked of igraph, rustworkx, scipy and, where it can, networkx."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bench.chain import BFS_TARGETS_OF_PEERS, FIRMS, case, prepare, timed

TURNS = 5
TARGETS = 1000


def figures() -> Iterator[dict[str, Any]]:
    """Ratios to the best peer: one search back, dominators, reach of 1,000 targets."""
    prepare()
    made = case(FIRMS)
    graphs = _graphs(made)
    for name, goal, ours, peers, scale in (
        ("chain_paths_vs_best_peer", 1.0, *_paths(made, graphs), 1.0),
        ("chain_dominators_vs_best_peer", 0.45, *_dominators(made, graphs), 1.0),
        (
            "chain_reach_vs_best_peer",
            0.34,
            *_reach(made, graphs),
            TARGETS / BFS_TARGETS_OF_PEERS,
        ),
    ):
        yield _compared(name, goal, ours, peers, scale)


def _compared(
    name: str,
    goal: float,
    ours: Callable[[], Any],
    peers: dict[str, Callable[[], Any]],
    scale: float,
) -> dict[str, Any]:
    everybody = {"us": ours, **peers}
    least = {who: timed(work)[0] for who, work in everybody.items()}
    for _ in range(TURNS - 1):
        for who, work in everybody.items():
            if least[who] < 2.0:
                least[who] = min(least[who], timed(work)[0])
    scaled = {who: least[who] * scale for who in peers}
    best = min(scaled, key=lambda who: scaled[who])
    ratio = least["us"] / scaled[best]
    return {
        "name": name,
        "value": round(ratio, 4),
        "unit": "ratio",
        "goal": goal,
        "met": ratio <= goal,
        "baseline": best,
        "baseline_value": round(scaled[best], 4),
        "ratio": round(ratio, 4),
        "note": f"us {least['us']:.4f} s; "
        + ", ".join(f"{who} {seconds:.4f} s" for who, seconds in scaled.items())
        + (f"; peers from {BFS_TARGETS_OF_PEERS} targets" if scale > 1 else ""),
    }


def _graphs(made: dict[str, Any]) -> dict[str, Any]:
    """The live links with their costs, turned round, in every library."""
    import igraph
    import networkx as nx
    import numpy as np
    import rustworkx as rx
    from scipy.sparse import csr_array

    snapshot, attack = made["snapshot"], made["attack"]
    tails, heads = snapshot.source.astype(np.int64), snapshot.target.astype(np.int64)
    weak, root = made["weak"], snapshot.nodes
    ahead = np.column_stack([tails, heads])
    rooted = np.vstack([ahead, np.column_stack([np.full(len(weak), root), weak])])
    turned = igraph.Graph(snapshot.nodes, ahead[:, ::-1], directed=True)
    turned.es["weight"] = attack.cost
    with_costs = zip(heads.tolist(), tails.tolist(), attack.cost.tolist(), strict=True)
    rust, plain = rx.PyDiGraph(), nx.DiGraph()
    rust.add_nodes_from(range(snapshot.nodes))
    rust.add_edges_from(list(with_costs))
    plain.add_weighted_edges_from(rust.weighted_edge_list())
    rust_rooted, plain_rooted = rx.PyDiGraph(), nx.DiGraph(rooted.tolist())
    rust_rooted.add_nodes_from(range(root + 1))
    rust_rooted.add_edges_from_no_data([tuple(pair) for pair in rooted.tolist()])
    back = snapshot.backward
    shape = (snapshot.nodes, snapshot.nodes)
    return {
        "igraph": turned,
        "igraph rooted": igraph.Graph(root + 1, rooted, directed=True),
        "rustworkx": rust,
        "rustworkx rooted": rust_rooted,
        "networkx": plain,
        "networkx rooted": plain_rooted,
        "scipy": csr_array(
            (attack.back_cost, back.other, back.start.astype(np.int32)), shape=shape
        ),
    }


def _paths(made: dict[str, Any], graphs: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    import networkx as nx
    import rustworkx as rx
    from scipy.sparse.csgraph import dijkstra

    from sekisho.engines.chain.routes import routes_to

    asset = made["hub"]
    return (lambda: routes_to(made["attack"], asset)), {
        "scipy": lambda: dijkstra(graphs["scipy"], indices=asset, return_predecessors=True),
        "igraph": lambda: graphs["igraph"].distances(asset, weights="weight"),
        "rustworkx": lambda: rx.dijkstra_shortest_path_lengths(
            graphs["rustworkx"], asset, edge_cost_fn=float
        ),
        "networkx": lambda: nx.single_source_dijkstra_path_length(graphs["networkx"], asset),
    }


def _dominators(made: dict[str, Any], graphs: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    import networkx as nx
    import rustworkx as rx

    from sekisho.engines.chain.dominators import choke_points

    root = made["snapshot"].nodes
    return (lambda: choke_points(made["attack"], made["weak"])), {
        "igraph": lambda: graphs["igraph rooted"].dominator(root, mode="out"),
        "rustworkx": lambda: rx.immediate_dominators(graphs["rustworkx rooted"], root),
        "networkx": lambda: nx.immediate_dominators(graphs["networkx rooted"], root),
    }


def _reach(made: dict[str, Any], graphs: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Our 1,000 targets, parts included; a few of the same ones for each peer."""
    import networkx as nx
    import numpy as np
    import rustworkx as rx
    from scipy.sparse.csgraph import breadth_first_order

    from sekisho.engines.chain.parts import who_reaches

    snapshot = made["snapshot"]
    targets = np.random.default_rng(9).choice(snapshot.nodes, TARGETS, replace=False)
    few = targets[:BFS_TARGETS_OF_PEERS].tolist()

    def by_each(one: Callable[[int], Any]) -> Callable[[], Any]:
        return lambda: [one(target) for target in few]

    return (lambda: who_reaches(snapshot, targets).summed(np.ones(snapshot.nodes))), {
        "scipy": by_each(
            lambda t: breadth_first_order(graphs["scipy"], t, return_predecessors=False)
        ),
        "igraph": by_each(lambda t: graphs["igraph"].subcomponent(t, mode="out")),
        "rustworkx": by_each(lambda t: rx.descendants(graphs["rustworkx"], t)),
        "networkx": by_each(lambda t: nx.descendants(graphs["networkx"], t)),
    }
