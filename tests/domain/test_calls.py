"""The rules that a call must keep before it is sent or published."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.calls import (
    SECTIONS,
    TEXTS,
    CallFacts,
    SeatPlan,
    Times,
    broken_rules,
    sections_to_do,
)
from portal.wording.calls import WORDS

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
CLOSES = datetime(2026, 11, 30, 16, tzinfo=UTC)
VOTE = SeatPlan(votes=True)
COMPLETE = CallFacts(
    texts=dict.fromkeys(TEXTS, "Written."),
    times=Times(
        "Africa/Casablanca",
        CLOSES,
        CLOSES + timedelta(hours=2),
        date(2026, 12, 28),
        date(2027, 2, 1),
    ),
    weights=(60, 40),
    ceilings=(Decimal(1),),
    indicators=1,
    services=1,
    seats=(SeatPlan(votes=True, chair=True), VOTE, VOTE),
)
STATE = SeatPlan(votes=False, government=True)


def names(facts, at=NOW, **given):
    return [each.rule for each in broken_rules(facts, at, **given)]


def with_times(**changes):
    return replace(COMPLETE, times=replace(COMPLETE.times, **changes))


def with_seats(*seats, reason=""):
    return replace(COMPLETE, seats=seats, government_reason=reason)


CHAIR = COMPLETE.seats[0]
BROKEN = {
    "lots_missing": replace(COMPLETE, ceilings=()),
    "ceiling_missing": replace(COMPLETE, ceilings=(Decimal(1), Decimal(0))),
    "services_missing": replace(COMPLETE, services=0),
    "standards_missing": replace(COMPLETE, bare_services=2),
    "indicators_missing": replace(COMPLETE, indicators=0),
    "criteria_missing": replace(COMPLETE, weights=()),
    "weights_not_100": replace(COMPLETE, weights=(60, 35)),
    "deadline_missing": with_times(deadline=None),
    "deadline_past": with_times(deadline=NOW),
    "opening_missing": with_times(opening=None),
    "opening_early": with_times(opening=CLOSES),
    "results_missing": with_times(results=None),
    "results_early": with_times(results=date(2026, 11, 30)),
    "starts_missing": with_times(starts=None),
    "votes_few": with_seats(CHAIR, VOTE),
    "chair_not_one": with_seats(VOTE, VOTE, VOTE),
    "chair_without_vote": with_seats(VOTE, VOTE, VOTE, SeatPlan(votes=False, chair=True)),
    "government_seats_many": with_seats(CHAIR, VOTE, VOTE, STATE, STATE, reason="Asked."),
    "government_reason_missing": with_seats(CHAIR, VOTE, VOTE, STATE, reason=" "),
}


def test_a_complete_call_breaks_no_rule():
    assert names(COMPLETE) == []


@pytest.mark.parametrize("rule", BROKEN)
def test_each_rule_is_told_alone_with_its_section_and_its_sentence(rule):
    (broken,) = broken_rules(BROKEN[rule], NOW)
    assert broken.rule == rule
    assert broken.field in SECTIONS
    assert WORDS[f"rule.{rule}"] % broken.facts


@pytest.mark.parametrize("text", TEXTS)
def test_each_text_must_be_written(text):
    (broken,) = broken_rules(replace(COMPLETE, texts={**COMPLETE.texts, text: " \n"}), NOW)
    assert (broken.rule, broken.field) == (f"{text}_missing", TEXTS[text])
    assert f"rule.{broken.rule}" in WORDS


def test_the_message_on_weights_tells_the_present_sum():
    (broken,) = broken_rules(BROKEN["weights_not_100"], NOW)
    assert broken.facts == {"sum": 95}
    assert sections_to_do([broken]) == {"criteria"}


def test_the_shortest_publication_is_kept_to_the_day():
    month = timedelta(days=29)
    assert "deadline_soon" in names(
        COMPLETE, CLOSES - month + timedelta(seconds=1), shortest=month
    )
    assert names(COMPLETE, CLOSES - month, shortest=month) == []


@given(st.lists(st.integers(1, 100), min_size=1, max_size=12))
def test_only_weights_of_exactly_100_pass(weights):
    found = names(replace(COMPLETE, weights=tuple(weights)))
    assert ("weights_not_100" in found) == (sum(weights) != 100)


@given(st.integers(-100_000, 100_000), st.integers(-100_000, 100_000))
def test_dates_pass_only_in_their_order(to_deadline, to_opening):
    deadline = NOW + timedelta(minutes=to_deadline)
    opening = deadline + timedelta(minutes=to_opening)
    found = names(with_times(deadline=deadline, opening=opening, results=date(2028, 1, 1)))
    assert ("deadline_past" in found) == (to_deadline <= 0)
    assert ("opening_early" in found) == (to_opening <= 0)


def test_an_empty_draft_has_something_to_do_in_every_section_but_committee_reason():
    empty = CallFacts(texts={}, times=Times("UTC"))
    assert sections_to_do(broken_rules(empty, NOW)) == set(SECTIONS)
