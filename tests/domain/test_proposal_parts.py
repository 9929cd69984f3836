"""Rules of the parts of a proposal."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.call_terms import Shift
from portal.domain.errors import RuleBroken
from portal.domain.proposal_cover import FULL_TIME, Post, cover, cover_rules
from portal.domain.proposal_parts import (
    LEVELS,
    MOST_ROWS,
    Column,
    Kind,
    PartKey,
    RiskLevel,
    Spec,
    Wanted,
    clean,
    is_begun,
    part_rules,
    risk_level,
)
from portal.domain.proposals import PartFacts, SectionState, part_state

FIRST, LAST = date(2027, 2, 1), date(2028, 1, 31)
WANTED = Wanted(FIRST, LAST)
PLAN = Spec(PartKey.WORK_PLAN)
DAYS = st.dates(date(2026, 1, 1), date(2030, 1, 1))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


def activity(start=FIRST, end=LAST, milestone="Signed"):
    days = {"starts_on": start.isoformat(), "ends_on": end.isoformat()}
    return {"activity": "Rent", "responsible": "We", "milestone": milestone, **days}


def names(spec, content, wanted=WANTED):
    return [each.rule for each in part_rules(spec, content, wanted)]


@given(DAYS, DAYS)
def test_an_activity_stands_only_in_order_and_within_the_contract(start, end):
    found = names(PLAN, {"rows": [activity(start, end)]})
    assert ("work_plan_turned" in found) is (end < start)
    inside = FIRST <= start <= LAST and FIRST <= end <= LAST
    assert ("work_plan_outside" in found) is (not inside)


@given(DAYS, DAYS)
def test_without_a_start_of_the_contract_no_day_is_outside(start, end):
    assert "work_plan_outside" not in names(PLAN, {"rows": [activity(start, end)]}, Wanted())


def test_a_plan_needs_a_milestone_and_full_rows():
    assert names(PLAN, {"rows": [activity()]}) == []
    assert names(PLAN, {"rows": [activity(milestone="")]}) == ["work_plan_milestone_missing"]
    assert "work_plan_row_open" in names(PLAN, {"rows": [{"activity": "Rent"}]})
    assert names(PLAN, {}) == ["part_work_plan_missing"]


@given(st.sampled_from(LEVELS), st.sampled_from(LEVELS))
def test_a_risk_is_never_less_grave_for_being_likelier_or_worse(likelihood, impact):
    order = list(RiskLevel)
    here = order.index(risk_level(likelihood, impact))
    for other in LEVELS:
        if other >= likelihood:
            assert order.index(risk_level(other, impact)) >= here
    assert risk_level(likelihood, impact) is risk_level(impact, likelihood)


def test_the_ends_of_the_scale_of_risks():
    assert risk_level(1, 1) is RiskLevel.LOW
    assert risk_level(5, 5) is RiskLevel.VERY_HIGH


STAFF = st.lists(
    st.fixed_dictionaries(
        {
            "number": st.integers(0, 9),
            "share": st.integers(1, 100),
            "shifts": st.lists(st.sampled_from([each.value for each in Shift]), unique=True),
            "post": st.sampled_from(["a", "b", ""]),
        }
    ),
    max_size=6,
)
POSTS = [Post("a", "Caseworker", 2, ["day"]), Post("b", "Night staff", 1, list(Shift))]


@given(STAFF)
def test_a_shift_is_short_exactly_when_fewer_people_are_there_than_asked(rows):
    told = {each.shift: each for each in cover(rows, POSTS, day_and_night=True)}
    assert told[Shift.DAY].asked == 3
    for shift, each in told.items():
        there = sum(row["number"] for row in rows if shift.value in row["shifts"])
        assert each.short is (there < each.asked)
        assert each.people == there
        assert each.wanted == FULL_TIME
    spread = sum(each.full_time for each in told.values())
    whole = sum(Decimal(row["number"] * row["share"]) / 100 for row in rows if row["shifts"])
    assert abs(spread - whole) <= Decimal("0.2")


@given(STAFF)
def test_every_post_that_nobody_fills_is_named(rows):
    unfilled = {
        each.facts["name"]
        for each in cover_rules(rows, POSTS, "staffing")
        if each.rule == "post_unfilled"
    }
    assert unfilled == {
        post.name for post in POSTS if post.key not in {r["post"] for r in rows}
    }


def test_a_shift_that_the_call_does_not_ask_for_is_not_told():
    assert [each.shift for each in cover([], POSTS[:1])] == [Shift.DAY]
    assert cover([], POSTS[:1], day_and_night=True)[0].wanted == 0


@given(
    st.sampled_from(list(PartKey)), st.dictionaries(st.sampled_from(["rows", "values"]), PLAIN)
)
def test_any_content_is_made_clean_or_refused_and_clean_stays_clean(key, content):
    spec = Spec(key, (Column("one", Kind.ANSWER), Column("two", Kind.TEXT, 10)))
    try:
        once = clean(spec, content)
    except RuleBroken:
        return
    assert clean(spec, once) == once
    assert set(once) == {"rows", "values"}
    assert isinstance(part_rules(spec, once, WANTED), list)


def test_too_many_rows_and_too_long_texts_are_refused():
    spec = Spec(PartKey.RISKS)
    for content in ({"rows": [{}] * (MOST_ROWS + 1)}, {"rows": [{"owner": "x" * 121}]}):
        with pytest.raises(RuleBroken):
            clean(spec, content)


def test_unknown_fields_are_left_out():
    spec = Spec(PartKey.HANDOVER, (Column("costs", Kind.TEXT, 100),))
    kept = clean(spec, {"values": {"costs": " much ", "evil": "x"}, "rows": [{"a": 1}]})
    assert kept == {"rows": [], "values": {"costs": "much"}}


@given(st.integers(0, 500), st.booleans())
def test_a_lower_target_needs_its_reason(own, reason):
    spec = Spec(PartKey.INDICATORS, (Column("t", Kind.WHOLE, 10**9),))
    values = {"t": own, **({"t_note": "Because"} if reason else {})}
    wanted = Wanted(targets={"t": ("Nights", 250)})
    low = "target_low" in names(spec, {"rows": [], "values": values}, wanted)
    assert low is (own < 250 and not reason)


def test_what_only_lacks_is_in_progress_and_what_is_wrong_needs_attention():
    lacking = RuleBroken("risks_row_open", "risks", row=1)
    wrong = RuleBroken("work_plan_turned", "work_plan", row=1)
    assert part_state(PartFacts("risks", begun=False)) is SectionState.EMPTY
    assert part_state(PartFacts("risks", begun=True)) is SectionState.DONE
    assert part_state(PartFacts("risks", begun=True, broken=[lacking])) is SectionState.STARTED
    assert (
        part_state(PartFacts("risks", begun=True, broken=[lacking, wrong]))
        is SectionState.CORRECT
    )


@given(st.integers(1, 400))
def test_a_part_is_begun_by_its_first_row(days):
    end = FIRST + timedelta(days=days)
    assert is_begun({"rows": [activity(FIRST, end)]})
    assert not is_begun({"rows": [], "values": {}})
