"""What a call said in each of its versions, and the working copy of its next change."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from portal import db
from portal.db import atomic
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import ISSUE_ADDENDUM, CallState
from portal.domain.policy import Actor
from portal.models import Addendum, Call, CallVersion
from portal.services import call_parts, events
from portal.services.prepared import Prepared
from portal.services.steps import found, fresh

if TYPE_CHECKING:
    from peewee import ModelSelect

UNISSUED = frozenset({CallState.DRAFT, CallState.IN_REVIEW, CallState.APPROVED})


def keep(call: Call, at: datetime, addendum: Addendum | None = None) -> CallVersion:
    """Write down what a call says from a moment on, under the number of the addendum, or 0."""
    return CallVersion.create(
        call=call,
        number=addendum.number if addendum else 0,
        contents=call_parts.contents(call),
        at=at,
        addendum=addendum,
    )


def keep_first(call: Call, at: datetime) -> None:
    """Write down what was published, unless that was done before."""
    if version(call, 0) is None:
        keep(call, at)


def version(call: Call, number: int) -> CallVersion | None:
    """Return what a call said under a number."""
    same = (CallVersion.call == call) & (CallVersion.number == number)
    return CallVersion.get_or_none(same)


def issued(call: Call) -> list[Addendum]:
    """Return the issued addenda of a call in their order."""
    return _issued(call.id)


_issued: Prepared[Addendum] = Prepared(
    lambda key: (
        Addendum.select()
        .where((Addendum.call == key) & Addendum.issued_at.is_null(is_null=False))
        .order_by(Addendum.number)
    )
)


def by_number(call: Call, number: int) -> Addendum:
    """Return an issued addendum of a call, or refuse with ``NotFound``."""
    return found(next((each for each in issued(call) if each.number == number), None))


def latest(size: int = 50) -> list[Addendum]:
    """Return the addenda that were issued last, newest first, with their calls."""
    joined = Addendum.select(Addendum, Call).join(Call, on=Addendum.call)
    there = joined.where(Addendum.issued_at.is_null(is_null=False))
    return list(there.order_by(Addendum.issued_at.desc()).limit(size))


def open_addendum(call: Call) -> Addendum | None:
    """Return the addendum of a call that is being written, or None."""
    return _open.first(call.id)


_open: Prepared[Addendum] = Prepared(
    lambda key: Addendum.select().where((Addendum.call == key) & Addendum.issued_at.is_null())
)


def of_draft(draft: Call) -> Addendum | None:
    """Return the addendum whose working copy a call is, or None for any other call."""
    if draft.amends_id is None:
        return None
    return Addendum.get_or_none(Addendum.draft == draft)


def by_draft(slug: str) -> Call:
    """Return a working copy by its address, or refuse with ``NotFound``."""
    copies = (Call.slug == slug) & Call.amends.is_null(is_null=False)
    return found(Call.get_or_none(copies))


def refuse_copy(call: Call, step: str) -> None:
    """Refuse a step that a working copy never takes: it is no call of its own."""
    if call.amends_id is not None:
        raise WrongState(step, call.state)


def hold(call: Call, seen: int) -> None:
    """Keep a call as it is for this transaction while it reads as somebody saw it.

    ``seen`` is the number of its last addendum on their page, 0 for none. An addendum that
    came since is refused with ``call_changed``; one that is being issued now waits. Others may
    keep the call so as well: submissions need not wait for each other.
    """
    db.keep_together(db.Kept.CALL, call.id)
    if not _held(call.id, seen):
        raise RuleBroken("call_changed", number=fresh(call).edition)


def _as_seen(key: UUID, seen: int) -> "ModelSelect[Call]":
    query = Call.select(Call.id).where((Call.id == key) & (Call.edition == seen))
    how: Any = "FOR SHARE"
    return query if db.is_sqlite() else query.for_update(how)


_held: Prepared[tuple[UUID]] = Prepared(_as_seen, plain=tuple)


def drop(addendum: Addendum, by: Actor, at: datetime) -> None:
    """Delete an addendum that was not issued, with its working copy; its number is free."""
    with atomic():
        waiting = (Call.id == addendum.draft_id) & Call.state.in_(list(UNISSUED))
        if Call.delete().where(waiting).execute() != 1:
            raise WrongState(ISSUE_ADDENDUM.name, fresh(addendum.draft).state)
        events.record(by, "addendum.dropped", addendum.call, at, number=addendum.number)


def drop_open(call: Call, by: Actor, at: datetime) -> None:
    """Drop the addendum that is being written, if there is one."""
    addendum = open_addendum(call)
    if addendum is not None:
        drop(addendum, by, at)
