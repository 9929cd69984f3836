"""Signed receipts: facts that prove what was received and when, wherever they are read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from portal.config import address
from portal.domain import receipts as rules
from portal.domain.audit_chain import instant
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.lifecycle import EnvelopeState
from portal.domain.receipts import SignedReceipt
from portal.domain.signed_notes import key_id, sign_facts
from portal.models import Attachment, Envelope, Event, Proposal
from portal.services import chain, signing
from portal.services.prepared import Prepared
from portal.services.prepared_writes import change
from portal.services.steps import fresh


@dataclass(frozen=True)
class Checked:
    """What a receipt says, and what does not hold of it."""

    facts: Mapping[str, Any]
    broken: list[RuleBroken]


def facts(proposal: Proposal, reference: str, event: Event) -> dict[str, Any]:
    """Return what a receipt proves of a proposal: times and hashes, no content and no price.

    ``event`` is that of the submission, in its place. With an envelope or without one, each
    attached file is named by its SHA-256 alone: a name would tell what was sealed.
    """
    call, received = proposal.call, proposal.submitted_at
    there = received.astimezone(ZoneInfo(call.zone))
    envelopes = _envelopes(proposal)
    return {
        "format": rules.FORMAT,
        "portal": address(),
        "key": key_id(signing.public()),
        "receipt": proposal.receipt,
        "reference": reference,
        "call": call.reference,
        "partner": proposal.partner.name,
        "received": instant(received),
        "received_there": there.isoformat(timespec="microseconds"),
        "zone": call.zone,
        "deadline": instant(call.deadline),
        "envelopes": [_envelope(each) for each in envelopes],
        "content": proposal.fingerprint,
        "files": _files(proposal, envelopes),
        "event": {"seq": event.seq, "hash": event.hash},
    }


def _envelopes(proposal: Proposal) -> list[Envelope]:
    return _sealed(proposal.id)


_sealed: Prepared[Envelope] = Prepared(
    lambda key: (
        Envelope.select()
        .where((Envelope.proposal == key) & (Envelope.state == EnvelopeState.SEALED))
        .order_by(Envelope.content)
    )
)


def _envelope(each: Envelope) -> dict[str, object]:
    told = {"number": each.number, "content": each.content.value}
    return {**told, "sha256": each.sha256, "size": each.size}


def _files(proposal: Proposal, envelopes: list[Envelope]) -> list[str]:
    if envelopes:
        return sorted(envelopes[0].told.get("files", []))
    mine = Attachment.select(Attachment.sha256).where(Attachment.proposal == proposal)
    return sorted(each.sha256 for each in mine)


def sign(proposal: Proposal, reference: str, event: Event) -> SignedReceipt:
    """Sign the receipt of a submission inside its transaction, and keep it at the proposal."""
    placed = {each.id: each for each in chain.settle()}
    told = facts(proposal, reference, placed.get(event.id) or fresh(event))
    signed = SignedReceipt(told, sign_facts(told, signing.key()))
    kept = {"receipt_facts": told, "receipt_signature": signed.signature}
    change(Proposal, proposal.id, kept)
    proposal.__data__.update(kept)
    return signed


def given(proposal: Proposal) -> SignedReceipt | None:
    """Return the signed receipt of a proposal; None when it was received before there were."""
    told = proposal.receipt_facts.get("receipt")
    if told is None or told != proposal.receipt:
        return None
    return SignedReceipt(proposal.receipt_facts, proposal.receipt_signature)


def require(proposal: Proposal) -> SignedReceipt:
    """Return the signed receipt of a proposal, or refuse with ``NotFound``."""
    signed = given(proposal)
    if signed is None:
        raise NotFound
    return signed


def mailed(proposal: Proposal) -> dict[str, object]:
    """Return what the mail of a receipt tells of its signature."""
    signed = given(proposal)
    return {} if signed is None else {**signed.plain, "written": written(signed)}


def check(content: bytes, keys: Mapping[str, bytes], *, against: bool = True) -> Checked:
    """Check a signed receipt with public keys alone, and say what does not hold.

    When the signature does not hold and ``against`` is true, the receipt that the portal gave
    under the same number tells which of the facts were changed.
    """
    try:
        receipt = rules.read(content)
    except RuleBroken as broken:
        return Checked({}, [broken])
    broken_rules = rules.broken(receipt, keys)
    if broken_rules and against:
        broken_rules += _changed(receipt)
    return Checked(receipt.facts, broken_rules)


def _changed(receipt: SignedReceipt) -> list[RuleBroken]:
    number = receipt.facts.get("receipt")
    held = Proposal.get_or_none(Proposal.receipt == str(number))
    mine = None if held is None else given(held)
    if mine is None:
        return [RuleBroken("receipt_unknown", number=str(number))]
    return rules.differences(receipt, mine)


def written(receipt: SignedReceipt) -> str:
    """Write a signed receipt as it is downloaded, mailed and put into the document."""
    return json.dumps(receipt.plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
