"""Clearances of IN 92: who consents, second persons, what ends them, who reads them."""

from datetime import timedelta

import pytest

from portal.domain.actions import Action, Role
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, WrongState
from portal.domain.lifecycle_clearances import ClearanceState
from portal.domain.policy import can
from portal.models import Document
from portal.models.centres import ManagementModel
from portal.services import clearance_consents, clearance_finding, clearances, work
from portal.services.clearance_finding import Wanted, by_id
from tests import factories as make
from tests.clearing import GOVERNMENT, Bureau

pytestmark = pytest.mark.usefixtures("app")


def words(actor, at):
    return [each.word for each in work.items(actor, at)]


def test_a_joint_centre_is_cleared_by_the_legal_department_alone():
    bureau = Bureau()
    row = bureau.waiting()
    assert words(bureau.legal, bureau.at) == ["work.decide_clearance"]
    clearance_consents.agree(row, "Monthly lists.", bureau.legal, bureau.at)
    now = by_id(row.id)
    assert now.state is ClearanceState.CLEARED
    assert now.is_in_force(bureau.day)
    assert not now.is_in_force(now.ends_on + timedelta(days=1))
    asked = Document.select().where(Document.subject_id == row.id)
    assert {(each.kind, each.language) for each in asked} == {
        ("clearance", "en"),
        ("clearance", "fr"),
    }


def test_a_centre_of_the_government_needs_the_donor_too_in_either_order():
    bureau = Bureau(GOVERNMENT)
    first, second = bureau.waiting(), bureau.waiting()
    clearance_consents.agree(first, "", bureau.legal, bureau.at)
    assert by_id(first.id).state is ClearanceState.ASKED
    assert "work.record_donor_letter" in words(bureau.officer, bureau.at)
    clearance_consents.check_letter(bureau.letter(first), bureau.finance, bureau.at)
    assert by_id(first.id).state is ClearanceState.CLEARED
    clearance_consents.check_letter(bureau.letter(second), bureau.finance, bureau.at)
    assert by_id(second.id).state is ClearanceState.ASKED
    clearance_consents.agree(second, "", bureau.legal, bureau.at)
    assert by_id(second.id).state is ClearanceState.CLEARED


def test_who_recorded_the_letter_of_the_donor_cannot_confirm_it():
    bureau = Bureau(GOVERNMENT)
    row = bureau.letter(bureau.waiting(), by=bureau.finance)
    with pytest.raises(NotAllowed):
        clearance_consents.check_letter(row, bureau.finance, bureau.at)
    corrected = bureau.letter(row, by=bureau.officer)
    with pytest.raises(NotAllowed):
        clearance_consents.check_letter(corrected, bureau.officer, bureau.at)
    assert by_id(row.id).donor_checked_at is None


def test_a_letter_that_does_not_consent_ends_the_request():
    bureau = Bureau(GOVERNMENT)
    row = bureau.letter(bureau.waiting(), agrees=False)
    clearance_consents.check_letter(row, bureau.colleague, bureau.at)
    assert by_id(row.id).state is ClearanceState.REFUSED
    with pytest.raises(WrongState):
        clearance_consents.agree(row, "", bureau.legal, bureau.at)


def test_a_joint_centre_takes_no_letter_and_another_model_no_clearance():
    bureau = Bureau()
    with pytest.raises(RuleBroken) as refused:
        bureau.letter(bureau.waiting())
    assert refused.value.rule == "donor_not_needed"
    with pytest.raises(RuleBroken) as refused:
        Bureau(ManagementModel.PARTNER).drafted()
    assert refused.value.rule == "clearance_model"


def test_the_legal_department_consents_once_and_refuses_with_a_reason():
    bureau = Bureau(GOVERNMENT)
    row = bureau.waiting()
    with pytest.raises(RuleBroken):
        clearance_consents.refuse(row, " ", bureau.legal, bureau.at)
    clearance_consents.agree(row, "", bureau.legal, bureau.at)
    with pytest.raises(WrongState):
        clearance_consents.agree(row, "", bureau.legal, bureau.at)
    clearance_consents.refuse(by_id(row.id), "A post is vacant.", bureau.legal, bureau.at)
    assert by_id(row.id).state is ClearanceState.REFUSED


def test_what_was_asked_is_not_changed_any_more_and_two_writers_do_not_overwrite_each_other():
    bureau = Bureau()
    row = bureau.drafted()
    clearances.save(row, bureau.asked(donor="A"), 1, bureau.officer, bureau.at)
    with pytest.raises(Conflict) as stale:
        clearances.save(row, bureau.asked(donor="B"), 1, bureau.colleague, bureau.at)
    assert stale.value.theirs["donor"] == "A"
    clearances.ask(row, bureau.officer, bureau.at)
    with pytest.raises(WrongState):
        clearances.save(row, bureau.asked(), 2, bureau.officer, bureau.at)


def test_a_clearance_ends_by_its_last_day_or_by_withdrawal():
    bureau = Bureau()
    past, withdrawn = bureau.cleared(), bureau.cleared()
    clearances.withdraw(withdrawn, "The State pays now.", bureau.officer, bureau.at)
    later = bureau.at + timedelta(days=91)
    assert clearances.expire_due(bureau.at) == 0
    assert clearances.expire_due(later) == 1
    assert clearances.expire_due(later) == 0
    states = [each.state for each in clearance_finding.listed(clearance_finding.Wanted())]
    assert states == [ClearanceState.WITHDRAWN, ClearanceState.EXPIRED]
    assert not by_id(past.id).is_in_force(bureau.day)


def test_the_list_is_of_one_state_or_centre():
    bureau, other = Bureau(), Bureau(GOVERNMENT)
    draft, cleared, elsewhere = bureau.drafted(), bureau.cleared(), other.drafted()
    assert clearance_finding.listed(Wanted("cleared")) == [cleared]
    assert clearance_finding.listed(Wanted(centre=other.centre.slug)) == [elsewhere]
    assert set(clearance_finding.listed(Wanted("draft"))) == {draft, elsewhere}


def test_clearances_are_the_offices_own():
    row = Bureau().drafted()
    for role in (Role.COMMITTEE_MEMBER, Role.AUTHORITY_REPRESENTATIVE, Role.ADMINISTRATOR):
        assert not can(make.actor(role), Action.SEE_CLEARANCES, row)
    assert not can(
        make.actor(Role.PARTNER_OWNER, partner=make.partner()), Action.SEE_CLEARANCES
    )
    assert can(make.actor(Role.AUDITOR), Action.SEE_CLEARANCES, row)
    for role in (Role.HEAD_OF_OFFICE, Role.FINANCE_OFFICER, Role.PROGRAMME_OFFICER):
        assert not can(make.actor(role), Action.DECIDE_CLEARANCE, row)
