"""Whatever order of steps: no contract in force lacks a mandatory clause."""

from contextlib import suppress
from datetime import timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from portal.domain.actions import Role
from portal.domain.clauses import Trait, applies
from portal.domain.errors import Refusal
from portal.domain.lifecycle import CallState, ContractState, ProposalState
from portal.domain.lifecycle_contracts import DeviationState
from portal.models import ContractComment, ContractDeviation
from portal.services import (
    accounts,
    clause_library,
    contract_clauses,
    contract_comments,
    contract_deviations,
    contract_negotiation,
    contract_reviews,
    contracts,
)
from portal.services import contract_drafting as drafting
from portal.services.contract_signatures import Consent
from tests import factories as make
from tests.factories import NOON, PASSWORD

LATER = NOON + timedelta(days=1)
pytestmark = pytest.mark.usefixtures("app")
CODES = "C21", "D11", "E03"
ON_A_CLAUSE = (
    *("alter", "restore", "leave_out", "take_in", "soften"),
    *("ask", "grant", "deny", "propose", "take_over"),
)
ON_THE_WHOLE = (
    *("involve", "uninvolve", "send", "give_back", "agree", "protect"),
    *("approve", "refuse", "hand_back", "sign", "countersign"),
)
STEP_OF = {
    ContractState.DRAFT: ("mend", "send"),
    ContractState.LEGAL_REVIEW: ("agree", "protect"),
    ContractState.CLEARED: ("approve",),
    ContractState.APPROVED: ("sign",),
    ContractState.PARTNER_SIGNED: ("countersign",),
}
"""The steps that lead a contract on from where it stands."""
OTHERWISE = st.sampled_from(("alter", "leave_out", "soften"))
UNSEEN = {ContractState.DRAFT, ContractState.LEGAL_REVIEW}


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch):
    """Signing asks for a password, which is tried elsewhere; here it costs no time."""
    monkeypatch.setattr(accounts, "password_fits", lambda _person, typed: typed == PASSWORD)


class Desk:
    """A contract, everybody around it, and each step that somebody may try."""

    def __init__(self):
        call = make.call(CallState.AWARDED, awarded_at=NOON)
        award = make.proposal(call, state=ProposalState.AWARDED)
        self.procurement = make.actor(Role.PROCUREMENT_OFFICER)
        self.legal = make.actor(Role.LEGAL_OFFICER)
        self.officer = make.actor(Role.DATA_PROTECTION_OFFICER)
        self.head = make.actor(Role.HEAD_OF_OFFICE)
        self.signatory = make.actor(Role.PARTNER_SIGNATORY, partner=award.partner)
        make.mandate(self.signatory)
        make.mandate(self.head)
        self.slug = drafting.assemble(award, self.procurement, NOON).slug

    def now(self):
        return contracts.by_slug(self.slug)

    def take(self, name, code=""):
        with suppress(Refusal):
            rows = [drafting.clause_of(self.now(), code)] if code else []
            getattr(self, name)(*rows)

    def advance(self):
        for name in STEP_OF.get(self.now().state, ()):
            self.take(name)

    def press_on(self):
        """Try every step to the end with the words as they are: nobody mends them first."""
        for names in STEP_OF.values():
            for name in names:
                if name != "mend":
                    self.take(name)

    def mend(self):
        """Settle what keeps a draft back: remarks, and clauses that no deviation covers."""
        for remark in ContractComment.select().where(ContractComment.resolved_at.is_null()):
            contract_comments.resolve(remark, self.procurement, LATER)
        for code in lacking(self.now()):
            self.take("take_in", code)
            self.take("restore", code)

    def alter(self, row):
        drafting.save_clause(row, f"{row.text} More.", row.version, self.procurement, NOON)

    def restore(self, row):
        text = contract_clauses.filled(self.now())[row.code]
        drafting.save_clause(row, text, row.version, self.procurement, NOON)

    def leave_out(self, row):
        contract_clauses.leave_out(row, self.procurement, NOON)

    def take_in(self, row):
        contract_clauses.take_in(row, self.procurement, NOON)

    def soften(self, row):
        hours = {"breach_hours": "240"}
        contract_clauses.save_values(row, hours, row.version, self.procurement, NOON)

    def ask(self, row):
        contract_deviations.ask(row, "Because.", self.procurement, NOON)

    def asked(self, row):
        asked = contract_deviations.of(self.now())
        return next(each for each in asked if each.code == row.code)

    def grant(self, row):
        with suppress(StopIteration):
            contract_deviations.approve(self.asked(row), "", self.officer, NOON)

    def deny(self, row):
        with suppress(StopIteration):
            contract_deviations.decline(self.asked(row), "No.", self.officer, NOON)

    def involve(self):
        self._involve([Trait.CHILDREN])

    def uninvolve(self):
        self._involve([])

    def _involve(self, added):
        now = self.now()
        contract_clauses.set_traits(now, added, now.version, self.procurement, NOON)

    def send(self):
        contracts.send(self.now(), self.procurement, LATER)

    def review(self, kind):
        asked = [each for each in contract_reviews.of(self.now()) if each.kind == kind]
        return asked[-1] if asked else None

    def give_back(self):
        if asked := self.review("legal"):
            contract_reviews.give_back(asked, "Again.", self.legal, LATER)

    def agree(self):
        if asked := self.review("legal"):
            contract_reviews.agree(asked, self.legal, LATER)

    def protect(self):
        if asked := self.review("data_protection"):
            contract_reviews.agree(asked, self.officer, LATER)

    def approve(self):
        contracts.approve(self.now(), self.head, LATER)

    def refuse(self):
        contracts.refuse(self.now(), "Again.", self.head, LATER)

    def propose(self, row):
        contract_negotiation.propose(row, f"{row.text} Or not.", "Why.", self.signatory, LATER)

    def hand_back(self):
        contract_negotiation.hand_back(self.now(), self.signatory, LATER)

    def take_over(self, row):
        for each in contract_negotiation.proposed(row.contract):
            contract_negotiation.take_over(each, self.procurement, LATER)

    def sign(self):
        contracts.sign(self.now(), self.signatory, self._consent(self.signatory), LATER)

    def countersign(self):
        contracts.countersign(self.now(), self.head, self._consent(self.head), LATER)

    def _consent(self, who):
        return Consent(who.name, PASSWORD, self.now().fingerprint)


