"""Windows for what is missing: the same for all, named items only, by the database's clock."""

from datetime import timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, NotFound, RuleBroken, WrongState
from portal.domain.lifecycle import CallState, ProposalState
from portal.domain.proposals import fingerprint
from portal.domain.screening import Check, Outcome
from portal.models import (
    Call,
    DeficiencyRequest,
    DeficiencySupply,
    DeficiencyWindow,
    Effect,
    Event,
    Proposal,
    RequiredDocument,
)
from portal.services import (
    committee,
    deficiency,
    exclusions,
    opening,
    proposals,
    screening,
    supplies,
)
from portal.services import screening_checklist as checklist
from portal.services.file_checks import Limits, Upload
from portal.services.proposal_contents import canonical, whole
from portal.services.steps import fresh
from tests import factories as make
from tests import papers

pytestmark = pytest.mark.usefixtures("app")
PDF = papers.pdf()
LIMITS = Limits(1_000_000, 1)


def procurement():
    return make.actor(Role.PROCUREMENT_OFFICER)


def call_with_gaps(proposals=2):
    """An opened call in which every proposal lacks the one mandatory document."""
    call = make.opened_call(proposals=proposals)
    RequiredDocument.update(mandatory=True).where(RequiredDocument.call == call).execute()
    return call


def document():
    return f"document_{RequiredDocument.get().key.hex}"


def question(call):
    return f"question_{call.eligibility.first().key.hex}"


def open_for(call, *codes):
    return deficiency.open_window(call, codes, procurement(), make.moment())


def writer(proposal):
    return make.actor(Role.PARTNER_EDITOR, partner=proposal.partner)


def send(proposal, by=None, content=PDF):
    upload = Upload("", "statutes.pdf", content)
    by = by or writer(proposal)
    deficiency.send_file(proposal, document(), (upload, LIMITS), by, make.moment())


def end(window):
    over = make.moment() - timedelta(milliseconds=1)
    DeficiencyWindow.update(closes_at=over).where(DeficiencyWindow.id == window.id).execute()


def outcome_of(proposal, code):
    known = {each.code: each for each in checklist.items(proposal, make.moment())}
    return known[code].outcome


def test_a_window_asks_every_partner_that_lacks_the_item_and_nobody_else(monkeypatch):
    monkeypatch.setenv("PORTAL_DEFICIENCY_HOURS", "48")
    call = call_with_gaps(3)
    first, second, whole_one = opening.opened(call)
    people = [make.team(each.partner) for each in (first, second, whole_one)]
    Proposal.update(eligibility={}).where(Proposal.id == first.id).execute()
    window = open_for(call, question(call))
    assert [each.proposal_id for each in DeficiencyRequest.select()] == [first.id]
    assert window.closes_at - window.opened_at == timedelta(hours=48)
    mailed = {
        each.payload["to"]
        for each in Effect.select()
        if each.payload.get("template") == "missing"
    }
    assert {each.email for each in people[0]} <= mailed
    assert not mailed & {each.email for each in (*people[1], *people[2])}
    assert deficiency.current(second, make.moment()) is None


def test_a_document_that_a_person_does_not_accept_can_be_asked_for_again():
    call = call_with_gaps(1)
    (proposal,) = opening.opened(call)
    send_late = open_for(call, document())
    send(proposal)
    end(send_late)
    assert outcome_of(proposal, document()) is Outcome.TO_JUDGE
    no = {document(): Check(ok=False, note="The pages are empty.")}
    checklist.save(proposal, no, 1, procurement(), make.moment())
    again = open_for(call, document())
    send(proposal, content=papers.pdf(size=9_000))
    end(again)
    assert outcome_of(proposal, document()) is Outcome.TO_JUDGE


def test_what_is_supplied_is_shown_after_the_close_and_lets_the_proposal_in():
    call = call_with_gaps(1)
    (proposal,) = opening.opened(call)
    window = open_for(call, document())
    send(proposal)
    assert supplies.closed(proposal, make.moment()) == {}
    supply = DeficiencySupply.get()
    with pytest.raises(NotFound):
        supplies.file_of(proposal, supply.id, make.moment())
    end(window)
    row, content = supplies.file_of(proposal, supply.id, make.moment())
    assert (row.filename, content[:5]) == ("statutes.pdf", b"%PDF-")
    checks = {**make.all_yes().checks, document(): Check(ok=True)}
    decision = screening.Decision(checks, eligible=True)
    screening.screen(proposals.by_id(proposal.id), decision, procurement(), make.moment())
    assert fresh(proposal).state is ProposalState.ELIGIBLE


def test_a_supplied_answer_is_decided_by_the_rule_of_its_question():
    call = make.opened_call()
    (proposal,) = opening.opened(call)
    Proposal.update(eligibility={}).execute()
    window = open_for(call, question(call))
    by = writer(proposal)
    with pytest.raises(RuleBroken) as refused:
        deficiency.answer(proposal, question(call), "perhaps", by, make.moment())
    assert refused.value.rule == "deficiency_answer"
    deficiency.answer(proposal, question(call), "yes", by, make.moment())
    deficiency.answer(proposal, question(call), "no", by, make.moment())
    end(window)
    proposal = proposals.by_id(proposal.id)
    assert outcome_of(proposal, question(call)) is Outcome.FAILED


