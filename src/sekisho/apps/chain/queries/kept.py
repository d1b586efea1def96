"""A drawn chain as sealed pieces, and back."""

from __future__ import annotations

import io
import json
import uuid
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sekisho.adapters.vault import Place
from sekisho.apps.chain.models import Kept, Piece
from sekisho.apps.organisations.queries import open_home, seal_home

if TYPE_CHECKING:
    from sekisho.engines.topology.drawn import Drawn

_PIECE_BYTES = 1 << 20
_PACKING = 1  # a thousandth of the time of the best one, and nearly as small


def sealed_pieces(uid: uuid.UUID, edition: int, drawn: Drawn) -> Iterator[bytes]:
    """The chain in pieces that are written one at a time."""
    packed = zlib.compress(_as_bytes(drawn), _PACKING)
    for number, start in enumerate(range(0, len(packed), _PIECE_BYTES)):
        yield seal_home(_place(uid, edition, number), packed[start : start + _PIECE_BYTES])


def opened(row: Kept) -> Drawn:
    """What is kept in a row. Raises Unreadable."""
    pieces = Piece.objects.filter(kept=row, edition=row.edition).order_by("number")
    return _from_bytes(zlib.decompress(b"".join(_opened(row, pieces))))


def _opened(row: Kept, pieces: Iterable[Piece]) -> Iterator[bytes]:
    for one in pieces:
        yield open_home(_place(row.uid, row.edition, one.number), one.sealed)


def _place(uid: uuid.UUID, edition: int, number: int) -> Place:
    return Place("chain_piece", f"{uid}:{edition}:{number}", "sealed")


def _as_bytes(drawn: Drawn) -> bytes:
    import numpy as np

    told = {
        "names": drawn.names,
        "counts": [
            (one.kind, one.field, one.told, one.assumed, one.unknown) for one in drawn.counts
        ],
        "defaults": {key.value: count for key, count in drawn.defaults.items()},
        "versions": dict(drawn.versions),
    }
    text = np.frombuffer(json.dumps(told).encode(), np.uint8)
    columns = {f"node_{name}": one for name, one in drawn.nodes.items()}
    columns |= {f"wire_{name}": one for name, one in drawn.wires.items()}
    out = io.BytesIO()
    np.savez(out, told=text, **columns)  # type: ignore[arg-type]
    return out.getvalue()


def _from_bytes(data: bytes) -> Drawn:
    import numpy as np

    from sekisho.engines.topology.drawn import Count, Drawn
    from sekisho.engines.topology.words import Default

    with np.load(io.BytesIO(data), allow_pickle=False) as found:
        told: Mapping[str, Any] = json.loads(found["told"].tobytes())
        columns = {name: found[name] for name in found.files if name != "told"}
    return Drawn(
        names=tuple(told["names"]),
        nodes=_of(columns, "node_"),
        wires=_of(columns, "wire_"),
        counts=tuple(Count(*one) for one in told["counts"]),
        defaults={Default(key): count for key, count in told["defaults"].items()},
        versions=told["versions"],
    )


def _of(columns: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {
        name.removeprefix(prefix): one for name, one in columns.items() if name.startswith(prefix)
    }
