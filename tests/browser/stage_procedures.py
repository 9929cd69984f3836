"""Procedures of a centre run by the government in every state, with who looks at them."""

from portal.models.centres import ManagementModel
from portal.services import procedure_steps, procedures
from tests.browser.stage_sealed import of
from tests.proceeding import House


def faces():
    """Put them into the database; return the pages that show them."""
    house, bare = House(), House(ManagementModel.CO_MANAGED)
    held, line = house.in_force(), house.budget()
    draft = house.draft(complete=False)
    procedure_steps.give_back(draft, "Name the law.", house.reviewer, house.at)
    waiting, agreed = House().reviewed(), House().agreed()
    sections, rows = procedures.contents(draft)
    centre, way = {"slug": house.centre.slug}, {"procedure_id": draft.id}
    return [
        of("centres.show", house.officer, **centre),
        of("centres.show", bare.officer, slug=bare.centre.slug),
        of("procedures.of_centre", house.officer, **centre),
        of("procedures.of_centre", bare.officer, slug=bare.centre.slug),
        of("procedures.show", house.officer, **way),
        of("procedures.show", house.head, procedure_id=held.id),
        of("procedures.show", house.head, procedure_id=waiting.id),
        of("procedures.differences", house.officer, **way),
        of("procedures.text", house.officer, **way),
        of("procedures.section", house.officer, section_id=sections[0].id, **way),
        of("procedures.new_section", house.officer, **way),
        of("procedures.row", house.officer, row_id=rows[0].id, **way),
        of("procedures.new_row", house.officer, **way),
        of("procedures.review", house.reviewer, **way),
        of("procedures.give_back", house.reviewer, **way),
        of("procedures.agree", house.head, procedure_id=waiting.id),
        of("procedures.start", house.head, procedure_id=agreed.id),
        of("procedures.withdraw", house.head, procedure_id=agreed.id),
        of("procedures.new_budget", house.officer, **centre),
        of("procedures.budget", house.officer, budget_id=line.id),
    ]