def test_after_the_hours_nothing_is_taken_in_by_the_databases_clock():
    call = call_with_gaps(1)
    (proposal,) = opening.opened(call)
    window = open_for(call, document())
    early = window.opened_at
    end(window)
    before = Event.select().count()
    for at in (make.moment(), early - timedelta(hours=1)):
        with pytest.raises(RuleBroken) as refused:
            upload = Upload("", "statutes.pdf", PDF)
            deficiency.send_file(proposal, document(), (upload, LIMITS), writer(proposal), at)
        assert refused.value.rule == "deficiency_closed"
    assert (DeficiencySupply.select().count(), Event.select().count()) == (0, before)


def test_only_what_is_named_is_taken_in_and_only_from_the_partner_itself():
    call = call_with_gaps(2)
    first, second = opening.opened(call)
    open_for(call, document())
    with pytest.raises(NotFound):
        deficiency.answer(first, question(call), "yes", writer(first), make.moment())
    with pytest.raises(NotAllowed):
        send(first, by=writer(second))
    with pytest.raises(RuleBroken) as refused:
        send(first, content=b"MZ not a document")
    assert refused.value.rule == "file_type"
    assert DeficiencySupply.select().count() == 0


def test_supplying_changes_nothing_of_the_proposal_itself():
    call = call_with_gaps(1)
    (proposal,) = opening.opened(call)
    print_before = fingerprint(canonical(whole(proposals.by_id(proposal.id))))
    window = open_for(call, document())
    send(proposal)
    end(window)
    assert fingerprint(canonical(whole(proposals.by_id(proposal.id)))) == print_before


def test_while_a_window_is_open_nothing_is_decided_and_no_second_one_opens():
    call = call_with_gaps(1)
    (proposal,) = opening.opened(call)
    open_for(call, document())
    out = make.all_yes(eligible=False, reason="The statutes are missing.")
    with pytest.raises(RuleBroken) as refused:
        screening.screen(proposal, out, procurement(), make.moment())
    assert refused.value.rule == "deficiency_under_way"
    with pytest.raises(RuleBroken) as refused:
        open_for(call, document())
    assert refused.value.rule == "deficiency_open"


def test_nobody_is_asked_for_what_another_was_excluded_for():
    call = call_with_gaps(2)
    first, second = opening.opened(call)
    out = make.all_yes(eligible=False, reason="The statutes are missing.")
    by = procurement()
    screening.screen(first, out, by, make.moment())
    with pytest.raises(RuleBroken) as refused:
        open_for(call, document())
    assert (refused.value.rule, refused.value.facts) == ("deficiency_unequal", {"count": 1})
    exclusions.return_to_first(first, "Ask all of them.", procurement(), make.moment())
    open_for(call, document())
    assert {each.proposal_id for each in DeficiencyRequest.select()} == {first.id, second.id}


@pytest.mark.parametrize("codes", [(), ("document_0",)])
def test_an_item_that_nobody_lacks_is_not_asked_for(codes):
    call = make.opened_call()
    with pytest.raises(RuleBroken) as refused:
        open_for(call, *codes)
    assert refused.value.rule == "deficiency_nothing"
    assert DeficiencyWindow.select().count() == 0


def test_a_call_that_is_scored_opens_no_window():
    call = call_with_gaps(1)
    Call.update(state=CallState.SCORING).execute()
    with pytest.raises(WrongState):
        open_for(call, document())


def test_my_work_says_that_procurement_waits_for_the_partners():
    call = call_with_gaps(1)
    window = open_for(call, document())
    (item,) = committee.work_items(procurement(), make.moment())
    assert (item.word, item.waiting) == ("work.wait_missing", True)
    end(window)
    (item,) = committee.work_items(procurement(), make.moment())
    assert (item.word, item.waiting) == ("work.screen", False)


def test_my_work_leads_the_partner_to_what_is_missing_until_the_time_is_over():
    call = call_with_gaps(1)
    (proposal,) = opening.opened(call)
    window, who = open_for(call, document()), writer(proposal)
    (item,) = deficiency.work_items(who, make.moment())
    assert (item.word, item.due) == ("work.supply_missing", window.closes_at)
    end(window)
    assert deficiency.work_items(who, make.moment()) == []


@pytest.mark.parametrize("code", ["answer-1", "work_plan", "staffing", "budget", "prices"])
def test_nothing_that_is_scored_and_no_price_can_be_asked_for(code):
    call = call_with_gaps()
    with pytest.raises(RuleBroken) as refused:
        deficiency.open_window(call, [code, document()], procurement(), make.moment())
    assert refused.value.rule == "deficiency_nothing"
    assert not DeficiencyWindow.select().exists()
