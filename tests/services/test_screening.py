"""The checklist of a screening, and exclusions that take two people."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import ProposalState
from portal.domain.lifecycle_diligence import ExclusionState
from portal.domain.screening import Check, Outcome
from portal.domain.uploads import ScanState
from portal.models import (
    Attachment,
    Event,
    Exclusion,
    Proposal,
    ProposalPart,
    RequiredDocument,
)
from portal.services import committee, exclusions, opening, proposals, screening
from portal.services import screening_checklist as checklist
from portal.services.steps import fresh
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
REASON = "Registered for one year only."


def procurement():
    return make.actor(Role.PROCUREMENT_OFFICER)


def one(**facts):
    return opening.opened(make.opened_call(**facts))[0]


def items(proposal):
    return {
        each.code.split("_")[0]: each
        for each in checklist.items(proposals.by_id(proposal.id), make.moment())
        if each.by_person is False or each.kind.value != "check"
    }


def attached(proposal, **facts):
    return Attachment.create(
        proposal=proposal,
        title="Statutes",
        filename="statutes.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        path="attachments/none",
        added_at=make.NOON,
        added_by=make.person(),
        **facts,
    )


def test_an_answer_with_a_rule_is_decided_by_it():
    proposal = one()
    assert items(proposal)["question"].outcome is Outcome.PASSED
    key = str(proposal.call.eligibility.first().key)
    Proposal.update(eligibility={key: "no"}).execute()
    assert items(proposal)["question"].outcome is Outcome.FAILED


def test_a_mandatory_document_that_is_not_there_is_missing_and_forbids_eligible():
    proposal = one()
    RequiredDocument.update(mandatory=True).execute()
    assert items(proposal)["document"].outcome is Outcome.MISSING
    with pytest.raises(RulesBroken) as refused:
        screening.screen(proposal, make.all_yes(), procurement(), make.moment())
    assert [each.rule for each in refused.value.broken] == ["checklist_missing"]
    assert refused.value.broken[0].facts == {"count": 1}


def test_a_document_that_is_there_waits_for_a_person_and_an_infected_one_is_not_there():
    proposal = one()
    RequiredDocument.update(mandatory=True).execute()
    file = attached(proposal, required=RequiredDocument.get())
    assert items(proposal)["document"].outcome is Outcome.TO_JUDGE
    with pytest.raises(RulesBroken) as refused:
        screening.screen(proposal, make.all_yes(), procurement(), make.moment())
    assert [each.rule for each in refused.value.broken] == ["check_unanswered"]
    Attachment.update(scan=ScanState.INFECTED).where(Attachment.id == file.id).execute()
    assert items(proposal)["document"].outcome is Outcome.MISSING


def paper(ends):
    return {"kind": "registration", "title": "Certificate", "expires_on": ends}


def test_a_paper_of_the_profile_that_ended_before_the_deadline_has_expired():
    proposal = one()
    today = datetime.now(UTC).date()
    old, new = (today - timedelta(days=9)).isoformat(), (today + timedelta(days=9)).isoformat()
    kept = ProposalPart.create(
        proposal=proposal,
        key="profile",
        content={"papers": [paper(None), paper(old)]},
        saved_at=make.NOON,
        saved_by=make.person(),
    )
    assert items(proposal)["paper"].outcome is Outcome.EXPIRED
    kept.content = {"papers": [paper(new), paper(old)]}
    kept.save()
    assert items(proposal)["paper"].outcome is Outcome.PASSED


def test_checks_are_kept_for_later_and_two_writers_do_not_overwrite_each_other():
    proposal = one()
    some = {"registered": Check(ok=False, note="Expired in May.")}
    checklist.save(proposal, some, 1, procurement(), make.moment())
    kept = checklist.checks_of(checklist.sheet(proposal))
    assert kept == some
    with pytest.raises(Conflict) as refused:
        checklist.save(proposal, {}, 1, procurement(), make.moment())
    assert refused.value.theirs["checks"]["registered"]["note"] == "Expired in May."
    assert checklist.checks_of(checklist.sheet(proposal)) == some


def proposed(proposal, by=None):
    by = by or procurement()
    out = make.all_yes(eligible=False, reason=REASON)
    screening.screen(proposals.by_id(proposal.id), out, by, make.moment())
    return by


def test_an_exclusion_is_only_proposed_by_the_first_person():
    proposal = one()
    proposed(proposal)
    assert fresh(proposal).state is ProposalState.SUBMITTED
    assert fresh(proposal).screened_at is None
    assert Exclusion.get().state is ExclusionState.PROPOSED


def test_the_same_person_cannot_confirm_the_exclusion_it_proposed():
    proposal = one()
    alone = proposed(proposal)
    before = Event.select().count()
    with pytest.raises(RuleBroken) as refused:
        exclusions.confirm(proposals.by_id(proposal.id), alone, make.moment())
    assert refused.value.rule == "exclusion_same_person"
    assert (fresh(proposal).state, Event.select().count()) == (ProposalState.SUBMITTED, before)


def test_a_second_person_confirms_and_the_reasons_are_there_for_the_letter():
    proposal = one()
    first, second = procurement(), make.actor(Role.HEAD_OF_OFFICE)
    checks = {**make.all_yes().checks, "registered": Check(ok=False, note="Since May only.")}
    out = screening.Decision(checks, eligible=False, reason=REASON)
    screening.screen(proposal, out, first, make.moment())
    assert screening.exclusion_reasons(proposal) is None
    exclusions.confirm(proposals.by_id(proposal.id), second, make.moment())
    assert fresh(proposal).state is ProposalState.INELIGIBLE
    told = screening.exclusion_reasons(proposal, "fr")
    assert (told.reason, told.proposed_by, told.confirmed_by) == (
        REASON,
        first.name,
        second.name,
    )
    (ground,) = told.grounds
    assert ground.text.startswith("Le partenaire est enregistré")
    assert (ground.outcome, ground.note) == (Outcome.REFUSED, "Since May only.")


def test_a_returned_exclusion_leaves_the_proposal_to_be_decided_again():
    proposal = one()
    proposed(proposal)
    with pytest.raises(RuleBroken) as refused:
        exclusions.return_to_first(proposal, " ", procurement(), make.moment())
    assert refused.value.field == "answer"
    exclusions.return_to_first(proposal, "The law says two.", procurement(), make.moment())
    screening.screen(proposals.by_id(proposal.id), make.all_yes(), procurement(), make.moment())
    assert fresh(proposal).state is ProposalState.ELIGIBLE
    assert [each.answer for each in exclusions.of(proposal)] == ["The law says two."]


def test_while_an_exclusion_waits_nothing_else_is_decided():
    proposal = one()
    proposed(proposal)
    for eligible in (True, False):
        decision = make.all_yes(eligible, REASON)
        with pytest.raises(RuleBroken) as refused:
            screening.screen(proposal, decision, procurement(), make.moment())
        assert refused.value.rule == "exclusion_waits"
    assert Exclusion.select().count() == 1


def test_an_exclusion_is_confirmed_once():
    proposal = one()
    proposed(proposal)
    exclusions.confirm(proposals.by_id(proposal.id), procurement(), make.moment())
    with pytest.raises(WrongState):
        exclusions.confirm(proposals.by_id(proposal.id), procurement(), make.moment())
    assert Event.select().where(Event.name == "proposal.screened").count() == 1


def test_a_legal_officer_or_a_member_confirms_no_exclusion():
    proposal = one()
    proposed(proposal)
    for role in (Role.LEGAL_OFFICER, Role.COMMITTEE_MEMBER, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            exclusions.confirm(proposals.by_id(proposal.id), make.actor(role), make.moment())


def words(who):
    return {each.word for each in committee.work_items(who, make.moment())}


def test_my_work_leads_the_second_person_to_an_exclusion():
    proposal = one()
    alone = proposed(proposal)
    assert "work.confirm_exclusion" not in words(alone)
    assert "work.wait_exclusion" in words(alone)
    assert "work.confirm_exclusion" in words(make.actor(Role.HEAD_OF_OFFICE))
    assert {"work.confirm_exclusion", "work.wait_exclusion"} <= words(procurement())
