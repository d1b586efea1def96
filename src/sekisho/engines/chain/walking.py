"""Depth-first order over live links, on numbers of its own: what dominators and samples work on.

Number 0 is the super-source, which has a link to every start; reached nodes follow in the order in
which they were first seen. Only reached nodes have a number, so a small walk stays small.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sekisho.engines.chain.coins import Coins, is_live
from sekisho.engines.chain.kernels import Ints, Longs, inner, kernel
from sekisho.engines.chain.snapshot import Csr


class Walk(NamedTuple):
    """Nodes by number (number 0: -1), the parent of each number, links as tail and head numbers.

    Links lead from and to reached nodes; those of the super-source are among them.
    """

    node: Ints
    parent: Ints
    tail: Ints
    head: Ints


class Board(NamedTuple):
    """Work space of walks: number of each node (-1 between walks), stack, place in a row, room."""

    number: Ints
    stack: Ints
    place: Longs
    room: Walk


@kernel
def new_board(nodes: int, links: int) -> Board:
    """Work space for any number of walks, one after the other, with up to as many links."""
    room = Walk(
        np.empty(nodes + 1, np.int32),
        np.empty(nodes + 1, np.int32),
        np.empty(nodes + links, np.int32),
        np.empty(nodes + links, np.int32),
    )
    stack, place = np.empty(nodes + 1, np.int32), np.empty(nodes + 1, np.int64)
    return Board(np.full(nodes, -1, np.int32), stack, place, room)


@kernel
def walk_from(rows: Csr, coins: Coins, starts: Ints, board: Board) -> Walk:
    """Walk from the starts (each once) over live links; the result lies in the board's room."""
    walk = board.room
    walk.node[0], walk.parent[0] = -1, 0
    count, links = 1, 0
    for start in starts:
        walk.tail[links], walk.head[links] = 0, start
        links += 1
        if board.number[start] < 0:
            walk.parent[count] = 0
            _enter(rows, board, start, count, 0)
            count, links = _descend(rows, coins, board, count + 1, links)
    return _closed(walk, board, count, links)


@inner
def _enter(rows: Csr, board: Board, node: int, number: int, depth: int) -> None:
    board.number[node] = number
    board.room.node[number] = node
    board.stack[depth], board.place[depth] = node, rows.start[node]


@inner
def _descend(rows: Csr, coins: Coins, board: Board, count: int, links: int) -> tuple[int, int]:
    """Number everything that is new below the node on the stack."""
    walk, depth = board.room, 0
    while depth >= 0:
        node, place = board.stack[depth], board.place[depth]
        if place == rows.start[node + 1]:
            depth -= 1
            continue
        board.place[depth] += 1
        if not is_live(coins, rows.link[place]):
            continue
        other = rows.other[place]
        walk.tail[links], walk.head[links] = board.number[node], other
        links += 1
        if board.number[other] < 0:
            walk.parent[count] = board.number[node]
            depth += 1
            _enter(rows, board, other, count, depth)
            count += 1
    return count, links


@kernel
def _closed(walk: Walk, board: Board, count: int, links: int) -> Walk:
    """Cut to what was used, heads as numbers, the board as it was before."""
    head = walk.head[:links]
    for link in range(links):
        head[link] = board.number[head[link]]
    for number in range(1, count):
        board.number[walk.node[number]] = -1
    return Walk(walk.node[:count], walk.parent[:count], walk.tail[:links], head)
