"""Checkpoints: signed heads of the log, mailed to witnesses who keep them outside."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from peewee import Expression

from portal.config import address
from portal.db import atomic
from portal.domain import signed_notes
from portal.domain.audit_chain import instant, root_of
from portal.domain.lifecycle import CallState, ProposalState
from portal.domain.policy import VISITOR
from portal.models import Call, ChainHead, Checkpoint, Event, Person, Proposal, Seat
from portal.services import chain, events, outbox, signing

TURNING_POINTS = ("call.opened", "call.awarded")
"""After these a checkpoint is made at once: a later change would be worth most to somebody."""
UNDER_WAY = (
    CallState.PUBLISHED,
    CallState.OPENED,
    CallState.SCORING,
    CallState.RANKED,
    CallState.RECOMMENDED,
)


def make_due(at: datetime, every: timedelta) -> Checkpoint | None:
    """Make a checkpoint when one is due: after some time, or after a turning point."""
    last, head = latest(), chain.head()
    if head.size == 0 or (last is not None and last.size >= head.size):
        return None
    if last is None or at - last.made_at >= every or _has_turned(last.size):
        return make(at)
    return None


def _has_turned(size: int) -> bool:
    since = (Event.seq > size) & Event.name.in_(TURNING_POINTS)
    return bool(Event.select(Event.id).where(since).exists())


def make(at: datetime) -> Checkpoint | None:
    """Sign the log as it stands and mail it to each witness; None when that was done."""
    with atomic():
        head = chain.head()
        if head.size == 0 or Checkpoint.select().where(Checkpoint.size == head.size).exists():
            return None
        made = Checkpoint.create(
            size=head.size,
            root=root_of(head.frontier),
            chain=head.hash,
            key_id=signed_notes.key_id(signing.public()),
            note=note_of(head, at),
            made_at=at,
        )
        _tell(made, at)
    return made


def note_of(head: ChainHead, at: datetime) -> str:
    """Return the signed note that tells of this head; nothing is kept."""
    told = signed_notes.Checkpoint(
        origin=f"{urlsplit(address()).netloc}/events",
        size=head.size,
        root=root_of(head.frontier),
        chain=head.hash,
        time=instant(at),
    )
    return signed_notes.sign_checkpoint(told, signing.key())


def latest() -> Checkpoint | None:
    """Return the last checkpoint."""
    row: Checkpoint | None = Checkpoint.select().order_by(Checkpoint.size.desc()).first()
    return row


def _tell(made: Checkpoint, at: datetime) -> None:
    mails = [
        {
            "to": person.email,
            "template": "checkpoint",
            "language": person.language,
            "facts": {"size": made.size, "note": made.note},
        }
        for person in witnesses()
    ]
    outbox.put_mails(mails, at)


def witnesses() -> list[Person]:
    """Return who keeps checkpoints: signatories and committees of calls that are under way.

    Each gets a mail of their own that says nothing of a call, so none learns of another.
    """
    under_way = Call.select(Call.id).where(Call.state.in_(UNDER_WAY))
    filed = Proposal.call.in_(under_way) & (Proposal.state != ProposalState.DRAFT)
    signatories = Proposal.select(Proposal.submitted_by).where(filed & _has_signed())
    members = Seat.select(Seat.person).where(Seat.call.in_(under_way))
    chosen = Person.id.in_(signatories) | Person.id.in_(members)
    query = Person.select().where(chosen & Person.disabled_at.is_null())
    return list(query.order_by(Person.email))


def _has_signed() -> Expression:
    return Proposal.submitted_by.is_null(is_null=False)


def renew_key(at: datetime) -> str:
    """Make another signing key: the log is signed with the old one, then with the new one."""
    make(at)
    old = signed_notes.key_id(signing.public())
    signing.renew()
    new = signed_notes.key_id(signing.public())
    with atomic():
        events.record(VISITOR, "audit.key_renewed", chain.head(), at, old=old, new=new)
    make(at)
    return new
