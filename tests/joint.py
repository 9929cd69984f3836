"""A jointly managed centre with the people around its agreement, and short ways to move it."""

from datetime import timedelta
from uuid import uuid4

from portal.domain.actions import Role
from portal.models.centres import ManagementModel
from portal.models.joint import FinancingLine
from portal.services import agreement_steps, agreements
from portal.services.agreement_steps import Signed
from portal.services.agreements import Typed
from tests import factories as make


class Joint:
    """A centre in Guinea, managed jointly; everything happens at ``at``."""

    def __init__(self, at=None, centre=None):
        self.at = at or make.moment()
        self.centre = centre or make.centre(
            model=ManagementModel.CO_MANAGED,
            name="Resource centre, Conakry",
            country="GN",
            authority="Ministry of social affairs",
        )
        self.officer = make.actor(Role.PROGRAMME_OFFICER)
        self.legal = make.actor(Role.LEGAL_OFFICER)
        self.head = make.actor(Role.HEAD_OF_OFFICE)

    @property
    def today(self):
        return self.at.date()

    def later(self, days):
        """The moment some days after."""
        return self.at + timedelta(days=days)

    def begun(self):
        """A version that has just been begun, with the model wording."""
        return agreements.begin(self.centre, "en", self.officer, self.at)

    def draft(self, **facts):
        """A complete draft that holds from today on for a year, with one line of each side."""
        return self.completed(self.begun(), **facts)

    def completed(self, row, **facts):
        """The draft with its days, and two lines of financing where it has none."""
        days = {"starts_on": self.today, "ends_on": self.today + timedelta(days=365)}
        type(row).update(**{**days, **facts}).where(type(row).id == row.id).execute()
        if not agreements.rows_of(row, "financing"):
            parties = agreements.rows_of(row, "parties")
            for position, (party, amount) in enumerate(
                zip(parties, (60_000, 90_000), strict=True), 1
            ):
                FinancingLine.create(
                    agreement=row,
                    key=uuid4(),
                    position=position,
                    party=party["key"],
                    name="Staff" if position == 1 else "Food",
                    amount=amount,
                    currency="USD",
                    year=2026,
                )
        return self.now(row)

    def now(self, row):
        """The agreement as it stands."""
        return agreements.by_id(row.id)

    def typed(self, row, part, rows=None, **changes):
        """What stands in a part, with changes, as its writer saw it."""
        content = agreements.content_of(self.now(row), part)
        kept = content.pop("rows") if rows is None else rows
        content.pop("rows", None)
        return Typed({**content, **changes}, kept, self.now(row).version)

    def approved(self, row=None):
        """A version that was sent, cleared and approved."""
        row = row or self.draft()
        agreement_steps.send(row, self.officer, self.at)
        agreement_steps.clear(self.now(row), self.legal, self.at)
        agreement_steps.approve(self.now(row), self.head, self.at)
        return self.now(row)

    def signatures(self, **facts):
        """Signatures of today."""
        names = ("Aïssatou Bah", "Chief of mission", "Mamadou Camara", "Minister", "GN/2026/17")
        given = dict(zip(tuple(Signed.__dataclass_fields__)[1:], names, strict=True))
        return Signed(**{"on": self.today, **given, **facts})

    def signed(self, row=None):
        """A version that both sides signed."""
        row = self.approved(row)
        agreement_steps.sign(row, self.signatures(), self.officer, self.at)
        return self.now(row)

    def in_force(self, row=None):
        """A version in force."""
        row = self.signed(row)
        agreement_steps.start(row, self.officer, self.at)
        return self.now(row)


def records():
    """Records of joint management for every address that names one."""
    joint = Joint()
    row = joint.draft()
    return {("agreements", "slug"): [joint.centre.slug], "agreement_id": [row.id]}
