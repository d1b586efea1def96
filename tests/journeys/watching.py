"""What is wrong with a page beyond its words: barriers, errors, traffic to elsewhere, overflow."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

EXPECTED = ("favicon.ico",)


class Watch:
    """Listens to every page of a browser and keeps what is wrong."""

    def __init__(self, context: BrowserContext, own: str, *, can_ask: bool = True) -> None:
        self.own = own
        self.can_ask = can_ask  # axe needs scripts; without them only traffic is watched
        self.faults: list[str] = []
        self.looked_at: list[str] = []
        context.on("request", self._note_request)
        context.on("console", self._note_line)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.own + "/", "data:", "blob:", "about:")):
            self.faults.append(f"a request went to {request.url}")

    def _note_line(self, line: ConsoleMessage) -> None:
        # A refused form answers 422 on purpose; the browser tells of it as an error.
        if line.type == "error" and "status of 4" not in line.text:
            where = line.page.url if line.page else "?"
            self.faults.append(f"console at {where}: {line.text}")

    def look(self, page: Page) -> None:
        """Judge the page as it stands now."""
        if not self.can_ask:
            return
        page.wait_for_load_state("networkidle")  # nothing is on its way elsewhere any more
        place = f"{page.url.removeprefix(self.own)} ({page.evaluate('innerWidth')})"
        self.looked_at.append(place)
        self.faults += [f"{place} {barrier}" for barrier in barriers_of(page)]
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            self.faults.append(f"{place} is {wide} px too wide")


def barriers_of(page: Page) -> list[str]:
    """What axe finds, with the places it means."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]
