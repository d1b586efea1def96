"""A process with a database of its own: consent is taken back and submitted at the same moment.

Prints one JSON object: of each turn whether it was taken back, submitted, and what is stored.
"""

from __future__ import annotations

import json
from typing import Any

import django

from tests.apps.asks.answer.rush import together

TURNS = 8


def turn(cast: Any, world: Any) -> dict[str, Any]:
    from sekisho.apps.asks.actions.submissions import Signer, submit_reply
    from sekisho.apps.asks.models import Assignment, Submission
    from sekisho.apps.asks.queries.respondent import reply_for
    from sekisho.apps.sharing.actions.withdrawing import withdraw_consent
    from sekisho.apps.sharing.models import Consent
    from sekisho.kernel.errors import Problem
    from tests.factories.answering import invite, open_ask
    from tests.factories.replying import answer_all

    target = invite(cast, open_ask(cast, asker_id=cast.g.id), world.holder)
    given, now = world.give(at=target), world.now
    answer_all(target.row, now)
    seen = reply_for(target.actor(now), now=now).revision

    def act(what: str, _unused: str) -> str:
        try:
            if what == "withdraw":
                withdraw_consent(target.actor(now), uid=given.consent_uid, now=now)
            else:
                signer = Signer("ちか", "", "")
                submit_reply(target.actor(now), signer=signer, seen_revision=seen, now=now)
        except Problem as problem:
            return f"{what} {problem.code}"
        return f"{what} done"

    outcomes = together(act, [("withdraw", ""), ("submit", "")])
    kept = reply_for(target.actor(now), now=now)
    return {
        "outcomes": sorted(outcomes),
        "is_withdrawn": Consent.objects.get(uid=given.consent_uid).withdrawn_at is not None,
        "submissions": Submission.objects.filter(assignment_id=target.assignment_id).count(),
        "state": Assignment.objects.get(pk=target.assignment_id).state,
        "answered": kept.progress.answered,
        "total": kept.progress.total_shown,
    }


def main() -> None:
    django.setup()
    from tests.apps.sharing.world import shared
    from tests.factories.cast import build_cast

    cast = build_cast()
    world = shared(cast)
    print(json.dumps([turn(cast, world) for _number in range(TURNS)]))


if __name__ == "__main__":
    main()
