"""A handover plan on its way: submitted, approved, agreed, carried out, handed over, closed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.config import LANGUAGES, handover_review_days
from portal.db import atomic
from portal.domain import handover as rules
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle_handover import (
    AGREE_PLAN,
    APPROVE_PLAN,
    CLOSE_PLAN,
    HAND_OVER,
    IN_USE,
    PREPARED,
    REPLACE_PLAN,
    RETURN_PLAN,
    START_PLAN,
    SUBMIT_PLAN,
    TAKE_BACK_PLAN,
    WITHDRAW_PLAN,
    PlanState,
)
from portal.domain.policy import Actor, require
from portal.domain.workflow import Step
from portal.models import HandoverGoal, HandoverMark, HandoverPlan, HandoverReview
from portal.services import documents, events
from portal.services import handover_finding as finding
from portal.services.handover_plans import hold
from portal.services.steps import advance, fresh, save_version

KIND, ACT_KIND = "handover_plan", "handover_act"
"""The kinds of the plan and of the record of the transfer among the documents."""


def kind_of(plan: HandoverPlan) -> str:
    """Return the kind under which the document of a version is kept."""
    replaced = plan.state is PlanState.REPLACED
    return f"{KIND}-{documents.REPLACED}" if replaced else KIND


@dataclass(frozen=True)
class Act:
    """The act of transfer: its reference, its day, and who received the centre."""

    reference: str
    on: date
    receiver: str


@dataclass(frozen=True)
class Held:
    """A review as it is noted: its day, what it found, and the version its writer saw."""

    on: date
    text: str
    seen: int


def missing(plan: HandoverPlan) -> list[RuleBroken]:
    """Return what a draft lacks before it can be submitted."""
    texts = [(name, getattr(plan, name)) for name in ("baseline", "conditions", "support")]
    goals = [each.goal for each in finding.goals(plan)]
    return rules.missing(texts, goals, [each.share for each in finding.years(plan)])


def submit(plan: HandoverPlan, by: Actor, at: datetime) -> None:
    """Give a complete draft to the head of office."""
    require(by, Action.WRITE_HANDOVER, plan)
    with atomic():
        hold(plan, SUBMIT_PLAN.start)
        if broken := missing(plan):
            raise RulesBroken(broken)
        advance(plan, SUBMIT_PLAN, reason="", changed_by=by.person_id)
        events.record(by, "handover.submitted", plan, at)


def approve(plan: HandoverPlan, by: Actor, at: datetime) -> None:
    """Approve a plan that another person drafted, and issue it for the authority."""
    require(by, Action.APPROVE_HANDOVER, plan)
    with atomic():
        advance(plan, APPROVE_PLAN, approved_by=by.person_id, approved_at=at)
        _issue(plan, at)
        events.record(by, "handover.approved", plan, at)


def _issue(plan: HandoverPlan, at: datetime) -> None:
    """Issue the plan; one that was issued before stays checkable under its own number."""
    documents.set_aside(KIND, plan.id)
    times = len({each.kind for each in documents.all_of([plan.id]) if each.kind != ACT_KIND})
    number = f"{plan.reference}-{times + 1}" if times else plan.reference
    documents.request(KIND, plan.id, number, LANGUAGES, at)


def send_back(plan: HandoverPlan, reason: str, by: Actor, at: datetime) -> None:
    """Give a submitted plan back to who drafts it, with the reason."""
    require(by, Action.APPROVE_HANDOVER, plan)
    _back(plan, RETURN_PLAN, reason, by, at)


def take_back(plan: HandoverPlan, reason: str, by: Actor, at: datetime) -> None:
    """Draft a plan again that the authority did not agree to yet, with the reason."""
    require(by, Action.WRITE_HANDOVER, plan)
    _back(plan, TAKE_BACK_PLAN, reason, by, at)


def _back(
    plan: HandoverPlan, step: Step[PlanState], reason: str, by: Actor, at: datetime
) -> None:
    said = _said(reason)
    with atomic():
        advance(plan, step, reason=said, approved_by=None, approved_at=None)
        documents.set_aside(KIND, plan.id)
        events.record(by, "handover.returned", plan, at)


def withdraw(plan: HandoverPlan, reason: str, by: Actor, at: datetime) -> None:
    """Give up a version that is not agreed, with the reason."""
    require(by, Action.WRITE_HANDOVER, plan)
    said = _said(reason)
    with atomic():
        advance(plan, WITHDRAW_PLAN, reason=said)
        documents.set_aside(KIND, plan.id)
        events.record(by, "handover.withdrawn", plan, at)


def _said(reason: str) -> str:
    if not reason.strip():
        raise RuleBroken("handover_reason", "reason")
    return reason.strip()


def agree(plan: HandoverPlan, letter: str, on: date, by: Actor, at: datetime) -> None:
    """Record the authority's agreement by the reference and the day of its letter.

    A version that was agreed before is replaced, and what was marked of its milestones goes on
    under the new one.
    """
    require(by, Action.AGREE_HANDOVER, plan)
    _require_past(on, at, "agreed_on")
    old = finding.by_id(plan.replaces_id) if plan.replaces_id else None
    with atomic():
        if old is not None:
            hold(old, IN_USE)
        advance(plan, AGREE_PLAN, letter=letter.strip(), agreed_on=on)
        if old is not None:
            _replace(old, plan)
        _issue(plan, at)
        events.record(by, "handover.agreed", plan, at)


def _require_past(on: date, at: datetime, field: str) -> None:
    if on > at.date():
        raise RuleBroken("handover_day_ahead", field)


def _replace(old: HandoverPlan, new: HandoverPlan) -> None:
    was = fresh(old).state
    advance(old, REPLACE_PLAN)
    documents.replace(KIND, old.id)
    known = {each.code: each for each in finding.goals(old)}
    for goal in finding.goals(new):
        if before := known.get(goal.code):
            _carry(before, goal)
    if was is PlanState.UNDER_WAY:
        advance(new, START_PLAN)


def _carry(before: HandoverGoal, goal: HandoverGoal) -> None:
    """Let a milestone stand where it stood in the version before, with all its marks."""
    stands = {"state": before.state, "marked_on": before.marked_on}
    HandoverGoal.update(stands).where(HandoverGoal.id == goal.id).execute()
    for mark in HandoverMark.select().where(HandoverMark.goal == before):
        kept = {name: getattr(mark, name) for name in HandoverMark.columns() if name != "id"}
        HandoverMark.create(**{**kept, "goal": goal})


def start(plan: HandoverPlan, by: Actor, at: datetime) -> None:
    """Begin to carry out an agreed plan: from now on its milestones are marked."""
    require(by, Action.AGREE_HANDOVER, plan)
    with atomic():
        advance(plan, START_PLAN)
        events.record(by, "handover.started", plan, at)


def hand_over(plan: HandoverPlan, act: Act, by: Actor, at: datetime) -> None:
    """Record the act of transfer, once every milestone is met or waived with a reason.

    The days of the reviews are fixed from the day of the transfer, and the record is issued.
    """
    require(by, Action.HAND_OVER, plan)
    _require_past(act.on, at, "handed_on")
    with atomic():
        hold(plan, HAND_OVER.start)
        _require_settled(plan, at.date())
        given = {"act": act.reference.strip(), "handed_on": act.on}
        who = {"receiver": act.receiver.strip(), "handed_by": by.person_id}
        advance(plan, HAND_OVER, None, **given, **who)
        _plan_reviews(plan, act.on)
        documents.request(ACT_KIND, plan.id, f"{plan.reference}/T", LANGUAGES, at)
        events.record(by, "handover.handed_over", plan, at)


def _require_settled(plan: HandoverPlan, today: date) -> None:
    stands = finding.standing(plan, finding.goals(plan), today)
    if stands.settled < stands.of_all:
        raise RuleBroken("handover_goals_open", count=stands.of_all - stands.settled)
    mine = (HandoverPlan.centre == plan.centre_id) & HandoverPlan.state.in_(list(PREPARED))
    if HandoverPlan.select().where(mine).exists():
        raise RuleBroken("handover_version_there")


def _plan_reviews(plan: HandoverPlan, first: date) -> None:
    for number, days in enumerate(handover_review_days(), 1):
        due = first + timedelta(days=days)
        HandoverReview.create(plan=plan, number=number, due_on=due)


def note_review(review: HandoverReview, given: Held, by: Actor, at: datetime) -> None:
    """Note what a review after the handover found; it can be completed until the closing."""
    require(by, Action.HAND_OVER, review)
    _require_past(given.on, at, "held_on")
    if review.plan.handed_on is not None and given.on < review.plan.handed_on:
        raise RuleBroken("handover_review_early", "held_on")
    said = {"held_on": given.on, "text": given.text.strip()}
    with atomic():
        hold(review.plan, CLOSE_PLAN.start)
        who = {"made_by": by.person_id, "made_at": at}
        save_version(review, given.seen, {**said, **who}, theirs=_shown)
        events.record(by, "handover.reviewed", review.plan, at, number=review.number)


def _shown(now: HandoverReview) -> dict[str, object]:
    return {"held_on": now.held_on, "text": now.text}


def close(plan: HandoverPlan, remark: str, by: Actor, at: datetime) -> None:
    """Close a plan whose centre was handed over, once every review is noted."""
    require(by, Action.HAND_OVER, plan)
    with atomic():
        hold(plan, CLOSE_PLAN.start)
        if any(each.held_on is None for each in finding.reviews(plan)):
            raise RuleBroken("handover_reviews_open")
        advance(plan, CLOSE_PLAN, remark=remark.strip(), closed_at=at)
        events.record(by, "handover.closed", plan, at)
