"""Whatever order of steps: a contract in force is whole, and its money is its budget's."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from portal.domain.errors import Refusal
from portal.domain.lifecycle import ReportState
from portal.domain.notices import NoticeKind
from portal.models import ContractNotice
from portal.services import amendments, contract_ends, notices
from portal.services.amendment_finding import open_of
from portal.services.notices import Wish
from portal.services.steps import found
from tests.amended import BEFORE_END, House, K, extension, quick_passwords
from tests.services.test_contract_order import lacking

SUSPENSION, RESUMPTION, TERMINATION = NoticeKind
BEGUN = ("extend", "spend_more", "move_money", "soften", "rescope")
STEPS = (
    *("send", "approve", "sign", "countersign", "decline", "withdraw"),
    *("file", "accept", "suspend", "resume", "terminate", "give", "expire"),
)
WAY = ("send", "approve", "approve", "approve", "sign", "countersign")


class Desk(House):
    """A contract in force, and each step that somebody may try on it."""

    def take(self, name):
        with suppress(Refusal):
            getattr(self, name)()

    def open(self):
        return self.find(found(open_of(self.now())))

    def extend(self):
        self.start(**extension())

    def spend_more(self):
        first = self.whole().budget[0]
        more = str(first.amount + Decimal("12000.50"))
        amount = self.now().amount + Decimal("12000.50")
        self.start(
            K.BUDGET,
            budget=self.budget(**{first.category: more}),
            instalments=self.payments(amount),
        )

    def move_money(self):
        first, second = self.whole().budget[:2]
        amounts = {first.category: first.amount - 1000, second.category: second.amount + 1000}
        moved = {code: str(amount) for code, amount in amounts.items()}
        self.start(K.BUDGET, budget=self.budget(**moved))

    def soften(self):
        one = self.start(K.CLAUSES)
        words = amendments.Words("D11", "A breach is told.", one.version)
        amendments.change_clause(one, words, self.procurement, BEFORE_END)

    def rescope(self):
        self.start(K.SCOPE, terms={"scope": "Forty rooms."}, ends_on="2027-06-30")

    def approve(self):
        one = self.open()
        for kind in list(self.waiting(one))[:1]:
            self.agree(one, kind)

    def send(self):
        super().send(self.open())

    def sign(self):
        super().sign(self.open())

    def countersign(self):
        super().countersign(self.open())

    def decline(self):
        amendments.decline(self.open(), "No.", self.signatory, BEFORE_END)

    def withdraw(self):
        amendments.withdraw(self.open(), "No.", self.procurement, BEFORE_END)

    def file(self):
        super().file(1, ReportState.SUBMITTED)

    def accept(self):
        super().file(1, ReportState.ACCEPTED, spent=1000)

    def suspend(self):
        self._write(SUSPENSION, "late_reports")

    def resume(self):
        self._write(RESUMPTION, "cause_gone")

    def terminate(self):
        self._write(TERMINATION, "fraud")

    def _write(self, kind, ground):
        wish = Wish(kind, ground, "Because.")
        notices.write(self.now(), wish, self.procurement, BEFORE_END)

    def give(self):
        made = found(self.now().notices.order_by(ContractNotice.number.desc()).first())
        notices.give(notices.by_id(made.id), self.head, BEFORE_END)

    def expire(self):
        contract_ends.end_due(BEFORE_END + timedelta(days=400))


def agrees(desk):
    """What has to hold of a contract that both signed, whatever happened to it since."""
    whole, reports = desk.whole(), desk.reports()
    amount = whole.contract.amount
    assert lacking(whole.contract) == set()
    assert sum(each.amount for each in whole.budget) == amount
    assert sum(each.amount for each in whole.instalments) == amount
    assert sum(each.percent for each in whole.instalments) == 100
    for earlier, later in pairwise(reports):
        assert later.starts_on == earlier.ends_on + timedelta(days=1)
        assert earlier.due_on <= later.due_on
    assert reports[-1].ends_on <= whole.contract.ends_on


class Orders(RuleBasedStateMachine):
    """Everybody tries anything at any time; amendments are begun, some led to their end."""

    monkeypatch: ClassVar[Any] = None

    def __init__(self):
        super().__init__()
        quick_passwords(self.monkeypatch)
        self.desk, self.seen = Desk(), None

    @rule(name=st.sampled_from(STEPS))
    def somebody_tries(self, name):
        self.desk.take(name)

    @rule(name=st.sampled_from(BEGUN), steps=st.integers(0, len(WAY)))
    def an_amendment_is_begun_and_led_on(self, name, steps):
        for each in (name, *WAY[:steps]):
            self.desk.take(each)

    @invariant()
    def the_contract_is_whole(self):
        contract = self.desk.now()
        if (contract.state, contract.version) != self.seen:
            self.seen = contract.state, contract.version
            agrees(self.desk)

    def teardown(self):
        agrees(self.desk)


def test_no_order_of_steps_leaves_a_contract_without_a_clause_or_with_other_money(
    app, monkeypatch
):
    Orders.monkeypatch = monkeypatch
    health = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    tried = settings(
        max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=health
    )
    run_state_machine_as_test(Orders, settings=tried)


def test_three_amendments_one_after_the_other_leave_the_contract_whole(app, monkeypatch):
    quick_passwords(monkeypatch)
    desk = Desk()
    for begun in ("spend_more", "soften", "rescope"):
        for name in (begun, *WAY):
            desk.take(name)
        agrees(desk)
    assert [each.state.value for each in desk.now().amendments] == ["in_force"] * 3
