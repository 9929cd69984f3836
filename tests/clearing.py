"""Clearances in the states that tests look at, with the people around them."""

from datetime import timedelta
from decimal import Decimal

from portal.domain.actions import Role
from portal.domain.clearances import CoverKind, Post, Request
from portal.domain.lifecycle_clearances import ClearanceState
from portal.models import Clearance
from portal.models.centres import ManagementModel
from portal.services import clearance_consents, clearances
from portal.services.clearance_consents import Letter
from portal.services.clearance_finding import by_id
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


def records():
    """Records of clearances for every address that names one."""
    joint, state = Bureau(), Bureau(GOVERNMENT)
    waiting = state.letter(state.waiting())
    rows = [joint.drafted(), joint.cleared(), waiting]
    return {
        ("clearances", "slug"): [joint.centre.slug],
        "clearance_id": [each.id for each in rows],
    }
