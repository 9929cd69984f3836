"""Requests for a review: filed within the standstill, decided by somebody not involved."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from peewee import IntegrityError

from portal.config import review_days
from portal.db import atomic
from portal.domain.actions import OFFICE_ROLES, Action, Role
from portal.domain.call_rules_times import local_day
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import SET_AWARD_ASIDE
from portal.domain.lifecycle_award import (
    DISMISS_REVIEW,
    NAME_REVIEWER,
    SET_ASIDE,
    STANDING_AWARDS,
    UPHOLD_REVIEW,
    WITHDRAW_REVIEW,
    AcceptanceState,
)
from portal.domain.policy import Actor, require
from portal.domain.scoring import RECOMMENDATION_WORDS, words
from portal.domain.working_days import moved
from portal.models import (
    AwardRound,
    Call,
    Centre,
    Grant,
    Lot,
    LotAward,
    Partner,
    Person,
    Proposal,
    ReviewRequest,
    Seat,
)
from portal.services import (
    award_letters,
    documents,
    events,
    outbox,
    standstill,
    working_days,
)
from portal.services.opening import contacts
from portal.services.steps import advance, found

if TYPE_CHECKING:
    from peewee import ModelSelect

__all__ = ["Person", "ReviewRequest"]


def _joined() -> "ModelSelect[ReviewRequest]":
    return (
        ReviewRequest.select(ReviewRequest, Proposal, Call, Centre, Lot, Partner)
        .join(Proposal)
        .join(Call)
        .join(Centre)
        .switch(Proposal)
        .join(Lot)
        .switch(Proposal)
        .join(Partner)
    )


def by_id(review_id: UUID) -> ReviewRequest:
    """Return a request with its proposal, call and partner, or refuse."""
    row: ReviewRequest | None = _joined().where(ReviewRequest.id == review_id).first()
    return found(row)


def of(proposal: Proposal) -> ReviewRequest | None:
    """Return the request for a review of a proposal's result, or None."""
    row: ReviewRequest | None = _joined().where(ReviewRequest.proposal == proposal).first()
    return row


def by_proposal(proposal_id: UUID) -> ReviewRequest:
    """Return the request for a review of a proposal's result, or refuse."""
    row: ReviewRequest | None = _joined().where(ReviewRequest.proposal == proposal_id).first()
    return found(row)


def of_call(call: Call) -> list[ReviewRequest]:
    """Return the requests for a review of a call, the oldest first."""
    query = _joined().where(Proposal.call == call)
    return list(query.order_by(ReviewRequest.filed_at))


def deadline(proposal: Proposal) -> datetime | None:
    """Return until when a review can be asked for; None while the letters have not left."""
    row = award_letters.round_of(proposal)
    if row is None or row.letters_at is None:
        return None
    return award_letters.standstill_end(proposal.call, row.letters_at)


def due(row: ReviewRequest) -> datetime:
    """Return until when a request is to be decided: the end of a working day of the country."""
    call = row.proposal.call
    works = working_days.calendar(call.centre.country)
    day = moved(local_day(row.filed_at, call.zone), review_days(), works)
    return datetime.combine(day, award_letters.LAST_MINUTE, ZoneInfo(call.zone))


def file(proposal: Proposal, grounds: str, by: Actor, at: datetime) -> ReviewRequest:
    """File a request for a review, once, by the signatory of a partner that did not win."""
    require(by, Action.FILE_REVIEW, proposal)
    _check(proposal, grounds, at)
    number = ReviewRequest.select().join(Proposal).where(Proposal.call == proposal.call).count()
    try:
        with atomic():
            row = ReviewRequest.create(
                proposal=proposal,
                number=number + 1,
                grounds=grounds.strip(),
                filed_by=by.person_id,
                filed_at=at,
            )
            events.record(by, "call.review_filed", proposal.call, at, number=row.number)
            _tell_heads(row, at)
    except IntegrityError as twice:
        raise RuleBroken("review_twice") from twice
    return row


