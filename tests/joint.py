"""A jointly managed centre with the people around its agreement, and short ways to move it."""

from datetime import timedelta
from uuid import uuid4

from portal.domain.actions import Role
from portal.domain.agreements import JointSide
from portal.models import Centre
from portal.models.centres import ManagementModel
from portal.models.joint import FinancingLine
from portal.services import agreement_steps, agreements, management_committee, meetings
from portal.services.agreement_steps import Signed
from portal.services.agreements import Typed
from portal.services.contract_signatures import Consent
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


class Committee(Joint):
    """The same centre with an agreement in force and two members of each side."""

    def __init__(self, **facts):
        super().__init__(**facts)
        self.agreement = self.in_force()
        rows = [
            self.member(JointSide.IOM, "Aïssatou Bah", chair=True),
            self.member(JointSide.IOM, "Ousmane Sow", deputy="Fanta Keïta"),
            self.member(JointSide.GOVERNMENT, "Mamadou Camara", chair=True),
            self.member(JointSide.GOVERNMENT, "Kadiatou Barry"),
        ]
        management_committee.name_members(self.fresh, rows, 1, self.officer, self.at)

    @property
    def fresh(self):
        return Centre.get_by_id(self.centre.id)

    def member(self, side, name, **facts):
        """A member from a year ago on."""
        given = {"deputy": "", "chair": False, "until_on": None, **facts}
        begun = self.today - timedelta(days=365)
        return {"side": side, "name": name, "function": "Member", "from_on": begun, **given}

    def convened(self, **facts):
        """A meeting of today."""
        given = {"on": self.today, "starts_at": "10:00", "place": "Conakry", **facts}
        summons = meetings.Summons(**{"agenda": ["Budget", "Beds"], **given})
        return meetings.convene(self.fresh, summons, self.officer, self.at)

    def written(self, meeting, sides=tuple(JointSide), decisions=1):
        """Minutes of every item, everybody of some sides present, and decisions."""
        items = [{"title": each["title"], "minutes": "Agreed."} for each in meeting.agenda]
        there = {e["key"] for e in meeting.attendance if JointSide(e["side"]) in sides}
        rows = [
            {
                "text": f"Decision {number}",
                "side": JointSide.GOVERNMENT,
                "function": "Director",
                "due_on": self.today + timedelta(days=number),
            }
            for number in range(1, decisions + 1)
        ]
        seen = meetings.by_id(meeting.id).version
        return meetings.Written(frozenset(there), items, rows, seen)

    def circulated(self, decisions=1):
        """A meeting whose minutes both sides have."""
        made = self.convened()
        written = self.written(made, decisions=decisions)
        meetings.record(made, written, self.officer, self.at)
        meetings.circulate(meetings.by_id(made.id), self.officer, self.at)
        return meetings.by_id(made.id)

    def consent(self, meeting, **facts):
        """The officer's name and password over the minutes as they stand."""
        given = {"name": self.officer.name, "password": make.PASSWORD}
        shown = meetings.print_of(meeting)
        return Consent(**{**given, "fingerprint": shown, **facts})

    def given(self, side, **facts):
        """That a side agrees today."""
        proof = "GN/2026/31" if side is JointSide.GOVERNMENT else ""
        about = {"name": "Mamadou Camara", "function": "Director", "on": self.today}
        return meetings.Agreed(side, **{**about, "scan_reference": proof, **facts})

    def agreed(self, decisions=1):
        """A meeting to whose minutes both sides agree."""
        made = self.circulated(decisions)
        for side in JointSide:
            meetings.agree(made, self.given(side), self.consent(made), self.officer, self.at)
        return meetings.by_id(made.id)


def records():
    """Records of joint management for every address that names one."""
    joint, committee = Joint(), Committee()
    row, meeting = joint.draft(), committee.agreed()
    return {
        ("agreements", "slug"): [joint.centre.slug],
        ("meetings", "slug"): [committee.centre.slug],
        "agreement_id": [row.id],
        "meeting_id": [meeting.id],
        "decision_id": [meeting.decisions.get().id],
    }
