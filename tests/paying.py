"""A contract in force with one instalment, and everybody who has a part in its payment."""

from datetime import date
from decimal import Decimal

from portal.domain.actions import Role
from portal.domain.instalments import STATEMENTS, Due
from portal.domain.lifecycle import ReportState
from portal.domain.partner_house import AccountState
from portal.models import Expenditure, Instalment, Report
from portal.services import instalments
from portal.services.instalment_finding import by_id
from portal.services.instalments import Payment, Wish
from tests import factories as make
from tests import houses
from tests.factories import NOON, PASSWORD

TODAY = NOON.date()


def instalment(contract, position=1, amount=32_100, **facts):
    """An instalment of a contract, due on signature."""
    given = {"percent": 30, "condition": "Both parties have signed.", "due": Due.SIGNATURE}
    return Instalment.create(
        contract=contract, position=position, amount=amount, **{**given, **facts}
    )


def report(contract, number=1, state=ReportState.ACCEPTED, **spent):
    """A report of a contract in a state, with what was spent by category."""
    made = Report.create(
        reference=f"{contract.reference}-P{number}",
        slug=f"{contract.slug}-P{number}",
        contract=contract,
        partner=contract.partner,
        number=number,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 3, 31),
        due_on=date(2026, 4, 30),
        state=state,
    )
    for position, (category, amount) in enumerate(spent.items(), 1):
        Expenditure.create(
            report=made, position=position, category=category, budget=100_000, amount=amount
        )
    return made


class Table:
    """One instalment, and each step that somebody may take with it."""

    def __init__(self, contract=None, **facts):
        self.contract = contract or make.contract(in_force_at=NOON)
        self.partner = self.contract.partner
        self.owner = make.actor(Role.PARTNER_OWNER, partner=self.partner)
        self.signatory = make.actor(Role.PARTNER_SIGNATORY, partner=self.partner)
        self.officer = make.actor(Role.PROGRAMME_OFFICER)
        self.finance = make.actor(Role.FINANCE_OFFICER)
        self.account = houses.account(
            self.partner, self.owner.person_id, state=AccountState.CONFIRMED
        )
        self.key = instalment(self.contract, **facts).id

    def now(self):
        """The instalment as it stands."""
        return by_id(self.key)

    def wish(self, password=PASSWORD, certified=STATEMENTS, **amounts):
        """What the partner requests; 30,000 for staff unless told otherwise."""
        given = {name: Decimal(str(amount)) for name, amount in amounts.items()}
        return Wish(given or {"staff": Decimal(30_000)}, certified, password)

    def request(self, at=NOON, by=None, **typed):
        return instalments.request(self.now(), self.wish(**typed), by or self.signatory, at)

    def verify(self, at=NOON, by=None):
        instalments.verify(self.now(), "The account was checked.", by or self.officer, at)

    def approve(self, at=NOON, by=None):
        instalments.approve(self.now(), by or self.finance, at)

    def reject(self, by, reason="The figures are old.", at=NOON):
        instalments.reject(self.now(), reason, by, at)

    def pay(self, reference="TRF-1", day=TODAY, at=NOON, by=None):
        instalments.pay(self.now(), Payment(reference, day), by or self.finance, at)

    def to(self, *steps):
        """Take some steps, each by its own person."""
        for name in steps:
            getattr(self, name)()
        return self
