"""How a partner performed: facts, sharing, comment, and the next due diligence."""

from datetime import date, timedelta

import pytest

from portal.domain.actions import Action, Role
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import ContractState, ReportState
from portal.domain.lifecycle_risks import PerformanceState
from portal.domain.performance import AreaRating
from portal.domain.policy import can
from portal.models import Contract, Report
from portal.services import performance, work
from portal.services.performance import Draft
from tests import factories as make
from tests.visiting import Field, rated, ratings

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def field(app):
    return Field()


def report(contract, number, due, **facts):
    slug = f"{contract.slug}-P{number}"
    return Report.create(
        reference=slug,
        slug=slug,
        contract=contract,
        partner=contract.partner,
        number=number,
        starts_on=due,
        ends_on=due,
        due_on=due,
        **facts,
    )


def test_the_facts_count_reports_standards_findings_and_actions(field):
    field.reported()
    field.done(field.point())
    today = field.at.date()
    in_time = {"state": ReportState.ACCEPTED, "submitted_at": field.at - timedelta(days=40)}
    report(field.contract, 1, today - timedelta(days=30), **in_time)
    report(field.contract, 2, today - timedelta(days=5))
    facts = performance.facts_of(field.contract, today)
    assert facts["reports"] == {"due": 2, "accepted": 1, "late": 1, "days": 5, "returned": 0}
    assert [each["met"] for each in facts["standards"]] == [1]
    assert facts["findings"] == {"low": 0, "medium": 2, "high": 0}
    assert (facts["points"]["all"], facts["points"]["open"]) == (3, 3)
    assert facts["money"]["share"] == "0"


def test_ratings_are_shared_with_their_facts_and_commented_once(field):
    row = rated(field)
    assert (row.state, row.overall) == (PerformanceState.SHARED, "good")
    field.reported()
    assert performance.facts(row, field.at.date())["findings"]["medium"] == 0
    assert "work.comment_performance" in words(field.owner, field.at)
    performance.comment(row, "We agree.", field.owner, field.at)
    with pytest.raises(WrongState):
        performance.comment(row, "Again.", field.owner, field.at)
    assert [each.id for each in performance.of_partner(field.contract.partner)] == [row.id]


def words(actor, at):
    return [each.word for each in work.items(actor, at)]


def test_incomplete_ratings_are_not_shared_and_the_partner_sees_none(field):
    row = performance.start(field.contract, field.officer, field.at)
    weak = ratings(reporting=AreaRating("weak"))
    with pytest.raises(RulesBroken) as refused:
        performance.share(row, Draft(weak, "", 1), field.officer, field.at)
    fields = [each.field for each in refused.value.broken]
    assert fields == ["reporting_reason", "summary"]
    performance.save(row, Draft(weak, "", 1), field.officer, field.at)
    with pytest.raises(Conflict):
        performance.save(row, Draft(weak, "", 1), field.colleague, field.at)
    assert performance.of_contract(field.contract, field.owner) is None
    assert performance.of_partner(field.contract.partner) == []


def test_the_office_is_asked_to_rate_near_the_end_until_it_has(field):
    ends = field.at.date() + timedelta(days=20)
    Contract.update(starts_on=date(2026, 1, 1), ends_on=ends).execute()
    assert "work.rate_performance" in words(field.officer, field.at)
    rated(field)
    assert "work.rate_performance" not in words(field.officer, field.at)


def test_a_contract_is_rated_once_and_not_before_it_is_in_force(field):
    first = performance.start(field.contract, field.officer, field.at)
    assert performance.start(field.contract, field.colleague, field.at).id == first.id
    draft = Field(make.contract(state=ContractState.APPROVED))
    with pytest.raises(RuleBroken) as refused:
        performance.start(draft.contract, draft.officer, draft.at)
    assert refused.value.rule == "performance_too_early"


def test_only_the_programme_officer_rates_and_only_its_partner_reads(field):
    row = rated(field)
    stranger = make.actor(Role.PARTNER_OWNER, partner=make.partner())
    assert can(field.owner, Action.SEE_PERFORMANCE, row)
    assert can(make.actor(Role.AUDITOR), Action.SEE_PERFORMANCE, row)
    for who in (stranger, make.actor(Role.COMMITTEE_MEMBER)):
        assert not can(who, Action.SEE_PERFORMANCE, row)
    with pytest.raises(NotAllowed):
        performance.start(field.contract, make.actor(Role.HEAD_OF_OFFICE), field.at)
