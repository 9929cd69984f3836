"""The risk register: kept history, reviews, closing, and who reads it."""

from datetime import timedelta

import pytest

from portal.domain.actions import Action, Role
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle_risks import RiskState
from portal.domain.policy import can
from portal.domain.risks import Rating
from portal.services import risks, work
from portal.services.risks import Place
from tests import factories as make
from tests.visiting import Field, risk_draft, risk_of

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def field(app):
    return Field()


def test_every_rating_is_kept_with_its_reason(field):
    risk = risk_of(field)
    lower = risk_draft(field, rating=Rating(2, 4), reason="A focal point is named.")
    risks.review(risk, lower, risk.version, field.officer, field.at + timedelta(days=1))
    told = [(each.score, each.reason) for each in risks.history(risk)]
    assert told == [(8, "A focal point is named."), (12, "")]
    assert risks.by_id(risk.id).rating.score == 8


def test_a_changed_rating_needs_its_reason_and_nothing_is_half_done(field):
    risk = risk_of(field)
    with pytest.raises(RuleBroken) as refused:
        changed = risk_draft(field, rating=Rating(1, 1))
        risks.review(risk, changed, risk.version, field.officer, field.at)
    assert refused.value.rule == "risk_reason_missing"
    assert len(risks.history(risk)) == 1


def test_two_reviewers_do_not_overwrite_each_other(field):
    risk = risk_of(field)
    risks.review(risk, risk_draft(field), 1, field.officer, field.at)
    with pytest.raises(Conflict):
        risks.review(risk, risk_draft(field), 1, field.colleague, field.at)


def test_a_risk_is_closed_with_a_reason_and_can_be_opened_again(field):
    risk = risk_of(field)
    with pytest.raises(RuleBroken):
        risks.close(risk, " ", field.officer, field.at)
    risks.close(risk, "The law is passed.", field.officer, field.at)
    with pytest.raises(WrongState):
        risks.review(risk, risk_draft(field), 1, field.officer, field.at)
    risks.reopen(risks.by_id(risk.id), "The law is repealed.", field.officer, field.at)
    assert risks.by_id(risk.id).state is RiskState.OPEN


def test_the_register_of_a_centre_holds_those_of_its_contracts_worst_first(field):
    own = risk_of(field, centre=True, rating=Rating(1, 1))
    worse = risk_of(field, rating=Rating(5, 5))
    centre = field.contract.call.centre
    assert [each.id for each in risks.of(Place(centre))] == [worse.id, own.id]
    assert [each.id for each in risks.of(Place(centre, field.contract))] == [worse.id]
    grid = risks.matrix(risks.of(Place(centre)))
    assert grid[0][4] == (1, "critical")
    assert grid[4][0] == (1, "low")


def test_a_review_that_is_due_is_the_owners_work(field):
    risk = risk_of(field, review_on=field.at.date())
    assert "work.review_risk" in [each.word for each in work.items(field.officer, field.at)]
    assert not risks.is_overdue(risk, field.at.date())
    assert risks.is_overdue(risk, field.soon)


def test_an_owner_of_elsewhere_and_an_unknown_category_are_refused_together(field):
    with pytest.raises(RulesBroken) as refused:
        risk_of(field, owner=field.owner.person_id, category="weather", title=" ")
    rules = [each.rule for each in refused.value.broken]
    assert rules == ["risk_category", "risk_title_missing", "risk_owner_unknown"]


def test_the_register_is_the_offices_own(field):
    risk = risk_of(field)
    for role in (Role.COMMITTEE_MEMBER, Role.AUTHORITY_REPRESENTATIVE):
        assert not can(make.actor(role), Action.SEE_RISKS, risk)
    assert not can(field.owner, Action.SEE_RISKS, risk)
    assert can(make.actor(Role.AUDITOR), Action.SEE_RISKS, risk)
    with pytest.raises(NotAllowed):
        risks.close(risk, "Done.", make.actor(Role.HEAD_OF_OFFICE), field.at)
