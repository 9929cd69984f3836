"""Sealing what is submitted: into an envelope on disk, and out of the tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal import db
from portal.domain import proposals as rules
from portal.domain.lifecycle import EnvelopeState, ProposalState
from portal.domain.policy import Actor
from portal.domain.seal_keys import KeyPair, raw
from portal.models import (
    Answer,
    Attachment,
    BudgetLine,
    BudgetTotal,
    CallKey,
    Envelope,
    Proposal,
    ProposalPart,
    Record,
)
from portal.models.sealing import Content
from portal.services import (
    call_keys,
    clear_files,
    clock,
    envelopes,
    partner_keys,
    person_keys,
    proposal_drafts,
    proposal_snapshot,
)
from portal.services.prepared_writes import add
from portal.services.proposal_contents import Contents, canonical
from portal.services.proposal_snapshot import Manifest

PRICE_TABLES: list[type[Record]] = [BudgetLine, BudgetTotal]
"""The content tables that open apart, where a call has its prices open apart."""


def latest(proposal: Proposal) -> list[Envelope]:
    """Return the envelopes of the last submission of a proposal; none when it is not sealed."""
    if proposal.state is ProposalState.DRAFT:
        return []
    listed = envelopes.of(proposal)
    return [each for each in listed if each.number == listed[0].number]


def is_sealed(proposal: Proposal) -> bool:
    """Say whether what a proposal says lies in an envelope and not in the tables.

    Prices that open apart and later do not count: all the rest can be read before.
    """
    shut = [each for each in latest(proposal) if each.state is not EnvelopeState.OPENED]
    return any(each.content is not Content.PRICES for each in shut)


def told(whole: Contents) -> dict[str, Any]:
    """Return what the receipt tells of the contents: counts, and the files without names."""
    return {
        "declarations": len(proposal_drafts.ticked(whole.proposal)),
        "answers": sum(bool(each.words) for each in whole.sections),
        "words": sum(each.words for each in whole.sections),
        "lines": len(whole.lines),
        "files": [each.sha256 for each in whole.attachments],
    }


@dataclass
class Ahead:
    """Envelopes that were sealed before the transaction began, and to what they belong."""

    profile: ProposalPart | None = None
    pair: KeyPair | None = None
    """The key that the partner gets if it has none."""
    number: int = 0
    to: Mapping[str, bytes] = field(default_factory=dict)
    sealed: dict[Content, tuple[Manifest, Envelope]] = field(default_factory=dict)
    """What each envelope holds, and its row with the file that it became."""

    def take(self, envelope: Envelope, manifest: Manifest, to: Mapping[str, bytes]) -> bool:
        """Give an envelope the file that was sealed for it, if that is just what it is to be.

        The same contents, for the same keys, under the same number; else it is sealed anew.
        """
        said, there = self.sealed.get(envelope.content, ({}, envelope))
        if (said, self.to, self.number) != (manifest, to, envelope.number):
            return False
        envelope.path, envelope.sha256 = there.path, there.sha256
        envelope.size = there.size
        del self.sealed[envelope.content]
        return True


def seal(
    whole: Contents, by: Actor, at: datetime, written: list[Envelope], ahead: Ahead
) -> None:
    """Seal the contents to their call and partner, each part into a file that is on disk then.

    Nothing is sealed for a call without a key. ``written`` gets the rows, not in the database.
    """
    key = call_keys.of(whole.proposal.call)
    if key is None:
        return
    person_keys.required(by)
    number = next_number(whole.proposal)
    to = recipients(key, whole.proposal, by, at, ahead.pair)
    said = rules.fingerprint(canonical(whole))
    for content in parts_of(whole.proposal):
        envelope = Envelope(
            proposal=whole.proposal,
            number=number,
            content=content,
            canonical=said,
            told=told(whole),
        )
        written.append(envelope)
        manifest = proposal_snapshot.of_rows(whole.proposal, _rows(whole, content))
        if not ahead.take(envelope, manifest, to):
            envelopes.write(envelope, manifest, to)


def _rows(whole: Contents, content: Content) -> Mapping[type[Record], Sequence[Record]]:
    """Return the rows that an envelope holds, as they were just read."""
    read: Mapping[type[Record], Sequence[Record]] = {
        Answer: whole.written,
        BudgetLine: whole.lines,
        BudgetTotal: whole.totals,
        ProposalPart: whole.kept,
        Attachment: whole.attachments,
    }
    return {table: read[table] for table in tables_of(content)}


def next_number(proposal: Proposal) -> int:
    """Return the number of the envelopes that a proposal is submitted in next."""
    return len({each.number for each in envelopes.of(proposal)}) + 1


def recipients(
    key: CallKey, proposal: Proposal, by: Actor, at: datetime, pair: KeyPair | None = None
) -> Mapping[str, bytes]:
    """Return whose keys open the envelopes of a proposal: the call's and the partner's."""
    partner = partner_keys.ready(proposal.partner, by, proposal, at, pair)
    return named(key, partner.public)


def named(key: CallKey, partner: str) -> Mapping[str, bytes]:
    """Return the public halves of both recipients by the names that they have in envelopes."""
    return {"call": raw(key.public), "partner": raw(partner)}


def parts_of(proposal: Proposal) -> list[Content]:
    """Return which envelopes a proposal is sealed into."""
    apart = proposal.call.prices_apart
    return [Content.TECHNICAL, Content.PRICES] if apart else [Content.WHOLE]


def tables_of(content: Content) -> Sequence[type[Record]]:
    """Return the tables that an envelope holds."""
    every = proposal_snapshot.CONTENT_TABLES
    if content is Content.WHOLE:
        return every
    apart = content is Content.PRICES
    return [each for each in every if (each in PRICE_TABLES) is apart]


def keep(proposal: Proposal, written: Sequence[Envelope]) -> None:
    """Record the envelopes and take what they hold out of the tables, in this transaction.

    After the commit the files in clear go too, and the database forgets its old pages.
    """
    if not written:
        return
    for envelope in written:
        add(envelope, sealed_at=clock.expression())
    paths = clear_files.of(proposal)
    proposal_snapshot.purge(proposal)
    db.after_commit(lambda: clear_files.remove_soon(paths))
    db.after_commit(db.forget_old_pages)


def end(proposal: Proposal, at: datetime) -> None:
    """Let the envelopes of the last submission stay shut for ever; within a transaction."""
    shut = (Envelope.proposal == proposal) & (Envelope.state == EnvelopeState.SEALED)
    Envelope.update(state=EnvelopeState.WITHDRAWN, ended_at=at).where(shut).execute()
