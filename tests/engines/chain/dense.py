"""The cascade written straight from the equations of the paper, all worked out anew each step."""

from __future__ import annotations

import numpy as np


def dense_cascade(overlay, shock, *, slack=0.0, markets=True, upstream=True, steps=20_000):
    """Downstream and upstream levels of every node at the fixed point below full output."""
    snapshot, groups = overlay.snapshot, overlay.groups
    nodes, psi = snapshot.nodes, np.ones(snapshot.nodes)
    for node, left in shock.items():
        psi[node] = min(psi[node], left)
    down, up = psi.copy(), psi.copy()
    inside = overlay.group >= 0
    for _ in range(steps):
        weight = _weights(overlay, down) if markets else np.ones(nodes)
        told = (weight * (1 - down))[snapshot.source] * overlay.share
        lack = np.bincount(overlay.group[inside], weights=told[inside], minlength=len(groups.spare))
        loss = np.minimum(_felt(lack - groups.spare, slack), groups.ceiling)
        worst = np.zeros(nodes)
        np.maximum.at(worst, groups.customer, loss)
        sold = np.bincount(snapshot.source, weights=overlay.value, minlength=nodes)
        missed = np.bincount(
            snapshot.source, weights=overlay.value * (1 - up[snapshot.target]), minlength=nodes
        )
        unsold = np.divide(missed, sold, out=np.zeros(nodes), where=sold > 0)
        next_down = np.minimum(psi, 1 - worst)
        next_up = np.minimum(psi, 1 - _felt(unsold, slack)) if upstream else up
        moved = max(np.abs(next_down - down).max(), np.abs(next_up - up).max())
        down, up = next_down, next_up
        if moved < 1e-12:
            break
    return down, up


def dense_loss(overlay, down, up):
    """The share of all output lost."""
    lost = overlay.output * (1 - np.minimum(down, up))
    return lost.sum() / max(overlay.output.sum(), 1e-300)


def _felt(lack, slack):
    return np.where(lack <= slack, 0, np.minimum((lack - slack) / (1 - slack), 1))


def _weights(overlay, down):
    market, output = overlay.market, overlay.output
    found = np.ones(len(market))
    for place in np.flatnonzero(market >= 0):
        left = (output * down)[market == market[place]].sum()
        if left > output[place]:
            found[place] = output[place] / left
    return found