def lacking(contract):
    """The mandatory clauses that stand in a contract neither as they are nor by a deviation."""
    wanted = {
        each.code
        for each in clause_library.current(NOON.date())
        if each.mandatory and applies(each.applies, contract.traits)
    }
    approved = {
        (each.code, each.text)
        for each in ContractDeviation.select().where(
            (ContractDeviation.contract == contract)
            & (ContractDeviation.state == DeviationState.APPROVED)
        )
    }
    rows = contract_clauses.rows_of(contract)
    standard = {each.code: each.standard for each in contract_clauses.standings(contract, rows)}
    there = {
        each.code
        for each in rows
        if (each.code, "" if each.left_out else each.text) in approved
        or (not each.left_out and each.text == standard[each.code])
    }
    return wanted - there


class Orders(RuleBasedStateMachine):
    """Everybody tries anything at any time, and now and then the next step is taken."""

    reached: ClassVar = set()

    def __init__(self):
        super().__init__()
        self.desk, self.seen = Desk(), None

    @rule(name=st.sampled_from(ON_A_CLAUSE), code=st.sampled_from(CODES))
    def somebody_tries_on_a_clause(self, name, code):
        self.desk.take(name, code)

    @rule(name=st.sampled_from(ON_THE_WHOLE))
    def somebody_tries_on_the_whole(self, name):
        self.desk.take(name)

    @rule(code=st.sampled_from(CODES), first=OTHERWISE, then=st.none() | OTHERWISE)
    def a_deviation_is_approved(self, code, first, then):
        for name in (first, "ask", "grant", *filter(None, [then])):
            self.desk.take(name, code)

    @rule(code=st.sampled_from(CODES), first=OTHERWISE, again=OTHERWISE)
    def words_change_again_after_their_approval(self, code, first, again):
        self.desk.take("mend")
        for name in (first, "ask", "grant", again):
            self.desk.take(name, code)
        self.desk.press_on()

    @rule()
    def the_next_step_is_taken(self):
        self.desk.advance()

    @invariant()
    def no_mandatory_clause_is_lacking(self):
        contract = self.desk.now()
        if (contract.state, contract.version) != self.seen:
            self.seen = contract.state, contract.version
            self.reached.add(contract.state)
            assert contract.traits
            assert contract.state in UNSEEN or lacking(contract) == set()

    def teardown(self):
        for _ in STEP_OF:
            self.desk.advance()
        self.no_mandatory_clause_is_lacking()


def test_no_contract_in_force_lacks_a_mandatory_clause(app):
    health = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    tried = settings(
        max_examples=10, stateful_step_count=16, deadline=None, suppress_health_check=health
    )
    Orders.reached.clear()
    run_state_machine_as_test(Orders, settings=tried)
    assert ContractState.IN_FORCE in Orders.reached


def test_a_contract_with_an_approved_deviation_comes_into_force(app):
    desk = Desk()
    steps = [("leave_out", "D11"), ("ask", "D11"), ("send", ""), ("grant", "D11")]
    for name, code in steps:
        desk.take(name, code)
    for _ in STEP_OF:
        desk.advance()
    assert desk.now().state is ContractState.IN_FORCE
    assert lacking(desk.now()) == set()
    assert "D11" not in [each.code for each in contracts.full(desk.now()).clauses]
