"""Visits and action points in every state, each with who looks at it."""

from portal.domain.visits import ItemResult, Severity, VisitKind
from portal.services import action_points, checklists, visits
from portal.services.checklists import Shot
from tests.browser.stage_sealed import of
from tests.visiting import LIMITS, Field, photo


def faces():
    """Put them into the database; return the pages that show them."""
    field = Field()
    return [*under_way(field), *reported(field), *points(field)]


def under_way(field):
    """A visit that is planned, one with a photo and a finding, and what the year lacks."""
    planned, begun = field.plan(), field.check(field.plan(), ItemResult.PARTLY, "One for 25.")
    made = field.finding(begun, Severity.HIGH)
    checklists.add_photo(Shot(begun, photo(), made), LIMITS, field.officer, field.at)
    spot, audit = field.plan(VisitKind.SPOT_CHECK), field.plan(VisitKind.AUDIT)
    return [
        of("visits.show", field.officer, visit_id=planned.id),
        of("visits.show", field.officer, visit_id=begun.id),
        of("visits.change_finding", field.officer, finding_id=made.id),
        of("visits.conclusion", field.officer, visit_id=spot.id),
        of("visits.conclusion", field.officer, visit_id=audit.id),
        of("visits.item", field.officer, visit_id=begun.id, position=1),
    ]


def reported(field):
    """A reported visit for its partner and the office, a final spot check, a cancelled one."""
    told, checked, gone = field.reported(), field.spot_checked(refunded=400), field.plan()
    visits.comment(checked, "We refund the rest.", field.owner, field.at)
    visits.close(visits.by_id(checked.id), field.officer, field.at)
    visits.cancel(gone, "The road is closed.", field.officer, field.at)
    contract = {"slug": field.contract.slug}
    return [
        of("visits.show", field.owner, visit_id=told.id),
        of("visits.show", field.officer, visit_id=told.id),
        of("visits.show", field.officer, visit_id=checked.id),
        of("visits.show", field.officer, visit_id=gone.id),
        of("visits.of_contract", field.officer, **contract),
        of("visits.of_contract", field.owner, **contract),
        of("contracts.show", field.officer, **contract),
    ]


def points(field):
    """Action points to do, to verify, opened again and settled."""
    todo, done = field.point(due_on=field.at.date()), field.done()
    again, settled = field.done(), field.done()
    action_points.reopen(again, "The list is of last year.", field.officer, field.at)
    action_points.verify(settled, "Seen.", field.officer, field.at)
    page = "action_points.show"
    return [
        of(page, field.owner, point_id=todo.id),
        of(page, field.officer, point_id=done.id),
        of(page, field.owner, point_id=again.id),
        of(page, field.officer, point_id=settled.id),
        of("action_points.of_contract", field.officer, slug=field.contract.slug),
        of("action_points.index", field.officer),
    ]
