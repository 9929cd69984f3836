"""A call with nothing to score: no proposal came, or every one was excluded."""

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.lifecycle import CallState, ProposalState
from portal.models import AwardRound, Document
from portal.pdf.facts.award import letter, notice
from portal.services import award_letters, award_unscored, committee, opening
from portal.services.steps import fresh
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
WHY = "No partner brings what the call asks for."


def head():
    return make.actor(Role.HEAD_OF_OFFICE)


def excluded_call(proposals=1):
    """An opened call whose every proposal two people excluded."""
    call = make.opened_call(proposals)
    for each in opening.opened(call):
        make.excluded(each)
    return opening.call_by_slug(call.slug)


def ended(call):
    award_unscored.end(call, WHY, head(), make.moment())
    return make.letters_left(opening.call_by_slug(call.slug))


def test_excluded_partners_get_their_reasoned_letters_when_nobody_is_left():
    call = ended(excluded_call(2))
    told = [letter(each.id, "en") for each in opening.opened(call)]
    assert call.state is CallState.FAILED
    assert [each.state for each in opening.opened(call)] == [ProposalState.DECLINED] * 2
    assert {(each["eligible"], each["reason"], each["ended"]) for each in told} == {
        (False, "Registered for one year only.", WHY)
    }
    assert award_letters.is_public(call)
    kinds = {each.kind for each in Document.select()}
    assert {"letter", "award_notice", "screening"} <= kinds
    assert "recommendation" not in kinds


def test_a_call_without_any_proposal_ends_with_a_public_reason():
    call = ended(make.opened_call(0))
    said = notice(call.id, "en")
    assert (said["failed"], said["ended"], said["received"]) == (True, WHY, 0)
    assert award_letters.is_public(call)


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_ends(reason):
    call = excluded_call()
    with pytest.raises(RuleBroken, match="fail_reason_missing"):
        award_unscored.end(call, reason, head(), make.moment())
    assert fresh(call).state is CallState.OPENED
    assert AwardRound.select().count() == 0


def test_while_a_proposal_can_be_scored_the_call_goes_on():
    call = make.opened_call(2)
    make.excluded(opening.opened(call)[0])
    with pytest.raises(RuleBroken, match="still_to_score"):
        award_unscored.end(call, WHY, head(), make.moment())
    assert fresh(call).state is CallState.OPENED


def test_it_ends_once_and_by_the_head_of_office_alone():
    call = excluded_call()
    with pytest.raises(NotAllowed):
        award_unscored.end(call, WHY, make.actor(Role.PROCUREMENT_OFFICER), make.moment())
    call = ended(call)
    with pytest.raises(RuleBroken, match="still_to_score"):
        award_unscored.end(call, WHY, head(), make.moment())


def test_my_work_leads_the_head_of_office_and_procurement_waits():
    excluded_call()

    def told(role):
        return [
            (each.word, each.waiting)
            for each in committee.work_items(make.actor(role), make.moment())
        ]

    assert told(Role.HEAD_OF_OFFICE) == [("work.end_unscored", False)]
    assert told(Role.PROCUREMENT_OFFICER) == [("work.wait_end_unscored", True)]
