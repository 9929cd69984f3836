"""The sanctions list once more before scoring, and what a new entry changes."""

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import CallState, ProposalState
from portal.models import Document, SanctionsEntry, SanctionsMatch, Scorecard
from portal.services import (
    exclusions,
    opening,
    proposals,
    sanctions,
    screening,
    screening_sanctions,
)
from portal.services.steps import fresh
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
REASON = "Born in the same year and city; identity card and photograph were compared."


def procurement():
    return make.actor(Role.PROCUREMENT_OFFICER)


def screened_call():
    """A call whose one proposal is eligible, and that only waits for the start of scoring."""
    call = make.opened_call()
    make.declare_all(call)
    (proposal,) = opening.opened(call)
    screening.screen(proposal, make.all_yes(), procurement(), make.moment())
    return call, proposals.by_id(proposal.id)


def listed():
    """A new entry that is one of the partner's key people."""
    return SanctionsEntry.create(reference="S-1", kind="person", names=["Salma BERRADA"])


def rules_of(call):
    return [each.rule for each in screening.broken_start(call)]


def confirm():
    match = sanctions.by_id(SanctionsMatch.get().id)
    sanctions.judge(match, REASON, procurement(), make.moment(), same=True)
    second = make.actor(Role.LEGAL_OFFICER)
    sanctions.confirm(sanctions.by_id(match.id), REASON, second, make.moment(), same=True)


def test_a_fresh_comparison_finds_what_was_listed_since_and_holds_the_start_back():
    call, _proposal = screened_call()
    assert rules_of(call) == []
    listed()
    assert screening_sanctions.rescan(call, procurement(), make.moment()) == 1
    assert rules_of(call) == ["matches_before_scoring"]
    assert screening_sanctions.last_rescan(call).facts == {"partners": 1, "waiting": 1}


def test_the_start_of_scoring_compares_by_itself_and_keeps_what_it_finds():
    call, _proposal = screened_call()
    listed()
    with pytest.raises(RulesBroken) as refused:
        screening.start_scoring(call, procurement(), make.moment())
    assert [each.rule for each in refused.value.broken] == ["matches_before_scoring"]
    assert SanctionsMatch.select().count() == 1
    assert Scorecard.select().count() == 0


def test_a_cleared_match_lets_scoring_start_and_the_record_is_asked_for():
    call, _proposal = screened_call()
    listed()
    screening_sanctions.rescan(call, procurement(), make.moment())
    match = sanctions.by_id(SanctionsMatch.get().id)
    sanctions.judge(match, REASON, procurement(), make.moment(), same=False)
    screening.start_scoring(opening.call_by_slug(call.slug), procurement(), make.moment())
    assert fresh(call).state is CallState.SCORING
    kinds = [each.language for each in Document.select() if each.kind == exclusions.KIND]
    assert sorted(kinds) == ["en", "fr"]


def test_a_confirmed_match_takes_an_eligible_proposal_back_to_be_excluded_by_two():
    call, proposal = screened_call()
    listed()
    screening_sanctions.rescan(call, procurement(), make.moment())
    confirm()
    assert rules_of(call) == ["listed_before_scoring"]
    screening_sanctions.screen_again(proposal, procurement(), make.moment())
    assert fresh(proposal).state is ProposalState.SUBMITTED
    make.excluded(proposals.by_id(proposal.id), reason="A director is on the sanctions list.")
    assert fresh(proposal).state is ProposalState.INELIGIBLE
    assert {each.kind for each in Document.select()} >= {exclusions.KIND}


def test_without_a_confirmed_match_an_eligible_proposal_stays_eligible():
    _call, proposal = screened_call()
    with pytest.raises(RuleBroken) as refused:
        screening_sanctions.screen_again(proposal, procurement(), make.moment())
    assert refused.value.rule == "screened_for_good"
    assert fresh(proposal).state is ProposalState.ELIGIBLE


def test_only_procurement_compares_and_only_while_the_call_is_screened():
    call, _proposal = screened_call()
    with pytest.raises(NotAllowed):
        screening_sanctions.rescan(call, make.actor(Role.HEAD_OF_OFFICE), make.moment())
    screening.start_scoring(call, procurement(), make.moment())
    with pytest.raises(WrongState):
        screening_sanctions.rescan(call, procurement(), make.moment())
