"""Criteria, questions, indicators and the committee of a draft, through the services."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.domain.actions import Role, SeatKind
from portal.domain.call_terms import Dimension, GovernmentPart, Method, PriceFormula
from portal.domain.calls import AT_ONCE, Notice
from portal.domain.errors import Conflict, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import CallState
from portal.models import (
    BudgetLine,
    Call,
    Criterion,
    Event,
    Indicator,
    Person,
    Question,
    Score,
)
from portal.services import (
    accounts,
    award_rounds,
    call_dates,
    call_judging,
    call_ties,
    calls,
    measures,
    no_objection,
    opening,
    proposal_contents,
    scoring,
)
from portal.services.call_drafting import Edit
from portal.services.call_judging import CriterionRow, IndicatorRow, QuestionRow, SeatRow
from portal.services.no_objection import Given
from tests import counting
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")

NOW = datetime.now(UTC)
GIVEN = Given(date(2026, 1, 5), "Ministry of Solidarity, Director", "MS/2026/17")


@pytest.fixture
def officer():
    return make.actor(Role.PROGRAMME_OFFICER)


def criteria_of(call):
    return list(call.criteria.order_by(Criterion.position))


def rules_of(call, notice=AT_ONCE):
    return [each.rule for each in calls.broken_rules(calls.full(call), NOW, notice)]


def test_criteria_keep_their_key_and_take_their_questions_along_when_they_go(officer):
    call = make.call()
    first, second = criteria_of(call)
    rows = [CriterionRow("Renamed", "", 100, 10, ["", "Bad"], 4, key=str(second.key))]
    values = {"method": Method.QUALITY_COST, "threshold": 60, "quality_weight": 80}
    call_judging.save_criteria(call, rows, values, Edit(officer, NOW, 1))
    (kept,) = criteria_of(call)
    assert (kept.id, kept.key, kept.name) == (second.id, second.key, "Renamed")
    assert (kept.scale, kept.score_guidance, kept.least) == (10, ["", "Bad"], 4)
    (question,) = call_judging.questions(call)
    assert (question.criterion_id, question.position) == (second.id, 1)
    assert Criterion.get_or_none(Criterion.id == first.id) is None
    stored = Call.get_by_id(call.id)
    assert (stored.method, stored.quality_weight) == (Method.QUALITY_COST, 80)


def test_a_criterion_without_a_question_keeps_the_call_from_being_sent(officer):
    call = make.call()
    first, second = criteria_of(call)
    rows = [QuestionRow(first.key, "How?", 50), QuestionRow(first.key, "When?", 80)]
    call_judging.save_questions(call, rows, Edit(officer, NOW, 1))
    assert "question_missing" in rules_of(call)
    asked = [(each.text, each.words) for each in call_judging.questions(call)]
    assert asked == [("How?", 50), ("When?", 80)]
    more = [*rows, QuestionRow(second.key, "Who?", 60)]
    call_judging.save_questions(call, more, Edit(officer, NOW, 2))
    assert "question_missing" not in rules_of(call)


def test_the_second_to_save_questions_gets_those_of_the_first(officer):
    call = make.call()
    first = criteria_of(call)[0]
    rows = [QuestionRow(first.key, "Mine?", 50)]
    call_judging.save_questions(call, rows, Edit(officer, NOW, 1))
    with pytest.raises(Conflict) as conflict:
        call_judging.save_questions(call, [], Edit(officer, NOW, 1))
    assert [each.text for each in conflict.value.theirs["rows"]] == ["Mine?"]
    assert (Question.select().count(), Event.select().count()) == (1, 1)


def test_indicators_keep_baseline_dimensions_and_means_of_verification(officer):
    call = make.call()
    row = IndicatorRow(
        "Nights", "nights", 90, 7, [Dimension.NATIONALITY, Dimension.SEX_AGE], "Register"
    )
    call_judging.save_indicators(call, [row], Edit(officer, NOW, 1))
    (kept,) = call.indicators
    assert (kept.baseline, kept.target, kept.verification) == (7, 90, "Register")
    assert kept.dimensions == ["sex_age", "nationality"]
    assert kept.disaggregated
    plain = IndicatorRow("Nights", "nights", 90, dimensions=[Dimension.SITUATION])
    call_judging.save_indicators(call, [plain], Edit(officer, NOW, 2))
    assert not call.indicators.get().disaggregated


def test_an_indicator_of_earlier_times_is_broken_down_by_sex_and_age():
    indicator = make.call().indicators.get()
    assert measures.dimensions(indicator) == [Dimension.SEX_AGE]
    Indicator.update(disaggregated=False).execute()
    assert measures.dimensions(Indicator.get()) == []


def test_who_belongs_to_a_partner_gets_no_seat_and_nothing_is_saved(officer):
    call = make.call()
    of_partner = make.person(Role.COMMITTEE_MEMBER, partner=make.partner())
    rows = [SeatRow(of_partner.id, SeatKind.VOTING)]
    with pytest.raises(RulesBroken) as refused:
        call_judging.save_committee(call, rows, {}, Edit(officer, NOW, 1))
    assert [each.facts for each in refused.value.broken] == [{"name": of_partner.name}]
    assert (call.seats.count(), Call.get_by_id(call.id).version) == (3, 1)


def test_a_member_who_joins_a_partner_later_keeps_the_call_from_being_sent(officer):
    call = make.call()
    Person.update(partner=make.partner()).where(
        Person.id == call.seats.first().person_id
    ).execute()
    with pytest.raises(RulesBroken) as refused:
        calls.send(call, officer, NOW)
    assert "member_of_partner" in [each.rule for each in refused.value.broken]
    assert Call.get_by_id(call.id).state is CallState.DRAFT


def test_the_mail_domain_of_a_partner_ties_and_one_that_anybody_has_does_not():
    make.person(Role.PARTNER_OWNER, partner=make.partner(), email="a@nour.example")
    make.person(Role.PARTNER_OWNER, partner=make.partner(), email="b@gmail.com")
    near = make.person(Role.COMMITTEE_MEMBER, email="c@NOUR.example")
    public = make.person(Role.COMMITTEE_MEMBER, email="d@gmail.com")
    other = make.person(Role.COMMITTEE_MEMBER, email="e@notnour.example")
    role = make.person(Role.COMMITTEE_MEMBER, Role.PARTNER_EDITOR, email="f@other.example")
    assert call_ties.tied([near, public, other, role]) == {near.id, role.id}
    assert call_ties.tied([]) == frozenset()


def test_a_domain_that_staff_share_with_a_partner_ties_nobody():
    make.person(Role.PARTNER_OWNER, partner=make.partner(), email="a@city.example")
    make.person(Role.LEGAL_OFFICER, email="b@city.example")
    member = make.person(Role.COMMITTEE_MEMBER, email="c@city.example")
    assert call_ties.tied([member]) == frozenset()


def test_the_quorum_must_be_possible(officer):
    call = make.call()
    Call.update(quorum=4).execute()
    assert "quorum_impossible" in rules_of(calls.by_slug(call.slug))


def test_questions_must_end_the_demanded_working_days_before_the_deadline():
    call = make.call(deadline=NOW + timedelta(days=30))
    assert "clarify_late" in rules_of(call, Notice(0, 5))
    Call.update(clarify_until=NOW + timedelta(days=16)).execute()
    assert "clarify_late" not in rules_of(calls.by_slug(call.slug), Notice(0, 5))


def test_dates_are_suggested_from_a_publication_day_in_the_calendar_of_the_country():
    call = make.call()
    dates = call_dates.suggested(call, date(2026, 10, 19), NOW, Notice(14, 5))
    assert dates["publication"] == date(2026, 10, 19)
    assert dates["deadline"] == datetime(2026, 11, 16, 17)  # noqa: DTZ001 - a local time
    assert dates["opening_at"] == datetime(2026, 11, 17, 10)  # noqa: DTZ001 - a local time
    assert dates["clarify_until"] == datetime(2026, 11, 3, 17)  # noqa: DTZ001 - a local time
    assert dates["starts_on"] > dates["results_on"]


def priced(values_and_costs, **facts):
    """A call by quality and cost with revealed scores: a value and a unit cost for each."""
    values = [value for value, _cost in values_and_costs]
    made = make.ranked_call(*values, method=Method.QUALITY_COST, **facts)
    order = [each.id for each in opening.opened(made)]
    for key, (_value, cost) in zip(order, values_and_costs, strict=True):
        BudgetLine.update(unit_cost=cost).where(BudgetLine.proposal == key).execute()
    return made, order


def test_price_counts_among_those_that_pass_and_the_cheapest_gets_100():
    call, order = priced([(5, 8000), (4, 4000), (1, 100)])
    (table,) = scoring.rankings(call)
    ranks = {row.proposal.id: row.result for row in table.rows}
    best, cheap, out = (ranks[key] for key in order)
    assert (cheap.cost.points, best.cost.points, out.cost) == (100, 50, None)
    assert (best.cost.combined, cheap.cost.combined) == (85, 86)
    assert (cheap.rank, best.rank, out.rank) == (1, 2, None)


def test_the_linear_formula_measures_against_the_ceiling_of_the_lot():
    call, order = priced([(5, 10_000)], price_formula=PriceFormula.LINEAR_TO_CEILING)
    price = proposal_contents.prices(order)[order[0]]
    (table,) = scoring.rankings(call)
    ceiling = call.lots.get().ceiling
    assert table.rows[0].result.cost.points == 100 * (ceiling - price) / ceiling


def test_scores_are_read_on_the_scale_of_their_criterion():
    call = make.scoring_call()
    first, second = criteria_of(call)
    Criterion.update(scale=10).where(Criterion.id == first.id).execute()
    card = scoring.counted(call)[0]
    who = accounts.actor_of(card.seat.person)
    reason = make.marks_for(card)[first.id].reason
    too_high = {first.id: scoring.Mark(10, reason), second.id: scoring.Mark(6, reason)}
    with pytest.raises(RulesBroken) as refused:
        scoring.lock(card, card.version, too_high, who, NOW)
    assert [each.facts["name"] for each in refused.value.broken] == [second.name]
    assert Score.select().count() == 0
    right = {**too_high, second.id: scoring.Mark(5, reason)}
    scoring.lock(card, card.version, right, who, NOW)
    assert Score.select().count() == 2


def test_a_mean_score_under_the_least_one_falls_out():
    call = make.ranked_call(4)
    Criterion.update(least=5).execute()
    (table,) = scoring.rankings(call)
    (row,) = table.rows
    assert (row.result.mean, row.result.passed, len(row.result.below)) == (80, False, 2)


def test_several_questions_stand_as_evidence_of_one_criterion():
    call = make.call(CallState.PUBLISHED)
    first = criteria_of(call)[0]
    Question.create(call=call, position=3, criterion=first, text="And when?")
    proposal = make.proposal(call)
    found = scoring.evidence(proposal)[first.id]
    assert [each.question.text for each in found] == [
        "How do you meet criterion 1?",
        "And when?",
    ]
    assert all(each.text for each in found)


def test_a_withdrawn_question_is_asked_no_more_but_its_answer_keeps_the_fingerprint():
    proposal = make.proposal(make.call(CallState.PUBLISHED))
    before = proposal_contents.canonical(proposal_contents.whole(proposal))
    Question.update(withdrawn_at=NOW).where(Question.position == 1).execute()
    whole = proposal_contents.whole(proposal)
    assert [each.question.position for each in whole.sections] == [2]
    assert proposal_contents.canonical(whole) == before


def asked_call():
    facts = {"government_part": GovernmentPart.NO_OBJECTION, "government_reason": "It asked."}
    return make.recommended(make.ranked_call(4, **facts))


def test_an_award_waits_for_the_no_objection_that_the_call_asks_for():
    call, head = asked_call(), make.actor(Role.HEAD_OF_OFFICE)
    row = make.reviewed(call)
    with pytest.raises(RuleBroken, match="no_objection_missing"):
        award_rounds.approve(row, head, NOW)
    assert Call.get_by_id(call.id).state is CallState.RECOMMENDED
    no_objection.record(call, GIVEN, head, NOW)
    award_rounds.approve(row, head, NOW)
    stored = Call.get_by_id(call.id)
    assert (stored.state, stored.no_objection_on) == (CallState.AWARDED, GIVEN.on)
    assert stored.no_objection_reference == "MS/2026/17"
    assert Event.select().where(Event.name == "call.no_objection").count() == 1


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        (Given(GIVEN.on, " ", "MS/1"), "no_objection_empty"),
        (Given(GIVEN.on, "Ministry", ""), "no_objection_empty"),
        (Given(date(2099, 1, 1), "Ministry", "MS/1"), "no_objection_ahead"),
    ],
)
def test_a_no_objection_that_is_not_whole_is_refused(given, rule):
    call = asked_call()
    with pytest.raises(RuleBroken, match=rule):
        no_objection.record(call, given, make.actor(Role.HEAD_OF_OFFICE), NOW)
    assert Call.get_by_id(call.id).no_objection_on is None


def test_a_no_objection_is_recorded_once_and_only_where_it_is_asked_for():
    call, head = asked_call(), make.actor(Role.HEAD_OF_OFFICE)
    twin = Call.get_by_id(call.id)
    no_objection.record(call, GIVEN, head, NOW)
    with pytest.raises(RuleBroken, match="no_objection_twice"):
        no_objection.record(twin, GIVEN, head, NOW)
    other = make.recommended(make.ranked_call(4))
    with pytest.raises(RuleBroken, match="no_objection_unasked"):
        no_objection.record(other, GIVEN, head, NOW)
    with pytest.raises(WrongState):
        no_objection.record(make.ranked_call(4), GIVEN, head, NOW)


def test_a_returned_recommendation_loses_its_no_objection():
    call, head = asked_call(), make.actor(Role.HEAD_OF_OFFICE)
    no_objection.record(call, GIVEN, head, NOW)
    award_rounds.send_back(make.reviewed(call), "Look at lot 1 again.", head, NOW)
    assert Call.get_by_id(call.id).no_objection_on is None


def judged(call):
    """Count the statements with which the rules of a call are judged."""
    with counting.queries() as sent:
        rules_of(call)
    return len(sent)


def test_a_call_is_judged_in_as_many_queries_for_two_criteria_as_for_eight():
    small = make.call()
    large = make.call(weights=(10, 10, 10, 10, 10, 10, 20, 20), seats=9)
    small, large = calls.by_slug(small.slug), calls.by_slug(large.slug)
    assert judged(small) == judged(large)
