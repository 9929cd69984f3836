"""Handover plans in the states that tests look at."""

from dataclasses import replace
from datetime import date, timedelta

from portal.domain.actions import Role
from portal.domain.handover import Side, YearShare
from portal.domain.lifecycle_handover import WAITING, GoalState, PlanState
from portal.models import (
    HandoverGoal,
    HandoverMark,
    HandoverPlan,
    HandoverReview,
    HandoverYear,
)
from portal.models.centres import ManagementModel
from portal.services import files
from portal.services import handover_finding as finding
from portal.services import handover_marks as marks
from portal.services import handover_plans as plans
from portal.services import handover_steps as steps
from portal.services.closing_finding import Sent
from portal.services.file_checks import Limits, Upload
from portal.services.handover_marks import Mark
from portal.services.handover_plans import Outline, Typed
from tests import factories as make
from tests import papers
from tests.factories import NOON

LIMITS = Limits(1_000_000, 1)
NOTHING = Sent(None, LIMITS)
PAPER = Sent(Upload("", "decree.pdf", papers.pdf()), LIMITS)
TODAY = NOON.date()
PLANNED = TODAY + timedelta(days=600)
OUTLINE = Outline(
    "Ministry of Solidarity", PLANNED, 40, 12, 3, "Three posts.", "A line.", "One."
)
SHARES = [YearShare(2026, 100, 0), YearShare(2027, 60, 40), YearShare(2028, 0, 100)]
LETTER = ("MIN/2026/118", date(2026, 2, 20))


class Handing:
    """A centre run by IOM with its handover plan, staged in a state, and the people around it.

    Two milestones: M1 of the State, due long ago as the plan sees it, M2 of IOM, due later.
    """

    def __init__(self, state=PlanState.DRAFT, **facts):
        self.officer = make.actor(Role.PROGRAMME_OFFICER)
        self.head = make.actor(Role.HEAD_OF_OFFICE)
        self.centre = make.centre(model=ManagementModel.IOM_MANAGED)
        self.plan_id = self.staged(state, **facts).id

    def staged(self, state, number=1, **facts):
        """One version, complete, as if every step before had been taken."""
        agreed = state not in {PlanState.DRAFT, PlanState.SUBMITTED, PlanState.APPROVED}
        given = {
            **vars(OUTLINE),
            "reference": f"{self.centre.reference}/H{number}",
            "number": number,
            "centre": self.centre,
            "state": state,
            "language": "en",
            "author": self.officer.person_id,
            "changed_by": self.officer.person_id,
            "created_at": NOON - timedelta(days=90),
            "letter": LETTER[0] if agreed else "",
            "agreed_on": LETTER[1] if agreed else None,
        }
        plan = HandoverPlan.create(**{**given, **facts})
        self.goal(plan, 1, Side.STATE, -10)
        self.goal(plan, 2, Side.IOM, 200)
        for each in SHARES:
            HandoverYear.create(plan=plan, **vars(each))
        return plan

    def goal(self, plan, position, side, days):
        """A milestone due so many days from today."""
        HandoverGoal.create(
            plan=plan,
            code=f"M{position}",
            position=position,
            title=f"Budget line {position} voted",
            side=side,
            function="Directorate of finance",
            due_on=TODAY + timedelta(days=days),
            evidence="Page of the budget",
        )

    @property
    def plan(self):
        """The version as it stands now."""
        return finding.by_id(self.plan_id)

    def milestone(self, code="M1"):
        """A milestone of the version as it stands now."""
        mine = (HandoverGoal.plan == self.plan_id) & (HandoverGoal.code == code)
        return finding.goal_by_id(HandoverGoal.get(mine).id)

    def mark(self, code="M1", state=GoalState.MET, text="Decree 12", sent=NOTHING, **facts):
        row = self.milestone(code)
        given = Mark(state, facts.get("on", TODAY), text, facts.get("seen", row.version))
        by, at = facts.get("by", self.officer), facts.get("at", NOON)
        marks.mark(row, given, sent, by, at)

    def settle(self):
        """Meet every milestone that waits."""
        for row in finding.goals(self.plan):
            if row.state in WAITING:
                self.mark(row.code)
        return self

    def hand_over(self):
        """Record the transfer of a plan whose milestones are settled."""
        act = steps.Act("ACT 7/2026", TODAY, "Director of social affairs")
        steps.hand_over(self.plan, act, self.officer, NOON)
        return self

    def revised(self, **changes):
        """A new version of the plan, approved; ``changes`` are what its outline says else."""
        made = plans.revise(self.plan, self.officer, NOON)
        if changes:
            plans.change(made, replace(OUTLINE, **changes), 1, self.officer, NOON)
        steps.submit(finding.by_id(made.id), self.officer, NOON)
        steps.approve(finding.by_id(made.id), self.head, NOON)
        return finding.by_id(made.id)


def typed(**changes):
    """A milestone as it is typed."""
    given = Typed("Posts filled", Side.STATE, "Human resources", TODAY + timedelta(days=90))
    return replace(given, **changes)


def records():
    """Records of handover for every address that names one."""
    running, draft = Handing(PlanState.UNDER_WAY), Handing()
    over = Handing(PlanState.HANDED_OVER, handed_on=TODAY, act="ACT 7")
    review = HandoverReview.create(plan=over.plan_id, number=1, due_on=TODAY)
    kept = HandoverMark.create(
        goal=running.milestone(),
        state=GoalState.PARTIALLY_MET,
        marked_on=TODAY,
        text="Half of it.",
        filename="a.pdf",
        media_type="application/pdf",
        path=files.put("handover", b"bytes"),
        made_at=NOON,
        made_by=running.officer.person_id,
    )
    return {
        ("handover", "slug"): [running.centre.slug, make.centre().slug],
        "plan_id": [draft.plan_id, running.plan_id, over.plan_id],
        "goal_id": [draft.milestone().id, running.milestone().id],
        "mark_id": [kept.id],
        ("handover", "review_id"): [review.id],
    }