def _check(proposal: Proposal, grounds: str, at: datetime) -> None:
    until = deadline(proposal)
    if until is None:
        raise RuleBroken("letters_not_left")
    award = standstill.award_of(proposal)
    if award is not None and award.state in STANDING_AWARDS:
        raise RuleBroken("review_by_winner")
    if standstill.fallen(proposal) == AcceptanceState.DECLINED:
        raise RuleBroken("review_of_declined")
    if at >= until:
        raise RuleBroken("review_late", until=until, zone=proposal.call.zone)
    if words(grounds) < RECOMMENDATION_WORDS:
        raise RuleBroken("review_grounds_short", "grounds", words=RECOMMENDATION_WORDS)


def _tell_heads(row: ReviewRequest, at: datetime) -> None:
    heads = Person.select().join(Grant).where(Grant.role == Role.HEAD_OF_OFFICE)
    facts = {"reference": row.proposal.call.reference, "review": str(row.id)}
    for person in heads.where(Person.disabled_at.is_null()):
        outbox.put_mail(person.email, "review_filed", person.language, at, **facts)


def withdraw(row: ReviewRequest, by: Actor, at: datetime) -> None:
    """Take a request back, before it is decided."""
    require(by, Action.WITHDRAW_REVIEW, row)
    with atomic():
        advance(row, WITHDRAW_REVIEW, decided_at=at)
        events.record(by, "call.review_withdrawn", row.proposal.call, at, number=row.number)


def reviewers(call: Call) -> list[Person]:
    """Return who can decide: people of the office without seat or part in the award."""
    seats = Seat.select().where(Seat.call == call)
    involved: set[UUID | None] = {each.person_id for each in seats}
    for row in AwardRound.select().where(AwardRound.call == call):
        involved |= {row.made_by_id, row.reviewer_id, row.approver_id, row.second_id}
    query = Person.select().join(Grant).where(Grant.role.in_(list(OFFICE_ROLES)))
    free = query.where(Person.disabled_at.is_null()).distinct().order_by(Person.name)
    return [each for each in free if each.id not in involved]


def name(row: ReviewRequest, person_id: UUID | None, by: Actor, at: datetime) -> None:
    """Name who decides: nobody of the committee, nobody who handled the award."""
    require(by, Action.NAME_REVIEWER, row)
    free = {each.id: each for each in reviewers(row.proposal.call)}
    person = free.get(person_id) if person_id else None
    if person is None:
        raise RuleBroken("reviewer_involved", "reviewer")
    with atomic():
        advance(row, NAME_REVIEWER, reviewer=person.id, named_by=by.person_id, named_at=at)
        events.record(by, "call.reviewer_named", row.proposal.call, at, number=row.number)
        facts = {"reference": row.proposal.call.reference, "review": str(row.id)}
        facts["due"] = due(row).date().isoformat()
        outbox.put_mail(person.email, "review_to_decide", person.language, at, **facts)


def decide(row: ReviewRequest, reasons: str, by: Actor, at: datetime, *, upheld: bool) -> None:
    """Decide with reasons; an upheld request sets the award of the lot aside."""
    require(by, Action.DECIDE_REVIEW, row)
    if words(reasons) < RECOMMENDATION_WORDS:
        raise RuleBroken("review_reasons_short", "decision", words=RECOMMENDATION_WORDS)
    step = UPHOLD_REVIEW if upheld else DISMISS_REVIEW
    call = row.proposal.call
    with atomic():
        advance(row, step, decision=reasons.strip(), decided_at=at)
        events.record(by, "call.review_decided", call, at, number=row.number, upheld=upheld)
        if upheld:
            _set_aside(row, by, at)
        number = f"{call.reference}-REVIEW-{row.number}"
        languages = (row.proposal.partner.language,)
        documents.request("review_decision", row.id, number, languages, at)
        _tell_partner(row, at)


def _set_aside(row: ReviewRequest, by: Actor, at: datetime) -> None:
    award: LotAward | None = standstill.last_award(row.proposal.lot_id)
    if award is None or award.state not in STANDING_AWARDS:
        return
    advance(award, SET_ASIDE)
    advance(award.proposal, SET_AWARD_ASIDE)
    events.record(by, "call.lot_released", row.proposal.call, at)


def _tell_partner(row: ReviewRequest, at: datetime) -> None:
    facts = {"reference": row.proposal.call.reference, "proposal": str(row.proposal_id)}
    for person in contacts([row.partner_id]):
        outbox.put_mail(person.email, "review_decided", person.language, at, **facts)
