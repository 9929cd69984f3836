"""The work of opening: each envelope in a transaction of its own, then all of them counted.

The worker does a round and leaves the next one in the outbox, so that one killed in the middle
goes on where it was. What is opened stays sealed in the queries until the call itself opens.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from peewee import Expression

from portal.config import opening_sign_hours
from portal.db import atomic
from portal.domain import seal_keys
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import CallState, EnvelopeState, OpeningState, ProposalState
from portal.domain.policy import VISITOR, Actor, require
from portal.domain.seal_keys import KeyPair
from portal.models import Call, Effect, Envelope, OpeningRun, Proposal
from portal.models.sealing import Content, Purpose
from portal.services import (
    envelopes,
    events,
    house_secret,
    opening_end,
    opening_files,
    outbox,
    own_packages,
    proposal_snapshot,
)
from portal.services.opening_files import Staged
from portal.services.steps import fresh

EFFECT = "open_envelopes"
MOMENTS = timedelta(minutes=1)
"""How long after its deadline was judged the envelope of a submission is recorded, at most."""
ROUND = 20
"""How many envelopes are opened before the worker takes what else waits."""
CONTENTS: Mapping[Purpose, tuple[Content, ...]] = {
    Purpose.OPENING: (Content.WHOLE, Content.TECHNICAL),
    Purpose.PRICES: (Content.PRICES,),
}
STATES: Mapping[Purpose, CallState] = {
    Purpose.OPENING: CallState.PUBLISHED,
    Purpose.PRICES: CallState.RANKED,
}
"""Where a call stands while its envelopes are opened."""
ENDED = frozenset({EnvelopeState.OPENED, EnvelopeState.DAMAGED})


def of(call: Call, purpose: Purpose) -> OpeningRun | None:
    """Return the work of opening a call's envelopes for a purpose, or None before it begins."""
    return OpeningRun.get_or_none((OpeningRun.call == call) & (OpeningRun.purpose == purpose))


@dataclass(frozen=True)
class Order:
    """What is to be opened: with which key, before whom; ``only`` some proposals, or all."""

    purpose: Purpose
    private: bytes
    holders: Sequence[object]
    only: Collection[UUID] | None = None


def begin(call: Call, order: Order, at: datetime) -> OpeningRun:
    """Leave the work to the worker, with the key locked for it, in the caller's transaction.

    A run that was stopped begins again with what is still shut.
    """
    purpose = order.purpose
    run = of(call, purpose) or OpeningRun.create(
        call=call, purpose=purpose, state=OpeningState.STOPPED, started_at=at
    )
    if run.state is not OpeningState.STOPPED:
        raise WrongState("begin_opening", run.state)
    shut = [
        each
        for each in _sealed(call, purpose)
        if order.only is None or each.proposal_id in order.only
    ]
    due = [str(each.id) for each in (*ended(run), *shut)]
    OpeningRun.update(
        state=OpeningState.RUNNING,
        problem="",
        holders=order.holders,
        received=due,
        total=len(due),
        key_box=_locked(run, order.private),
        started_at=at,
    ).where(OpeningRun.id == run.id).execute()
    _ask(run, at)
    return fresh(run)


def _sealed(call: Call, purpose: Purpose) -> list[Envelope]:
    """Return the envelopes that were in at the deadline and are to be opened, in that order."""
    shut = _of(call, purpose) & (Envelope.state == EnvelopeState.SEALED)
    in_time = (Proposal.state != ProposalState.DRAFT) & (
        Envelope.sealed_at <= call.deadline + MOMENTS
    )
    found = Envelope.select(Envelope, Proposal).join(Proposal).where(shut & in_time)
    return list(found.order_by(Envelope.sealed_at, Envelope.id))


def ended(run: OpeningRun) -> list[Envelope]:
    """Return the envelopes of a run that were opened, or are damaged."""
    over = _of(run.call, run.purpose) & Envelope.state.in_(list(ENDED))
    return list(Envelope.select(Envelope, Proposal).join(Proposal).where(over))


def _of(call: Call, purpose: Purpose) -> Expression:
    return (Proposal.call == call) & Envelope.content.in_(list(CONTENTS[purpose]))


def _locked(run: OpeningRun, private: bytes) -> str:
    return seal_keys.lock_with_secret(house_secret.get(), private, _context(run.id))


def _context(run_id: UUID) -> str:
    return f"run {run_id}"


def _ask(run: OpeningRun, at: datetime) -> None:
    outbox.put(EFFECT, {"run": str(run.id)}, at)


def go_on(run_id: UUID, at: datetime) -> None:
    """Do one round of the work; the last one counts what was opened and ends it."""
    run = OpeningRun.get_or_none(OpeningRun.id == run_id)
    if run is None or run.state is not OpeningState.RUNNING:
        return
    if not run.done and lacks_one(run):
        stop(run, "opening_set_differs", at)
        return
    due = waiting(run)
    pair = _pair(run) if due else None
    for envelope in due[:ROUND]:
        if pair is None or not _open(run, envelope, pair, at):
            return
    if len(due) > ROUND:
        _ask(run, at)
    else:
        finish(fresh(run), at)


def waiting(run: OpeningRun) -> list[Envelope]:
    """Return the envelopes of a run that are still shut."""
    known = set(run.received)
    return [each for each in _sealed(run.call, run.purpose) if str(each.id) in known]


def _pair(run: OpeningRun) -> KeyPair:
    secret = house_secret.get()
    return seal_keys.pair_of(
        seal_keys.unlock_with_secret(secret, run.key_box, _context(run.id))
    )


@dataclass(frozen=True)
class Outcome:
    """What came of one envelope: what it holds, or where it is damaged."""

    state: EnvelopeState
    where: str = ""
    manifest: Mapping[str, Any] | None = None


