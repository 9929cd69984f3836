"""What a screening decision needs."""

from hypothesis import given
from hypothesis import strategies as st

from portal.domain import screening
from portal.domain.screening import (
    Check,
    ItemFacts,
    ItemKind,
    Outcome,
    broken_items,
    can_be_supplied,
    needs_person,
    outcome,
)


def broken(checks, verdicts=(), reason="", *, eligible=True):
    rules = screening.broken_decision(checks, list(verdicts), reason, eligible=eligible)
    return [each.rule for each in rules]


def test_a_failed_check_forbids_eligible():
    assert broken({"a": Check(ok=False, note="Missing.")}) == ["check_failed"]


def test_the_same_person_forbids_eligible_and_allows_not_eligible():
    checks = {"a": Check(ok=True)}
    assert broken(checks, [True]) == ["sanctions_same"]
    assert broken(checks, [True], "Listed.", eligible=False) == []


def test_an_open_match_blocks_both_decisions():
    checks = {"a": Check(ok=True)}
    assert broken(checks, [None]) == ["matches_undecided"]
    assert broken(checks, [None], "Late.", eligible=False) == ["matches_undecided"]


ITEMS = st.builds(
    ItemFacts,
    st.sampled_from(ItemKind),
    passes=st.sampled_from((None, True, False)),
    present=st.booleans(),
    mandatory=st.booleans(),
    check=st.builds(Check, st.sampled_from((None, True, False))),
)


@given(ITEMS)
def test_what_can_be_supplied_always_speaks_against_the_proposal(facts):
    if can_be_supplied(facts):
        assert outcome(facts) in {Outcome.MISSING, Outcome.EXPIRED, Outcome.REFUSED}
        assert facts.kind is not ItemKind.CHECK


@given(ITEMS)
def test_what_no_person_answers_is_never_left_to_be_checked(facts):
    assert needs_person(facts) or outcome(facts) is not Outcome.TO_JUDGE


@given(st.booleans(), st.booleans())
def test_a_rule_that_decides_is_not_overruled_by_a_person(passes, ok):
    facts = ItemFacts(ItemKind.QUESTION, passes=passes, check=Check(ok))
    assert outcome(facts) is (Outcome.PASSED if passes else Outcome.FAILED)
    assert not can_be_supplied(facts)


def test_an_optional_file_that_is_not_there_is_not_asked_for():
    facts = ItemFacts(ItemKind.DOCUMENT, mandatory=False)
    assert outcome(facts) is Outcome.NOT_REQUIRED
    assert not can_be_supplied(facts)


def test_the_checklist_tells_what_fails_and_how_much_is_missing():
    told = broken_items([Outcome.FAILED, Outcome.MISSING, Outcome.MISSING, Outcome.PASSED])
    assert [(each.rule, each.facts) for each in told] == [
        ("eligibility_failed", {}),
        ("checklist_missing", {"count": 2}),
    ]
