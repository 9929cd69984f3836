"""Eligibility: when a question is sound, when an answer passes, what is still open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.call_terms import AnswerKind, PassingRule
from portal.domain.eligibility import (
    LARGEST,
    Asked,
    EligibilityFacts,
    broken_question,
    eligibility_rules,
    is_answer,
    kind_of,
    open_questions,
    passes,
)

numbers = st.integers(0, LARGEST)
anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just("yes")
)


@given(numbers, numbers)
def test_a_number_passes_at_least_from_the_figure_on(figure, answer):
    assert passes(Asked("a", PassingRule.AT_LEAST, figure), answer) == (answer >= figure)


@given(numbers, numbers)
def test_a_number_passes_at_most_up_to_the_figure(figure, answer):
    assert passes(Asked("a", PassingRule.AT_MOST, figure), answer) == (answer <= figure)


@given(st.sampled_from([PassingRule.YES, PassingRule.NO]), st.sampled_from(["yes", "no"]))
def test_yes_or_no_passes_only_as_the_rule_says(passing, answer):
    assert passes(Asked("a", passing), answer) == (answer == passing.value)


@given(st.sampled_from(PassingRule), numbers, anything)
def test_what_passes_is_always_an_answer(passing, figure, given):
    asked = Asked("a", passing, figure)
    assert is_answer(asked, given) or not passes(asked, given)


@given(st.sampled_from(PassingRule), st.one_of(st.none(), numbers))
def test_a_question_is_sound_when_only_a_number_has_a_figure(passing, figure):
    number = kind_of(passing) is AnswerKind.NUMBER
    assert (broken_question(passing, figure) == "") == (number == (figure is not None))


@given(st.lists(anything, max_size=6))
def test_a_question_is_open_or_its_answer_passes_or_not(given):
    asked = [Asked(str(place), PassingRule.YES) for place in range(len(given))]
    facts = EligibilityFacts(asked, dict(zip("012345", given, strict=False)))
    answered = [number for number, each in enumerate(given, 1) if each in {"yes", "no"}]
    passing = [n for n, each in enumerate(asked, 1) if passes(each, facts.answers[each.key])]
    assert sorted([*open_questions(facts), *answered]) == list(range(1, len(given) + 1))
    assert set(passing) <= set(answered)


@pytest.mark.parametrize("given", [True, False, 1, "Yes", "", None])
def test_only_yes_and_no_answer_a_yes_no_question(given):
    assert not is_answer(Asked("a", PassingRule.YES), given)


@pytest.mark.parametrize("given", [True, -1, LARGEST + 1, "5", 5.0, None])
def test_only_a_whole_number_from_zero_answers_a_number_question(given):
    assert not is_answer(Asked("a", PassingRule.AT_LEAST, 1), given)


def test_what_is_open_and_unproven_keeps_a_proposal_and_what_fails_does_not():
    asked = (
        Asked("a", PassingRule.YES, evidence=True),
        Asked("b", PassingRule.AT_LEAST, 3),
        Asked("c", PassingRule.NO),
    )
    facts = EligibilityFacts(asked, {"a": "yes", "b": 1})
    told = [(each.rule, each.field, each.facts["number"]) for each in eligibility_rules(facts)]
    assert told == [
        ("eligibility_open", "eligibility", 3),
        ("evidence_missing", "attachments", 1),
    ]
