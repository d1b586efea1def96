from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.identity import fold_name

FORMS = [
    *(
        "株式会社{}",
        "{}株式会社",
        "㈱{}",
        "{}㈱",
        "(株){}",
        "{}（株）",
        "㍿{}",
        "株式會社 {}",
        "有限会社　{}",
    ),
    *(
        "{} 合同会社",
        "〔株〕{}",
        "カ){}",
        "{}(カ",
        "{} Co., Ltd.",
        "{} CO.,LTD",
        "{} Inc.",
        "{} K.K.",
    ),
    *("{} GmbH & Co. KG", "{} S.p.A.", "K.K. {}", "PT {} Tbk", "{} Sdn. Bhd.", "{} S.A. de C.V."),
    *(
        "一般社団法人{}",
        "医療法人社団 {}",
        "{}有限公司",
        "주식회사 {}",
        "{} Pty Ltd",
        "The {} Company",
    ),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["関所部品", "Sekisho Parts"])
def test_a_legal_form_makes_no_difference_in_front_or_behind(form, name):
    assert fold_name(form.format(name)) == fold_name(name)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        # The rows of docs/en/rules/names.md.
        ("㈱髙橋製作所", "高橋製作所"),
        ("株式會社齋藤組", "斉藤組"),
        ("キヤノン架空", "キヤノン架空"),
        ("キャノン架空㈱", "キヤノン架空"),
        ("ﾃﾞｰﾀ−ｻｰﾋﾞｽ", "データーサービス"),
        ("霞ヶ関商事", "霞ケ関商事"),
        ("霞が関商事", "霞ケ関商事"),
        ("Ｓｅｋｉｓｈｏ－Ｐａｒｔｓ　Ｃｏ．，Ｌｔｄ．", "sekishoparts"),
        ("Müller & Söhne GmbH", "mullerandsohne"),
        ("株式会社", "株式会社"),
        ("GmbH", "gmbh"),
        ("A/S", "as"),
        ("---", "---"),
        ("  ", ""),
    ],
)
def test_the_worked_examples_of_the_rules_page_hold(name, key):
    assert fold_name(name) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("﨑本", "崎本"),
        ("渡邉", "渡邊"),
        ("渡邉", "渡辺"),
        ("𠮷田", "吉田"),
        ("濵田", "浜田"),
        ("澤井", "沢井"),
        ("嶋本", "島本"),
        ("葛\U000e0100城", "葛城"),
        ("ヱビス", "エビス"),
        ("カタログ〜通販", "カタログ～通販"),
        ("甲・乙商店", "甲乙商店"),
        ("O'Neil Ltd", "ONeil"),
    ],
)
def test_characters_that_stand_for_one_another_meet(one, other):
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("架空ビール", "架空ビル"),
        ("架空ハイツ", "架空バイツ"),
        ("第一架空", "第二架空"),
        ("さくら架空", "サクラ架空"),
        ("Sekisho A", "Sekisho B"),
    ],
)
def test_names_of_different_words_stay_apart(one, other):
    assert fold_name(one) != fold_name(other)


@given(st.text(max_size=30))
def test_only_a_blank_name_has_no_key_and_a_key_holds_no_space(name):
    key = fold_name(name)
    assert not any(character.isspace() for character in key)
    assert key or not any(character.isalnum() for character in name)


@given(st.text("関所部品ー-社株式会社(株) ＡaBb.,&髙高", max_size=15))
def test_width_case_and_spaces_make_no_difference(name):
    assert fold_name(name) == fold_name(f"　{name.upper()} ")
