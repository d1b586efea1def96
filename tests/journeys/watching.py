"""What is wrong with a page beyond its words: barriers, errors, traffic to elsewhere, overflow."""

from __future__ import annotations

import time
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT as AXE
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

# Without fetching every style sheet again, which only a rule on trial (orientation) would read.
JUDGE = """axe.run({resultTypes: ["violations"], preload: false})
    .then(answer => answer.violations.map(({id, nodes}) =>
        ({id, nodes: nodes.map(({target}) => ({target}))})))"""
PATIENCE_SECONDS = 30
# A style or script that the page just got has been applied when two more frames were drawn.
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Watch:
    """Listens to every page of a browser and keeps what is wrong."""

    def __init__(self, context: BrowserContext, own: str, *, can_ask: bool = True) -> None:
        self.own = own
        self.can_ask = can_ask  # axe needs scripts; without them only traffic is watched
        self.faults: list[str] = []
        self.looked_at: list[str] = []
        self._under_way: set[Request] = set()
        context.on("request", self._note_request)
        context.on("requestfinished", self._note_end)
        context.on("requestfailed", self._note_end)
        context.on("console", self._note_line)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))

    def _note_request(self, request: Request) -> None:
        self._under_way.add(request)
        if not request.url.startswith((self.own + "/", "data:", "blob:", "about:")):
            self.faults.append(f"a request went to {request.url}")

    def _note_end(self, request: Request) -> None:
        self._under_way.discard(request)

    def _note_line(self, line: ConsoleMessage) -> None:
        # A refused form answers 422 on purpose; the browser tells of it as an error.
        if line.type == "error" and "status of 4" not in line.text:
            where = line.page.url if line.page else "?"
            self.faults.append(f"console at {where}: {line.text}")

    def settle(self, page: Page) -> None:
        """Wait until the page is there and nothing that it asked for is on its way any more."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            page.wait_for_load_state("load")
            if self.can_ask:
                page.evaluate(TWO_FRAMES)
            if not self._under_way:
                return
            if time.monotonic() > until:
                waiting = sorted(request.url for request in self._under_way)
                raise TimeoutError(f"{page.url} still waits for {waiting}")
            page.wait_for_timeout(20)

    def look(self, page: Page) -> None:
        """Judge the page as it stands now; what it asks for while it is judged is heard too."""
        self.settle(page)
        if not self.can_ask:
            return
        place = f"{page.url.removeprefix(self.own)} ({page.evaluate('innerWidth')})"
        self.looked_at.append(place)
        self.faults += [f"{place} {barrier}" for barrier in barriers_of(page)]
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            self.faults.append(f"{place} is {wide} px too wide")


def barriers_of(page: Page) -> list[str]:
    """What axe finds, with the places it means."""
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(JUDGE)
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]