def _open(run: OpeningRun, envelope: Envelope, pair: KeyPair, at: datetime) -> bool:
    """Open one envelope or note that it is damaged; False when its call opens no longer."""
    try:
        manifest, staged = _read(run, envelope, pair)
    except RuleBroken as damage:
        where = str(damage.facts.get("where", damage.rule))
        return _end(run, envelope, Outcome(EnvelopeState.DAMAGED, where), at)
    opening_files.give_names(staged)
    return _end(run, envelope, Outcome(EnvelopeState.OPENED, manifest=manifest), at)


def _read(
    run: OpeningRun, envelope: Envelope, pair: KeyPair
) -> tuple[Mapping[str, Any], Staged]:
    proposal = envelope.proposal
    written = (proposal.submitted_by_id, proposal.submitted_at)
    with envelopes.opened(envelope, "call", pair) as package:
        manifest, staged = own_packages.take_out(envelope, package, run.id, written)
    if not envelopes.is_whole(envelope):
        raise RuleBroken("envelope_damaged", where="bytes")
    return manifest, staged


def _end(run: OpeningRun, envelope: Envelope, outcome: Outcome, at: datetime) -> bool:
    with atomic():
        if not _hold(run):
            stop(run, "opening_call_gone", at)
            return False
        shut = (Envelope.id == envelope.id) & (Envelope.state == EnvelopeState.SEALED)
        if Envelope.update(state=outcome.state, ended_at=at).where(shut).execute() != 1:
            return True
        if outcome.manifest is not None:
            proposal_snapshot.restore(envelope.proposal, outcome.manifest)
            if envelope.own:
                own_packages.note_fingerprint(envelope.proposal)
        _count(run, envelope, outcome.where)
    return True


def _hold(run: OpeningRun) -> bool:
    """Keep the run for this transaction, as long as its call is still to be opened."""
    stands = STATES[run.purpose]
    same = (Call.id == run.call_id) & (Call.state == stands)
    running = (OpeningRun.id == run.id) & (OpeningRun.state == OpeningState.RUNNING)
    held = OpeningRun.update(state=OpeningState.RUNNING).where(running).execute()
    return held == 1 and Call.select().where(same).exists()


def _count(run: OpeningRun, envelope: Envelope, where: str) -> None:
    now = fresh(run)
    damaged = list(now.damaged)
    if where:
        told = {"envelope": str(envelope.id), "proposal": str(envelope.proposal_id)}
        damaged.append({**told, "where": where})
    OpeningRun.update(done=OpeningRun.done + 1, damaged=damaged).where(
        OpeningRun.id == run.id
    ).execute()


def finish(run: OpeningRun, at: datetime) -> None:
    """Count what was opened against what was received; end the work, or stop and say so."""
    with atomic():
        if not _hold(run):
            stop(run, "opening_call_gone", at)
            return
        if lacks_one(run) or {str(each.id) for each in ended(run)} != set(run.received):
            stop(run, "opening_set_differs", at)
            return
        OpeningRun.update(
            state=OpeningState.DONE,
            key_box="",
            finished_at=at,
            sign_by=at + timedelta(hours=opening_sign_hours()),
        ).where(OpeningRun.id == run.id).execute()
        opening_end.conclude(fresh(run), at)
    opening_files.clear(run.id)


def lacks_one(run: OpeningRun) -> bool:
    """Say whether a proposal was submitted of which a run has received no envelope."""
    if run.purpose is not Purpose.OPENING:
        return False
    submitted = (Proposal.call == run.call_id) & (Proposal.state == ProposalState.SUBMITTED)
    known = set(run.received)
    every = Envelope.select().join(Proposal).where(_of(run.call, run.purpose))
    covered = {each.proposal_id for each in every if str(each.id) in known}
    return {each.id for each in Proposal.select(Proposal.id).where(submitted)} != covered


def stop(run: OpeningRun, problem: str, at: datetime) -> None:
    """Stop the work with what is wrong; its key is kept only while something is still shut."""
    with atomic():
        keeps = run.key_box if problem == "opening_failed" else ""
        running = (OpeningRun.id == run.id) & (OpeningRun.state == OpeningState.RUNNING)
        stopped = OpeningRun.update(state=OpeningState.STOPPED, problem=problem, key_box=keeps)
        if stopped.where(running).execute() == 1:
            events.record(VISITOR, "call.opening_stopped", run.call, at, problem=problem)


def give_up(run_id: UUID, at: datetime) -> None:
    """Stop the work that the worker could not do often enough."""
    run = OpeningRun.get_or_none(OpeningRun.id == run_id)
    if run is not None:
        stop(run, "opening_failed", at)


def take_up(run: OpeningRun, by: Actor, at: datetime) -> None:
    """Let the worker try again what was stopped."""
    require(by, Action.OPEN_SEALED, run.call)
    with atomic():
        stopped = (OpeningRun.id == run.id) & (OpeningRun.state == OpeningState.STOPPED)
        again = OpeningRun.update(state=OpeningState.RUNNING, problem="").where(stopped)
        if again.execute() != 1:
            raise WrongState("take_up_opening", fresh(run).state)
        events.record(by, "call.opening_taken_up", run.call, at)
        _ask(run, at)


def wake(at: datetime) -> int:
    """Ask again for work that nobody has been asked for; return for how many runs."""
    alive = Effect.done_at.is_null() & (Effect.attempts < outbox.MOST_ATTEMPTS)
    asked = {
        str(each.payload.get("run"))
        for each in Effect.select().where(alive & (Effect.kind == EFFECT))
    }
    running = OpeningRun.select().where(OpeningRun.state == OpeningState.RUNNING)
    left = [each for each in running if str(each.id) not in asked]
    for each in left:
        _ask(each, at)
    return len(left)
