"""Ten million flow rows as Parquet against the approved connections, polars beside us.

We tell each point of connection whether it was approved: longest network for every address, ports,
direction, end of the approval. The peer does the least that the same question asks of a table
engine: count, bytes, first and last by (source, target, port, protocol, action), then a join with
the owner of each distinct address; it judges nothing. Our run is a process of its own, so that its
peak memory is known; both use the two threads of the machine.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

ROWS, PART, TURNS = 10_000_000, 1_000_000, 3
PARTNERS, HOSTS, SERVERS = 2_000, 12, 3_000
START, DAYS = 1_760_000_000, 30
USUAL = 0.98  # of a partner's flows to the servers it always uses
MIB = 1024 * 1024


def figures() -> Iterator[dict[str, Any]]:
    """Seconds and peak memory of the least of three runs, and the peer's seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "flows.parquet"
        write_flows(path)
        ours, theirs = [], []
        for _ in range(TURNS):
            ours.append(_child("us", path))
            theirs.append(_child("polars", path))
        size_mb = path.stat().st_size / MIB
    best, peer = min(one["s"] for one in ours), min(one["s"] for one in theirs)
    peak, peak_peer = (max(one["mb"] for one in runs) for runs in (ours, theirs))
    note = f"{ours[0]['points']} points, {ours[0]['approved']} of them approved; {size_mb:.0f} MB"
    yield _line("flows_10m_rows_s", (best, "s", 15), ("polars, counting only", peer), note)
    yield _line("flows_peak_mb", (peak, "MB", 1000), ("polars", peak_peer), "whole process")


def _line(
    name: str, found: tuple[float, str, float], peer: tuple[str, float], note: str
) -> dict[str, Any]:
    value, unit, goal = found
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "goal": goal,
        "met": value <= goal,
        "baseline": peer[0],
        "baseline_value": round(peer[1], 2),
        "ratio": round(value / peer[1], 3),
        "note": note,
    }


def write_flows(path: Path, rows: int = ROWS) -> None:
    """A month of a firewall: partners in and out, our own traffic, the web, strangers."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import parquet

    random, writer = np.random.default_rng(7), None
    partners = np.array([_partner(one, host) for one in range(PARTNERS) for host in range(HOSTS)])
    servers = np.array([f"10.{one >> 8}.{one & 255}.10" for one in range(SERVERS)])
    web = np.array(
        [f"198.{18 + (one >> 16)}.{one >> 8 & 255}.{one & 255}" for one in range(60_000)]
    )
    for _start in range(0, rows, PART):
        size = min(PART, rows)
        kind = random.choice(
            4, size, p=(0.4, 0.25, 0.25, 0.1)
        )  # in and out, inside, web, strangers
        skewed = (random.pareto(1.2, size) * 40).astype(np.int64) % len(partners)
        any_server = random.integers(0, SERVERS, size)
        usual = (skewed * 7 + random.integers(0, 3, size)) % SERVERS  # three of its own for each
        is_usual = random.random(size) < USUAL
        server = np.where(kind == 3, any_server % 40, np.where(is_usual, usual, any_server))
        partner, server = partners[skewed], servers[server]
        other = servers[random.integers(0, SERVERS, size)]
        far = web[random.integers(0, 60_000, size)]
        is_out = random.random(size) < 0.3
        source = np.select([kind == 0, kind == 3], [np.where(is_out, server, partner), far], server)
        target = np.select(
            [kind == 0, kind == 1, kind == 2],
            [np.where(is_out, partner, server), other, far],
            server,
        )
        ports = random.choice(
            (443, 22, 445, 3389, 8443, 53), size, p=(0.6, 0.1, 0.1, 0.05, 0.1, 0.05)
        )
        table = pa.table(
            {
                "start": pa.array(
                    (START + random.integers(0, DAYS * 86_400, size)) * 1000,
                    pa.timestamp("ms", "UTC"),
                ),
                "srcaddr": source,
                "dstaddr": target,
                "dstport": ports.astype(np.int32),
                "protocol": np.where(ports == 53, 17, 6).astype(np.int16),
                "bytes": random.integers(60, 2_000_000, size),
                "action": np.where(random.random(size) < 0.05, "REJECT", "ACCEPT"),
            }
        )
        writer = writer or parquet.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def _partner(one: int, host: int) -> str:
    return f"203.{one >> 8}.{one & 255}.{16 + host}"


def _child(part: str, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.flows", part, str(path)]
    threads = {"POLARS_MAX_THREADS": "2", "OMP_NUM_THREADS": "2"}
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, **threads}
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _us(path: Path) -> dict[str, Any]:
    from sekisho.adapters.flowlogs import open_log
    from sekisho.engines.inventory.reach import read_ports
    from sekisho.engines.observing import (
        Approval,
        Direction,
        FlowTally,
        Networks,
        Owner,
        Verdict,
        compare,
    )

    approvals = [
        Approval(
            key=str(one),
            organisation_id=one + 2,
            partner=(f"203.{one >> 8}.{one & 255}.0/24",),
            ours=("10.0.0.0/8",),
            ports=read_ports("443/tcp, 8443/tcp"),
            direction=Direction.BOTH,
            ends_s=START + (one % 60) * 86_400,
        )
        for one in range(0, PARTNERS, 2)
    ]
    owned = [(f"203.{one >> 8}.{one & 255}.0/24", Owner(one + 2)) for one in range(PARTNERS)]
    networks = Networks([("10.0.0.0/8", Owner(1, is_ours=True)), *owned])
    began = time.perf_counter()
    with path.open("rb") as stream:
        log = open_log(stream)
        tally = FlowTally(networks)
        for batch in log.batches(log.sample().guess, UTC):
            tally.add(batch)
        found = compare(tally.table(), approvals, now_s=START + DAYS * 86_400)
    seconds = time.perf_counter() - began
    if sum(tally.counts().values()) != ROWS:
        raise AssertionError(tally.counts())
    approved = sum(one.verdict is Verdict.APPROVED for one in found.points)
    return {"s": seconds, "points": len(found.points), "approved": approved}


def _polars(path: Path) -> dict[str, Any]:
    import polars as pl

    owned = [(_partner(one, host), one + 2) for one in range(PARTNERS) for host in range(HOSTS)]
    owners = pl.DataFrame(owned, schema=["srcaddr", "owner"], orient="row").lazy()
    began = time.perf_counter()
    keys = ("srcaddr", "dstaddr", "dstport", "protocol", "action")
    counted = (
        pl.scan_parquet(path)
        .group_by(keys)
        .agg(
            pl.len().alias("rows"),
            pl.col("bytes").sum(),
            pl.col("start").min().alias("first"),
            pl.col("start").max().alias("last"),
        )
        .join(owners, on="srcaddr", how="left")
        .collect(engine="streaming")
    )
    return {"s": time.perf_counter() - began, "points": len(counted)}


if __name__ == "__main__":
    told = {"us": _us, "polars": _polars}[sys.argv[1]](Path(sys.argv[2]))
    told["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(told))
