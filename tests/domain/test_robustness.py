"""How members differ, and how a ranking moves when one of them or a criterion is left out."""

from portal.domain.robustness import sensitivity, severities
from tests.domain.test_evaluation import entry, inputs

GENEROUS = [(5, 5, 5), (3, 3, 3), (3, 3, 3)]


def test_a_member_that_scores_higher_than_the_others_stands_above_nought():
    found = {each.member: each for each in severities(inputs(entry("P1", GENEROUS)), 1)}
    assert found["M1"].severity == 40
    assert found["M2"].severity == found["M3"].severity == -20


def test_the_spread_is_between_the_totals_that_a_member_gave():
    given_inputs = inputs(entry("P1", (5, 5, 5)), entry("P2", (2, 2, 2)))
    assert [each.spread for each in severities(given_inputs, 1)] == [60, 60, 60]


def test_a_member_alone_has_nobody_to_differ_from():
    assert severities(inputs(entry("P1", [(5, 5, 5)])), 1) == []


def test_leaving_out_the_member_who_decides_turns_the_ranking():
    given_inputs = inputs(
        entry("P1", [(5, 5, 5), (4, 4, 4), (4, 4, 4)]),
        entry("P2", [(3, 3, 3), (4, 4, 4), (5, 4, 4)]),
    )
    found = sensitivity(given_inputs, 1)
    without = {each.member: each.ranks for each in found.without if each.member}
    assert found.ranks == {"P1": 1, "P2": 2}
    assert without["M1"] == {"P1": 2, "P2": 1}
    assert not found.steady


def test_leaving_out_a_criterion_scales_the_others_up():
    given_inputs = inputs(entry("P1", (0, 5, 5)), entry("P2", (5, 0, 0)), threshold=50)
    found = sensitivity(given_inputs, 1)
    without = {each.criterion: each.ranks for each in found.without if each.criterion}
    assert found.ranks == {"P1": 2, "P2": 1}
    assert without["C1"] == {"P1": 1, "P2": None}
    assert without["C2"]["P2"] == 1


def test_a_clear_winner_stays_first_whatever_is_left_out():
    found = sensitivity(inputs(entry("P1", (5, 5, 5)), entry("P2", (4, 4, 4))), 1)
    assert found.steady
    assert len(found.without) == 6
