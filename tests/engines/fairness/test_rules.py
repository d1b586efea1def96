"""What a request must not say and must say, as tables in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.content import content_folder
from sekisho.adapters.content.strict_yaml import read_yaml
from sekisho.engines.fairness import (
    ALTERNATIVES,
    COST_ON_PARTNER,
    COST_TALK,
    FORCED_PRODUCT,
    NO_CONTACT,
    NO_RISK,
    SANCTION,
    SHORT_TIME,
    SOURCES,
    VAGUE,
    Asking,
    Concern,
    FairWords,
    Passage,
    concerns_of,
    with_advice,
)

WORDS = FairWords()
FAIR = {
    "ja": (
        "取引先を経由した攻撃が増えています。",
        "同等の効果がある別の方法でも構いません。費用のご相談もお受けします。",
    ),
    "en": (
        "Attacks through partners are increasing.",
        "Other means of equivalent effect are welcome. Costs can be discussed at any time.",
    ),
}


def asking(*more: Passage, languages: tuple[str, ...] = ("ja", "en"), **changed: Any) -> Asking:
    base = [
        Passage(place, language, text)
        for language in languages
        for place, text in zip(("reason", "handling"), FAIR[language], strict=True)
    ]
    given_ = {
        "languages": frozenset(languages), "has_partners": True, "asks_measures": True,
        "has_contact": True, "minimum_days": 5, "days": 5, **changed,
    }  # fmt: skip
    return Asking((*base, *more), **given_)


def codes(found: tuple[Concern, ...]) -> list[str]:
    return [one.code for one in found]


def said(text: str, place: str = "letter") -> list[str]:
    language = "en" if text.isascii() else "ja"
    return codes(concerns_of(asking(Passage(place, language, text)), WORDS))


def test_a_fair_request_raises_nothing():
    assert concerns_of(asking(), WORDS) == ()


@pytest.mark.parametrize(
    "text",
    [
        "弊社指定のセキュリティ製品を必ず導入してください。",
        "当社が指定するクラウドサービスを契約していただきます。",
        "弊社グループのソフトをご購入ください。",
        "Acme Shieldを導入することを取引の条件といたします。",
        "「見張り番プラス」を購入してください。",
        "You must use Acme Shield on every computer.",
        "Please buy Acme Guard 3 by March.",
        "Partners are required to subscribe to our monitoring service.",
        "You shall install the software designated by us.",
        "Suppliers have to contract with the vendor specified by us.",
    ],
)
def test_a_product_that_is_demanded_is_noticed(text):
    assert FORCED_PRODUCT in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "多要素認証を導入してください。",
        "EDRを導入してください。",
        "VPN装置を最新の状態にしてください。",
        "特定の製品やサービスの購入をお願いするものではございません。",
        "弊社指定の製品を導入していただく必要はありません。",
        "弊社の製品に使用する部品について回答してください。",
        "Microsoft 365をご利用の場合は、その設定もお答えください。",
        "Excelでの回答をご希望のときは、ご連絡ください。",
        "必ず期限までにご回答ください。",
        "「わからない」も大切なご回答です。そのままお選びください。",
        "You must use multi-factor authentication.",
        "You must use MFA for remote access.",
        "Please use the personal link in this letter.",
        "We do not ask you to buy any particular product or service.",
        "You do not have to buy Acme Shield.",
        "Do you use Acme Shield?",
        "You must install patches within 14 days.",
    ],
)
def test_a_measure_or_a_question_is_no_product_that_is_demanded(text):
    assert FORCED_PRODUCT not in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "点数が60点未満の場合は、お取引を停止いたします。",
        "ご回答がない場合、発注を見合わせることがあります。",
        "評価の低い取引先は、取引停止の対象となります。",
        "対策が不十分なときは、契約を解除する場合があります。",
        "If your score is below 60, we will stop our orders.",
        "If you do not reply, we may suspend business with you.",
        "Contracts with partners that fail the check may be terminated.",
        "Unless you answer in time, your orders will be reduced.",
    ],
)
def test_a_sanction_by_score_or_silence_is_noticed(text):
    assert SANCTION in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "点数だけを理由にお取引を変えることはありません。",
        "点数や回答の内容だけを理由に、発注の停止などお取引上の不利な扱いをすることはございません。",
        "契約を終了するときに、預かった情報を返していますか。",
        "取引先が契約を終了する場合、アカウントを停止していますか。",
        "評価の結果によって発注を停止することはございません。",
        "Neither a score nor an answer alone will lead us to stop orders.",
        "A score alone never changes our business with you.",
        "We will not reduce orders because of an answer.",
        "When a contract ends, do you return the information entrusted to you?",
        "Do you stop using accounts when people leave?",
    ],
)
def test_what_is_ruled_out_or_asked_is_no_sanction(text):
    assert SANCTION not in said(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("対策にかかる費用は貴社のご負担でお願いします。", True),
        ("貴社負担により導入してください。", True),
        ("取引価格は据え置きます。", True),
        ("Please do this at your own expense.", True),
        ("You shall bear all costs of these measures.", True),
        ("Prices will remain unchanged.", True),
        ("費用を貴社だけにご負担いただくものではありません。", False),
        ("費用の負担は貴社と協議のうえ決めます。", False),
        ("取引価格を据え置くことはありません。", False),
        ("We share the costs that you bear.", False),
        ("We do not expect you to bear the cost alone.", False),
        ("What does the measure cost?", False),
    ],
)
def test_a_cost_put_on_the_partner_is_noticed(text, expected):
    assert (COST_ON_PARTNER in said(text)) is expected


@pytest.mark.parametrize(
    ("text", "is_explained", "expected"),
    [
        ("十分なセキュリティ対策を実施していますか。", False, True),
        ("十分なセキュリティ対策を実施していますか。", True, False),
        ("Have you taken adequate security measures?", False, True),
        ("Do you require multi-factor authentication?", False, False),
        ("バックアップから戻す訓練をしていますか。", False, False),
    ],
)
def test_a_question_that_names_no_measure_is_noticed(text, is_explained, expected):
    language = "en" if text.isascii() else "ja"
    passage = Passage("question", language, text, 3, is_explained)
    found = concerns_of(asking(passage), WORDS)
    assert (VAGUE in codes(found)) is expected
    assert all(one.number == 3 and not one.can_insert for one in found)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_missing_is_named_in_the_language_that_lacks_it(language):
    bare = Asking(
        (Passage("reason", language, "お願いです。" if language == "ja" else "Please reply."),),
        frozenset({language}), has_partners=True, asks_measures=True, has_contact=False,
        minimum_days=5, days=3,
    )  # fmt: skip
    found = concerns_of(bare, WORDS)
    assert codes(found) == [NO_RISK, COST_TALK, ALTERNATIVES, NO_CONTACT, SHORT_TIME]
    assert {one.languages for one in found} == {(language,)}
    assert found[-1].found == "3/5"


def test_only_the_languages_that_recipients_read_are_looked_at():
    only_ja = asking(languages=("ja",))
    assert concerns_of(only_ja, WORDS) == ()
    both = Asking(
        only_ja.passages, frozenset({"ja", "en"}), has_partners=True, asks_measures=True,
        has_contact=True, minimum_days=5, days=9,
    )  # fmt: skip
    found = concerns_of(both, WORDS)
    assert codes(found) == [COST_TALK, ALTERNATIVES]
    assert {one.languages for one in found} == {("en",)}


def test_a_refusal_to_talk_about_costs_is_no_offer():
    refused = Asking(
        (
            Passage("reason", "ja", FAIR["ja"][0]),
            Passage("handling", "ja", "費用のご相談には応じられません。同等の方法でも構いません。"),
        ),
        frozenset({"ja"}), has_partners=True, asks_measures=True, has_contact=True,
        minimum_days=5, days=5,
    )  # fmt: skip
    assert codes(concerns_of(refused, WORDS)) == [COST_TALK]


def test_without_measures_no_alternatives_are_needed():
    bare = Asking(
        (
            Passage("reason", "ja", "注意喚起をお知らせします。"),
            Passage("handling", "ja", "費用はご相談ください。"),
        ),
        frozenset({"ja"}), has_partners=True, asks_measures=False, has_contact=True,
        minimum_days=2, days=2,
    )  # fmt: skip
    assert concerns_of(bare, WORDS) == ()


def test_among_group_companies_nothing_is_looked_over():
    bare = Passage("letter", "ja", "弊社指定の製品を導入してください。")
    assert concerns_of(asking(bare, has_partners=False), WORDS) == ()


def test_the_advice_takes_the_place_of_the_sentence():
    text = "前の文です。点数が60点未満の場合は、お取引を停止いたします。後の文です。"
    (found,) = concerns_of(asking(Passage("letter", "ja", text)), WORDS)
    mended = with_advice(text, found, "ja")
    assert mended == f"前の文です。{WORDS.no_sanction.ja}後の文です。"
    assert concerns_of(asking(Passage("letter", "ja", mended)), WORDS) == ()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_advice_for_what_is_missing_settles_it(language):
    bare = {"reason": "お願いです。" if language == "ja" else "Please reply.", "handling": ""}

    def look(texts: dict[str, str]) -> tuple[Concern, ...]:
        passages = tuple(Passage(place, language, text) for place, text in texts.items())
        return concerns_of(
            Asking(passages, frozenset({language}), has_partners=True, asks_measures=True,
                   has_contact=True, minimum_days=1, days=1), WORDS)  # fmt: skip

    assert len(look(bare)) == 3
    for concern in look(bare):
        assert concern.can_insert
        bare[concern.place] = with_advice(bare[concern.place], concern, language)
    assert look(bare) == ()


def test_the_advice_is_put_in_once():
    (found,) = concerns_of(asking(Passage("letter", "en", "Do it at your own cost.")), WORDS)
    once = with_advice("Do it at your own cost.", found, "en")
    assert with_advice(once, found, "en") == once


def test_a_key_changes_with_the_words_and_only_with_them():
    first, again, other = (
        concerns_of(asking(Passage("letter", "en", f"Do it at your own {word}.")), WORDS)[0]
        for word in ("cost", "cost", "expense")
    )
    assert first.key == again.key != other.key


def test_the_answer_about_short_time_holds_while_days_pass():
    def key(**changed):
        (found,) = concerns_of(asking(minimum_days=5, **changed), WORDS)
        return found.key

    first = key(days=4, due="2026-11-20")
    assert key(days=2, due="2026-11-20") == first
    assert key(days=3, due="2026-11-19") != first


def test_every_concern_names_a_known_source():
    bare = Asking((Passage("reason", "ja", "お願いです。"),), frozenset({"ja"}), has_partners=True,
                  asks_measures=True, has_contact=False, minimum_days=9, days=1)  # fmt: skip
    assert {one.source for one in concerns_of(bare, WORDS)} <= set(SOURCES)


def in_two_languages(node: Any, language: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        yield from [(language, node)] if language else []
        return
    rows = node.items() if isinstance(node, dict) else [("", one) for one in _listed(node)]
    for key, value in rows:
        yield from in_two_languages(value, key if key in {"ja", "en"} else language)


def _listed(node: Any) -> Any:
    return node if isinstance(node, list | tuple) else ()


def shipped_texts() -> Iterator[tuple[str, str]]:
    """Every text in two languages of the shipped sets, letters and alerts."""
    for folder in ("question-sets", "letters", "alerts"):
        for path in sorted((content_folder() / folder).glob("*.yaml")):
            yield from in_two_languages(read_yaml(path.read_text(encoding="utf-8"), file=path.name))


def test_nothing_that_ships_is_objected_to():
    texts = list(shipped_texts())
    assert len(texts) > 300
    passages = tuple(Passage("letter", language, text) for language, text in texts)
    assert [one.found for one in concerns_of(asking(*passages), WORDS)] == []


@given(st.text(max_size=300), st.sampled_from(["ja", "en"]))
def test_any_text_is_looked_over_without_failing(text, language):
    found = concerns_of(asking(Passage("letter", language, text)), WORDS)
    assert len({one.key for one in found}) == len(found)
