"""Eligibility, demanded files and the call's own budget headings in a proposal's pages."""

from datetime import UTC, datetime
from html import unescape
from io import BytesIO

import pytest

from portal.domain.actions import PARTNER_ROLES, Role
from portal.domain.call_terms import AnswerKind, PassingRule
from portal.domain.errors import RulesBroken
from portal.domain.lifecycle import CallState, ProposalState
from portal.models import (
    Attachment,
    BudgetCategory,
    Call,
    EligibilityQuestion,
    Event,
    Lot,
    Proposal,
    RequiredDocument,
)
from portal.services import award, budget_categories, contract_drafting, opening
from portal.services import proposal_contents as contents
from tests import factories, papers

PDF = papers.pdf()


def read(answer):
    return unescape(answer.get_data(as_text=True))


@pytest.fixture
def call(app):
    made = factories.call(CallState.PUBLISHED)
    EligibilityQuestion.create(
        call=made,
        position=2,
        text="For how many years?",
        kind=AnswerKind.NUMBER,
        passing=PassingRule.AT_LEAST,
        figure=3,
    )
    return made


@pytest.fixture
def partner(app):
    return factories.partner("Association Amal")


@pytest.fixture
def signed(client, partner):
    return factories.sign_in(client, factories.person(*PARTNER_ROLES, partner=partner))


@pytest.fixture
def draft(call, partner):
    return factories.proposal(call, partner, eligibility={})


def at(proposal, rest=""):
    return f"/proposals/{proposal.id}{rest}"


def answer(client, draft, first="yes", second="5", version=1):
    typed = {"question_1": first, "question_2": second, "version": str(version)}
    return client.post(at(draft, "/eligibility"), data=typed)


def attach(client, draft, purpose="", title=""):
    typed = {"file": (BytesIO(PDF), "paper.pdf"), "purpose": purpose, "title": title}
    return client.post(at(draft, "/attachments"), data=typed)


def broken(draft):
    return [each.rule for each in contents.whole(Proposal.get_by_id(draft.id)).blocking]


def test_unanswered_questions_keep_a_proposal_from_being_submitted(signed, draft):
    text = read(signed.get(at(draft)))
    assert "Answer eligibility question 1." in text
    assert at(draft, "/eligibility") in text
    assert signed.post(at(draft, "/submit")).status_code == 422
    assert Proposal.get_by_id(draft.id).state is ProposalState.DRAFT
    assert answer(signed, draft).status_code == 303
    assert "eligibility_open" not in broken(draft)
    stored = Proposal.get_by_id(draft.id).eligibility
    assert sorted(map(str, stored.values())) == ["5", "yes"]


def test_an_answer_that_does_not_pass_is_told_at_once_and_on_every_page(signed, draft):
    answer(signed, draft, second="2")
    for rest in ("/eligibility", "", "/submit"):
        assert "not pass" in read(signed.get(at(draft, rest)))
    assert "This proposal cannot be judged as it stands" in read(
        signed.get(at(draft, "/eligibility"))
    )
    answer(signed, draft, second="3", version=2)
    assert "does not pass" not in read(signed.get(at(draft, "/eligibility")))


@pytest.mark.parametrize("typed", ["many", "-4", "2.5"])
def test_what_is_no_number_is_refused_and_stays_typed(signed, draft, typed):
    told = answer(signed, draft, second=typed)
    assert told.status_code == 422
    assert f'value="{typed}"' in read(told)
    assert Proposal.get_by_id(draft.id).eligibility == {}
    assert Event.select().where(Event.name == "proposal.eligibility_answered").count() == 0


def test_an_answer_that_is_none_of_the_choices_is_left_out(signed, draft):
    assert answer(signed, draft, first="perhaps").status_code == 303
    assert list(Proposal.get_by_id(draft.id).eligibility.values()) == [5]


def test_two_people_answering_see_both_versions(signed, draft):
    answer(signed, draft, second="7")
    told = answer(signed, draft, second="2")
    assert told.status_code == 409
    assert "Saved meanwhile by somebody else" in read(told)
    assert 7 in Proposal.get_by_id(draft.id).eligibility.values()


def test_another_partner_and_the_office_do_not_reach_the_answers(client, draft):
    other = factories.person(*PARTNER_ROLES, partner=factories.partner("Other"))
    for person in (other, factories.person(Role.PROCUREMENT_OFFICER)):
        factories.sign_in(client, person)
        assert answer(client, draft).status_code in {403, 404}
    assert Proposal.get_by_id(draft.id).eligibility == {}


def test_a_mandatory_document_is_demanded_until_it_is_attached(signed, draft):
    wanted = RequiredDocument.get()
    RequiredDocument.update(mandatory=True).execute()
    assert "document_missing" in broken(draft)
    assert "Attach the document: Statutes." in read(signed.get(at(draft, "/submit")))
    assert attach(signed, draft, f"required:{wanted.id}").status_code == 303
    made = Attachment.get()
    assert (made.required_id, made.title) == (wanted.id, "Statutes")
    assert "document_missing" not in broken(draft)
    attach(signed, draft, f"required:{wanted.id}")
    assert Attachment.select().count() == 1


