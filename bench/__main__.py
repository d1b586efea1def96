"""Runs the figures and prints one JSON line each; exits 1 when a goal is missed.

A line: name, value, unit, goal, met, baseline, baseline_value, ratio, note. Each module measures in
folders of its own and leaves nothing behind.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys

MODULES: dict[str, tuple[str, ...]] = {
    "bench.imports": ("import_10k_ratio", "import_10k_s"),
    "bench.asks": ("ask_prepare_10k_s", "ask_prepare_10k_peak_mb", "ask_prepare_growth"),
    "bench.editor": ("editor_diff_500_ms",),
    "bench.workbooks": ("workbook_200_s",),
    "bench.mail": ("mail_handover_ratio",),
    "bench.reminders": ("reminders_100k_s",),
    "bench.reports": ("executive_report_10k_s",),
    "bench.chain": (
        "chain_answer_100k_s",
        "chain_all_nodes_100k_s",
        "chain_worlds_10k_at_100k_s",
        "chain_all_nodes_1m_s",
        "chain_peak_1m_gb",
        "chain_paths_vs_best_peer",
        "chain_dominators_vs_best_peer",
        "chain_reach_vs_best_peer",
    ),
    "bench.sboms": ("sbom_read_10k_vs_cyclonedx_lib", "sbom_read_10k_s", "sbom_read_50k_s"),
    "bench.flows": ("flows_10m_rows_s", "flows_peak_mb"),
    "bench.map": ("map_first_frame_10k_s", "map_pan_frame_10k_ms"),
    "bench.pages": tuple(
        f"page_{page}_p95_ms.{database}"
        for database in ("sqlite", "postgresql")
        for page in ("answer", "save", "board", "partners")
    ),
}


def main() -> int:
    """Measure what was asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--only", default="", help="names or beginnings of names, with commas")
    wanted = tuple(name for name in parser.parse_args().only.split(",") if name)
    known = [name for names in MODULES.values() for name in names]
    unknown = [one for one in wanted if not any(name.startswith(one) for name in known)]
    if unknown:
        parser.error(f"no such figure: {', '.join(unknown)}; known: {', '.join(known)}")
    missed = 0
    for module, names in MODULES.items():
        if wanted and not any(name.startswith(wanted) for name in names):
            continue
        for figure in importlib.import_module(module).figures():
            if not wanted or str(figure["name"]).startswith(wanted):
                sys.stdout.write(json.dumps(figure, ensure_ascii=False) + "\n")
                sys.stdout.flush()
                missed += figure["met"] is False
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
