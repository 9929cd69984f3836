"""The rules that a call must keep before it is sent or published."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.call_rules_scope import DataPlan
from portal.domain.call_terms import GovernmentPart, PassingRule
from portal.domain.calls import (
    SECTIONS,
    TEXTS,
    CallFacts,
    CriterionPlan,
    Notice,
    SeatPlan,
    Times,
    broken_rules,
    sections_to_do,
)
from portal.wording import WORDS

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
CLOSES = datetime(2026, 11, 30, 16, tzinfo=UTC)
VOTE = SeatPlan(votes=True)
COMPLETE = CallFacts(
    texts=dict.fromkeys(TEXTS, "Written."),
    languages=1,
    contact=True,
    shifts=(("day",),),
    questions=((PassingRule.YES, None),),
    documents=1,
    category_ceilings=(None,),
    data=DataPlan(categories=1, months=84),
    times=Times(
        "Africa/Casablanca",
        CLOSES,
        CLOSES + timedelta(hours=2),
        date(2026, 12, 28),
        date(2027, 2, 1),
        clarify=CLOSES - timedelta(days=10),
        answers=CLOSES - timedelta(days=6),
    ),
    criteria=(CriterionPlan(60, "Approach"), CriterionPlan(40, "Staff")),
    ceilings=(Decimal(1),),
    indicators=1,
    services=1,
    seats=(SeatPlan(votes=True, chair=True), VOTE, VOTE),
)
STATE = SeatPlan(votes=False, government=True)
ASKED = replace(STATE, asked=True)
SECRETARY = SeatPlan(votes=False, secretary=True)


def names(facts, at=NOW, **given):
    return [each.rule for each in broken_rules(facts, at, **given)]


def with_times(**changes):
    return replace(COMPLETE, times=replace(COMPLETE.times, **changes))


def with_seats(*seats, reason="", part=GovernmentPart.NONE, quorum=3):
    return replace(
        COMPLETE, seats=seats, government_reason=reason, government_part=part, quorum=quorum
    )


def weighing(*weights):
    return replace(COMPLETE, criteria=tuple(CriterionPlan(each) for each in weights))


CHAIR = COMPLETE.seats[0]
WATCHES = {"reason": "Asked.", "part": GovernmentPart.OBSERVER}
AGREES = {"reason": "Asked.", "part": GovernmentPart.NO_OBJECTION}
VOTES = {"reason": "Asked.", "part": GovernmentPart.VOTE}
BROKEN = {
    "lots_missing": replace(COMPLETE, ceilings=()),
    "ceiling_missing": replace(COMPLETE, ceilings=(Decimal(1), Decimal(0))),
    "services_missing": replace(COMPLETE, services=0),
    "standards_missing": replace(COMPLETE, bare_services=2),
    "indicators_missing": replace(COMPLETE, indicators=0),
    "weights_not_100": weighing(60, 35),
    "question_missing": replace(COMPLETE, criteria=(CriterionPlan(100, "Approach", 0),)),
    "clarify_missing": with_times(clarify=None),
    "clarify_past": with_times(clarify=NOW),
    "answers_missing": with_times(answers=None),
    "answers_early": with_times(answers=CLOSES - timedelta(days=10)),
    "answers_late": with_times(answers=CLOSES),
    "visit_outside": with_times(visit=CLOSES, visit_place="Rabat"),
    "visit_place_missing": with_times(visit=CLOSES - timedelta(days=20)),
    "starts_early": with_times(starts=date(2027, 1, 11), standstill=10),
    "deadline_missing": with_times(deadline=None),
    "opening_missing": with_times(opening=None),
    "opening_early": with_times(opening=CLOSES),
    "results_missing": with_times(results=None),
    "results_early": with_times(results=date(2026, 11, 30)),
    "starts_missing": with_times(starts=None),
    "votes_few": with_seats(CHAIR, VOTE),
    "chair_not_one": with_seats(VOTE, VOTE, VOTE),
    "chair_without_vote": with_seats(VOTE, VOTE, VOTE, SeatPlan(votes=False, chair=True)),
    "quorum_low": with_seats(CHAIR, VOTE, VOTE, quorum=2),
    "quorum_impossible": with_seats(CHAIR, VOTE, VOTE, quorum=4),
    "member_of_partner": with_seats(CHAIR, VOTE, SeatPlan(votes=True, partner=True)),
    "government_seats_many": with_seats(CHAIR, VOTE, VOTE, STATE, STATE, **WATCHES),
    "government_reason_missing": with_seats(
        CHAIR, VOTE, VOTE, ASKED, reason=" ", part=GovernmentPart.NO_OBJECTION
    ),
    "government_seat_missing": with_seats(CHAIR, VOTE, VOTE, **WATCHES),
    "secretaries_many": with_seats(CHAIR, VOTE, VOTE, SECRETARY, SECRETARY),
    "government_not_asked": with_seats(CHAIR, VOTE, VOTE, STATE, **AGREES),
    "government_seat_unasked": with_seats(CHAIR, VOTE, VOTE, STATE),
    "government_without_vote": with_seats(CHAIR, VOTE, VOTE, STATE, **VOTES),
    "government_votes": with_seats(CHAIR, VOTE, VOTE, replace(STATE, votes=True), **WATCHES),
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


def test_without_criteria_there_are_no_questions_either():
    assert names(weighing()) == ["criteria_missing", "questions_missing"]


def test_a_deadline_that_has_passed_is_told():
    assert "deadline_past" in names(with_times(deadline=NOW))


def test_the_message_on_weights_tells_the_present_sum():
    (broken,) = broken_rules(BROKEN["weights_not_100"], NOW)
    assert broken.facts == {"sum": 95}
    assert sections_to_do([broken]) == {"criteria"}


def test_the_shortest_publication_is_kept_to_the_day():
    month = timedelta(days=29)
    late = CLOSES - month + timedelta(seconds=1)
    assert "deadline_soon" in names(COMPLETE, late, notice=Notice(29))
    assert names(COMPLETE, CLOSES - month, notice=Notice(29)) == []


def test_questions_end_the_demanded_working_days_before_the_deadline():
    friday = datetime(2026, 11, 20, 16, tzinfo=UTC)
    closes = datetime(2026, 11, 27, 16, tzinfo=UTC)
    facts = with_times(deadline=closes, clarify=friday, answers=friday + timedelta(days=3))
    assert "clarify_late" not in names(facts, notice=Notice(0, 5))
    assert "clarify_late" in names(facts, notice=Notice(0, 6))
    assert "clarify_late" in names(with_times(clarify=CLOSES))


@given(st.lists(st.integers(1, 100), min_size=1, max_size=12))
def test_only_weights_of_exactly_100_pass(weights):
    found = names(weighing(*weights))
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
