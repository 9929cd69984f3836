"""A contract in force with its clauses and reports, and everybody who amends or ends it."""

from datetime import UTC, datetime

from portal.domain.actions import Role
from portal.domain.amendments import AmendmentKind
from portal.domain.lifecycle import CallState, ContractState, ProposalState, ReportState
from portal.models import (
    AmendmentApproval,
    BudgetLine,
    Contract,
    ContractAmendment,
    ContractNotice,
    Expenditure,
    Person,
    Report,
)
from portal.services import (
    accounts,
    amendment_approvals,
    amendment_finding,
    amendments,
    contract_versions,
    contracts,
    monitoring,
)
from portal.services import contract_drafting as drafting
from portal.services.contract_signatures import Consent
from portal.services.contract_text import print_of
from tests import factories as make
from tests.factories import NOON, PASSWORD

K = AmendmentKind
BEFORE_END = datetime(2026, 6, 1, 12, tzinfo=UTC)
"""A moment within the contract, which runs for 12 months of 2026."""


class House:
    """A contract in force and the people around it."""

    def __init__(self, **facts):
        starts = datetime(2026, 1, 1, tzinfo=UTC).date()
        given = {"awarded_at": NOON, "starts_on": starts, "months": 12} | facts
        call = make.call(CallState.AWARDED, **given)
        award = make.proposal(call, state=ProposalState.AWARDED)
        furnish(award)
        self.procurement = make.actor(Role.PROCUREMENT_OFFICER)
        self.programme = make.actor(Role.PROGRAMME_OFFICER)
        self.legal = make.actor(Role.LEGAL_OFFICER)
        self.officer = make.actor(Role.DATA_PROTECTION_OFFICER)
        self.head = make.actor(Role.HEAD_OF_OFFICE)
        self.signatory = make.actor(Role.PARTNER_SIGNATORY, partner=award.partner)
        for who in (self.head, self.signatory):
            make.mandate(who)
        self.slug = drafting.assemble(award, self.procurement, NOON).slug
        self._bring_in_force()

    def _bring_in_force(self):
        whole = contracts.full(self.now())
        fixed = print_of(whole)
        contract_versions.keep(whole, fixed, NOON)
        Contract.update(
            state=ContractState.IN_FORCE, fingerprint=fixed, in_force_at=NOON
        ).where(Contract.slug == self.slug).execute()
        monitoring.make_periods(self.now(), NOON)

    def now(self):
        return contracts.by_slug(self.slug)

    def whole(self):
        return contracts.full(self.now())

    def reports(self):
        return list(self.now().reports.order_by(Report.number))

    def person(self, actor):
        return Person.get_by_id(actor.person_id)

    def file(self, number, state=ReportState.ACCEPTED, spent=0):
        """The report of a period is filed, with an amount in the first category."""
        report = self.reports()[number - 1]
        Report.update(state=state).where(Report.id == report.id).execute()
        first = report.expenditures.order_by(Expenditure.position).get()
        Expenditure.update(amount=spent).where(Expenditure.id == first.id).execute()

    def budget(self, **amounts):
        """The budget as an amendment holds it, with other amounts in some categories."""
        there = {each.category: str(each.amount) for each in self.whole().budget}
        return there | amounts

    def payments(self, amount):
        """Instalments of an amount, the whole of it in the first."""
        return [{"amount": str(amount), "condition": "When both have signed."}]

    def start(self, kind=K.EXTENSION, by=None, at=BEFORE_END, **changes):
        who = by or self.procurement
        made = amendments.start(self.now(), kind, "More people come.", who, at)
        if changes:
            self.save(made, by=who, **changes)
        return self.find(made)

    def find(self, one):
        return amendment_finding.by_id(one.id)

    def save(self, one, by=None, **changes):
        who, seen = by or self.procurement, self.find(one).version
        amendments.save(self.find(one), changes, seen, who, BEFORE_END)

    def send(self, one, at=BEFORE_END):
        amendment_approvals.send(self.find(one), self.procurement, at)

    def waiting(self, one):
        return {each.kind: each for each in amendment_approvals.waiting(self.find(one))}

    def approver(self, kind):
        return {"legal": self.legal, "data_protection": self.officer, "head": self.head}[kind]

    def agree(self, one, kind, at=BEFORE_END):
        found = amendment_finding.approval_by_id(self.waiting(one)[kind].id)
        amendment_approvals.agree(found, self.approver(kind), at)

    def agreed(self, one):
        """Sent, and agreed by everybody who is asked."""
        self.send(one)
        while waiting := list(self.waiting(one)):
            self.agree(one, waiting[0])
        return self.find(one)

    def consent(self, who, one):
        return Consent(who.name, PASSWORD, self.find(one).fingerprint)

    def sign(self, one, at=BEFORE_END):
        amendments.sign(self.find(one), self.signatory, self.consent(self.signatory, one), at)

    def countersign(self, one, at=BEFORE_END):
        consent = self.consent(self.head, one)
        amendments.countersign(self.find(one), self.head, consent, at)

    def in_force(self, one):
        """All the way from the draft."""
        self.agreed(one)
        self.sign(one)
        self.countersign(one)
        return self.find(one)


def furnish(award):
    """A second category, so that there is money to move: 500 000 in all."""
    facts = {"category": "supplies", "description": "Beds", "unit": "bed", "months": 1}
    BudgetLine.create(proposal=award, position=2, quantity=68, unit_cost=1000, **facts)


def records(contract):
    """An amendment that was offered, what others still have to approve, and a notice."""
    made = ContractAmendment.create(
        contract=contract,
        number=1,
        kind=K.EXTENSION,
        reason="More people come.",
        author=make.person(Role.PROCUREMENT_OFFICER),
        edited_by=make.person(Role.PROGRAMME_OFFICER),
        created_at=NOON,
        offered_at=NOON,
    )
    asked = [
        AmendmentApproval.create(amendment=made, round=1, kind=kind, asked_at=NOON)
        for kind in ("legal", "head")
    ]
    notice = ContractNotice.create(
        contract=contract,
        number=1,
        kind="termination",
        side="iom",
        ground="with_notice",
        clause="C26",
        reason="The donor wrote.",
        days=30,
        author=make.person(Role.PROCUREMENT_OFFICER),
        created_at=NOON,
        given_at=NOON,
        given_by=make.person(Role.HEAD_OF_OFFICE),
    )
    keys = {"notice_id": [notice.id]}
    return keys | {"amendment_id": [made.id], "approval_id": [each.id for each in asked]}


def extension(day="2027-03-31"):
    """What a no-cost extension of three months changes."""
    return {"ends_on": day}


def quick_passwords(monkeypatch):
    """Signing asks for a password, which is tried elsewhere; here it costs no time."""
    monkeypatch.setattr(accounts, "password_fits", lambda _person, typed: typed == PASSWORD)
