"""The arithmetic check of budgets: what is kept, when it is read, who confirms, what counts."""

from decimal import Decimal

import pytest

from portal.domain import own_packages as packages
from portal.domain.actions import Role
from portal.domain.call_terms import Method
from portal.domain.errors import NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import CallState, ProposalState
from portal.domain.price_check import Figures, PriceRule
from portal.models import BudgetCheck, BudgetTotal, ContractBudget, Event, Lot
from portal.services import (
    award,
    budget_checks,
    contract_drafting,
    opening,
    proposal_contents,
    proposal_drafts,
    proposals,
    scoring,
    screening,
)
from portal.services.proposal_drafts import BudgetDraft, Line
from tests import factories as make
from tests import openings, owning

pytestmark = pytest.mark.usefixtures("app")
REASON = "The offer letter leaves out the rent of month twelve."
COMPUTED, STATED = Decimal(432_000), Decimal(430_000)
RENT = Line("rent", "Rent", "month", Decimal(1), Decimal(1000))
TWO_STEPS = {"prices_apart": True, "method": Method.QUALITY_COST, "threshold": 60}


def officer():
    return make.actor(Role.PROCUREMENT_OFFICER)


def state_total(of, amount=STATED):
    BudgetTotal.create(proposal=of, amount=amount)


@pytest.fixture
def call():
    """A ranked call whose only proposal states another total than its lines add up to."""
    made = make.ranked_call(4)
    state_total(opening.opened(made)[0])
    return made


def confirm(call, reason=REASON, by=None):
    (row,) = budget_checks.of_call(call)
    budget_checks.confirm(row.proposal, reason, by or officer(), make.moment())


def refused(act, *facts):
    with pytest.raises(RuleBroken) as broken:
        act(*facts)
    return broken.value.rule


def test_the_total_is_saved_with_the_budget_and_leaves_with_it():
    draft = proposals.by_id(make.proposal().id)
    by = make.actor(Role.PARTNER_EDITOR, partner=draft.partner)
    given = BudgetDraft([RENT], Decimal(0), 1, stated=Decimal(1200))
    proposal_drafts.save_budget(draft, given, by, make.moment())
    assert proposal_contents.whole(draft).figures == Figures(Decimal(1000), Decimal(1200))
    proposal_drafts.save_budget(draft, BudgetDraft([RENT], Decimal(0), 2), by, make.moment())
    assert proposal_drafts.stated_total(draft) is None


def test_it_is_part_of_the_content_whose_fingerprint_is_taken():
    draft = proposals.by_id(make.proposal().id)
    without = proposal_contents.canonical(proposal_contents.whole(draft))
    state_total(draft)
    told = proposal_contents.canonical(proposal_contents.whole(draft))
    assert "stated" not in without
    assert told == {**without, "stated": ["430000"]}


def test_where_the_stated_total_counts_the_ceiling_holds_it():
    draft = proposals.by_id(make.proposal().id)
    Lot.update(ceiling=COMPUTED).execute()
    state_total(draft, COMPUTED + 1)
    assert proposals.blocking(proposals.by_id(draft.id)) == []
    draft.call.price_rule = PriceRule.STATED
    draft.call.save()
    (broken,) = proposals.blocking(proposals.by_id(draft.id))
    assert (broken.rule, broken.facts["over"]) == ("budget_over_ceiling", 1)


def test_sealed_with_the_prices_it_is_nowhere_before_they_are_opened():
    made = openings.sealed_call(**TWO_STEPS)
    draft = make.proposal(made)
    state_total(draft)
    signatory = make.keyed(Role.PARTNER_SIGNATORY, partner=draft.partner)
    proposals.submit(proposals.by_id(draft.id), signatory, make.moment())
    assert not BudgetTotal.select().exists()
    made = openings.close(made)
    openings.begin(made)
    openings.work()
    made = opening.call_by_slug(made.slug)
    assert not BudgetTotal.select().exists()
    (row,) = budget_checks.of_call(made)
    assert (row.figures, row.counted, row.is_open) == (None, None, False)
    assert refused(confirm, made) == "prices_shut"
    openings.begin(scored(made))
    openings.work()
    (row,) = budget_checks.of_call(opening.call_by_slug(made.slug))
    assert row.figures == Figures(COMPUTED, STATED)


