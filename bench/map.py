"""How the map of all of a chain of 10,000 companies is drawn and moved, in a browser.

Chromium without a graphics card draws it, as on an office machine far away from one. The first
frame counts from the click on the address, the server's part in it, once the chain has been
reckoned and seen by that server; a frame of a pan is the time between two frames while the map is
dragged about.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.pages import _environment, _process, _run, _wait_for

FIRST_GOAL_S, PAN_GOAL_MS, RUNS = 2.0, 50.0, 5
_PROCESSES = 4  # of the server
_SIZE = {"width": 1280, "height": 800}
_ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
_COLOURED = "[data-map-state=coloured]"
_FIRST = "performance.getEntriesByName('sekisho-map-drawn')[0].startTime"
_WATCH = """() => {
  window.frames_seen = [];
  let last = performance.now();
  const next = (now) => { window.frames_seen.push(now - last); last = now; requestAnimationFrame(next); };
  requestAnimationFrame(next);
}"""  # noqa: E501 - a script


def figures() -> Iterator[dict[str, Any]]:
    """Seconds to the first frame, milliseconds of a frame while the map moves; medians."""
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as name:
        environment = _environment(Path(name), "")
        facts = _run(environment, "bench.dataset", "fill-chain")
        with _process(environment, "sekisho", "serve"):
            port = int(environment["SEKISHO_PORT"])
            _wait_for(port)
            first, frames = _measured(f"http://127.0.0.1:{port}", facts)
    told = f"{facts['nodes']:,} companies, {facts['links']:,} relations; software drawing"
    value = statistics.median(first)
    yield _figure("map_first_frame_10k_s", round(value, 2), "s", FIRST_GOAL_S,
                  f"{told}; {len(first)} loads, slowest {max(first):.2f} s")  # fmt: skip
    value = statistics.median(frames)
    tail = sorted(frames)[int(len(frames) * 0.95)]
    yield _figure("map_pan_frame_10k_ms", round(value, 1), "ms", PAN_GOAL_MS,
                  f"{told}; {len(frames)} frames, 95 of 100 within {tail:.0f} ms")  # fmt: skip


def _measured(address: str, facts: dict[str, Any]) -> tuple[list[float], list[float]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as maker:
        browser = maker.chromium.launch(executable_path="/usr/bin/chromium", args=_ARGUMENTS)
        context = browser.new_context(viewport=_SIZE, locale="ja")  # type: ignore[arg-type]
        context.add_cookies([{"name": "sekisho_session", "value": facts["cookie"], "url": address}])
        page = context.new_page()
        page.set_default_timeout(300_000)
        first = []
        for run in range(RUNS + _PROCESSES):  # each of them meets the chain once before it counts
            page.goto(f"{address}/o/chain/map/all/")
            page.wait_for_selector(_COLOURED)
            if run >= _PROCESSES:
                first.append(page.evaluate(_FIRST) / 1000)
        frames = _pan(page)
        browser.close()
    return first, frames


def _pan(page: Any) -> list[float]:
    """Drag to and fro for a while at three sizes of the map."""
    box = page.locator("canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate(_WATCH)
    for _zoomed in range(3):
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(60):
            page.mouse.move(x + 3 * step * (1 if step % 2 else -1), y + step)
        page.mouse.up()
        page.locator("[data-map-zoom=in]").click()
    frames: list[float] = page.evaluate("window.frames_seen")
    return frames


def _figure(name: str, value: float, unit: str, goal: float, note: str) -> dict[str, Any]:
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "goal": goal,
        "met": value <= goal,
        "baseline": None,
        "baseline_value": None,
        "ratio": None,
        "note": note,
    }
