"""A process with a database of its own, in which several people save at the same moment.

Prints one JSON object: for each rush what became of every save, and what is stored afterwards.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import django

KEYS = [f"M22-RR-0{number}" for number in range(1, 7)]
Work = tuple[str, str]  # question key, choice


def together(save: Callable[[str, str], str], works: Sequence[Work]) -> list[str]:
    """Run all at the same moment, each on a connection of its own."""
    from django.db import connections

    gate, results = threading.Barrier(len(works)), []

    def run(key: str, choice: str) -> None:
        gate.wait()
        try:
            results.append(save(key, choice))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def rush(visitor: Any, now: Any, works: Sequence[Work]) -> dict[str, Any]:
    from sekisho.apps.asks.actions.replies import save_answer
    from sekisho.apps.asks.models import Assignment, Reply
    from sekisho.apps.asks.queries.respondent import reply_for
    from sekisho.engines.questionnaire import Answer

    def save(key: str, choice: str) -> str:
        result = save_answer(
            visitor.actor(now),
            question_key=key,
            answer=Answer((choice,)),
            base_revision=0,
            now=now,
        )
        told = result.stored.answer.choice_keys[0] if result.stored else ""
        return f"{result.outcome.value} {told}"

    outcomes = together(save, works)
    kept = reply_for(visitor.actor(now), now=now).answers
    return {
        "outcomes": outcomes,
        "kept": {key: answer.choice_keys[0] for key, answer in kept.items()},
        "revision": Reply.objects.get(pk=visitor.assignment_id).revision,
        "answered": Assignment.objects.get(pk=visitor.assignment_id).answered,
    }


def main() -> None:
    django.setup()

    from tests.factories.answering import invite, open_ask
    from tests.factories.cast import build_cast

    cast = build_cast()
    ask = open_ask(cast)
    one, two, three = (
        invite(cast, ask, replace(cast.chika, organisation_id=at.id))
        for at in (cast.a, cast.s, cast.r)
    )
    told = {
        "different": rush(one, cast.now, [(key, "yes") for key in KEYS]),
        "same_question": rush(two, cast.now, [(KEYS[0], "yes"), (KEYS[0], "no")]),
        "same_form": rush(three, cast.now, [(KEYS[0], "yes")] * 8),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