def scored(call):
    """The call with the scores of its proposals revealed."""
    make.declare_all(call)
    for each in opening.opened(call):
        screening.screen(proposals.by_id(each.id), make.all_yes(), officer(), make.moment())
    screening.start_scoring(opening.call_by_slug(call.slug), officer(), make.moment())
    for card in scoring.counted(call):
        make.lock_card(card)
    return make.revealed(opening.call_by_slug(call.slug))


def test_a_package_sealed_outside_holds_it(tmp_path):
    made = openings.sealed_call(own_sealing=True)
    draft, by = owning.draft(made)
    state_total(draft)
    owning.arrive(draft, by, owning.sealed(owning.packed(draft, by), tmp_path))
    owning.submit(draft, by)
    made = openings.close(made)
    openings.begin(made)
    openings.work()
    assert BudgetTotal.get().amount == STATED


def test_an_older_package_lacks_the_table_and_a_wrong_one_is_refused():
    asked = packages.Asked(tables=frozenset({"budgetline", "budgettotal"}))

    def judge(**rows):
        own = {"declarations": [], "eligibility": {}}
        told = {"format": packages.FORMAT, "proposal": own, "files": []}
        return packages.judge({**told, "rows": {"budgetline": [], **rows}}, asked).totals

    one = {"amount": "430000"}
    assert judge() == []
    assert judge(budgettotal=[one]) == [{"amount": STATED}]
    assert refused(lambda: judge(budgettotal=[one, one])) == "refused_twice"
    assert refused(lambda: judge(budgettotal=[{"amount": "-1"}])) == "refused_form"


def test_both_figures_stand_beside_each_other_with_what_counts(call):
    (row,) = budget_checks.of_call(call)
    assert row.figures == Figures(COMPUTED, STATED)
    assert (row.figures.difference, row.counted, row.is_open) == (-2000, COMPUTED, True)


def test_a_recommendation_waits_until_each_difference_is_confirmed(call):
    with pytest.raises(RulesBroken) as broken:
        make.recommended(call)
    assert [each.rule for each in broken.value.broken] == ["budgets_unchecked"]
    confirm(call)
    choices = {
        table.lot.id: award.Choice(table.first[0].id, make.WHY)
        for table in scoring.rankings(call)
    }
    award.recommend(call, choices, officer(), make.moment())
    assert opening.call_by_slug(call.slug).state is CallState.RECOMMENDED


def test_a_difference_is_confirmed_once_with_a_reason_and_minuted(call):
    assert refused(confirm, call, "too short") == "budget_reason_short"
    assert BudgetCheck.select().count() == 0
    confirm(call)
    kept = BudgetCheck.get()
    assert (kept.stated, kept.computed, kept.reason) == (STATED, COMPUTED, REASON)
    event = Event.get(Event.name == budget_checks.EVENT)
    assert event.facts == {"stated": "430000", "computed": "432000", "difference": "-2000"}
    assert refused(confirm, call) == "budget_checked"
    assert budget_checks.broken_rules(call) == []


def test_only_procurement_confirms_and_not_after_the_recommendation(call):
    with pytest.raises(NotAllowed):
        confirm(call, by=make.actor(Role.FINANCE_OFFICER))
    call.state = CallState.RECOMMENDED
    call.save()
    with pytest.raises(WrongState):
        confirm(call)


def test_budgets_that_agree_or_state_nothing_have_nothing_to_confirm():
    made = make.ranked_call(4)
    assert refused(confirm, made) == "budget_agrees"
    state_total(opening.opened(made)[0], COMPUTED)
    assert refused(confirm, made) == "budget_agrees"


def test_where_the_stated_total_counts_it_is_the_price_and_the_contract_adds_up_to_it():
    made = make.proposal(
        make.call(CallState.AWARDED, price_rule=PriceRule.STATED), state=ProposalState.AWARDED
    )
    state_total(made)
    assert proposal_contents.price(made) == STATED
    draft = contract_drafting.assemble(proposals.by_id(made.id), officer(), make.moment())
    assert draft.amount == STATED
    rows = ContractBudget.select().where(ContractBudget.contract == draft)
    assert sum(each.amount for each in rows) == STATED


def test_the_same_award_is_the_sum_of_the_lines_where_they_prevail():
    made = make.proposal(make.call(CallState.AWARDED), state=ProposalState.AWARDED)
    state_total(made)
    assert proposal_contents.price(made) == COMPUTED
