"""The rules of a weekly roster, tried on any week: gaps, double bookings, rests, clocks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.call_terms import Shift
from portal.domain.errors import RuleBroken
from portal.domain.rosters import (
    SHIFTS,
    SLOTS,
    Hours,
    PostFacts,
    Slot,
    broken_starts,
    codes,
    cover,
    doubles,
    ends,
    gaps,
    monday_of,
    short_rests,
    uncovered,
    unexplained,
)

STARTS = {Shift.DAY: time(7), Shift.EVENING: time(15), Shift.NIGHT: time(23)}
PLAIN = Hours(date(2026, 6, 1), "UTC", STARTS)
CODES = st.lists(st.sampled_from(["A1", "B2", "C3"]), max_size=3, unique=True)
POSTS = st.lists(
    st.builds(
        PostFacts,
        st.sampled_from(["guard", "cook"]),
        st.just("A post"),
        st.dictionaries(st.sampled_from(SHIFTS), st.integers(0, 3)),
        st.dictionaries(st.sampled_from(SLOTS), CODES, max_size=8),
    ),
    max_size=3,
)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.sampled_from(
    ["Europe/Sofia", "Africa/Casablanca", "America/Bogota", "Australia/Lord_Howe"]
))  # fmt: skip
@settings(max_examples=60)
def test_the_shifts_of_a_week_follow_each_other_without_a_hole_when_clocks_change(day, zone):
    monday = monday_of(day)
    hours = Hours(monday, zone, STARTS)
    spans = [hours.span(slot) for slot in SLOTS]
    assert all(first[1] == second[0] for first, second in pairwise(spans))
    assert all(begins < end for begins, end in spans)
    local = [spans[0][0], spans[-1][1]]
    begins, end = (each.astimezone(ZoneInfo(zone)) for each in local)
    assert (begins.date(), end.date()) == (monday, monday + timedelta(days=7))


def test_the_night_on_which_clocks_go_back_has_nine_hours():
    hours = Hours(date(2026, 10, 19), "Europe/Sofia", STARTS)
    lengths = [
        end - begins for begins, end in (hours.span(Slot(d, Shift.NIGHT)) for d in (4, 5))
    ]
    assert lengths == [timedelta(hours=8), timedelta(hours=9)]


@given(POSTS)
@settings(max_examples=60)
def test_gaps_doubles_and_cover_are_those_that_counting_finds(posts):
    missing = sum(each.wanted - each.there for each in gaps(posts))
    grid = cover(posts)
    assert missing == sum(wanted - there for row in grid for there, wanted in row)
    assert all(each.there < each.wanted for each in gaps(posts))
    booked = [(c, s) for post in posts for s, there in post.staff.items() for c in there]
    twice = {each for each in booked if booked.count(each) > 1}
    assert {(each.code, each.slot) for each in doubles(posts)} == twice
    wanted = {shift for post in posts for shift, least in post.wanted.items() if least}
    assert set(uncovered(posts)) == set(SHIFTS) - wanted


@given(POSTS, st.integers(0, 24))
@settings(max_examples=60)
def test_each_short_rest_is_found_and_no_other(posts, least):
    found = {
        (each.code, each.first, each.second) for each in short_rests(posts, PLAIN, least, {})
    }
    people = {code for post in posts for there in post.staff.values() for code in there}
    for code in people:
        mine = [slot for slot in SLOTS if any(code in post.there(slot) for post in posts)]
        for first, second in pairwise(mine):
            rest = PLAIN.span(second)[0] - PLAIN.span(first)[1]
            assert ((code, first, second) in found) is (rest < timedelta(hours=least))


def test_the_rest_since_the_week_before_counts():
    sunday = PostFacts("g", "Guard", {}, {Slot(6, Shift.NIGHT): ["A1"]})
    before = ends([sunday], Hours(PLAIN.monday - timedelta(days=7), "UTC", STARTS))
    assert before == {"A1": datetime(2026, 6, 1, 7, tzinfo=UTC)}
    monday = PostFacts("g", "Guard", {}, {Slot(0, Shift.DAY): ["A1"]})
    (rest,) = short_rests([monday], PLAIN, 11, before)
    assert (rest.first, rest.hours) == (None, 0)


def test_a_gap_needs_a_reason_of_its_own():
    post = PostFacts("g", "Guard", {Shift.NIGHT: 1}, {})
    found = gaps([post])
    assert len(found) == 7
    left = unexplained(found, {"g:0-night": "Post vacant.", "g:1-night": " "})
    assert [each.slot.day for each in left] == [1, 2, 3, 4, 5, 6]


def test_codes_are_read_once_each_and_a_name_is_none():
    assert codes("sw1, SW1; io-2") == ["SW1", "IO-2"]
    with pytest.raises(RuleBroken, match="roster_code"):
        codes("Alexandrova")


def test_shifts_begin_one_after_the_other():
    assert broken_starts(STARTS) == []
    assert broken_starts({**STARTS, Shift.NIGHT: time(14)})[0].rule == "roster_times"
