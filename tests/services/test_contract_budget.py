"""A changed budget within the negotiation, and what a partner reads meanwhile."""

from decimal import Decimal

import pytest

from portal.domain.actions import Role
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import ContractState
from portal.domain.policy import Action, can
from portal.models import BudgetProposal, ContractBudget, Instalment
from portal.services import (
    contract_budget,
    contract_negotiation,
    contract_offers,
    contract_versions,
    contracts,
)
from tests import factories as make
from tests.factories import NOON
from tests.services.test_contract_negotiation import Table

D = Decimal
LESS = {"staff": D(400_000), "indirect": D("27999.99")}
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def table():
    return Table()


def propose(table, amounts=LESS, by=None):
    who = by or table.partner
    return contract_budget.propose(table.now(), amounts, "Rents fell.", who, NOON)


def hand_back(table):
    contract_negotiation.hand_back(table.now(), table.signatory, NOON)


def stands(table):
    rows = ContractBudget.select().where(ContractBudget.contract == table.now())
    return {each.category: each.amount for each in rows}


def test_a_proposed_budget_goes_back_is_taken_over_and_stands_in_the_next_redline(table):
    was = table.now().amount
    row = propose(table)
    hand_back(table)
    with pytest.raises(RulesBroken) as kept:
        contracts.send(table.now(), table.procurement, NOON)
    assert [each.rule for each in kept.value.broken] == ["budget_proposal_open"]
    contract_budget.take_over(row, table.procurement, NOON)
    now = table.now()
    assert now.amount == D("427999.99")
    assert stands(table) == LESS
    assert sum(each.amount for each in now.instalments) == now.amount
    assert "427,999.99" in table.row("C05").text
    table.offer()
    found = contract_versions.redline(table.now(), 2)
    assert ("amount", str(was), "427999.99") in found.figures
    assert {before for _name, before, _after in found.budget} == {"432000", "0"}
    assert [number for number, _before, _after in found.shares] == [1, 2, 3, 4]
    assert BudgetProposal.get().taken is True
    with pytest.raises(WrongState):
        contract_budget.take_over(row, table.procurement, NOON)


def test_a_proposed_budget_is_shown_beside_the_offered_one(table):
    propose(table)
    shown = contract_budget.open_of(table.now())[0]
    assert shown.total == D("427999.99")
    assert {(each.category, each.moved) for each in shown.rows} == {
        ("staff", D(-32_000)),
        ("indirect", D("27999.99")),
    }


@pytest.mark.parametrize(
    ("amounts", "rule"),
    [
        ({"staff": D("432000.01")}, "budget_over_award"),
        ({"staff": D(400_000), "indirect": D("28000.01")}, "indirect_over_ceiling"),
        ({"staff": D(432_000)}, "budget_same"),
        ({"unknown": D(5)}, "category_gone"),
    ],
)
def test_a_budget_off_by_one_unit_is_refused_and_nothing_is_kept(table, amounts, rule):
    with pytest.raises(RulesBroken) as refused:
        propose(table, amounts)
    assert [each.rule for each in refused.value.broken] == [rule]
    assert BudgetProposal.select().count() == 0


def test_a_later_proposal_takes_the_place_of_an_earlier_one(table):
    propose(table)
    propose(table, {"staff": D(1)})
    assert [each.total for each in contract_budget.open_of(table.now())] == [D(1)]


def test_a_settled_budget_lets_the_contract_go_on_unchanged(table):
    row = propose(table)
    hand_back(table)
    contract_budget.settle(row, table.procurement, NOON)
    with pytest.raises(RuleBroken, match="budget_settled_already"):
        contract_budget.settle(row, table.procurement, NOON)
    table.offer()
    assert stands(table) == {"staff": D(432_000)}
    assert table.now().state is ContractState.APPROVED


def test_the_office_changes_the_budget_of_a_draft_and_the_second_writer_sees_both(table):
    contracts.refuse(table.now(), "Less.", table.head, NOON)
    seen = table.now().version
    contract_budget.save(table.now(), LESS, seen, table.procurement, NOON)
    with pytest.raises(Conflict) as refused:
        contract_budget.save(table.now(), {"staff": D(5)}, seen, table.procurement, NOON)
    assert refused.value.theirs["amount_staff"] == D(400_000)
    assert stands(table) == LESS
    assert sum(each.amount for each in Instalment.select()) == D("427999.99")


def test_a_budget_is_proposed_and_changed_only_by_who_holds_the_pen(table):
    other = make.actor(Role.PARTNER_OWNER, partner=make.partner())
    for who in (other, table.procurement):
        with pytest.raises(NotAllowed):
            propose(table, by=who)
    with pytest.raises(WrongState):
        contract_budget.save(table.now(), LESS, 1, table.procurement, NOON)
    row = propose(table)
    with pytest.raises(WrongState):
        contract_budget.take_over(row, table.procurement, NOON)
    hand_back(table)
    with pytest.raises((NotAllowed, WrongState)):
        propose(table)


def test_the_partner_reads_the_last_offer_while_the_office_writes(table):
    table.propose("C21", "The partner is free.")
    hand_back(table)
    row = table.row("C21")
    row.text = "What the office tries meanwhile."
    row.save()
    now = table.now()
    assert can(table.partner, Action.SEE_OFFER, now)
    assert not can(table.partner, Action.SEE_CONTRACT, now)
    assert not can(
        make.actor(Role.PARTNER_OWNER, partner=make.partner()), Action.SEE_OFFER, now
    )
    read = contract_offers.last(now, table.partner)
    texts = [row["clause"]["text"] for part in read.parts for row in part["rows"]]
    assert "What the office tries meanwhile." not in texts
    assert read.comments["C21"][0].words == "The partner is free."
    assert [each.id for each in contracts.visible(table.partner)] == [now.id]
    waits = contracts.work_items(table.partner, NOON)
    assert [(each.endpoint, each.waiting) for each in waits] == [("contracts.offer", True)]
