"""Verifying the log, and writing it down so that anybody can verify it without the portal."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.config import address
from portal.domain.audit_chain import instant
from portal.domain.audit_walk import Linked, Walk, read_all
from portal.domain.errors import RuleBroken
from portal.domain.signed_notes import text
from portal.models import ChainHead, Checkpoint, Event
from portal.services import chain, checkpoints, seal, signing

FORMAT = "portal audit 1"


@dataclass(frozen=True)
class Verdict:
    """How many events were walked, and the first place that does not hold."""

    size: int
    fault: RuleBroken | None


def verify() -> Verdict:
    """Walk the whole chain and compare it with its head and every checkpoint."""
    signed, forged = read_all(_notes(), signing.known())
    walk = Walk(signed)
    for event in chain.walk():
        fault = walk.take(Linked(chain.entry_of(event), event.previous, event.hash))
        if fault is not None:
            return Verdict(walk.size, fault)
    return Verdict(walk.size, _at_the_end(walk) or forged)


def _notes() -> list[str]:
    rows = Checkpoint.select(Checkpoint.note).order_by(Checkpoint.size)
    return [each.note for each in rows]


def _at_the_end(walk: Walk) -> RuleBroken | None:
    beside = chain.unplaced()
    if beside:
        return RuleBroken("chain_beside", count=beside)
    for told in walk.checkpoints.values():
        if told.size > walk.size:
            return RuleBroken("chain_short", size=told.size, found=walk.size)
    head = chain.head()
    return walk.end(head.size, head.hash)


def keep_verdict(at: datetime) -> Verdict:
    """Verify the log and note the result for the auditor's page."""
    verdict, fault = verify(), {}
    if verdict.fault is not None:
        fault = {"rule": verdict.fault.rule, "facts": dict(verdict.fault.facts)}
    kept = {"verified_at": at, "verified_size": verdict.size, "fault": fault}
    ChainHead.update(kept).execute()
    return verdict


def last_verdict() -> tuple[datetime, Verdict] | None:
    """Return when the log was last verified, and with which result."""
    head = chain.head()
    if head.verified_at is None:
        return None
    fault = head.fault
    broken = RuleBroken(fault["rule"], **fault["facts"]) if fault else None
    return head.verified_at, Verdict(head.verified_size, broken)


def export(at: datetime) -> Iterator[str]:
    """Give the whole log, line by line: the keys, each event, the checkpoints.

    An event about a sealed proposal is there as its leaf alone until the opening: the chain
    can be walked over it, and nobody learns whom it is about.
    """
    head, hidden = chain.head(), _hidden()
    yield _line(
        {
            "format": FORMAT,
            "portal": address(),
            "made": instant(at),
            "keys": {name: text(public) for name, public in signing.known().items()},
            "size": head.size,
            "chain": head.hash,
        }
    )
    for event in chain.walk():
        if chain.place_of(event) > head.size:
            break
        yield _line(_told(event, is_hidden=event.seq in hidden))
    for note in _notes():
        yield _line({"checkpoint": note})
    if head.size:
        yield _line({"checkpoint": checkpoints.note_of(head, at)})


def _hidden() -> set[int]:
    return {
        chain.place_of(each) for each in Event.select(Event.seq).where(seal.hidden_events())
    }


def _told(event: Event, *, is_hidden: bool) -> dict[str, Any]:
    if is_hidden:
        return {"hidden": event.seq, "leaf": chain.leaf_of(event), "hash": event.hash}
    return {"event": chain.content_of(event), "hash": event.hash}


def _line(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
