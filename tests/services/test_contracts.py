"""A contract from the award to both signatures, and every refusal on the way."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.domain.actions import Role
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import CallState, ContractState, ProposalState
from portal.models import (
    BudgetLine,
    Contract,
    ContractClause,
    Document,
    Effect,
    Event,
    Instalment,
    Partner,
    Report,
    Signature,
)
from portal.services import contract_drafting as drafting
from portal.services import contract_reviews, contracts
from portal.services.contract_signatures import Consent
from portal.services.contract_text import altered, whole
from tests import factories as make
from tests.factories import NOON, PASSWORD

LATER = NOON + timedelta(days=200)
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def award():
    call = make.call(CallState.AWARDED, awarded_at=NOON)
    proposal = make.proposal(call, state=ProposalState.AWARDED)
    BudgetLine.create(
        proposal=proposal,
        position=2,
        category="indirect",
        description="Office",
        quantity=1,
        unit_cost="10000.55",
    )
    return proposal


@pytest.fixture
def procurement():
    return make.actor(Role.PROCUREMENT_OFFICER)


@pytest.fixture
def legal():
    return make.actor(Role.LEGAL_OFFICER)


@pytest.fixture
def advisers(legal):
    return (legal, make.actor(Role.DATA_PROTECTION_OFFICER))


@pytest.fixture
def head():
    who = make.actor(Role.HEAD_OF_OFFICE)
    make.mandate(who)
    return who


@pytest.fixture
def signatory(award):
    who = make.actor(Role.PARTNER_SIGNATORY, partner=award.partner)
    make.mandate(who)
    return who


@pytest.fixture
def draft(award, procurement):
    return drafting.assemble(award, procurement, NOON)


@pytest.fixture
def approved(draft, procurement, advisers, head):
    contracts.send(draft, procurement, NOON)
    make.agreed(draft, *advisers)
    contracts.approve(draft, head, NOON)
    return draft


def consent(actor, contract, **changes):
    given = {
        "name": actor.name,
        "password": PASSWORD,
        "fingerprint": contract.fingerprint,
    }
    return Consent(**{**given, **changes})


def counts():
    tables = (Event, Effect, Signature, Document, Report)
    return [table.select().count() for table in tables]


def names():
    return [event.name for event in Event.select().order_by(Event.id)]


def test_a_contract_says_how_other_currencies_are_converted_and_how_far_indirect_costs_go(
    draft,
):
    texts = {each.code: each.text for each in contracts.full(draft).clauses}
    assert "operational rate of exchange of the month of payment" in texts["C05"]
    ceiling = draft.call.indirect_ceiling
    assert f"at most {ceiling} percent of the direct costs" in texts["C07"]


def test_a_contract_has_the_figures_of_the_award_in_its_text(draft):
    parts = contracts.full(draft)
    assert draft.reference == f"{draft.call.reference}-C1"
    assert draft.amount == Decimal("442000.55")
    assert (draft.starts_on, draft.ends_on) == (date(2027, 2, 1), date(2028, 1, 31))
    assert [line.category for line in parts.budget] == ["staff", "indirect"]
    assert sum(row.amount for row in parts.instalments) == draft.amount
    assert [row.percent for row in parts.instalments] == [30, 30, 25, 15]
    assert [row.target for row in parts.targets] == [400]
    assert len(parts.clauses) == 50
    text = "\n".join(clause.text for clause in parts.clauses)
    assert "{" not in text
    assert "MAD\N{NO-BREAK SPACE}442,000.55" in text
    assert "1 February 2027 to 31 January 2028, that is 12 months" in text
    assert contracts.problems(parts) == []


def test_the_words_and_the_rule_of_an_instalment_name_the_same_percentage(
    award, procurement, monkeypatch
):
    monkeypatch.setenv("PORTAL_ADVANCE_CLEARED_PERCENT", "80")
    row = contracts.full(drafting.assemble(award, procurement, NOON)).instalments[1]
    assert "at least 80 percent of instalment 1" in row.condition
    assert row.due_report == 1
    assert row.conditions == [{"kind": "advance", "figure": 80}]


def test_a_contract_in_french_has_french_clauses_dates_and_conditions(award, procurement):
    award.call.language = "fr"
    award.call.save()
    parts = contracts.full(drafting.assemble(award, procurement, NOON))
    text = "\n".join(clause.text for clause in parts.clauses)
    assert "court du 1er février 2027 au 31 janvier 2028" in text
    assert parts.instalments[0].condition.startswith("Les deux parties")


def test_a_clause_from_before_first_days_were_told_is_not_an_altered_one(award, procurement):
    award.call.language = "fr"
    award.call.save()
    made = drafting.assemble(award, procurement, NOON)
    for clause in whole(made).clauses:
        clause.text = clause.text.replace("1er février", "1 février")
        clause.save()
    assert altered(whole(made)) == set()


def test_without_a_start_day_the_contract_starts_the_day_after_the_award(award, procurement):
    award.call.starts_on = None
    assert drafting.assemble(award, procurement, LATER).starts_on == date(2026, 3, 3)


def test_a_second_click_gives_the_same_contract(award, draft, procurement):
    before = counts()
    assert drafting.assemble(award, procurement, LATER).id == draft.id
    assert Contract.select().count() == 1
    assert counts() == before


@pytest.mark.parametrize("state", [ProposalState.ELIGIBLE, ProposalState.DECLINED])
def test_only_an_awarded_proposal_becomes_a_contract(procurement, state):
    proposal = make.proposal(state=state)
    with pytest.raises(RuleBroken, match="not_awarded"):
        drafting.assemble(proposal, procurement, NOON)
    assert Contract.select().count() == 0


def test_the_whole_way_ends_in_force_with_periods_a_document_and_mail(
    signatory, approved, head
):
    contracts.sign(approved, signatory, consent(signatory, approved), LATER)
    assert Report.select().count() == 0
    contracts.countersign(approved, head, consent(head, approved), LATER)
    now = contracts.by_slug(approved.slug)
    assert now.state is ContractState.IN_FORCE
    assert now.in_force_at == LATER
    assert {row.side for row in Signature.select()} == {"partner", "iom"}
    assert {row.fingerprint for row in Signature.select()} == {now.fingerprint}
    assert Report.select().count() == 4
    assert Document.get().kind == "contract"
    mails = [row.payload["template"] for row in Effect.select().where(Effect.kind == "mail")]
    assert sorted(set(mails)) == ["contract", "contract_to_review", "contract_to_sign"]
    assert names() == [
        "contract.assembled",
        "contract.sent",
        "contract.review_agreed",
        "contract.review_agreed",
        "contract.cleared",
        "contract.approved",
        "contract.signed",
        "contract.in_force",
    ]


def test_a_draft_with_broken_rules_stays_with_procurement(draft, procurement):
    ContractClause.update(text=" ").where(ContractClause.code == "D11").execute()
    Instalment.update(percent=40).where(Instalment.position == 1).execute()
    before = counts()
    with pytest.raises(RulesBroken) as refused:
        contracts.send(draft, procurement, NOON)
    broken = {each.rule for each in refused.value.broken}
    assert broken == {"data_clause_missing", "instalments_percent"}
    assert contracts.by_slug(draft.slug).state is ContractState.DRAFT
    assert counts() == before


def test_a_returned_contract_is_a_draft_again_with_the_comment(draft, procurement, legal):
    contracts.send(draft, procurement, NOON)
    review = contract_reviews.of(draft)[0]
    with pytest.raises(RuleBroken, match="contract_comment"):
        contract_reviews.give_back(review, "  ", legal, NOON)
    contract_reviews.give_back(review, "Clause 5 is unclear.", legal, NOON)
    now = contracts.by_slug(draft.slug)
    assert now.state is ContractState.DRAFT
    assert now.review_comment == "Clause 5 is unclear."


def test_the_head_of_office_returns_a_contract_before_and_after_approving(
    approved, procurement, advisers, head
):
    contracts.refuse(approved, "The amount is wrong.", head, NOON)
    now = contracts.by_slug(approved.slug)
    assert (now.state, now.fingerprint) == (ContractState.DRAFT, "")
    contracts.send(now, procurement, NOON)
    make.agreed(now, *advisers)
    contracts.refuse(now, "Still wrong.", head, NOON)
    assert contracts.by_slug(now.slug).state is ContractState.DRAFT


def test_a_contract_that_left_the_draft_cannot_be_changed(draft, procurement):
    contracts.send(draft, procurement, NOON)
    clause = drafting.clause_of(draft, "C06")
    terms = drafting.Terms(date(2027, 1, 1), date(2027, 12, 31), ((100, "All at once."),))
    with pytest.raises(WrongState):
        drafting.save_clause(clause, "Other text.", 1, procurement, NOON)
    with pytest.raises(WrongState):
        drafting.save_terms(draft, terms, 1, procurement, NOON)
    assert drafting.clause_of(draft, "C06").text == clause.text
    assert Instalment.select().count() == 4


def test_the_second_writer_of_a_clause_gets_both_texts(draft, procurement):
    clause = drafting.clause_of(draft, "C06")
    drafting.save_clause(clause, "First.", 1, procurement, NOON)
    with pytest.raises(Conflict) as refused:
        drafting.save_clause(clause, "Second.", 1, procurement, NOON)
    assert refused.value.theirs == {"text": "First."}
    assert drafting.clause_of(draft, "C06").text == "First."


def test_new_dates_stand_in_the_clauses_that_nobody_changed(draft, procurement):
    mine = drafting.clause_of(draft, "C05")
    drafting.save_clause(mine, f"{mine.text} So be it.", 1, procurement, NOON)
    terms = drafting.Terms(
        date(2027, 3, 1), date(2027, 8, 31), ((50, "Signature."), (50, "End."))
    )
    drafting.save_terms(draft, terms, 1, procurement, NOON)
    parts = contracts.full(contracts.by_slug(draft.slug))
    text = drafting.clause_of(draft, "C04").text
    assert "1 March 2027 to 31 August 2027, that is 6 months" in text
    assert drafting.clause_of(draft, "C05").text.endswith("So be it.")
    assert sum(row.amount for row in parts.instalments) == draft.amount
    assert [(each.rule, each.facts["code"]) for each in contracts.problems(parts)] == [
        ("clause_altered", "C05")
    ]
    with pytest.raises(Conflict):
        drafting.save_terms(draft, terms, 1, procurement, NOON)


@pytest.mark.parametrize(
    ("end", "rule"),
    [(date(2027, 2, 1), "contract_dates"), (date(2027, 8, 9), "contract_months")],
)
def test_dates_that_make_no_duration_are_refused(draft, procurement, end, rule):
    terms = drafting.Terms(date(2027, 2, 1), end, ((100, "All."),))
    with pytest.raises(RulesBroken) as refused:
        drafting.save_terms(draft, terms, 1, procurement, NOON)
    assert [each.rule for each in refused.value.broken] == [rule]
    assert Instalment.select().count() == 4


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"password": "not my password"}, "signing_password"),
        ({"name": "Somebody Else"}, "signing_name"),
        ({"fingerprint": "0" * 64}, "contract_changed"),
    ],
)
def test_a_signature_that_does_not_fit_leaves_nothing(approved, signatory, changes, rule):
    before = counts()
    with pytest.raises(RuleBroken, match=rule):
        contracts.sign(approved, signatory, consent(signatory, approved, **changes), NOON)
    assert contracts.by_slug(approved.slug).state is ContractState.APPROVED
    assert counts() == before


def test_a_text_that_changed_after_the_approval_cannot_be_signed(approved, signatory):
    ContractClause.update(text="IOM pays nothing.").where(
        ContractClause.code == "C05"
    ).execute()
    with pytest.raises(RuleBroken, match="contract_changed"):
        contracts.sign(approved, signatory, consent(signatory, approved), NOON)
    assert Signature.select().count() == 0


def test_a_text_that_changed_after_the_first_signature_is_not_countersigned(
    approved, signatory, head
):
    contracts.sign(approved, signatory, consent(signatory, approved), NOON)
    Instalment.update(condition="Never.").where(Instalment.position == 4).execute()
    with pytest.raises(RuleBroken, match="contract_changed"):
        contracts.countersign(approved, head, consent(head, approved), NOON)
    assert Report.select().count() == 0
    assert Document.select().count() == 0


def test_each_side_signs_once(approved, signatory, head):
    contracts.sign(approved, signatory, consent(signatory, approved), NOON)
    with pytest.raises(WrongState):
        contracts.sign(approved, signatory, consent(signatory, approved), NOON)
    contracts.countersign(approved, head, consent(head, approved), NOON)
    before = counts()
    with pytest.raises(WrongState):
        contracts.countersign(approved, head, consent(head, approved), NOON)
    assert counts() == before


def test_iom_does_not_sign_before_the_partner(approved, head):
    with pytest.raises(WrongState):
        contracts.countersign(approved, head, consent(head, approved), NOON)
    assert Signature.select().count() == 0


def test_each_step_is_for_its_own_role(draft, procurement, legal, head, signatory):
    award = draft.proposal
    other = make.actor(Role.PARTNER_SIGNATORY, partner=make.partner())
    editor = make.actor(Role.PARTNER_EDITOR, partner=award.partner)
    clause = drafting.clause_of(draft, "C01")
    tries = [
        lambda: drafting.assemble(award, head, NOON),
        lambda: drafting.save_clause(clause, "x", 1, legal, NOON),
        lambda: contracts.send(draft, head, NOON),
        lambda: contracts.approve(draft, legal, NOON),
        lambda: contracts.refuse(draft, "No.", procurement, NOON),
        lambda: contracts.sign(draft, other, consent(other, draft), NOON),
        lambda: contracts.sign(draft, editor, consent(editor, draft), NOON),
        lambda: contracts.countersign(draft, signatory, consent(signatory, draft), NOON),
    ]
    before = counts()
    for attempt in tries:
        with pytest.raises(NotAllowed):
            attempt()
    assert counts() == before


def test_a_partner_lists_a_contract_from_its_approval_on(
    draft, signatory, procurement, advisers, head
):
    other = make.actor(Role.PARTNER_OWNER, partner=make.partner())
    assert contracts.visible(signatory) == []
    contracts.send(draft, procurement, NOON)
    make.agreed(draft, *advisers)
    assert contracts.visible(signatory) == []
    contracts.approve(draft, head, NOON)
    assert [each.id for each in contracts.visible(signatory)] == [draft.id]
    assert contracts.visible(other) == []
    assert contracts.visible(make.actor(Role.COMMITTEE_MEMBER)) == []


def words(actor):
    return [(item.word, item.waiting) for item in contracts.work_items(actor, NOON)]


def test_my_work_follows_the_pen(award, procurement, advisers, head, signatory):
    legal = advisers[0]
    assert words(procurement) == [("work.assemble_contract", False)]
    draft = drafting.assemble(award, procurement, NOON)
    assert words(procurement) == [("work.finish_contract", False)]
    assert words(legal) == []
    contracts.send(draft, procurement, NOON)
    assert words(legal) == []
    assert [item.word for item in contract_reviews.work_items(legal, NOON)] == [
        "work.review_legal"
    ]
    assert words(procurement) == [("work.contract_at_legal", True)]
    make.agreed(draft, *advisers)
    assert words(head) == [("work.approve_contract", False)]
    assert words(signatory) == []
    contracts.approve(draft, head, NOON)
    assert words(signatory) == [("work.sign_contract", False)]
    contracts.sign(draft, signatory, consent(signatory, draft), NOON)
    assert words(head) == [("work.countersign", False)]
    assert words(signatory) == [("work.contract_to_countersign", True)]
    contracts.countersign(draft, head, consent(head, draft), NOON)
    assert words(head) == words(procurement) == words(signatory) == []


def test_a_partner_sees_what_happened_since_the_approval_only(approved, signatory, legal):
    assert [each.name for each in contracts.timeline(approved, signatory)] == [
        "contract.approved"
    ]
    assert len(contracts.timeline(approved, legal)) == 6


def test_a_new_name_of_the_partner_does_not_change_what_is_signed(approved, signatory):
    Partner.update(name="Another name").where(Partner.id == approved.partner_id).execute()
    contracts.sign(approved, signatory, consent(signatory, approved), NOON)
    assert whole(contracts.by_slug(approved.slug)).contract.state is (
        ContractState.PARTNER_SIGNED
    )
