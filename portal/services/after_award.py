"""What is asked of each person after an award."""

from datetime import datetime

from portal.domain.actions import Action
from portal.domain.lifecycle_award import AcceptanceState, ReviewState
from portal.domain.policy import Actor, can
from portal.models import Call, Debrief, Proposal, ReviewRequest
from portal.services import award_next, award_rounds, proposals, reviews, standstill
from portal.services.todo import Item


def work_items(actor: Actor, at: datetime) -> list[Item]:  # noqa: ARG001 - as every area
    """Return what awards that are decided need of the actor."""
    if actor.person_id is None:
        return []
    if actor.partner_id is not None:
        return _answers(actor)
    return [*_reviews(actor), *_rounds(actor), *_fallen(actor), *_debriefs(actor)]


def _answers(actor: Actor) -> list[Item]:
    items = []
    for proposal in proposals.own(actor):
        row = standstill.award_of(proposal) if proposal.number else None
        if row is None or row.state is not AcceptanceState.OFFERED:
            continue
        if row.standstill_until is None:
            continue
        row.proposal = proposal
        items.append(_answer(proposal, waiting=not can(actor, Action.ANSWER_AWARD, row)))
    return items


def _answer(proposal: Proposal, *, waiting: bool) -> Item:
    """Return the answer to an award: to be given, or waited for by colleagues."""
    word = "work.wait_award_answer" if waiting else "work.answer_award"
    title = f"{proposal.call.title}: {proposal.lot.title}"
    parts = {"proposal_id": str(proposal.id)}
    number = str(proposal.number)
    return Item(word, number, title, "committee.outcome", parts, waiting=waiting)


def _reviews(actor: Actor) -> list[Item]:
    items = []
    waits = ReviewRequest.state.in_([ReviewState.FILED, ReviewState.NAMED])
    for found in ReviewRequest.select(ReviewRequest.id).where(waits):
        row = reviews.by_id(found.id)
        word = _review_word(row, actor)
        if word:
            call = row.proposal.call
            parts = {"review_id": str(row.id)}
            last = reviews.due(row)
            items.append(
                Item(word, call.reference, call.title, "committee.review", parts, last)
            )
    return items


def _review_word(row: ReviewRequest, actor: Actor) -> str:
    if row.state is ReviewState.FILED:
        return "work.name_reviewer" if can(actor, Action.NAME_REVIEWER, row) else ""
    return "work.decide_review" if can(actor, Action.DECIDE_REVIEW, row) else ""


def _rounds(actor: Actor) -> list[Item]:
    """Return later recommendations that are on their way."""
    return [
        _of_call(row.call, f"work.{award_rounds.HELD[row.state][1]}", "award")
        for row in award_rounds.later()
        if can(actor, award_rounds.HELD[row.state][0], row)
    ]


def _fallen(actor: Actor) -> list[Item]:
    """Return calls with a lot to recommend anew."""
    return [
        _of_call(call, "work.recommend_next", "standstill")
        for call in award_next.fallen()
        if can(actor, Action.RECOMMEND, call) and award_next.released(call)
    ]


def _of_call(call: Call, word: str, page: str) -> Item:
    return Item(word, call.reference, call.title, f"committee.{page}", {"slug": call.slug})


def _debriefs(actor: Actor) -> list[Item]:
    open_ones = Debrief.select(Debrief, Proposal, Call).join(Proposal).join(Call)
    return [
        _of_call(each.proposal.call, "work.answer_debrief", "standstill")
        for each in open_ones.where(Debrief.answered_at.is_null())
        if can(actor, Action.ANSWER_DEBRIEF, each)
    ]
