"""Procedures of a centre run by the government in every state, with who looks at them."""

from datetime import timedelta

from portal.domain.call_terms import Shift
from portal.domain.rosters import Slot
from portal.models.centres import ManagementModel
from portal.services import procedure_steps, procedures
from tests.browser.stage_sealed import of
from tests.proceeding import House
from tests.rostering import MONDAY, Week, full


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
        *weeks(),
    ]


def weeks():
    """A week that is published, and one with gaps, a double booking and short rests."""
    house, bare = Week(), Week()
    told, draft = house.published(), house.begun(MONDAY + timedelta(days=7))
    kept = house.post(draft, full(Slot(2, Shift.NIGHT)), "Interpreter")
    way = {"roster_id": draft.id}
    return [
        of("rosters.of_centre", house.officer, slug=house.centre.slug),
        of("rosters.of_centre", bare.officer, slug=bare.centre.slug),
        of("rosters.show", house.officer, roster_id=told.id),
        of("rosters.show", house.officer, **way),
        of("rosters.hours", house.officer, **way),
        of("rosters.new_post", house.officer, **way),
        of("rosters.post", house.officer, post_id=kept.id, **way),
    ]
