"""Centres run by the government with procedures in the states that tests look at."""

from datetime import date
from decimal import Decimal

from portal.domain.actions import Role
from portal.domain.procedures import BudgetLevel
from portal.models import MatrixRow, Procedure
from portal.models.centres import ManagementModel
from portal.services import procedure_steps, procedures, state_budgets
from portal.services.procedure_steps import Agreement
from portal.services.state_budgets import Entry
from tests import factories as make

LETTER = Agreement(date(2026, 1, 20), "SAR/2026/14", "A. Petrova, chairperson", "H. Marchetti")


class House:
    """A centre run by the government with the people who keep its procedures."""

    def __init__(self, model=ManagementModel.GOVERNMENT):
        self.at = make.moment()
        self.centre = make.centre(model=model)
        self.officer = make.actor(Role.PROGRAMME_OFFICER)
        self.reviewer = make.actor(Role.DATA_PROTECTION_OFFICER)
        self.head = make.actor(Role.HEAD_OF_OFFICE)

    def draft(self, *, complete=True):
        """A version that is being written; a complete one lacks nothing."""
        made = procedures.begin(self.centre, "en", self.officer, self.at)
        if complete:
            mine = MatrixRow.procedure == made
            MatrixRow.update(fallback="The person on call steps in.").where(mine).execute()
            Procedure.update(basis="Law on asylum.").where(Procedure.id == made.id).execute()
        return procedures.by_id(made.id)

    def reviewed(self):
        """A version that the data-protection officer reviewed."""
        made = self.draft()
        procedure_steps.review(made, self.reviewer, self.at)
        return procedures.by_id(made.id)

    def agreed(self):
        """A version that is agreed with the authority."""
        made = self.reviewed()
        procedure_steps.agree(made, self.letter, self.head, self.at)
        return procedures.by_id(made.id)

    @property
    def letter(self):
        """By what both sides agreed, today."""
        return Agreement(self.at.date(), *list(vars(LETTER).values())[1:])

    def in_force(self, day=None):
        """A version in force from a day on; today if nothing else is said."""
        made = self.agreed()
        procedure_steps.start(made, day or self.at.date(), self.head, self.at)
        return procedures.by_id(made.id)

    def budget(self):
        """A line of the national budget with a half of it paid."""
        money = (Decimal(240_000), Decimal(120_000))
        entry = Entry(2026, BudgetLevel.NATIONAL, "12.03", "BGN", *money, "Finance law 2026")
        return state_budgets.add(self.centre, entry, self.officer, self.at)


def records():
    """Records of procedures for every address that names one."""
    house = House()
    house.in_force()
    draft = house.draft(complete=False)
    sections, rows = procedures.contents(draft)
    return {
        ("procedures", "slug"): [house.centre.slug],
        "procedure_id": [draft.id],
        "section_id": [sections[0].id],
        "row_id": [rows[0].id],
        "budget_id": [house.budget().id],
    }
