"""A submitted proposal before the deadline: read again, withdrawn, or taken back to revise."""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import Expression

from portal import db
from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import NotFound, RuleBroken, WrongState
from portal.domain.lifecycle import REVISE_PROPOSAL, WITHDRAW_PROPOSAL, ProposalState, Step
from portal.domain.policy import Actor, require
from portal.domain.seal_keys import KeyPair
from portal.models import (
    Answer,
    Attachment,
    BudgetLine,
    BudgetTotal,
    Envelope,
    Person,
    Proposal,
    ProposalPart,
)
from portal.services import (
    call_versions,
    documents,
    envelopes,
    events,
    opening_files,
    outbox,
    own_packages,
    partner_keys,
    proposal_changes,
    proposal_sealing,
    proposal_snapshot,
    proposals,
)
from portal.services.proposal_contents import Contents, Rows, of_rows
from portal.services.proposal_drafts import deadline_passed, is_open, open_calls
from portal.services.steps import advance, fresh

RECIPIENT = "partner"
STANDS = frozenset({ProposalState.SUBMITTED, ProposalState.WITHDRAWN})


def read(proposal: Proposal, passphrase: str, by: Actor) -> Contents:
    """Return what a sealed proposal says to its own partner; nothing of it is kept.

    Raise ``copy_missing``, ``wrong_passphrase``, ``envelope_damaged``, or the ``refused_``
    rule by which the opening would refuse what the partner sealed itself.
    """
    require(by, Action.READ_SEALED_COPY, proposal)
    sealed = proposal_sealing.latest(proposal)
    if not sealed:
        raise NotFound
    pair = partner_keys.unlock(by, passphrase)
    manifests = [_read(each, pair) for each in sealed]
    copy = proposal_snapshot.reading(proposal, manifests[-1])
    return of_rows(copy, _rows(manifests))


def read_file(
    proposal: Proposal, attachment_id: UUID, passphrase: str, by: Actor
) -> tuple[Attachment, bytes]:
    """Return one file out of a partner's own sealed copy; it is held in memory alone.

    Raise ``copy_missing``, ``wrong_passphrase``, ``envelope_damaged``, or ``NotFound``.
    """
    require(by, Action.READ_SEALED_COPY, proposal)
    sealed = proposal_sealing.latest(proposal)
    if not sealed:
        raise NotFound
    pair = partner_keys.unlock(by, passphrase)
    for each in sealed:
        held = _read_one(each, attachment_id, pair)
        if held is not None:
            return held
    raise NotFound


def _read_one(
    envelope: Envelope, attachment_id: UUID, pair: KeyPair
) -> tuple[Attachment, bytes] | None:
    with envelopes.opened(envelope, RECIPIENT, pair) as (given, files):
        listed = proposal_snapshot.read(Attachment, _judged(envelope, given))
        wanted = next((each for each in listed if each.id == attachment_id), None)
        content = b""
        for sha256, pieces in files:
            if wanted is not None and wanted.sha256 == sha256:
                content = b"".join(pieces)
        return None if wanted is None else (wanted, content)


def _read(envelope: Envelope, pair: KeyPair) -> Mapping[str, Any]:
    with envelopes.opened(envelope, RECIPIENT, pair) as (manifest, found):
        judged = _judged(envelope, manifest)
        for _sha256, pieces in found:
            _drain(pieces)
        return judged


