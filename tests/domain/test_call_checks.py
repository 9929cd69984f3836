"""The checks before publication, as a list to tick."""

from datetime import UTC, datetime

from portal.domain.call_checks import CHECKS, holding
from portal.domain.calls import SECTIONS, CallFacts, Times, broken_rules
from portal.domain.errors import RuleBroken
from portal.wording import WORDS
from tests.domain.test_calls import BROKEN, COMPLETE, NOW


def test_every_check_holds_of_a_complete_call():
    assert holding(broken_rules(COMPLETE, NOW)) == list(CHECKS)


def test_no_check_that_asks_for_something_holds_of_an_empty_draft():
    empty = CallFacts(texts={}, times=Times("UTC"))
    held = {each.name for each in holding(broken_rules(empty, datetime.now(UTC)))}
    assert held == {"shifts_covered", "government_fits"}


def test_each_rule_of_a_call_unticks_exactly_one_check_of_its_section():
    for rule, facts in BROKEN.items():
        (broken,) = broken_rules(facts, NOW)
        named = [each for each in CHECKS if rule in each.rules]
        assert [each.section for each in named] == [broken.field], rule


def test_the_checks_of_one_section_are_told_alone():
    assert [each.name for each in holding([], "questions")] == ["questions_full"]
    assert holding([RuleBroken("question_missing", "questions")], "questions") == []


def test_every_check_has_its_words_and_every_section_a_check():
    assert all(f"check.{each.name}" in WORDS for each in CHECKS)
    assert {each.section for each in CHECKS} == set(SECTIONS)
