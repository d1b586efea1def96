"""The preview reaches every recipient and says what is wrong with a letter."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.translation import override

from sekisho.apps.asks.actions.drafts import save_ask_letter
from sekisho.apps.asks.queries.audience import audience_of
from sekisho.apps.asks.queries.drafts import ask_for
from sekisho.apps.asks.web.letter_words import LETTER_FAULTS
from sekisho.engines import letters
from sekisho.ui.problems import sentence_for_code
from tests.factories.asking import draft_ask
from tests.factories.cast import office_client


@pytest.fixture
def aoi(cast):
    return office_client(cast.aoi)


@pytest.mark.parametrize(("language", "words"), [("ja", "だれでもない"), ("en", "nobody at all")])
def test_every_recipient_is_found_by_name_or_by_stepping_without_scripts(cast, language, words):
    ask = draft_ask(cast)
    client, url = office_client(cast.aoi, language), reverse("asks:preview", args=[ask.uid])
    reached, seen = {"": ""}, client.get(url).content.decode()
    while step := re.search(r'rel="next" href="\?to=(\d+)"', seen):
        seen = client.get(url, {"to": step[1]}).content.decode()
        assert step[1] not in reached
        reached[step[1]] = seen
    everybody = audience_of(cast.aoi, ask_for(cast.aoi, ask.uid)).recipients
    assert len(reached) == len(everybody) > 1
    page = client.get(url, {"q": "Ｂ"}).content.decode()
    assert f'?to={cast.b.id}"' in page
    assert "Dear Dan," in page
    assert words in client.get(url, {"q": words}).content.decode()


def test_a_preview_of_a_faulty_letter_says_what_to_write(cast, aoi):
    ask = draft_ask(cast)
    letter = ask.letter("emergency-check")
    broken = replace(letter, ja=replace(letter.ja, body=letter.ja.body + "{{nobody}}"))
    save_ask_letter(cast.aoi, uid=ask.uid, revision=ask.revision, letter=broken, now=cast.now)
    page = aoi.get(reverse("asks:preview", args=[ask.uid])).content.decode()
    assert "日本語の本文: nobody という項目はありません。" in page
    assert "{{deadline}}" in page
    assert reverse("asks:letter", args=[ask.uid]) in page


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_fault_of_a_letter_names_what_to_write(language):
    with override(language):
        for code in LETTER_FAULTS:
            words = sentence_for_code(code, {"found": "here"})
            assert code not in words
            assert "%(" not in words
    source = "".join(path.read_text("utf-8") for path in Path(letters.__file__).parent.glob("*.py"))
    raised = {name for name in re.findall(r'"(letters\.\w+)"', source) if "value" not in name}
    assert raised - {"letters.file_wrong"} <= set(LETTER_FAULTS)
