from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.identity import duplicate_candidates, similar_names
from tests.factories.effort import lines_run

NAMES = st.text("山川田製作所工業部品ab1二 ", min_size=1, max_size=13)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        # The rows of docs/en/rules/names.md.
        ("株式会社髙橋製作所", "高橋製作所㈱", "same"),
        ("架空電子工業", "架空電子工業大阪支店", "contained"),
        ("Kaku Parts Japan", "Kaku Parts Japan Sales", "contained"),
        ("架空精密制作所", "架空精密製作所", "close"),
        ("Sekisho Precision", "Sekisyo Precison", "close"),
        ("架空", "架空電子工業", None),
        ("山田製作所", "山本製作所", None),
        ("架空部品供給社1", "架空部品供給社2", None),
        ("架空部品第一工場", "架空部品第二工場", None),
        ("東日本架空部品", "西日本架空部品", None),
        ("Sekisho Supplier A", "Sekisho Supplier B", None),
        ("架空精密", "架空情密", None),
        ("", "架空", None),
        ("架空電子工業", "別府鉄鋼商会", None),
    ],
)
def test_the_worked_examples_of_the_rules_page_hold(one, other, reason):
    assert similar_names(one, other) == reason
    assert similar_names(other, one) == reason


def edits(one, other):
    """Levenshtein's table, row by row."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


@given(st.text("あいうえ", min_size=6, max_size=13), st.text("あいうえ", min_size=6, max_size=13))
def test_close_means_no_more_slips_than_the_shorter_name_forgives(one, other):
    allowed = 1 if min(len(one), len(other)) < 12 else 2
    short, long = sorted((one, other), key=len)
    if one == other:
        expected = "same"
    elif short in long and len(long) <= 2 * len(short):
        expected = "contained"
    else:
        expected = "close" if edits(one, other) <= allowed else None
    assert similar_names(one, other) == expected


@given(st.lists(NAMES, max_size=25))
def test_a_register_is_paired_as_if_each_were_held_against_each(names):
    numbered = list(enumerate(names))
    found = duplicate_candidates(numbered)
    firsts: list[int] = []
    expected = set()
    for number, name in numbered:
        reasons = {first: similar_names(names[first], name) for first in firsts}
        same = [first for first, reason in reasons.items() if reason == "same"]
        if same:
            expected.add((same[0], number, "same"))
        elif name.strip():
            expected.update((first, number, r) for first, r in reasons.items() if r)
            firsts.append(number)
    assert set(found) == expected
    assert list(found) == sorted(set(found))


def test_many_records_of_one_name_are_each_paired_with_the_first():
    names = [(number, "架空部品㈱") for number in range(500, 0, -1)]
    assert duplicate_candidates(names) == tuple((1, n, "same") for n in range(2, 501))


def test_blank_names_are_nobodys_duplicates():
    assert duplicate_candidates([(1, ""), (2, " "), (3, "　")]) == ()


def alike_names(count):
    chance = random.Random(3)
    places = "旭浜松港丘橋岡梅桜藤森林泉島谷原江津崎宮"
    trades = ["製作所", "工業", "精密工業", "電子部品", "商事", "ソフトウェア", "運輸"]
    names = []
    for number in range(count):
        name = "".join(chance.choices(places, k=3)) + chance.choice(trades)
        names += [(number, f"株式会社{name}"), (number + count, f"架空部品供給{number:05}")]
    return names


def test_two_thousand_names_take_fewer_steps_than_they_have_pairs_even_when_much_alike():
    names = alike_names(1_000)
    found = duplicate_candidates(names)
    assert found
    assert not [pair for pair in found if pair[1] >= 1_000]
    pairs = len(names) * (len(names) - 1) // 2
    assert lines_run(lambda: duplicate_candidates(names)) < pairs
