"""A contract that has ended, with everybody who has a part in its closing."""

from datetime import date
from decimal import Decimal

from portal.domain.actions import Role
from portal.domain.lifecycle import ContractState
from portal.models import ClosingFile, Contract, HandedAsset, Milestone
from portal.services import closing, files
from portal.services import closing_handover as handover
from portal.services.closing_finding import Sent, by_slug, items
from portal.services.closing_handover import Aim, Asset, Saving
from portal.services.file_checks import Limits, Upload
from tests import factories as make
from tests import papers
from tests.factories import NOON
from tests.paying import Table, report

LIMITS = Limits(1_000_000, 1)
NOTHING = Sent(None, LIMITS)
CERTIFICATE = Sent(Upload("", "certificate.pdf", papers.pdf()), LIMITS)
DAY = date(2026, 3, 1)


def records(contract):
    """Keys of one record of each kind that the pages of the end of a contract name."""
    by = make.person(Role.PROGRAMME_OFFICER)
    who = {"recorded_by": by, "recorded_at": NOON}
    kept = ClosingFile.create(
        contract=contract,
        filename="a.pdf",
        media_type="application/pdf",
        size=5,
        sha256="0" * 64,
        path=files.put("closing", b"bytes"),
        added_at=NOON,
        added_by=by,
    )
    row = Milestone.create(
        contract=contract, position=1, title="Voted", owner="Ministry", due_on=DAY
    )
    van = HandedAsset.create(
        contract=contract, position=1, description="Van", custodian="Partner", **who
    )
    return {"kept_id": [kept.id], "milestone_id": [row.id], "asset_id": [van.id]}


class End:
    """A contract of which 30,000 were paid and 30,000 accepted; completed unless told."""

    def __init__(self, state=ContractState.COMPLETED, spent=30_000):
        self.table = Table().to("request", "verify", "approve")
        self.table.pay(reference=f"TRF-{self.table.key}")
        self.contract = self.table.contract
        report(self.contract, 1, staff=spent)
        Contract.update(state=state).where(Contract.id == self.contract.id).execute()
        self.officer, self.finance = self.table.officer, self.table.finance
        self.writer = self.table.owner
        self.head = make.actor(Role.HEAD_OF_OFFICE)

    def now(self):
        """The contract and what is known of its end."""
        return by_slug(self.contract.slug)

    def open(self):
        """The codes of what does not stand yet."""
        return [each.code for each in items(self.contract) if not each.met]

    def saving(self, by=None, seen=1, sent=NOTHING, at=NOON):
        return Saving(by or self.officer, at, seen, sent)

    def milestone(self, title="Budget line voted", by=None):
        aim = Aim(title, "Ministry of Solidarity", date(2026, 11, 30))
        return handover.add_milestone(self.now(), aim, self.saving(by))

    def asset(self, by=None, **facts):
        given = {"description": "Van", "value": Decimal(90_000), "custodian": "The partner"}
        return handover.add_asset(self.now(), Asset(**{**given, **facts}), self.saving(by))

    def refund(self, amount, reference="BACK-1", day=DAY, by=None):
        bank = (reference, day)
        return handover.refund(self.now(), Decimal(str(amount)), bank, by or self.finance, NOON)

    def confirm(self, code, note="Seen on site.", sent=None, by=None):
        given = sent or (CERTIFICATE if code == "data" else NOTHING)
        closing.confirm(self.now(), code, (note, given), by or self.officer, NOON)

    def settle(self):
        """Confirm everything that no facts decide."""
        for code in ("assets", "data", "milestones"):
            self.confirm(code)
        return self

    def close(self, by=None):
        closing.close(self.now(), "All is done.", by or self.head, NOON)
        return self