def test_a_file_proves_an_answer(signed, draft):
    question = EligibilityQuestion.select().order_by(EligibilityQuestion.position).first()
    EligibilityQuestion.update(evidence=True).where(
        EligibilityQuestion.id == question.id
    ).execute()
    assert "evidence_missing" in broken(draft)
    assert "Attach the file that proves it" in read(signed.get(at(draft, "/eligibility")))
    assert attach(signed, draft, f"proves:{question.id}").status_code == 303
    assert "evidence_missing" not in broken(draft)
    assert "paper.pdf" in read(signed.get(at(draft, "/eligibility")))


def test_a_document_of_another_call_is_refused_and_nothing_is_stored(signed, draft):
    other = factories.call(CallState.PUBLISHED).required_documents.first()
    told = attach(signed, draft, f"required:{other.id}", "Statutes")
    assert told.status_code == 422
    assert "This call does not ask for that document." in read(told)
    assert Attachment.select().count() == 0


@pytest.mark.parametrize("purpose", ["", "required:nothing", "title:1", "x"])
def test_a_file_for_something_else_needs_its_title(signed, draft, purpose):
    told = attach(signed, draft, purpose, "Map of the quarter")
    assert told.status_code == 303
    assert Attachment.get().title == "Map of the quarter"
    assert attach(signed, draft, "", " ").status_code == 422


def test_the_budget_has_the_headings_of_the_call_and_their_ceilings(signed, draft):
    rent = BudgetCategory.create(call=draft.call, position=9, code="own-1", name="Rent <b>")
    page = read(signed.get(at(draft, "/budget")))
    assert "Rent <b>" in page
    BudgetCategory.update(ceiling=10).where(BudgetCategory.code == "staff").execute()
    assert "category_over_ceiling" in broken(draft)
    assert "Staff and other personnel: 100 percent" in read(signed.get(at(draft, "/budget")))
    BudgetCategory.delete().where(BudgetCategory.code == "staff").execute()
    assert "category_gone" in broken(draft)
    assert budget_categories.in_order(
        draft.call, {"indirect": 1, "staff": 2, rent.code: 3}
    ) == [
        "own-1",
        "staff",
        "indirect",
    ]


def test_house_headings_are_told_in_the_readers_language_and_own_ones_as_written(draft):
    BudgetCategory.create(call=draft.call, position=9, code="own-1", name="Rent")
    told = budget_categories.names(draft.call, "fr")
    assert (told["staff"], told["own-1"]) == ("Personnel", "Rent")
    assert list(told)[-1] == "indirect"
    BudgetCategory.delete().execute()
    assert budget_categories.names(draft.call, "en")["travel"] == "Travel"


def test_a_contract_keeps_the_headings_of_its_call(app):
    won = factories.proposal(factories.call(CallState.AWARDED), state=ProposalState.AWARDED)
    BudgetCategory.update(name="Our team").where(BudgetCategory.code == "staff").execute()
    officer = factories.actor(Role.PROCUREMENT_OFFICER)
    contract = contract_drafting.assemble(won, officer, datetime.now(UTC))
    assert [each.category for each in contract.budget] == ["staff"]


def test_screening_shows_the_answers_and_does_not_let_a_failing_one_in(client):
    made = factories.opened_call(1)
    proposal = opening.opened(made)[0]
    question = made.eligibility.first()
    Proposal.update(eligibility={str(question.key): "no"}).execute()
    factories.sign_in(client, factories.person(Role.PROCUREMENT_OFFICER))
    page = read(client.get(at(proposal, "/screening")))
    assert "Does not pass" in page
    assert "Not attached, not required" in page
    typed = {f"{code}_ok": "yes" for code in factories.all_yes().checks}
    told = client.post(at(proposal, "/screening"), data=typed | {"decision": "yes"})
    assert told.status_code == 422
    assert "so this proposal cannot be judged" in read(told)
    assert Proposal.get_by_id(proposal.id).state is ProposalState.SUBMITTED


def test_a_partner_is_not_recommended_for_more_lots_than_it_may_win(app):
    made = factories.ranked_call(5, 4)
    first, second = opening.opened(made)
    lot = Lot.create(
        call=made, number=2, city="Oujda", title="Oujda", places=4, ceiling=1_000_000
    )
    Proposal.update(lot=lot, partner=first.partner).where(Proposal.id == second.id).execute()
    Call.update(lots_to_win=1).execute()
    made = opening.call_by_slug(made.slug)
    choices = {
        each.lot_id: award.Choice(each.id, factories.WHY) for each in opening.opened(made)
    }
    by, events = factories.actor(Role.PROCUREMENT_OFFICER), Event.select().count()
    with pytest.raises(RulesBroken) as refused:
        award.recommend(made, choices, by, datetime.now(UTC))
    told = {each.rule: each.facts for each in refused.value.broken}
    assert told["lots_won_many"] == {"partner": first.partner.name, "lots": 2, "most": 1}
    assert (Event.select().count(), award.recommendations(made)) == (events, [])
    Call.update(lots_to_win=2).execute()
    factories.signed_minutes(made, choices)
    award.recommend(opening.call_by_slug(made.slug), choices, by, datetime.now(UTC))
