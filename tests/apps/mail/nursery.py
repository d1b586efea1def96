"""A process that has loaded Django once and forks mail workers, which the tests then kill.

Speaks lines on stdin and stdout: `run` answers the worker's process number, `reap` waits for its
end, `states` answers the number of letters in each state as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from contextlib import suppress

import django


def prepare(count: int) -> None:
    """An empty database with so many letters."""
    from django.db import connections

    from tests.factories.outbox import queue_plain, register_plain

    register_plain()
    queue_plain(count)
    connections.close_all()


def work(*, marks_first: bool) -> None:
    """Be a worker until killed. `marks_first` is the mistake that the harness must notice."""
    from sekisho.apps.mail.jobs import hand_over_loop, sending

    if marks_first:
        real = sending.Sender._send

        def careless(self, letter, text):
            sending.save_handed_over(letter, reply="", now=sending.clock.now())
            return real(self, letter, text)

        sending.Sender._send = careless  # type: ignore[method-assign]
    hand_over_loop()


def states() -> dict[str, int]:
    from django.db import connections

    from sekisho.apps.mail.models import OutboxLetter

    found = Counter(OutboxLetter.objects.values_list("state", flat=True))
    connections.close_all()
    return dict(found)


def answer(command: str, children: list[int], *, marks_first: bool) -> str:
    if command == "run":
        child = os.fork()
        if child == 0:
            with suppress(KeyboardInterrupt):
                work(marks_first=marks_first)
            os._exit(0)
        children.append(child)
        return str(child)
    if command == "reap":
        _pid, status = os.waitpid(children.pop(0), 0)
        return str(os.waitstatus_to_exitcode(status))
    return json.dumps(states())


def main() -> None:
    count, marks_first = int(sys.argv[1]), sys.argv[2] == "marks_first"
    django.setup()
    prepare(count)
    print("ready", flush=True)
    children: list[int] = []
    for line in sys.stdin:
        print(answer(line.strip(), children, marks_first=marks_first), flush=True)


if __name__ == "__main__":
    main()
