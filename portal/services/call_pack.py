"""The whole file of a call: which papers and attachments belong to it, and its packs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from peewee import IntegrityError

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.packing import distinct, safe_name
from portal.domain.policy import VISITOR, Actor, require
from portal.models import Attachment, Call, CallPack, Document, Proposal
from portal.models.after_award import PackState
from portal.models.records import DocumentState
from portal.services import events, outbox
from portal.services.opening import opened
from portal.services.steps import found

EFFECT = "pack_call"


@dataclass(frozen=True)
class Piece:
    """One file of a pack: its name in it, where its bytes lie, and what it is."""

    name: str
    path: str
    sha256: str
    size: int
    kind: str
    title: str


def pieces(call: Call) -> list[Piece]:
    """Return every issued paper and every attachment of a call, in the order of their names."""
    proposals = opened(call)
    return sorted(
        [*_papers(call, proposals), *_attached(proposals)], key=lambda each: each.name
    )


def _papers(call: Call, proposals: Sequence[Proposal]) -> list[Piece]:
    keys = [call.id, *(each.id for each in proposals)]
    mine = Document.subject_id.in_(keys) | Document.number.startswith(f"{call.reference}-")
    issued = mine & (Document.state == DocumentState.ISSUED)
    rows = list(Document.select().where(issued).order_by(Document.number))
    names = distinct(safe_name(f"{each.number}.pdf") for each in rows)
    return [
        Piece(f"documents/{name}", row.path, row.sha256, row.size, row.kind, row.number)
        for name, row in zip(names, rows, strict=True)
    ]


def _attached(proposals: Sequence[Proposal]) -> list[Piece]:
    numbers = {each.id: str(each.number) for each in proposals}
    query = Attachment.select().where(Attachment.proposal.in_(list(numbers)))
    rows = list(query.order_by(Attachment.added_at, Attachment.sha256))
    names = [f"{safe_name(numbers[row.proposal_id])}/{safe_name(row.filename)}" for row in rows]
    return [
        Piece(f"attachments/{name}", row.path, row.sha256, row.size, "attachment", row.title)
        for name, row in zip(distinct(names), rows, strict=True)
    ]


def of_call(call: Call) -> list[CallPack]:
    """Return the packs of a call, the last one first."""
    query = CallPack.select().where(CallPack.call == call)
    return list(query.order_by(CallPack.number.desc()))


def last_done(call: Call) -> CallPack:
    """Return the last pack that is made, or refuse with ``NotFound``."""
    made = [each for each in of_call(call) if each.state is PackState.DONE]
    return found(made[0] if made else None)


def ask(call: Call, by: Actor, at: datetime) -> CallPack:
    """Leave the packing to the worker; one pack of a call is made at a time."""
    require(by, Action.PACK_CALL, call)
    before = of_call(call)
    if any(each.state is PackState.RUNNING for each in before):
        raise RuleBroken("pack_running")
    try:
        with atomic():
            row = CallPack.create(
                call=call,
                number=len(before) + 1,
                total=len(pieces(call)),
                asked_by=by.person_id,
                asked_at=at,
            )
            events.record(by, "call.pack_asked", call, at, number=row.number)
            outbox.put(EFFECT, {"run": str(row.id)}, at)
    except IntegrityError as twice:
        raise RuleBroken("pack_running") from twice
    return row


def running(pack_id: UUID) -> CallPack | None:
    """Return a pack that is still to be made, or None."""
    row: CallPack | None = CallPack.get_or_none(CallPack.id == pack_id)
    return row if row is not None and row.state is PackState.RUNNING else None


def advance_to(row: CallPack, done: int, total: int) -> None:
    """Note how many files of a pack are in."""
    mine = (CallPack.id == row.id) & (CallPack.state == PackState.RUNNING)
    CallPack.update(done=done, total=total).where(mine).execute()


def ask_on(row: CallPack, at: datetime) -> None:
    """Ask the worker for the next round."""
    outbox.put(EFFECT, {"run": str(row.id)}, at)


@dataclass(frozen=True)
class Made:
    """What is known of the bytes of a pack once they are stored."""

    path: str
    sha256: str
    size: int
    files: int


def finish(row: CallPack, made: Made, at: datetime) -> None:
    """Note that a pack is made."""
    with atomic():
        mine = (CallPack.id == row.id) & (CallPack.state == PackState.RUNNING)
        counts = {"done": made.files, "total": made.files}
        given = {"state": PackState.DONE, "made_at": at, **counts}
        stored = {"path": made.path, "sha256": made.sha256, "size": made.size}
        if CallPack.update({**given, **stored}).where(mine).execute() != 1:
            raise WrongState("pack_call", "done")
        facts = {"number": row.number, "sha256": made.sha256, "files": made.files}
        events.record(VISITOR, "call.packed", row.call, at, **facts)


def give_up(pack_id: UUID, at: datetime) -> None:
    """Stop a pack that the worker could not make often enough."""
    row = running(pack_id)
    if row is None:
        return
    with atomic():
        CallPack.update(state=PackState.STOPPED).where(CallPack.id == row.id).execute()
        events.record(VISITOR, "call.pack_stopped", row.call, at, number=row.number)
