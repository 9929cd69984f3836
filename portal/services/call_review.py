"""Review of a call: comments pinned to its sections, resolved before it is sent again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.calls import SECTIONS
from portal.domain.errors import NotFound, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import CallState
from portal.domain.policy import Actor, require
from portal.models import Call, Person, ReviewComment
from portal.services import events
from portal.services.steps import found, fresh

REVIEWED = frozenset({CallState.DRAFT, CallState.IN_REVIEW})


def by_id(comment_id: UUID) -> ReviewComment:
    """Return a comment with its call, or refuse with ``NotFound``."""
    query = ReviewComment.select(ReviewComment, Call).join(Call)
    comment: ReviewComment | None = query.where(ReviewComment.id == comment_id).first()
    return found(comment)


def of(call: Call) -> dict[str, list[ReviewComment]]:
    """Return the comments of a call by section, in the order of the sections, oldest first."""
    listed: dict[str, list[ReviewComment]] = {name: [] for name in SECTIONS}
    for comment in _joined(call):
        listed.setdefault(comment.section, []).append(comment)
    return {name: comments for name, comments in listed.items() if comments}


def of_section(call: Call, section: str) -> list[ReviewComment]:
    """Return the comments on one section, oldest first."""
    return [comment for comment in _joined(call) if comment.section == section]


def _joined(call: Call) -> Iterable[ReviewComment]:
    joined = ReviewComment.select(ReviewComment, Person).join(
        Person, on=ReviewComment.author, attr="author"
    )
    ordered = joined.order_by(ReviewComment.made_at, ReviewComment.id)
    return list(ordered.where(ReviewComment.call == call))


def broken_rules(call: Call) -> list[RuleBroken]:
    """Return one broken rule for each section that still has open comments."""
    if call.state not in REVIEWED:
        return []
    waiting = (ReviewComment.call == call) & ReviewComment.resolved_at.is_null()
    found_in = [row.section for row in ReviewComment.select().where(waiting)]
    return [
        RuleBroken("comments_open", section, count=found_in.count(section))
        for section in dict.fromkeys(found_in)
    ]


def require_resolved(call: Call) -> None:
    """Refuse with every section that still has open comments."""
    if broken := broken_rules(call):
        raise RulesBroken(broken)


def comment(call: Call, section: str, text: str, by: Actor, at: datetime) -> ReviewComment:
    """Pin a comment to a section of a call in review."""
    require(by, Action.COMMENT_CALL, call)
    if section not in SECTIONS:
        raise NotFound
    if not text.strip():
        raise RuleBroken("comment_empty", "text")
    with atomic():
        _hold(call, CallState.IN_REVIEW)
        made = ReviewComment.create(
            call=call, section=section, text=text.strip(), author=by.person_id, made_at=at
        )
        events.record(by, "call.commented", call, at, section=section)
    return made


def _hold(call: Call, *states: CallState) -> None:
    """Keep the call's row for this transaction while it is in one of the states."""
    condition = (Call.id == call.id) & Call.state.in_(list(states))
    if Call.update(version=Call.version).where(condition).execute() != 1:
        raise WrongState("review_call", fresh(call).state)


def resolve(comment: ReviewComment, by: Actor, at: datetime) -> None:
    """Mark a comment as resolved: its writer in review, the author's side in the draft."""
    require(by, Action.RESOLVE_COMMENT, comment)
    own = by.person_id == comment.author_id
    states = (CallState.DRAFT, CallState.IN_REVIEW) if own else (CallState.DRAFT,)
    is_open = (ReviewComment.id == comment.id) & ReviewComment.resolved_at.is_null()
    with atomic():
        _hold(comment.call, *states)
        changes = {"resolved_at": at, "resolved_by": by.person_id}
        if ReviewComment.update(**changes).where(is_open).execute() == 1:
            about = {"section": comment.section}
            events.record(by, "call.comment_resolved", comment.call, at, **about)
