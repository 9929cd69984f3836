"""Instalments: requested, verified, approved by another person, paid once, or rejected."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, Refusal, RuleBroken, RulesBroken, WrongState
from portal.domain.instalments import Condition, Due, Wait
from portal.domain.lifecycle import ContractState, ReportState
from portal.domain.lifecycle_contracts import InstalmentState
from portal.domain.partner_house import AccountState
from portal.models import (
    BankAccount,
    Contract,
    ContractBudget,
    Document,
    Effect,
    Event,
    Grant,
    IneligibleAmount,
    InstalmentRequest,
    Report,
)
from portal.services import accounts, contract_checks, instalments, instalments_paid
from portal.services.instalment_facts import lines, offer, paid, standing
from portal.services.instalment_finding import visible
from portal.services.instalment_work import groups, work_items
from tests import factories as make
from tests import houses
from tests.factories import NOON, PASSWORD
from tests.paying import Table, instalment, report

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch):
    """Certifying asks for a password, which is tried elsewhere; here it costs no time."""
    monkeypatch.setattr(accounts, "password_fits", lambda _person, typed: typed == PASSWORD)


def events():
    return [each.name for each in Event.select().order_by(Event.id)]


def mails():
    rows = Effect.select().where(Effect.kind == "mail")
    return [(row.payload["template"], row.payload["to"]) for row in rows]


def rules(caught):
    error = caught.value
    return [each.rule for each in error.broken] if hasattr(error, "broken") else [error.rule]


def test_an_instalment_goes_from_the_request_to_the_payment():
    table = Table()
    table.to("request", "verify", "approve", "pay")
    case = table.now()
    assert case.state is InstalmentState.PAID
    made = case.request
    assert (made.amount, made.round) == (Decimal(30_000), 1)
    assert (made.bank_reference, made.value_date) == ("TRF-1", NOON.date())
    assert made.account.id == table.account.id
    assert events() == [
        "instalment.requested",
        "instalment.verified",
        "instalment.approved",
        "instalment.paid",
    ]
    kinds = {(each.kind, each.language) for each in Document.select()}
    assert kinds == {
        (kind, language)
        for kind in ("instalment_request", "payment_certificate")
        for language in ("en", "fr")
    }
    told = {template for template, _ in mails()}
    assert told == {"instalment_requested", "instalment_verified", "instalment_paid"}


def test_a_request_keeps_the_figures_of_the_reports_as_they_were_certified():
    table = Table()
    report(table.contract, 1, staff=20_000)
    report(table.contract, 2, ReportState.SUBMITTED, staff=5_000)
    made = table.request()
    first = instalments.lines_of(made)[0]
    assert (first.authorised, first.reported, first.accepted) == (100_000, 25_000, 20_000)
    assert (first.balance, first.requested) == (80_000, 30_000)
    report(table.contract, 3, staff=9_000)
    assert instalments.lines_of(InstalmentRequest.get())[0].reported == 25_000


def test_what_is_not_eligible_clears_nothing_until_it_is_lifted():
    table = Table()
    made = report(table.contract, 1, staff=20_000)
    facts = {"found_at": NOON, "found_by": table.officer.person_id, "reason": "No receipt."}
    row = IneligibleAmount.create(report=made, category="staff", amount=5_000, **facts)
    first = lines(table.now())[0]
    assert (first.reported, first.accepted, first.balance) == (20_000, 15_000, 85_000)
    row.lifted_at = NOON
    row.save()
    assert lines(table.now())[0].accepted == 20_000


def test_a_period_knows_what_was_paid_within_it():
    table = Table()
    days = (date(2026, 3, 1), date(2026, 3, 31))
    assert instalments_paid.within(table.contract, *days) is None
    table.to("request", "verify", "approve", "pay")
    assert instalments_paid.within(table.contract, *days) == 30_000
    later = (date(2026, 4, 1), date(2026, 4, 30))
    assert instalments_paid.within(table.contract, *later) == 0


def test_the_offer_is_the_whole_instalment_over_the_categories():
    table = Table(amount=32_100)
    assert sum(offer(table.now())) == 32_100
    table.request(staff=30_000, indirect=2_100)
    second = instalment(table.contract, 2, 5_000)
    table.key = second.id
    assert [each.before for each in lines(table.now())] == [30_000, 2_100]


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ({"password": "wrong"}, "own_password"),
        ({"certified": ()}, "request_certified"),
        ({"certified": ("request_per_plan",)}, "request_certified"),
        ({"staff": 0}, "request_nothing"),
        ({"staff": -5}, "request_negative"),
        ({"staff": "10.005"}, "request_too_fine"),
        ({"indirect": 7_001}, "request_above_line"),
        ({"staff": 32_101}, "request_above_instalment"),
    ],
)
def test_a_request_that_breaks_a_rule_is_refused_and_nothing_is_kept(typed, rule):
    table = Table()
    with pytest.raises((RuleBroken, RulesBroken)) as caught:
        table.request(**typed)
    assert rules(caught) == [rule]
    assert InstalmentRequest.select().count() == 0
    assert table.now().state is InstalmentState.PLANNED
    assert events() == []


@pytest.mark.parametrize(
    ("currency", "fine", "too_fine"), [("JPY", "100", "100.5"), ("TND", "100.125", "100.1255")]
)
def test_amounts_have_the_minor_units_of_their_currency(currency, fine, too_fine):
    table = Table(make.contract(currency=currency, in_force_at=NOON))
    with pytest.raises(RulesBroken, match="request_too_fine"):
        table.request(staff=too_fine)
    assert table.request(staff=fine).amount == Decimal(fine)
    assert sum(offer(Table(table.contract, position=2).now())) == 32_100


def test_only_the_signatory_of_the_partner_requests():
    table = Table()
    for who in (table.owner, table.officer, table.finance):
        with pytest.raises(NotAllowed):
            table.request(by=who)
    stranger = make.actor(Role.PARTNER_SIGNATORY, partner=make.partner())
    with pytest.raises(NotAllowed):
        table.request(by=stranger)


def test_programme_verifies_finance_approves_and_they_are_two_people():
    table = Table()
    both = make.person(Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER)
    table.request()
    with pytest.raises(NotAllowed):
        table.verify(by=table.finance)
    table.verify(by=accounts.actor_of(both))
    for who in (table.officer, table.signatory, accounts.actor_of(both)):
        with pytest.raises(NotAllowed):
            table.approve(by=who)
    table.approve()


def test_who_requested_never_verifies_approves_or_rejects():
    table = Table()
    table.request()
    person = accounts.person_of(table.signatory)
    for role in (Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER):
        Grant.create(person=person, role=role)
    grown = accounts.actor_of(person)
    with pytest.raises(NotAllowed):
        table.verify(by=grown)
    with pytest.raises(NotAllowed):
        table.reject(grown)
    table.verify()
    with pytest.raises(NotAllowed):
        table.approve(by=grown)


def test_two_approvers_at_the_same_second_approve_once():
    table = Table()
    table.to("request", "verify")
    stale = table.now()
    table.approve()
    with pytest.raises(WrongState):
        instalments.approve(stale, make.actor(Role.FINANCE_OFFICER), NOON)
    assert events().count("instalment.approved") == 1


def test_a_step_out_of_turn_is_refused():
    table = Table()
    for step in (table.verify, table.approve, table.pay):
        with pytest.raises(WrongState):
            step()
    table.request()
    with pytest.raises(WrongState):
        table.request()
    table.to("verify", "approve", "pay")
    with pytest.raises(WrongState):
        table.pay(reference="TRF-2")


def test_a_rejected_request_says_why_and_is_followed_by_another():
    table = Table()
    table.request()
    with pytest.raises(RuleBroken, match="rejection_reason"):
        table.reject(table.officer, reason="  ")
    table.reject(table.officer)
    assert table.now().state is InstalmentState.REJECTED
    assert table.now().request.reason == "The figures are old."
    assert ("instalment_rejected", accounts.by_id(table.signatory.person_id).email) in mails()
    assert table.request().round == 2
    assert [each.amount for each in table.now().instalment.requests] == [30_000, 30_000]


@pytest.mark.parametrize("steps", [("request", "verify"), ("request", "verify", "approve")])
def test_finance_rejects_what_was_verified_or_approved(steps):
    table = Table().to(*steps)
    with pytest.raises(NotAllowed):
        table.reject(table.officer)
    table.reject(table.finance)
    assert table.now().state is InstalmentState.REJECTED
    table.to("request", "verify", "approve", "pay")
    assert paid(table.contract) == 30_000


def test_nothing_moves_while_the_contract_is_not_in_force():
    table = Table()
    for step in ("request", "verify", "approve", "pay"):
        Contract.update(state=ContractState.PARTNER_SIGNED).execute()
        with pytest.raises(RuleBroken, match="contract_pays_nothing"):
            getattr(table, step)()
        Contract.update(state=ContractState.IN_FORCE).execute()
        getattr(table, step)()
    assert table.now().state is InstalmentState.PAID


def test_conditions_are_asked_at_the_request_at_the_verification_and_at_the_approval(
    monkeypatch,
):
    waits = [Condition(Wait.FINDINGS).stored()]
    table = Table(due=Due.REPORT, due_report=1, conditions=waits)
    opened = []
    monkeypatch.setattr(contract_checks, "FINDINGS", (lambda _contract: len(opened),))
    with pytest.raises(RulesBroken) as caught:
        table.request()
    assert rules(caught) == ["instalment_waits_report"]
    report(table.contract, 1)
    table.request()
    opened.append("finding")
    with pytest.raises(RulesBroken, match="instalment_waits_findings"):
        table.verify()
    opened.clear()
    table.verify()
    opened.append("finding")
    with pytest.raises(RulesBroken, match="instalment_waits_findings"):
        table.approve()
    assert table.now().state is InstalmentState.VERIFIED


def test_a_second_instalment_waits_until_the_first_is_cleared():
    table = Table()
    table.to("request", "verify", "approve", "pay")
    waits = [Condition(Wait.ADVANCE, 70).stored()]
    table.key = instalment(table.contract, 2, conditions=waits).id
    report(table.contract, 1, staff=20_999)
    with pytest.raises(RulesBroken, match="instalment_waits_advance"):
        table.request()
    assert standing(table.now(), NOON)[1].facts == {"percent": 70, "reached": 69}
    report(table.contract, 2, staff=1)
    table.request()


def test_requests_together_never_pass_the_contract():
    table = Table(amount=107_000)
    table.request(staff=100_000)
    table.key = instalment(table.contract, 2, 20_000).id
    Contract.update(amount=105_000).execute()
    ContractBudget.update(amount=20_000).where(ContractBudget.category == "indirect").execute()
    with pytest.raises(RulesBroken, match="request_above_contract"):
        table.request(indirect=6_000)
    table.request(indirect=5_000)


def test_an_approval_is_held_against_the_contract_once_more():
    table = Table().to("request", "verify")
    Contract.update(amount=29_999).execute()
    with pytest.raises(RulesBroken, match="request_above_contract"):
        table.approve()


def test_without_a_confirmed_account_nothing_is_approved():
    table = Table().to("request", "verify")
    BankAccount.update(state=AccountState.ASKED).execute()
    with pytest.raises(RuleBroken, match="instalment_no_account"):
        table.approve()
    assert table.now().state is InstalmentState.VERIFIED


def test_the_account_is_frozen_at_the_approval_and_a_change_is_told():
    table = Table().to("request", "verify", "approve")
    assert not instalments.account_changed(table.now())
    BankAccount.update(state=AccountState.REPLACED).execute()
    houses.account(
        table.partner, table.owner.person_id, state=AccountState.CONFIRMED, number="MA99"
    )
    assert instalments.account_changed(table.now())
    shown = instalments.account_shown(table.now(), table.finance)
    assert shown.number == "MA64011519000001205000534921"
    assert instalments.account_shown(table.now(), table.officer).number.endswith("4921")
    assert "0115" not in instalments.account_shown(table.now(), table.officer).number
    table.pay()
    assert table.now().request.account.id == table.account.id


@pytest.mark.parametrize(
    ("day", "rule"),
    [(date(2026, 3, 3), "payment_in_future"), (date(2026, 3, 1), "payment_before_approval")],
)
def test_a_value_date_lies_between_the_approval_and_today(day, rule):
    table = Table().to("request", "verify", "approve")
    with pytest.raises(RuleBroken, match=rule):
        table.pay(day=day)
    assert table.now().state is InstalmentState.APPROVED


def test_a_reference_of_the_bank_is_used_once():
    Table().to("request", "verify", "approve", "pay")
    other = Table().to("request", "verify", "approve")
    with pytest.raises(RuleBroken, match="payment_reference_used"):
        other.pay(reference=" TRF-1 ")
    other.pay(reference="TRF-2")


def test_each_finds_what_is_asked_of_them():
    table = Table()
    later = instalment(table.contract, 2, due=Due.DATE, due_on=date(2026, 3, 3))
    words = []
    for who, step in (
        (table.signatory, table.request),
        (table.officer, table.verify),
        (table.finance, table.approve),
        (table.finance, table.pay),
    ):
        words += [item.word for item in work_items(who, NOON)]
        step()
    assert words == [
        "work.request_instalment",
        "work.verify_instalment",
        "work.approve_instalment",
        "work.pay_instalment",
    ]
    assert work_items(table.owner, NOON) == []
    found = groups(visible(table.finance), NOON)
    assert [len(found[name]) for name in ("due", "planned", "paid", "all")] == [0, 1, 1, 2]
    due = groups(visible(table.signatory), NOON + DAY)["due"]
    assert [each.instalment.id for each in due] == [later.id]


def test_another_partner_lists_nothing_of_it():
    Table()
    assert visible(make.actor(Role.PARTNER_OWNER, partner=make.partner())) == []
    assert visible(make.actor(Role.COMMITTEE_MEMBER)) == []


NAMES = ("request", "verify", "approve", "pay", "reject", "shrink", "report", "all_steps")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(NAMES), st.integers(0, 2), st.sampled_from([1, 20_000, 40_000, 60_000])
    ),
    max_size=18,
)


class Desk:
    """Three instalments of a contract, tried in any order."""

    def __init__(self):
        self.table = Table(amount=50_000)
        waits = [Condition(Wait.ADVANCE, 50).stored()]
        rows = [
            instalment(self.table.contract, 2, 50_000, due=Due.REPORT, due_report=1),
            instalment(self.table.contract, 3, 60_000, conditions=waits),
        ]
        self.keys = [self.table.key, *(each.id for each in rows)]

    def take(self, name, index, amount):
        self.table.key = self.keys[index]
        with suppress(Refusal):
            getattr(self, name)(amount)

    def request(self, amount):
        self.table.request(staff=amount)

    def verify(self, _amount):
        self.table.verify()

    def approve(self, _amount):
        self.table.approve()
        assert all(each.met for each in standing(self.table.now(), NOON))

    def pay(self, _amount):
        self.table.pay(reference=f"TRF-{self.table.key}")

    def reject(self, _amount):
        self.table.reject(self.table.officer)

    def all_steps(self, amount):
        for step in (self.request, self.verify, self.approve, self.pay):
            step(amount)

    def shrink(self, amount):
        """An amendment that leaves at least what was paid."""
        if amount >= paid(self.table.contract):
            Contract.update(amount=amount).execute()

    def report(self, amount):
        number = Report.select().where(Report.contract == self.table.contract).count() + 1
        report(self.table.contract, number, staff=amount)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_whatever_order_the_sum_paid_never_passes_the_contract(steps):
    desk = Desk()
    for step in steps:
        desk.take(*step)
        now = Contract.get_by_id(desk.table.contract.id)
        assert paid(now) <= now.amount
