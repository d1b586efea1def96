"""Twenty users with a second of think time, as a process of its own.

`python -m bench.load PORT SECONDS` reads cookies and addresses as JSON on standard input and prints
milliseconds by page. Ten respondents read a page of questions and save an answer by turns, five
people look at the board, five at the list of partners.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import sys
import threading
import time
from typing import Any
from urllib.parse import quote, urlencode

THINK_SECONDS = 1.0
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
_REVISION = re.compile(rb'name="(B-\d+)-revision"[^>]* value="(\d+)"')


class User:
    """One browser with its connection and cookies; writes down how long each page took."""

    def __init__(self, port: int, cookie: str, times: dict[str, list[float]]) -> None:
        """Open nothing yet."""
        self.port, self.times = port, times
        self.cookies = {"sekisho_session": cookie, "sekisho_language": "ja"}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, name: str, method: str, path: str, form: dict[str, str] | None = None) -> bytes:
        """One request; raises when the page is not the one expected."""
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        body = urlencode(form) if form else None
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["HX-Request"] = "true"
            headers["Origin"] = f"http://127.0.0.1:{self.port}"
        began = time.perf_counter()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.times.setdefault(name, []).append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"{method} {path} answered {answer.status}")
        for name_, value in answer.getheaders():
            if name_.lower() == "set-cookie" and value.startswith("sekisho_csrf="):
                self.cookies["sekisho_csrf"] = value.split(";")[0].split("=", 1)[1]
        return content


def respond(user: User, facts: dict[str, str], until: float) -> None:
    """Read the questions of a category, save one answer, and so on."""
    base, dice = f"/r/a/{facts['link']}/", random.Random(facts["link"])
    while time.perf_counter() < until:
        page = user.ask("answer", "GET", f"{base}answers/{facts['category']}/")
        time.sleep(THINK_SECONDS)
        found = _TOKEN.search(page)
        key, revision = dice.choice(_REVISION.findall(page))
        name = key.decode()
        form = {
            "csrfmiddlewaretoken": found[1].decode() if found else "",
            f"{name}-revision": revision.decode(),
            f"{name}-answer": dice.choice(("yes", "no", "partial", "unknown")),
            f"{name}-followup": f"確認しました {dice.random()}",
        }
        user.ask("save", "POST", f"{base}save/{name}/", form)
        time.sleep(THINK_SECONDS)


def look(user: User, name: str, paths: list[str], until: float) -> None:
    """Open one of the addresses again and again."""
    dice = random.Random(name)
    while time.perf_counter() < until:
        user.ask(name, "GET", dice.choice(paths))
        time.sleep(THINK_SECONDS)


def main() -> None:
    """Run everybody at once and print the times."""
    port, seconds = int(sys.argv[1]), float(sys.argv[2])
    facts: dict[str, Any] = json.load(sys.stdin)
    times: dict[str, list[float]] = {}
    faults: list[str] = []
    until = time.perf_counter() + seconds
    partners = [f"/o/partners/?q={quote(word)}" for word in ("部品", "0042", "Kakuu")]
    partners += ["/o/partners/", "/o/partners/?page=37", "/o/partners/?tier=1"]
    jobs: list[tuple[Any, ...]] = [
        (respond, User(port, one["cookie"], times), one, until) for one in facts["respondents"]
    ]
    for place, cookie in enumerate(facts["office"]):
        name, paths = ("board", [facts["board"]]) if place % 2 else ("partners", partners)
        jobs.append((look, User(port, cookie, times), name, paths, until))

    def guarded(act: Any, *arguments: Any) -> None:
        time.sleep(random.random())
        try:
            act(*arguments)
        except Exception as error:  # noqa: BLE001 - whatever it is, the run is void
            faults.append(repr(error))

    threads = [threading.Thread(target=guarded, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    json.dump({"times": times, "faults": faults}, sys.stdout)


if __name__ == "__main__":
    main()
