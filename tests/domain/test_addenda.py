"""What an addendum may not change, and how far it moves the dates."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.addenda import (
    Calendar,
    Dates,
    broken_rules,
    extended,
    standing_rows,
    told,
    with_withdrawn,
)
from portal.domain.working_days import monday_to_friday

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
COLUMNS = {"kind": "open", "language": "en", "currency": "MAD", "zone": "UTC", "title": "A"}
GOVERNMENT = {"government_part": "none", "government_reason": "", "quorum": 3}


def contents(**sections):
    """A call with one row in each section that rules read."""
    given = {
        "basics": {"columns": COLUMNS, "rows": []},
        "lots": {"columns": {}, "rows": [{"key": "l1", "title": "Rabat"}]},
        "criteria": {"columns": {}, "rows": [{"key": "c1", "name": "Team", "weight": 100}]},
        "questions": {"columns": {}, "rows": []},
        "documents": {"columns": {"own_sealing": False}, "rows": []},
        "budget": {"columns": {}, "rows": [{"key": "b1", "name": "Staff"}]},
        "timetable": {"columns": {"deadline": AT.isoformat()}, "rows": []},
        "committee": {"columns": GOVERNMENT, "rows": []},
    }
    return {**given, **sections}


def rules_of(after, before=None):
    return [each.rule for each in broken_rules(before or contents(), after)]


def seat(person, **facts):
    given = {"person": person, "kind": "voting", "chair": False, "government": False}
    return {**given, "declared_at": None, **facts}


def titled(title):
    return {"columns": {**COLUMNS, "title": title}, "rows": []}


def test_a_change_of_a_title_breaks_no_rule():
    assert rules_of(contents(basics=titled("B"))) == []


def test_an_addendum_that_changes_nothing_is_refused():
    assert rules_of(contents()) == ["addendum_empty"]


@pytest.mark.parametrize("name", ["kind", "language", "currency", "zone"])
def test_what_proposals_rest_on_stays(name):
    changed = {"columns": {**COLUMNS, name: "other"}, "rows": []}
    assert rules_of(contents(basics=changed)) == ["addendum_basics_fixed"]


def test_who_seals_the_proposals_stays():
    after = contents(documents={"columns": {"own_sealing": True}, "rows": []})
    assert "addendum_sealing_fixed" in rules_of(after)


def test_the_committee_stays_whatever_its_members_declare():
    before = contents(committee={"columns": GOVERNMENT, "rows": [seat("a"), seat("b")]})
    declared = [seat("b"), seat("a", declared_at="2026-06-01")]
    same = contents(basics=titled("B"), committee={"columns": GOVERNMENT, "rows": declared})
    assert rules_of(same, before) == []
    fewer = contents(basics=titled("B"), committee={"columns": GOVERNMENT, "rows": [seat("a")]})
    assert rules_of(fewer, before) == ["addendum_committee_fixed"]


def test_a_criterion_and_a_budget_heading_cannot_be_removed():
    nothing = {"columns": {}, "rows": []}
    assert rules_of(contents(criteria=nothing, budget=nothing)) == [
        "addendum_criterion_removed",
        "addendum_heading_removed",
    ]


def test_the_deadline_cannot_become_earlier_but_later():
    def moved(by):
        return {"columns": {"deadline": (AT + by).isoformat()}, "rows": []}

    earlier, later = moved(timedelta(minutes=-1)), moved(timedelta(days=1))
    assert rules_of(contents(timetable=earlier)) == ["addendum_deadline_earlier"]
    assert rules_of(contents(timetable=later)) == []


def local(zone, *parts):
    return datetime(*parts, tzinfo=ZoneInfo(zone))


def dates(deadline):
    opening = deadline + timedelta(days=1)
    return Dates(deadline, opening, date(2027, 12, 1), date(2028, 1, 1))


def test_dates_that_are_far_enough_away_stay():
    given = dates(AT + timedelta(days=7))
    assert extended(given, AT, 7, Calendar("UTC", monday_to_friday)) == given


def test_a_near_deadline_moves_with_its_opening_and_results():
    given = Dates(
        AT + timedelta(days=1), AT + timedelta(days=2), date(2026, 6, 9), date(2026, 7, 1)
    )
    found = extended(given, AT, 7, Calendar("UTC", monday_to_friday, 5))
    assert found.deadline == AT + timedelta(days=7)
    assert found.opening == AT + timedelta(days=8)
    assert found.results == date(2026, 6, 15)
    assert found.starts == date(2026, 7, 1)


def test_the_start_of_the_contract_waits_for_the_end_of_the_standstill():
    given = Dates(AT, AT + timedelta(hours=2), date(2026, 6, 2), date(2026, 6, 4))
    found = extended(given, AT, 7, Calendar("UTC", monday_to_friday, 5))
    assert found.results == date(2026, 6, 9)
    assert found.starts == date(2026, 6, 17)


def test_a_new_deadline_is_no_weekend():
    found = extended(dates(AT), AT, 5, Calendar("UTC", monday_to_friday))
    assert found.deadline == datetime(2026, 6, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "now", "closes"),
    [
        ("Europe/Paris", (2026, 10, 20, 9), (2026, 10, 22, 17)),
        ("Europe/Paris", (2027, 3, 23, 9), (2027, 3, 24, 17)),
        ("Africa/Casablanca", (2027, 2, 3, 9), (2027, 2, 4, 17)),
        ("Africa/Casablanca", (2027, 3, 9, 9), (2027, 3, 10, 17)),
    ],
)
def test_the_local_hour_stays_when_clocks_change(zone, now, closes):
    at, deadline = local(zone, *now), local(zone, *closes)
    found = extended(dates(deadline), at, 7, Calendar(zone, monday_to_friday)).deadline
    there = found.astimezone(ZoneInfo(zone))
    assert there.hour == 17
    assert there.utcoffset() != deadline.utcoffset()
    assert found - at >= timedelta(days=7)


ZONES = st.sampled_from(["UTC", "Africa/Casablanca", "Europe/Paris", "Asia/Kathmandu"])
MOMENTS = st.integers(0, 24 * 730).map(lambda hours: AT + timedelta(hours=hours))


@given(MOMENTS, st.integers(0, 400), st.integers(0, 30), ZONES)
def test_as_many_days_are_left_and_nothing_comes_earlier(at, hours, days, zone):
    given_dates = dates(at + timedelta(hours=hours))
    calendar = Calendar(zone, monday_to_friday)
    found = extended(given_dates, at, days, calendar)
    assert found.deadline - at >= timedelta(days=days)
    assert found.deadline >= given_dates.deadline
    assert found.opening >= given_dates.opening - timedelta(hours=1)
    assert found.opening > found.deadline
    assert extended(found, at, days, calendar) == found


KEYS = st.lists(st.sampled_from("abcdefgh"), unique=True)


def section(keys):
    return {"columns": {}, "rows": [{"key": key, "title": key} for key in keys]}


@given(KEYS, KEYS)
def test_no_row_disappears_or_changes_its_place(old, new):
    found = with_withdrawn(section(old), section(new), AT)["rows"]
    assert [row["key"] for row in found][: len(old)] == old
    assert {row["key"] for row in found} == {*old, *new}
    gone = {row["key"] for row in found if row.get("withdrawn_at")}
    assert gone == set(old) - set(new)


@given(KEYS, KEYS)
def test_what_was_merged_differs_in_nothing_from_what_was_written(old, new):
    before, after = contents(lots=section(old)), contents(lots=section(new))
    merged = contents(lots=with_withdrawn(before["lots"], after["lots"], AT))
    assert told(merged, after) == []
    assert told(after, merged) == []
    assert bool(told(before, merged)) == (set(old) != set(new))


def test_rows_that_are_withdrawn_stay_so_with_their_first_moment():
    first = with_withdrawn(section("ab"), section("a"), AT)
    again = with_withdrawn(first, standing_rows(first), AT + timedelta(days=1))
    assert again["rows"][1]["withdrawn_at"] == AT.isoformat()
