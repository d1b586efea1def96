"""The answers inside a submission's record."""

from __future__ import annotations

import json

from sekisho.apps.asks.queries.respondent_receipts import Receipt
from sekisho.engines.questionnaire import Answer, answers_from_json


def answers_in(receipt: Receipt) -> dict[str, Answer]:
    """What was submitted, by question key. Raises Unreadable."""
    return answers_from_json(json.dumps(receipt.record.get("reply", {})).encode())
