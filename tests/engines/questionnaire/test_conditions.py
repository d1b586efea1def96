from __future__ import annotations

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from sekisho.engines.questionnaire import (
    AllOf,
    Answer,
    AnyOf,
    Is,
    Not,
    Respondent,
    holds,
    parse_set,
    questions_for,
    shown_questions,
)
from tests.engines.questionnaire.samples import document, given, question

CHAIN = parse_set(
    document(
        question("Q1"),
        question("Q2", condition={"question": "Q1", "is": ["yes", "partial"]}),
        question("Q3", condition={"question": "Q2", "is": ["no"]}),
        question("Q4", condition={"not": {"question": "Q3", "is": ["yes"]}}),
    )
)
KEYS = ("yes", "no", "partial")
QUESTIONS = ("Q1", "Q2", "Q3")
CONDITIONS = st.recursive(
    st.builds(Is, st.sampled_from(QUESTIONS), st.lists(st.sampled_from(KEYS)).map(tuple)),
    lambda part: st.one_of(
        st.builds(Not, part),
        st.builds(AllOf, st.lists(part, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(part, min_size=1, max_size=3).map(tuple)),
    ),
)


def shown(question_set, answers, role=Respondent.BOTH):
    return [each.key for each in shown_questions(question_set, answers, role)]


def as_python(condition):
    """The oracle: the condition as a Python expression over `c`."""
    match condition:
        case Is(key, choice_keys):
            return f"(c.get({key!r}) in {choice_keys!r})"
        case Not(part):
            return f"(not {as_python(part)})"
        case AllOf(parts):
            return "(" + " and ".join(map(as_python, parts)) + ")"
        case AnyOf(parts):
            return "(" + " or ".join(map(as_python, parts)) + ")"


@settings(deadline=None)
@for_all(CONDITIONS, st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(KEYS)))
def test_a_condition_means_what_the_same_words_mean_in_python(condition, choices):
    expected = eval(as_python(condition), {"c": choices})  # noqa: S307 - our own words
    assert holds(condition, {key: frozenset({one}) for key, one in choices.items()}) is expected


def test_a_chain_opens_link_by_link():
    assert shown(CHAIN, {}) == ["Q1", "Q4"]
    assert shown(CHAIN, given(Q1="yes")) == ["Q1", "Q2", "Q4"]
    assert shown(CHAIN, given(Q1="yes", Q2="no")) == ["Q1", "Q2", "Q3", "Q4"]
    assert shown(CHAIN, given(Q1="yes", Q2="no", Q3="yes")) == ["Q1", "Q2", "Q3"]


def test_the_answer_of_a_hidden_question_does_not_count():
    assert shown(CHAIN, given(Q1="no", Q2="no", Q3="yes")) == ["Q1", "Q4"]


def test_an_answer_that_the_question_does_not_allow_opens_nothing():
    assert shown(CHAIN, {"Q1": Answer(("yes", "no"))}) == ["Q1", "Q4"]


def test_a_role_sees_its_own_questions_and_those_for_both():
    question_set = parse_set(
        document(
            question("S1"),
            question("B1", respondent="buyer"),
            question("X1", respondent="both"),
        )
    )
    assert [q.key for q in questions_for(question_set)] == ["S1", "B1", "X1"]
    assert [q.key for q in questions_for(question_set, Respondent.SUPPLIER)] == ["S1", "X1"]
    assert shown(question_set, {}, Respondent.BUYER) == ["B1", "X1"]
