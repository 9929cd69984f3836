"""Clearances, memoranda and sheets in the states that tests look at, with the people."""

from datetime import timedelta
from decimal import Decimal

from portal.domain.actions import Role
from portal.domain.allowances import DECLARATIONS, Terms
from portal.domain.clearances import CoverKind, Post, Request
from portal.domain.lifecycle_allowances import MemorandumState
from portal.domain.lifecycle_clearances import ClearanceState
from portal.models import Clearance, Memorandum
from portal.models.centres import ManagementModel
from portal.services import (
    allowance_steps,
    allowances,
    clearance_consents,
    clearances,
    memoranda,
)
from portal.services.allowance_finding import memorandum_by_id, sheet_by_id
from portal.services.allowances import Basis, Filled
from portal.services.clearance_consents import Letter
from portal.services.clearance_finding import by_id
from portal.services.memoranda import Signed
from tests import factories as make

GOVERNMENT, JOINT = ManagementModel.GOVERNMENT, ManagementModel.CO_MANAGED


class Bureau:
    """A centre with staff of the State, and who writes and decides; all happens at ``at``."""

    def __init__(self, model=JOINT, at=None):
        self.at = at or make.moment()
        self.day = self.at.date()
        self.officer = make.actor(Role.PROGRAMME_OFFICER)
        self.colleague = make.actor(Role.PROGRAMME_OFFICER)
        self.legal = make.actor(Role.LEGAL_OFFICER)
        self.finance = make.actor(Role.FINANCE_OFFICER)
        self.head = make.actor(Role.HEAD_OF_OFFICE)
        self.centre = make.centre(model=model, name="Resource centre")

    def asked(self, **changes):
        """A sound request over the last and the next three months."""
        given = {
            "covers": (CoverKind.ALLOWANCE,),
            "posts": (Post("Social worker", 2), Post("Nurse", 1)),
            "ceiling": Decimal(6_000),
            "currency": "USD",
            "starts_on": self.day - timedelta(days=90),
            "ends_on": self.day + timedelta(days=90),
            "justification": "Posts are budgeted from next year on.",
            "donor": "Regional fund",
        }
        return Request(**{**given, **changes})

    def drafted(self, **changes):
        """A draft."""
        made = clearances.draft(self.centre, self.asked(**changes), self.officer, self.at)
        return by_id(made.id)

    def waiting(self, **changes):
        """One that was asked for."""
        made = self.drafted(**changes)
        clearances.ask(made, self.officer, self.at)
        return by_id(made.id)

    def letter(self, clearance, agrees=True, by=None):  # noqa: FBT002 - a test reads better so
        """The letter of the donor, recorded."""
        said = Letter("DON/12", self.day, agrees)
        clearance_consents.record_letter(clearance, said, by or self.officer, self.at)
        return by_id(clearance.id)

    def cleared(self, **changes):
        """One that stands cleared, put there without its way."""
        made = self.drafted(**changes)
        given = {"legal_by": self.legal.person_id, "legal_at": self.at, "asked_at": self.at}
        Clearance.update(state=ClearanceState.CLEARED, cleared_at=self.at, **given).where(
            Clearance.id == made.id
        ).execute()
        return by_id(made.id)

    def terms(self, **changes):
        """Terms over the last and the next two months: 20 a day, 2000 in all."""
        given = {
            "staff_code": "MAS-0412",
            "function": "Social worker",
            "ministry": "Ministry in charge of social affairs",
            "consent_reference": "MAS/77",
            "consent_on": self.day - timedelta(days=80),
            "tasks": "Receives families.",
            "days_week": 7,
            "rate": Decimal(20),
            "ceiling": Decimal(2_000),
            "starts_on": self.day - timedelta(days=60),
            "ends_on": self.day + timedelta(days=60),
        }
        return Terms(**{**given, **changes})

    def memorandum(self, clearance=None, **changes):
        """A draft under a clearance."""
        under = clearance or self.cleared()
        made = memoranda.draft(under, self.terms(**changes), self.officer, self.at)
        return memorandum_by_id(made.id)

    def approved(self, clearance=None, **changes):
        """One that the head of office has approved."""
        made = self.memorandum(clearance, **changes)
        memoranda.approve(made, self.head, self.at)
        return memorandum_by_id(made.id)

    def signed(self, clearance=None, **changes):
        """One that stands signed for two months, put there without its way."""
        made = self.memorandum(clearance, **changes)
        given = {"approved_by": self.head.person_id, "approved_at": self.at}
        Memorandum.update(
            state=MemorandumState.SIGNED, signed_on=made.starts_on, **given
        ).where(Memorandum.id == made.id).execute()
        return memorandum_by_id(made.id)

    def signing(self, **changes):
        """What is recorded of signatures of today."""
        given = {"on": self.day, "kept_at": "File 12", "declared": DECLARATIONS}
        return Signed(**{**given, **changes})

    @property
    def last_month(self):
        """The first day of the last month."""
        return (self.day.replace(day=1) - timedelta(days=1)).replace(day=1)

    def days(self, *numbers, part="1"):
        """Days of the last month by their numbers."""
        return {self.last_month.replace(day=number): part for number in numbers}

    def sheet(self, *numbers, under=None):
        """A sheet of the last month under a memorandum, with these days."""
        memorandum = under or self.signed()
        made = allowances.begin(memorandum, self.last_month, self.officer, self.at)
        if numbers:
            self.fill(made, *numbers)
        return sheet_by_id(made.id)

    def loose(self, clearance, *numbers, code="MAS-0900"):
        """A sheet of the last month without memorandum."""
        basis = Basis(code, "Nurse", Decimal(30))
        made = allowances.begin_loose(clearance, basis, self.last_month, self.officer, self.at)
        if numbers:
            self.fill(made, *numbers)
        return sheet_by_id(made.id)

    def fill(self, sheet, *numbers, **changes):
        """Fill in whole days of the last month."""
        filled = Filled(**{"days": self.days(*numbers), **changes})
        now = sheet_by_id(sheet.id)
        allowances.save(now, filled, now.version, self.officer, self.at)

    def certified(self, *numbers, under=None):
        """A sheet whose days a supervisor has certified."""
        made = self.sheet(*numbers, under=under)
        allowance_steps.certify(made, "Head of the service", self.colleague, self.at)
        return sheet_by_id(made.id)


def records():
    """Records of clearances for every address that names one."""
    joint, state = Bureau(), Bureau(GOVERNMENT)
    waiting = state.letter(state.waiting())
    rows = [joint.drafted(), joint.cleared(), waiting]
    return {
        ("clearances", "slug"): [joint.centre.slug],
        "clearance_id": [each.id for each in rows],
        "memorandum_id": [joint.memorandum(rows[1]).id, joint.signed(rows[1]).id],
        "sheet_id": [joint.sheet(3).id, joint.certified(4).id],
    }
