"""Sealing before one's turn to write has come, so that nobody waits in line for a cipher.

On an embedded database one writes at a time. What is sealed here is taken only if, in the
transaction that judges the deadline, the draft still says just that; else it is sealed anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from portal.domain import seal_keys
from portal.domain.errors import Refusal, RuleBroken
from portal.domain.lifecycle import ProposalState
from portal.domain.policy import Actor
from portal.line import Queue
from portal.models import CallKey, Envelope, Proposal, ProposalPart
from portal.models.sealing import Content
from portal.services import (
    call_keys,
    envelopes,
    files,
    partner_keys,
    person_keys,
    proposal_profile,
    proposal_sealing,
    proposal_snapshot,
)
from portal.services.prepared import Prepared
from portal.services.proposal_sealing import Ahead
from portal.services.proposal_snapshot import Manifest

PARTS = ProposalPart.__name__.lower()
_sealing = Queue()
"""One is sealed at a time in a process, first come first served: more would share a core."""


@contextmanager
def sealed(proposal: Proposal, by: Actor, at: datetime) -> Iterator[Ahead]:
    """Lend the envelopes of a draft, flushed to disk; remove at the end what nobody took.

    After an error of which nothing is known the sweep judges by the rows.
    """
    ahead = _ahead(proposal, by, at)
    try:
        yield ahead
    except Refusal:
        _forget(ahead)
        raise
    _forget(ahead)


def _forget(ahead: Ahead) -> None:
    for _said, envelope in ahead.sealed.values():
        files.path(envelope.path).unlink(missing_ok=True)


def _ahead(proposal: Proposal, by: Actor, at: datetime) -> Ahead:
    key = call_keys.of(proposal.call)
    if key is None or person_keys.of(by.person_id) is None:
        return Ahead()
    _sealing.acquire()
    try:
        ahead = _filled(proposal, key, by, at)
    finally:
        _sealing.release()
    for _said, envelope in ahead.sealed.values():
        files.flush(files.path(envelope.path))
    return ahead


def _filled(proposal: Proposal, key: CallKey, by: Actor, at: datetime) -> Ahead:
    """Seal what the draft says now; nothing where a file goes away meanwhile."""
    if not _drafts(proposal.id):
        return Ahead()
    ahead = _begun(proposal, key, by, at)
    for content in proposal_sealing.parts_of(proposal):
        envelope = Envelope(proposal=proposal, number=ahead.number, content=content)
        said = _said(proposal, content, ahead.profile)
        ahead.sealed[content] = (said, envelope)
        try:
            envelopes.fill(envelope, said, ahead.to)
        except (RuleBroken, FileNotFoundError):
            _forget(ahead)
            return Ahead()
    return ahead


_drafts: Prepared[tuple[UUID]] = Prepared(
    lambda key: Proposal.select(Proposal.id).where(
        (Proposal.id == key) & (Proposal.state == ProposalState.DRAFT)
    ),
    plain=tuple,
)


def _begun(proposal: Proposal, key: CallKey, by: Actor, at: datetime) -> Ahead:
    there = partner_keys.of(proposal.partner_id)
    pair = seal_keys.new_pair()
    public = there.public if there is not None else seal_keys.text(pair.public)
    return Ahead(
        profile=proposal_profile.taken(proposal, by, at),
        pair=pair,
        number=proposal_sealing.next_number(proposal),
        to=proposal_sealing.named(key, public),
    )


def _said(proposal: Proposal, content: Content, profile: ProposalPart | None) -> Manifest:
    """Return what the transaction will find once it has kept the profile."""
    manifest = proposal_snapshot.take(proposal, proposal_sealing.tables_of(content))
    rows = manifest["rows"]
    if profile is not None and PARTS in rows:
        others = [row for row in rows[PARTS] if row["key"] != profile.key]
        rows[PARTS] = sorted(
            [*others, proposal_snapshot.plain(profile)], key=lambda row: row["id"]
        )
    return manifest
