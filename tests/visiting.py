"""Visits, findings and action points in the states that tests look at."""

from datetime import timedelta

from portal.domain.actions import Role
from portal.domain.performance import AreaRating
from portal.domain.risks import Rating, Treatment
from portal.domain.visits import Amounts, ItemResult, Severity, VisitKind
from portal.models import Contract
from portal.models.visits import ActionPoint
from portal.services import (
    action_points,
    checklists,
    findings,
    performance,
    risks,
    visits,
)
from portal.services.checklists import Answer, Shot
from portal.services.contract_finding import by_slug
from portal.services.file_checks import Limits, Upload
from portal.services.findings import Draft
from portal.services.visits import Conclusion, Plan
from tests import factories as make
from tests import papers

LIMITS = Limits(1_000_000, 1)


def photo(name="tap.jpg"):
    """A small picture as a telephone sends it."""
    return Upload("", name, papers.image("JPEG"))


def paper(name="plan.pdf"):
    """A small PDF."""
    return Upload("", name, papers.pdf())


class Field:
    """A contract in force with the people around it, and short ways to visit it.

    Everything happens at ``at``; the partner's owner and the officer have accounts.
    """

    def __init__(self, contract=None, at=None):
        self.at = at or make.moment()
        self.contract = by_slug((contract or make.contract()).slug)
        self.officer = make.actor(Role.PROGRAMME_OFFICER)
        self.colleague = make.actor(Role.PROGRAMME_OFFICER)
        self.owner = make.actor(Role.PARTNER_OWNER, partner=self.contract.partner)

    @property
    def soon(self):
        """A day in two weeks."""
        return self.at.date() + timedelta(days=14)

    def plan(self, kind=VisitKind.PROGRAMME, by=None, **facts):
        """A planned visit of today, with the officer as its team."""
        who = by or self.officer
        given = {"on": self.at.date(), "team": [who.person_id], **facts}
        made = visits.plan(self.contract, Plan(kind, **given), who, self.at)
        return visits.by_id(made.id)

    def check(self, visit, result=ItemResult.MET, note="", position=1):
        """Answer one item of the checklist."""
        answers = {position: Answer(result, note)}
        visit = visits.by_id(visit.id)
        checklists.save(visit, answers, visit.checklist_version, self.officer, self.at)
        return visits.by_id(visit.id)

    def finding(self, visit, severity=Severity.MEDIUM, **facts):
        """A finding with an action that the partner's owner carries out."""
        given = {
            "text": "Two taps are broken.",
            "action": "Repair both taps.",
            "owner": self.owner.person_id,
            "due_on": self.soon,
            **facts,
        }
        return findings.add(visit, Draft("standards", severity, **given), self.officer, self.at)

    def conclusion(self, visit, **facts):
        """A complete conclusion on the version that stands now."""
        given = {
            "visited_on": self.at.date(),
            "summary": "The centre is well run.",
            "seen": visits.by_id(visit.id).version,
            **facts,
        }
        return Conclusion(**given)

    def reported(self, findings_=2):
        """A visit reported to the partner, with findings and their action points."""
        visit = self.check(self.plan())
        for _ in range(findings_):
            self.finding(visit)
        visits.report(visit, self.conclusion(visit), self.officer, self.at)
        return visits.by_id(visit.id)

    def spot_checked(self, **amounts):
        """A reported spot check."""
        visit = self.check(self.plan(VisitKind.SPOT_CHECK))
        said = Amounts(**{"tested": 40_000, "ineligible": 1_000, **amounts})
        visits.report(visit, self.conclusion(visit, amounts=said), self.officer, self.at)
        return visits.by_id(visit.id)

    def point(self, **facts):
        """An action point of the partner's owner."""
        given = {"text": "Send the list.", "owner": self.owner.person_id, "due_on": self.soon}
        new = action_points.New(**{**given, **facts})
        made = action_points.add(self.contract, new, self.officer, self.at)
        return action_points.by_id(made.id)

    def done(self, point=None):
        """An action point that its owner says is done."""
        made = point or self.point()
        action_points.do(made, action_points.Done("Sent today."), LIMITS, self.owner, self.at)
        return action_points.by_id(made.id)


def risk_draft(field, **changes):
    """A risk as it is typed, owned by the officer."""
    given = {
        "category": "government",
        "title": "The ministry names no focal point.",
        "rating": Rating(3, 4),
        "treatment": Treatment.REDUCE,
        "owner": field.officer.person_id,
        "review_on": field.soon,
        "measures": "Monthly meeting.",
    }
    return risks.Draft(**{**given, **changes})


def risk_of(field, centre=False, **changes):  # noqa: FBT002 - a test reads better so
    """A risk of the contract, or of its centre."""
    place = risks.Place(field.contract.call.centre, None if centre else field.contract)
    made = risks.add(place, risk_draft(field, **changes), field.officer, field.at)
    return risks.by_id(made.id)


def ratings(**changes):
    """A good rating in every area, but for the changed ones."""
    return {code: AreaRating("good") for code in performance.areas("en")} | changes


def rated(field):
    """The performance under the contract, shared with the partner."""
    row = performance.start(field.contract, field.officer, field.at)
    draft = performance.Draft(ratings(), "A reliable partner.", row.version)
    performance.share(row, draft, field.officer, field.at)
    return performance.by_id(row.id)


def records():
    """Records of checking for every address that names one."""
    field = Field(Contract.get())
    visit, waiting = field.reported(), field.plan()
    shot = Shot(waiting, photo(), field.finding(waiting))
    shown = checklists.add_photo(shot, LIMITS, field.officer, field.at)
    slugs = [field.contract.slug]
    risk = risk_of(field)
    return {
        ("visits", "slug"): slugs,
        ("action_points", "slug"): slugs,
        ("risks", "slug"): [*slugs, risk.centre.slug],
        ("performance", "slug"): slugs,
        "performance_id": [rated(field).id],
        "risk_id": [risk.id],
        "visit_id": [visit.id, waiting.id],
        "finding_id": [shot.of.id],
        "photo_id": [shown.id],
        "point_id": [ActionPoint.get().id, field.done().id],
    }