def _judged(envelope: Envelope, manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    """Hold against what a partner sealed itself what the opening will hold against it."""
    if not envelope.own:
        return manifest
    return own_packages.judged(envelope, manifest, _written(envelope.proposal))


def _written(proposal: Proposal) -> own_packages.Written:
    return proposal.submitted_by_id, proposal.submitted_at


def _drain(pieces: Iterable[bytes]) -> None:
    """Read to the end: only then is it sure that nothing was changed."""
    for _ in pieces:
        pass


def _rows(manifests: Iterable[Mapping[str, Any]]) -> Rows:
    listed = list(manifests)

    def read_all(table: Any) -> list[Any]:  # noqa: ANN401 - any table of the content
        return [row for each in listed for row in proposal_snapshot.read(table, each)]

    return Rows(
        sorted(read_all(Answer), key=lambda row: row.question.position),
        sorted(read_all(BudgetLine), key=lambda row: row.position),
        sorted(read_all(Attachment), key=lambda row: (row.added_at, row.id)),
        read_all(ProposalPart),
        read_all(BudgetTotal),
    )


def can_recall(proposal: Proposal) -> bool:
    """Say whether a proposal that was submitted can still be taken back."""
    return proposal.state in STANDS and is_open(proposal.call)


def withdraw(proposal: Proposal, by: Actor, at: datetime) -> None:
    """Withdraw what was submitted: its envelope stays shut for ever."""
    require(by, WITHDRAW_PROPOSAL.action, proposal)
    with atomic():
        _recall(proposal, WITHDRAW_PROPOSAL, to_confirm=None)
        proposal_sealing.end(proposal, at)
        events.record(by, "proposal.withdrawn", proposal, at, receipt=proposal.receipt)
        _tell(proposal, by, at)


def _tell(proposal: Proposal, by: Actor, at: datetime) -> None:
    person = Person.get_by_id(by.person_id)
    facts = {"reference": proposals.lot_reference(proposal), "receipt": proposal.receipt}
    outbox.put_mail(person.email, "withdrawn", person.language, at, **facts)


def take_back(proposal: Proposal, passphrase: str, by: Actor, at: datetime) -> None:
    """Make a submitted or withdrawn proposal a draft again, to revise and submit it anew.

    What it says comes out of the partner's own copy; the old envelope stays shut for ever. Of
    one that the partner sealed itself, what the opening would refuse is left behind.
    """
    require(by, REVISE_PROPOSAL.action, proposal)
    sealed = proposal_sealing.latest(proposal)
    if not sealed and proposal.state is ProposalState.SUBMITTED:
        proposal_changes.take_back(proposal, by, at)
        return
    pair = partner_keys.unlock(by, passphrase) if sealed else None
    facts = {"receipt": proposal.receipt, "fingerprint": proposal.fingerprint}
    written = _written(proposal)
    with atomic():
        nothing = {"submitted_at": None, "submitted_by": None, "receipt": None}
        _recall(proposal, REVISE_PROPOSAL, **nothing, fingerprint="", to_confirm=None)
        if pair is not None:
            _restore_all(proposal, sealed, pair, written)
        proposal_sealing.end(proposal, at)
        documents.set_aside("receipt", proposal.id)
        events.record(by, "proposal.taken_back", proposal, at, **facts)


def _restore_all(
    proposal: Proposal, sealed: Iterable[Envelope], pair: KeyPair, written: own_packages.Written
) -> None:
    for each in sealed:
        try:
            _restore(proposal, each, pair, written)
        except RuleBroken:
            if not each.own:
                raise


def _recall(proposal: Proposal, step: Step[ProposalState], **changes: object) -> None:
    """Take a step that only the time before the deadline allows, by the database's clock."""
    call_versions.hold(proposal.call, fresh(proposal.call).edition)
    db.keep_together(db.Kept.FILES)
    try:
        advance(proposal, step, also=_in_time(), **changes)
    except WrongState as refused:
        if refused.state not in step.start or is_open(proposal.call):
            raise
        raise deadline_passed(proposal.call) from refused


def _in_time() -> Expression:
    found: Expression = Proposal.call.in_(open_calls())
    return found


def _restore(
    proposal: Proposal, envelope: Envelope, pair: KeyPair, written: own_packages.Written
) -> None:
    with ExitStack() as after:
        after.callback(opening_files.clear, proposal.id)
        with envelopes.opened(envelope, RECIPIENT, pair) as package:
            manifest, staged = own_packages.take_out(envelope, package, proposal.id, written)
        opening_files.give_names(staged)
        proposal_snapshot.restore(proposal, manifest)
