"""Visits and action points in every state, each with who looks at it."""

from portal.domain.performance import AreaRating
from portal.domain.risks import Rating
from portal.domain.visits import ItemResult, Severity, VisitKind
from portal.services import action_points, checklists, performance, risks, visits
from portal.services.checklists import Shot
from tests.browser.stage_sealed import of
from tests.visiting import LIMITS, Field, photo, rated, ratings, risk_draft, risk_of


def faces():
    """Put them into the database; return the pages that show them."""
    field = Field()
    return [
        *under_way(field),
        *reported(field),
        *points(field),
        *register(field),
        *judged(field),
    ]


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
        of("visits.settle", field.officer, visit_id=checked.id),
        of("visits.index", field.officer),
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
        of("action_points.hand_over", field.officer, point_id=todo.id),
        of(page, field.owner, point_id=again.id),
        of(page, field.officer, point_id=settled.id),
        of("action_points.of_contract", field.officer, slug=field.contract.slug),
        of("action_points.index", field.officer),
    ]


def register(field):
    """Risks of every band, one reviewed twice, one overdue, one closed."""
    worst = risk_of(field, rating=Rating(5, 5), category="fiduciary", review_on=field.at.date())
    risks.review(
        worst, risk_draft(field, reason="Two controls work."), 1, field.officer, field.at
    )
    closed = risk_of(field, rating=Rating(1, 2))
    risks.close(closed, "The site is handed over.", field.officer, field.at)
    for rating in (Rating(2, 3), Rating(5, 4), Rating(3, 4)):
        risk_of(field, rating=rating)
    risk_of(field, centre=True, category="sustainability")
    centre = field.contract.call.centre.slug
    return [
        of("risks.of_contract", field.officer, slug=field.contract.slug),
        of("risks.of_centre", field.officer, slug=centre),
        of("risks.add_to_contract", field.officer, slug=field.contract.slug),
        of("risks.add_to_centre", field.officer, slug=centre),
        of("risks.show", field.officer, risk_id=worst.id),
        of("risks.show", field.officer, risk_id=closed.id),
        of("risks.review", field.officer, risk_id=worst.id),
    ]


def judged(field):
    """Ratings being written, and shared ones for the partner and the office."""
    told, other, bare = rated(field), Field(), Field()
    row = performance.start(other.contract, other.officer, other.at)
    weak = ratings(reporting=AreaRating("weak", "Two of four reports came late."))
    draft = performance.Draft(weak, "Good work, late reports.", row.version)
    performance.save(row, draft, other.officer, other.at)
    return [
        of("performance.of_contract", bare.officer, slug=bare.contract.slug),
        of("performance.rate", other.officer, performance_id=row.id),
        of("performance.show", other.officer, performance_id=row.id),
        of("performance.show", field.owner, performance_id=told.id),
        of("partners.profile", field.officer, partner_id=field.contract.partner_id),
    ]
