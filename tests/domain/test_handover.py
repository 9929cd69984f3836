"""The rules of a handover plan."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.handover import (
    Goal,
    YearShare,
    missing,
    share_rules,
    spread,
    standing,
)
from portal.domain.lifecycle_handover import WAITING, GoalState

DAY = date(2026, 3, 2)
PERCENT = st.integers(0, 100)
TEXTS = [("baseline", "Three posts."), ("conditions", "A line."), ("support", "One adviser.")]


def names(broken):
    return [(each.rule, each.facts.get("year")) for each in broken]


def plan(*state, first=2026, reasons=()):
    return [
        YearShare(first + place, 100 - share, share, "Crisis." if place in reasons else "")
        for place, share in enumerate(state)
    ]


@given(st.lists(PERCENT, min_size=1, max_size=8), st.permutations(range(8)))
def test_shares_that_never_fall_hold_in_whatever_order_they_are_typed(shares, order):
    rows = plan(*sorted(shares))
    mixed = [rows[place] for place in order if place < len(rows)]
    assert share_rules(mixed) == []


@given(st.lists(PERCENT, min_size=2, max_size=8))
def test_a_share_of_the_state_that_falls_asks_for_its_reason_in_that_very_year(shares):
    falls = [place for place in range(1, len(shares)) if shares[place] < shares[place - 1]]
    told = [("handover_share_falls", str(2026 + place)) for place in falls]
    assert names(share_rules(plan(*shares))) == told
    assert share_rules(plan(*shares, reasons=falls)) == []


@given(PERCENT, PERCENT)
def test_a_year_adds_up_to_100(iom, state):
    broken = share_rules([YearShare(2026, iom, state)])
    assert (broken == []) is (iom + state == 100)


def test_a_year_stands_once_and_none_is_left_out():
    rows = [YearShare(2026, 100, 0), YearShare(2026, 90, 10), YearShare(2028, 0, 100)]
    told = [("handover_share_twice", "2026"), ("handover_share_gap", "2028")]
    assert names(share_rules(rows)) == told


def test_what_a_plan_lacks_is_told_at_once():
    told = [each.rule for each in missing([("baseline", " "), *TEXTS[1:]], [], [])]
    assert told == [
        "handover_baseline_missing",
        "handover_goals_missing",
        "handover_years_missing",
    ]
    goals = [Goal(GoalState.SCHEDULED, DAY)]
    assert missing(TEXTS, goals, plan(0, 40, 100)) == []


@given(st.lists(st.tuples(st.sampled_from(GoalState), st.integers(-50, 50))))
def test_only_what_waits_is_overdue_or_next(rows):
    goals = [Goal(state, DAY + timedelta(days=days)) for state, days in rows]
    found = standing(goals, DAY)
    waiting = [each for each in goals if each.state in WAITING]
    assert found.settled + len(waiting) == found.of_all
    assert found.late == sum(each.due_on < DAY for each in waiting)
    assert found.next_on == (min(each.due_on for each in waiting) if waiting else None)


@given(st.integers(-10, 3000), st.integers(0, 100))
def test_usual_milestones_lie_between_today_and_the_planned_day(days, after):
    last = DAY + timedelta(days=days)
    assert DAY <= spread(DAY, last, after) <= max(DAY, last)
