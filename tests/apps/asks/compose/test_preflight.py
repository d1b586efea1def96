"""What keeps an ask from being sent, one fault at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sekisho.apps.asks.queries.drafts import AudienceSpec
from sekisho.apps.asks.queries.preflight import preflight_of
from sekisho.apps.asks.queries.profiles import Sender, letter_as_dict
from sekisho.apps.mail.actions import hold_mail
from sekisho.kernel.text import Bilingual
from tests.factories.asking import draft_ask

ONLY_A = AudienceSpec(mode="list", listed=("A-001",))
ONLY_S = AudienceSpec(mode="list", listed=("S-001",))
JA = Bilingual("日本語だけ", "")
EN = Bilingual("", "English only")


def codes(cast, ask, *, is_blocking=True):
    """What this room finds; rooms above look over each sending too and have tests of their own."""
    found = preflight_of(cast.aoi, ask, now=cast.now)
    snags = found.blocking if is_blocking else found.warnings
    return {snag.code for snag in snags if snag.code.startswith(("asks.", "letters."))}


def test_a_complete_draft_is_clear(cast):
    assert preflight_of(cast.aoi, draft_ask(cast), now=cast.now).is_clear


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": Bilingual()}, "asks.no_title"),
        ({"reason": Bilingual()}, "asks.no_reason"),
        ({"question_set_id": None}, "asks.no_questions"),
        ({"sender": Sender()}, "asks.no_sender"),
        ({"title": JA}, "asks.title_not_in_en"),
        ({"reason": JA}, "asks.reason_not_in_en"),
        ({"title": EN}, "asks.title_not_in_ja"),
        ({"reason": EN}, "asks.reason_not_in_ja"),
        ({"audience": AudienceSpec()}, "asks.audience_not_chosen"),
        ({"audience": AudienceSpec(mode="list", listed=("Z-9",))}, "asks.audience_empty"),
        ({"audience": ONLY_S}, "asks.nobody_reachable"),
        ({"due_on": date(2026, 11, 15)}, "asks.deadline_past"),
        ({"reason": Bilingual("詳しくは https://bit.ly/x", "See")}, "letters.link_shortened"),
        ({"reason": Bilingual("詳しくは https://other.example/", "See")}, "letters.link_foreign"),
    ],
)
def test_each_fault_alone_stops_the_sending(cast, change, code):
    assert codes(cast, replace(draft_ask(cast), **change)) == {code}


def test_a_language_that_nobody_reads_may_be_missing(cast):
    ask = replace(draft_ask(cast), title=JA, reason=JA, audience=ONLY_A)
    assert codes(cast, ask) == set()


def test_a_missing_english_letter_stops_it(cast):
    ask = draft_ask(cast)
    words = letter_as_dict(ask.letter("emergency-check"))
    words["en"] = {"subject": "", "body": ""}
    found = codes(cast, replace(ask, letters={"emergency-check": words}))
    assert {"letters.subject_empty", "letters.body_empty"} <= found


def test_a_mail_server_without_the_address_of_this_site_stops_it(cast, settings):
    ask = draft_ask(cast)
    settings.SEKISHO_SMTP_URL = "smtp://127.0.0.1:2525"
    assert codes(cast, ask) == {"asks.no_base_url"}


def test_held_mail_and_silent_partners_are_told_but_do_not_stop_it(cast):
    audience = AudienceSpec(mode="list", listed=("A-001", "S-001", "nobody at all"))
    ask = replace(draft_ask(cast), audience=audience, answer_days=1)
    hold_mail(cast.aoi, now=cast.now)
    assert codes(cast, ask) == set()
    assert codes(cast, ask, is_blocking=False) == {
        "asks.mail_held",
        "asks.mail_local",
        "asks.some_silent",
        "asks.some_unknown",
        "asks.deadline_short",
    }
