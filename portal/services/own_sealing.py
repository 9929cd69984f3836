"""Proposals that a partner seals on a computer of its own: packages out, envelopes in."""

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import BinaryIO
from uuid import UUID, uuid4

from portal.db import atomic
from portal.domain import seal_cards
from portal.domain.actions import Action
from portal.domain.envelopes import Bound, sealed_size
from portal.domain.errors import NotFound, RuleBroken, RulesBroken
from portal.domain.own_packages import LONGEST_MANIFEST
from portal.domain.policy import Actor, require
from portal.domain.sealed_package import pack
from portal.domain.uploads import CHUNK, MEGABYTE
from portal.models import Attachment, Envelope, Event, PendingUpload, Proposal
from portal.models.sealing import Content
from portal.services import (
    call_keys,
    envelopes,
    events,
    files,
    own_packages,
    partner_keys,
    person_keys,
    proposal_drafts,
    proposal_sealing,
    proposals,
    uploads,
)
from portal.services.proposal_contents import Contents
from portal.services.proposal_contents import whole as whole_of
from portal.services.proposals import Sealing
from portal.services.steps import fresh
from portal.services.uploads import Announced

NEEDED = frozenset({"lot", "partner", "declarations"})
"""What keeps an envelope from being handed in: what can be judged without opening it."""
PACKED = frozenset({"proposal.packed"})
CHANGES = (
    frozenset(proposals.OWN_EVENTS)
    - PACKED
    - {
        "proposal.assigned",
        "proposal.signatory_proved",
    }
)


def demanded(proposal: Proposal) -> bool:
    """Say whether a proposal is sealed on the partner's own computer."""
    return bool(proposal.call.own_sealing) and call_keys.has(proposal.call)


def largest() -> int:
    """Return the most bytes of an envelope that is taken."""
    most = own_packages.limits()
    return sealed_size(LONGEST_MANIFEST + most.size * most.count)


def package(
    proposal: Proposal, name: str, by: Actor, at: datetime
) -> tuple[int, Iterator[bytes]]:
    """Return the length and the bytes of what the partner is to seal, card and all.

    Only a complete draft is given out: raise ``RulesBroken`` with what is still missing, or
    ``person_key_missing`` when the partner could not read its own copy later.
    """
    require(by, Action.WRITE_PROPOSAL, proposal)
    content = Content(name)
    _require_part(proposal, content)
    if broken := whole_of(proposal).blocking:
        raise RulesBroken(broken)
    person_keys.required(by)
    with atomic():
        proposal_drafts.hold(proposal)
        card = _card(proposal, content, by, at)
        events.record(by, "proposal.packed", proposal, at, content=content.value)
    return _packed(proposal, content, seal_cards.head(card))


def packed_at(proposal: Proposal) -> datetime | None:
    """Return when a package was given out last, for this draft."""
    found = _last(proposal, PACKED)
    return found.at if found else None


def is_stale(proposal: Proposal) -> bool:
    """Say whether the draft was changed after its package was given out."""
    given, changed = _last(proposal, PACKED), _last(proposal, CHANGES)
    return given is not None and changed is not None and changed.at > given.at


def _last(proposal: Proposal, names: Collection[str]) -> Event | None:
    listed = events.timeline([proposal.id], tuple(names))
    return max(listed, key=lambda each: each.at, default=None)


def _require_part(proposal: Proposal, content: Content) -> None:
    if not demanded(proposal) or content not in proposal_sealing.parts_of(proposal):
        raise NotFound


def _card(proposal: Proposal, content: Content, by: Actor, at: datetime) -> bytes:
    key = call_keys.required(proposal.call)
    to = proposal_sealing.recipients(key, proposal, by, at)
    return seal_cards.card(_bound(proposal, content), to)


def _bound(proposal: Proposal, content: Content) -> Bound:
    return envelopes.bound(_row(proposal, content))


def _row(proposal: Proposal, content: Content) -> Envelope:
    number = proposal_sealing.next_number(proposal)
    return Envelope(proposal=proposal, number=number, content=content, own=True)


def _packed(proposal: Proposal, content: Content, head: bytes) -> tuple[int, Iterator[bytes]]:
    tables = proposal_sealing.tables_of(content)
    manifest = own_packages.manifest(proposal, tables)
    mine = Attachment.select().where(Attachment.proposal == proposal).order_by(Attachment.id)
    listed = list(mine) if Attachment in tables else []
    rows = [(each.sha256, each.size, envelopes.pieces(each.path)) for each in listed]
    length, pieces = pack(manifest, rows)
    return len(head) + length, _after(head, pieces)


