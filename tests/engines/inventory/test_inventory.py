"""The kinds that are shipped, values as people write them, sureness, worst cases, first chains."""

from __future__ import annotations

import copy
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.content import (
    content_folder,
    load_answer_maps,
    load_assumptions,
    load_kinds,
    load_question_sets,
)
from sekisho.engines.inventory import (
    ChainItem,
    ChainLink,
    Confidence,
    Fact,
    FieldType,
    Reckoned,
    Source,
    Stamp,
    Trade,
    changed_facts,
    completed,
    facts_as_dict,
    facts_from_dict,
    is_unknown_word,
    parse_catalogue,
    proposals_in,
    read_value,
    reckoned,
    reckoned_stored,
    unknown_fields,
    weakest,
    written_value,
)
from sekisho.engines.questionnaire import Answer
from sekisho.kernel.errors import Invalid

FOLDER = content_folder() / "inventory"
CATALOGUE = load_kinds(FOLDER)
MAPS = load_answer_maps(FOLDER, CATALOGUE)
ASSUMED = load_assumptions(FOLDER, CATALOGUE)
DEVICE, SUPPLY = CATALOGUE.kind("device"), CATALOGUE.kind("supply")
MONDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 20)
TOLD = Stamp(Source.ENTERED, "talk", MONDAY, Confidence.DECLARED)
SEEN = Stamp(Source.ENTERED, "visit", FRIDAY, Confidence.OBSERVED)
GUESS = Stamp(Source.DEFAULT, "", MONDAY, Confidence.ASSUMED)


def field(kind, key):
    found = CATALOGUE.kind(kind).field_of(key)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("kind", "key", "text", "value"),
    [
        ("supply", "stock_days", "３", 3),
        ("supply", "stock_days", "0.5", 0.5),
        ("supply", "share", "100", 100),
        ("site", "daily_value", "1,200,000", 1_200_000),
        ("device", "mfa", "はい", "yes"),
        ("device", "mfa", "なし", "no"),
        ("device", "mfa", "○", "yes"),
        ("device", "patched_on", "令和8年11月22日", "2026-11-22"),
        ("device", "role", "VPN装置", "vpn"),
        ("device", "role", "ｖｐｎ", "vpn"),
        ("device", "vendor", " 架空 ", "架空"),
    ],
)
def test_a_value_is_read_as_people_write_it(kind, key, text, value):
    assert read_value(field(kind, key), text) == value


@pytest.mark.parametrize(
    ("kind", "key", "text", "code"),
    [
        ("supply", "stock_days", "たくさん", "number"),
        ("supply", "stock_days", "-1", "number"),
        ("supply", "share", "101", "percent"),
        ("device", "number", "1.5", "whole"),
        ("device", "patched_on", "きのう", "date"),
        ("device", "mfa", "たぶん", "yes_no"),
        ("device", "role", "冷蔵庫", "choice"),
        ("device", "vendor", "x" * 301, "too_long"),
    ],
)
def test_what_is_no_value_is_refused_with_its_own_sentence(kind, key, text, code):
    with pytest.raises(Invalid) as refused:
        read_value(field(kind, key), text)
    assert refused.value.code == f"inventory.value.{code}"


ALL_FIELDS = [(kind.key, one) for kind in CATALOGUE.kinds for one in kind.fields]


@given(st.sampled_from(ALL_FIELDS), st.integers(0, 10**6), st.sampled_from(["ja", "en"]))
def test_a_written_value_is_read_back_the_same(one, number, language):
    _kind, known = one
    if known.choices:
        value = sorted(known.choices)[number % len(known.choices)]
    elif known.type is FieldType.DATE:
        value = date.fromordinal(700_000 + number % 40_000).isoformat()
    elif known.type is FieldType.TEXT:
        value = f"v{number}"
    elif known.type is FieldType.PORTS:
        value = f"{1 + number % 60_000}/tcp"
    elif known.type is FieldType.NETWORKS:
        value = f"10.{number % 256}.0.0/16"
    else:
        value = number % 101
    assert read_value(known, written_value(known, value, language)) == value


