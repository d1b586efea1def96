from __future__ import annotations

from decimal import Decimal

import pytest

from sekisho.engines.questionnaire import (
    AllOf,
    AnyOf,
    Basis,
    Followup,
    Is,
    Kind,
    Not,
    NumberRule,
    Respondent,
    parse_set,
)
from sekisho.kernel.errors import Invalid
from sekisho.kernel.text import Bilingual
from tests.engines.questionnaire.samples import choices, document, one, question

WORDS = {"ja": "補足", "en": "More"}


def test_a_set_keeps_what_its_document_says():
    parsed = parse_set(
        document(question("Q1"), use={"ja": "用途", "en": "Use"}, notice={"ja": "注意", "en": "!"})
    )
    assert (parsed.key, parsed.version, parsed.respondent) == ("sample", "1.0", "supplier")
    assert (parsed.title.ja, parsed.use.en, parsed.notice.ja) == ("見本", "Use", "注意")
    assert (parsed.source.key, parsed.source.title.en, parsed.licence) == (
        "OWN",
        "Our own",
        "Apache-2.0",
    )
    assert parse_set(document(question("Q1"))).use is None


def test_a_bare_question_is_a_required_yes_or_no_of_weight_one():
    bare = one()
    assert (bare.kind, bare.weight, bare.is_required, bare.is_critical) == (
        Kind.YES_NO,
        1,
        True,
        False,
    )
    assert bare.respondent is Respondent.SUPPLIER
    assert [(c.key, c.points) for c in bare.choices] == [
        ("yes", 1),
        ("no", 0),
        ("partial", Decimal("0.5")),
        ("na", None),
        ("unknown", 0),
    ]


def test_a_question_keeps_all_that_is_said_about_it():
    full = one(
        respondent="both",
        help=WORDS,
        followup={"when": ["no"], **WORDS},
        weight=3,
        critical=True,
        required=False,
        basis="derived",
        scs=["4-1-3"],
    )
    assert full.respondent is Respondent.BOTH
    assert full.help == Bilingual("補足", "More")
    assert full.followup == Followup(Bilingual("補足", "More"), ("no",))
    assert (full.weight, full.is_critical, full.is_required) == (3, True, False)
    assert (full.basis, full.reference_ids) == (Basis.DERIVED, ("4-1-3",))


def test_a_number_keeps_its_bounds_and_unit():
    rule = one(
        kind="number", number={"min": 1, "max": 7.5, "whole": True, "unit": WORDS}
    ).number_rule
    assert rule == NumberRule(Decimal(1), Decimal("7.5"), True, Bilingual("補足", "More"))
    assert one(kind="number", number={}).number_rule == NumberRule()


def test_unknown_earns_nothing_where_the_other_choices_earn():
    scored = one(kind="single", choices=choices(a=1, unknown=None, na=None))
    assert [choice.points for choice in scored.choices] == [1, 0, None]
    plain = one(kind="single", choices=choices(a=None, unknown=None))
    assert [choice.points for choice in plain.choices] == [None, None]


def test_conditions_nest():
    leaf = {"question": "Q1", "is": ["yes"]}
    condition = {"all": [{"any": [leaf]}, {"not": leaf}]}
    parsed = parse_set(document(question("Q1"), question("Q2", condition=condition)))
    expected = Is("Q1", ("yes",))
    assert parsed.questions[1].condition == AllOf((AnyOf((expected,)), Not(expected)))


def nested(depth: int) -> dict[str, object]:
    return {"not": nested(depth - 1)} if depth else {"question": "Q1", "is": ["yes"]}


@pytest.mark.parametrize(
    ("parts", "code", "place"),
    [
        (document(question("Q1"), form=2), "wrong_value", "form"),
        (document(question("Q1"), colour="red"), "unknown_field", "-"),
        (document(question("Q1"), yes_no_labels=None), "missing_field", "-"),
        (document(question("Q1", critcal=True)), "unknown_field", "questions[0]"),
        (document(question("Q1", kind="essay")), "wrong_value", "questions[0].kind"),
        (
            document(question("Q1", kind="single", choices=choices(a=1, na=0))),
            "points_on_na",
            "questions[0].choices[1]",
        ),
        (
            document(question("Q1"), question("Q2", condition=nested(8))),
            "condition_too_deep",
            "questions[1].condition" + ".not" * 8,
        ),
        (
            document(question("Q1"), question("Q2", condition={"all": [], "any": []})),
            "unknown_field",
            "questions[1].condition",
        ),
    ],
)
def test_a_document_of_another_form_is_refused_by_place(parts, code, place):
    with pytest.raises(Invalid) as caught:
        parse_set(parts)
    assert (caught.value.code, caught.value.params["place"]) == (f"questionnaire.set.{code}", place)


def test_eight_levels_of_conditions_are_enough_and_allowed():
    assert parse_set(document(question("Q1"), question("Q2", condition=nested(7))))