def _after(head: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from pieces


def begin(proposal: Proposal, told: Announced, by: Actor, at: datetime) -> PendingUpload:
    """Begin to take an envelope in, or go on with the same file; another one gives way."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    _require_part(proposal, _content(told.purpose))
    if told.size <= 0:
        raise RuleBroken("file_empty", "file")
    if told.size > largest():
        raise RuleBroken("file_too_large", "file", most=largest() // MEGABYTE)
    with atomic():
        proposal_drafts.hold(proposal)
        there = arrived(proposal).get(_content(told.purpose))
        if there is not None and (there.size, there.sha256) == (told.size, told.sha256):
            return there
        if there is not None:
            uploads.forget(there)
        return uploads.create(proposal, told, by, at)


def _content(purpose: str) -> Content:
    kind, _, name = purpose.partition(":")
    if f"{kind}:" != uploads.ENVELOPE or name not in {each.value for each in Content}:
        raise RuleBroken("document_unknown", "purpose")
    return Content(name)


def arrived(proposal: Proposal) -> Mapping[Content, PendingUpload]:
    """Return the envelopes that have arrived for a draft, whole or not, by what they hold."""
    listed = uploads.all_of(proposal)
    found = [each for each in listed if each.purpose.startswith(uploads.ENVELOPE)]
    return {_content(each.purpose): each for each in found}


def of(proposal: Proposal, upload_id: UUID) -> PendingUpload:
    """Return one envelope that arrives; ``NotFound`` when there is none under this key."""
    for each in arrived(proposal).values():
        if each.id == upload_id:
            return each
    raise NotFound


def discard(upload: PendingUpload, by: Actor) -> None:
    """Take an envelope away that was not submitted."""
    require(by, Action.WRITE_PROPOSAL, upload.proposal)
    uploads.forget(upload)


def finish(upload: PendingUpload, by: Actor) -> None:
    """Look at an envelope that has arrived whole; forget one that could never be opened."""
    require(by, Action.WRITE_PROPOSAL, upload.proposal)
    if upload.received != upload.size:
        raise RuleBroken("upload_offset", offset=upload.received)
    try:
        sha256 = _undamaged(upload)
        _require_outside(upload)
    except RuleBroken:
        uploads.forget(upload)
        raise
    PendingUpload.update(sha256=sha256).where(PendingUpload.id == upload.id).execute()


def _undamaged(upload: PendingUpload) -> str:
    sha256 = _digest(upload)
    if upload.sha256 not in {"", sha256}:
        raise RuleBroken("upload_damaged", "file")
    return sha256


def _digest(upload: PendingUpload) -> str:
    digest = hashlib.sha256()
    for name in upload.parts:
        digest.update(files.read(name))
    return digest.hexdigest()


def _require_outside(upload: PendingUpload) -> None:
    """Judge all that can be seen of an envelope without a key."""
    proposal, content = upload.proposal, _content(upload.purpose)
    key = call_keys.required(proposal.call)
    partner = partner_keys.of(proposal.partner_id)
    if partner is None:
        raise RuleBroken("envelope_for_other", "file")
    to = proposal_sealing.named(key, partner.public)
    first = BytesIO(files.read(upload.parts[0]))
    seal_cards.require_envelope(first, upload.size, _bound(proposal, content), to)


def receive(
    proposal: Proposal, told: Announced, source: BinaryIO, by: Actor, at: datetime
) -> None:
    """Take in an envelope that was sent at once, as one that arrives in parts."""
    upload = begin(proposal, told, by, at)
    source.seek(upload.received)
    while part := source.read(CHUNK):
        uploads.append(fresh(upload), source.tell() - len(part), part, by, at)
    finish(fresh(upload), by)


def submit(proposal: Proposal, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Submit a draft in the envelopes that have arrived for it, as ``proposals.submit`` does.

    What they hold is not known and not vouched for; the draft's clear text goes as always.
    """
    require(by, Action.SUBMIT_PROPOSAL, proposal)
    if not demanded(proposal):
        raise NotFound

    def take(whole: Contents, written: list[Envelope]) -> str:
        broken = [each for each in whole.blocking if each.field in NEEDED]
        if broken:
            raise RulesBroken(broken)
        _take(whole, written)
        return ""

    proposals.submit_by(proposal, Sealing(take, seen), by, at)


def _take(whole: Contents, written: list[Envelope]) -> None:
    proposal, there = whole.proposal, arrived(whole.proposal)
    told = proposal_sealing.told(replace(whole, sections=(), lines=(), attachments=()))
    for content in proposal_sealing.parts_of(proposal):
        upload = there.get(content)
        if upload is None or upload.received != upload.size:
            raise RuleBroken("own_envelope_missing", "file", content=content)
        _require_outside(upload)
        envelope = _row(proposal, content)
        envelope.edition, envelope.told, envelope.canonical = proposal.call.edition, told, ""
        written.append(envelope)
        _write(envelope, upload)


def _write(envelope: Envelope, upload: PendingUpload) -> None:
    """Put the parts of an upload together as the file of an envelope, flushed to disk."""
    envelope.path = f"{envelopes.AREA}/{uuid4().hex}"
    path, digest = files.path(envelope.path), hashlib.sha256()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        for name in upload.parts:
            part = files.read(name)
            out.write(part)
            digest.update(part)
    files.flush(path)
    envelope.sha256, envelope.size = digest.hexdigest(), upload.size
    if upload.sha256 and envelope.sha256 != upload.sha256:
        raise RuleBroken("upload_damaged", "file")
