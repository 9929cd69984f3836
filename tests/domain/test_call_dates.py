"""Working days, and the dates that the house suggests."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.call_rules_times import Notice, Times, suggest, times_rules
from portal.domain.working_days import (
    counted,
    monday_to_friday,
    moved,
    on_or_after,
)
from portal.services.working_days import calendar

days = st.dates(date(2024, 1, 1), date(2034, 12, 31))
countries = st.sampled_from(["MA", "KH", "BG", "TR", "QA", "XX"])


@given(days, st.integers(1, 40))
def test_so_many_working_days_later_is_so_many_counted(day, number):
    later = moved(day, number, monday_to_friday)
    assert counted(day, later, monday_to_friday) == number
    assert monday_to_friday(later)


@given(days, st.integers(0, 30))
def test_going_there_and_back_leads_to_where_a_working_day_began(day, number):
    start = on_or_after(day, monday_to_friday)
    there = moved(start, number, monday_to_friday)
    assert moved(there, -number, monday_to_friday) == start


@settings(deadline=None)
@given(days, countries)
def test_the_next_working_day_is_one_and_none_lies_between(day, country):
    works = calendar(country)
    after = on_or_after(day, works)
    assert works(after)
    assert day <= after
    assert counted(day, after, works) == (0 if works(day) else 1)


@pytest.mark.parametrize(
    ("country", "day", "works"),
    [
        ("MA", date(2026, 11, 18), False),
        ("MA", date(2026, 11, 20), True),
        ("MA", date(2026, 11, 21), False),
        ("KH", date(2026, 11, 9), False),
        ("QA", date(2026, 11, 20), False),
        ("QA", date(2026, 11, 22), True),
        ("XX", date(2026, 12, 25), True),
    ],
)
def test_weekends_and_holidays_follow_the_country(country, day, works):
    assert calendar(country)(day) is works


def test_a_calendar_without_a_working_day_is_given_up():
    day = date(2026, 11, 20)
    assert on_or_after(day, lambda _day: False) == day


def aware(local, zone="Africa/Casablanca"):
    return local.replace(tzinfo=ZoneInfo(zone))


@settings(deadline=None)
@given(days, st.integers(0, 60), st.integers(0, 20), st.integers(0, 30), countries)
def test_what_is_suggested_breaks_no_rule(publication, open_days, quiet, standstill, country):
    works, notice = calendar(country), Notice(open_days, quiet)
    dates = suggest(publication, notice, standstill, works)
    times = Times(
        "Africa/Casablanca",
        aware(dates.deadline),
        aware(dates.opening_at),
        dates.results_on,
        dates.starts_on,
        aware(dates.clarify_until),
        aware(dates.answers_by),
        aware(dates.site_visit_at),
        "Rabat",
        standstill,
        works,
    )
    at = datetime.combine(publication, datetime.min.time(), tzinfo=UTC)
    assert [each.rule for each in times_rules(times, at, notice)] == []
    assert all(works(each.date()) for each in (dates.deadline, dates.opening_at))
    assert dates.starts_on.day == 1


moments = st.integers(-60, 60).map(
    lambda hours: datetime(2026, 11, 20, 12, tzinfo=UTC) + timedelta(hours=hours)
)


@given(moments, moments, moments, moments)
def test_questions_answers_and_the_deadline_pass_only_in_their_order(
    clarify, answers, visit, deadline
):
    times = Times(
        "UTC", deadline, clarify=clarify, answers=answers, visit=visit, visit_place="A"
    )
    at = datetime(2026, 11, 19, tzinfo=UTC)
    found = {each.rule for each in times_rules(times, at, Notice())}
    assert ("answers_early" in found) == (answers <= clarify)
    assert ("answers_late" in found) == (answers >= deadline)
    assert ("clarify_late" in found) == (clarify >= deadline)
    assert ("clarify_past" in found) == (clarify <= at)
    assert ("visit_outside" in found) == (visit <= at or visit >= deadline)


@given(days, st.integers(0, 40), st.integers(0, 30))
def test_a_contract_starts_only_after_the_standstill(results, later, standstill):
    starts = results + timedelta(days=later)
    times = Times("UTC", results=results, starts=starts, standstill=standstill)
    found = {
        each.rule for each in times_rules(times, datetime(2020, 1, 1, tzinfo=UTC), Notice())
    }
    ended = moved(results, standstill, monday_to_friday)
    assert ("starts_early" in found) == (starts <= ended)