def test_a_word_for_unknown_is_known_in_both_languages():
    assert [is_unknown_word(word) for word in ("不明", " Unknown ", "？", "3", "")] == [
        *(True, True, True, False, False)
    ]


def test_a_changed_value_takes_the_new_stamp_and_the_others_keep_theirs():
    facts = {"mfa": Fact("no", TOLD), "vendor": Fact("架空", TOLD)}
    after = changed_facts(facts, {"mfa": "yes", "vendor": "架空"}, SEEN)
    assert after == {"mfa": Fact("yes", SEEN), "vendor": Fact("架空", TOLD)}


def test_confirming_gives_the_same_values_the_new_stamp_but_only_those_given():
    facts = {"mfa": Fact("no", TOLD), "vendor": Fact("架空", TOLD)}
    after = changed_facts(facts, {"mfa": "no"}, SEEN, is_confirmed=True)
    assert after == {"mfa": Fact("no", SEEN), "vendor": Fact("架空", TOLD)}


def test_a_value_can_be_made_unknown_again():
    assert changed_facts({"mfa": Fact("no", TOLD)}, {"mfa": None}, SEEN) == {}


def test_unknown_is_never_safe_and_always_told():
    found = reckoned(DEVICE, {"mfa": Fact("yes", SEEN)})
    assert found["mfa"] == Reckoned("yes", Confidence.OBSERVED)
    assert found["is_exposed"] == Reckoned("yes", Confidence.UNKNOWN)
    assert found["is_patched"] == Reckoned("no", Confidence.UNKNOWN)
    assert found["vendor"] == Reckoned(None, Confidence.UNKNOWN)
    assert set(unknown_fields(DEVICE, {"mfa": Fact("yes", SEEN)})) == set(found) - {"mfa"}


def test_an_entry_is_as_sure_as_its_least_sure_value():
    assert weakest({}) is Confidence.UNKNOWN
    assert weakest({"a": Fact(1, SEEN), "b": Fact(1, TOLD)}) is Confidence.DECLARED
    assert weakest({"a": Fact(1, SEEN), "b": Fact(1, GUESS)}) is Confidence.ASSUMED


def test_facts_keep_everything_when_they_are_stored():
    facts = {"mfa": Fact("no", TOLD), "number": Fact(3, SEEN)}
    stored = facts_as_dict(facts)
    assert facts_from_dict(stored) == facts
    assert reckoned_stored(reckoned(DEVICE, {}), stored) == reckoned(DEVICE, facts)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda d: d["kinds"].append(d["kinds"][0]), "kinds"),
        (lambda d: d["kinds"][1]["from"]["items"].append("ship"), "link.items"),
        (lambda d: d["kinds"][0]["brief"].append("colour"), "thing.brief"),
        (lambda d: d["kinds"][0]["fields"][0].update(worst="perhaps"), "thing.safe"),
        (lambda d: d["kinds"][0]["fields"].append(d["kinds"][0]["fields"][0]), "thing"),
    ],
)
def test_a_catalogue_that_contradicts_itself_is_refused(change, place):
    words = {"ja": "あ", "en": "a"}
    end = {"label": words, "items": ["thing"]}
    base = {"icon": "x", "label": words, "note": words, "brief": []}
    safe = {"key": "safe", "type": "yes_no", "label": words, "worst": "no"}
    document = {
        "version": "1.0",
        "kinds": [
            {**base, "key": "thing", "shape": "item", "fields": [safe]},
            {**base, "key": "link", "shape": "link", "fields": [], "from": end, "to": end},
        ],
    }
    document = copy.deepcopy(document)
    parse_catalogue(document)
    change(document)
    with pytest.raises(Invalid) as refused:
        parse_catalogue(document)
    assert refused.value.params["place"] == place


