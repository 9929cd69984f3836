"""What a screening decision needs."""

from portal.domain import screening
from portal.domain.screening import Check


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