def test_answers_point_at_questions_and_choices_that_their_set_has():
    sets = {one.key: one for one in load_question_sets(content_folder() / "question-sets")}
    for key, told in MAPS.items():
        questions = {one.key: one for one in sets[key].questions}
        for row in (*told.rows, *told.more):
            choices = {choice.key for choice in questions[row.question].choices}
            assert row.choices <= choices, row
            assert not row.unless or row.unless in questions
            for name, value in row.facts.items():
                known = field(row.kind, name)
                assert not known.choices or value in known.choices


def test_an_answer_tells_one_device_a_line_and_what_other_answers_add():
    said = {
        "CI-01": Answer(choice_keys=("vpn", "vendor")),
        "CI-06": Answer(choice_keys=("yes",), followup="・架空VPN 9.1 2台\n\n架空ルーター；予備"),
        "CI-07": Answer(choice_keys=("no",)),
    }
    found = proposals_in(MAPS["connection-inventory"], said, "ja")
    names = [(one.kind, one.name) for one in found]
    assert names == [
        ("connection", "保守会社の遠隔保守"),
        ("device", "架空VPN 9.1 2台"),
        ("device", "架空ルーター"),
        ("device", "予備"),
    ]
    assert found[1].facts == {"is_supported": "no", "product": "架空VPN 9.1 2台"}
    assert len({one.key for one in found}) == len(found)


def test_without_the_list_of_devices_the_way_in_stands_for_one():
    said = {"CI-01": Answer(choice_keys=("vpn",)), "CI-06": Answer(choice_keys=("no",))}
    (found,) = proposals_in(MAPS["connection-inventory"], said, "en")
    assert (found.kind, found.name, found.facts["is_exposed"]) == ("device", "VPN appliance", "yes")


def test_an_answer_that_tells_of_nothing_proposes_nothing():
    said = {"CI-01": Answer(choice_keys=("none",)), "CI-03": Answer(choice_keys=("no",))}
    assert proposals_in(MAPS["connection-inventory"], said, "ja") == ()


TRADES = (
    Trade("t1", 2, 1, "procurement"),
    Trade("t2", 3, 1, "service"),
    Trade("t3", 1, 4, "sales"),
)


def chain(items=(), links=()):
    known = (items, links)
    ids = [4, 3, 2, 1, 1]
    return completed(CATALOGUE, ASSUMED, known=known, organisation_ids=ids, trades=TRADES)


def test_a_list_of_suppliers_alone_gives_a_first_chain_that_says_it_is_assumed():
    found = chain()
    assert found.organisation_ids == (1, 2, 3, 4)
    assert [one.organisation_id for one in found.items] == [1, 2, 3, 4]
    assert {one.key: one.facts["stock_days"].value for one in found.links} == {
        "supply-of:t1": 1, "supply-of:t2": 0, "supply-of:t3": 7,
    }  # fmt: skip
    assert all(one.is_assumed for one in (*found.items, *found.links))
    assert found.links[0].facts["stock_days"].confidence is Confidence.ASSUMED
    # What not even an assumption tells is the worst case, and unknown.
    assert found.links[0].facts["switch_days"] == Reckoned(180, Confidence.UNKNOWN)


def test_what_was_entered_takes_the_place_of_what_is_assumed():
    site = ChainItem("entry:s", "site", 2, reckoned(CATALOGUE.kind("site"), {}))
    ends = (2, "entry:s", 1, "", "")
    supply = ChainLink("entry:l", "supply", *ends, reckoned(SUPPLY, {"stock_days": Fact(9, SEEN)}))
    found = chain([site], [supply])
    assert [one.key for one in found.items] == ["entry:s", "site-of:1", "site-of:3", "site-of:4"]
    assert [one.key for one in found.links] == ["entry:l", "supply-of:t2", "supply-of:t3"]
    assert found.links[0].facts["stock_days"] == Reckoned(9, Confidence.OBSERVED)
