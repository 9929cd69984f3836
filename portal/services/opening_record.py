"""The record of an opening: what it says, who signs it, and when it is issued."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import IntegrityError

from portal.config import LANGUAGES
from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.contracts import same_name
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import EnvelopeState, OpeningState
from portal.domain.own_packages import REFUSED
from portal.domain.policy import Actor, require
from portal.domain.proposals import fingerprint
from portal.models import (
    Call,
    Document,
    Envelope,
    OpeningRun,
    OpeningSignature,
    Proposal,
)
from portal.models.sealing import Content, Purpose
from portal.services import accounts, documents, events, opening, opening_run, proposals
from portal.services.steps import found, fresh

__all__ = ["OpeningRun"]
KINDS: Mapping[Purpose, str] = {
    Purpose.OPENING: "opening_sealed",
    Purpose.PRICES: "opening_prices",
}
NUMBERS: Mapping[Purpose, str] = {Purpose.OPENING: "OPENING", Purpose.PRICES: "PRICES"}


@dataclass(frozen=True)
class Entry:
    """One envelope in the record, with its proposal and where it was damaged, if it was."""

    envelope: Envelope
    proposal: Proposal
    damage: str

    @property
    def refused(self) -> bool:
        """Say whether it opened and what it held could not be taken; ``damage`` is the rule."""
        return self.damage.startswith(REFUSED)


@dataclass(frozen=True)
class Present:
    """Somebody who gave a share, and whether they have signed."""

    name: str
    escrow: bool
    at: datetime
    signature: OpeningSignature | None


@dataclass(frozen=True)
class Consent:
    """What a person gives to sign: typed name, password, and the fingerprint that was shown."""

    name: str
    password: str
    fingerprint: str


def of_opening(slug: str) -> OpeningRun:
    """Return the finished opening of the proposals of a call, or refuse."""
    return _of(slug, Purpose.OPENING)


def of_prices(slug: str) -> OpeningRun:
    """Return the finished opening of the prices of a call, or refuse."""
    return _of(slug, Purpose.PRICES)


def _of(slug: str, purpose: Purpose) -> OpeningRun:
    run = opening_run.of(opening.call_by_slug(slug), purpose)
    return found(run if run and run.state is OpeningState.DONE else None)


def entries(run: OpeningRun) -> list[Entry]:
    """Return every envelope that was received, in the order of receipt."""
    damage = {str(each["envelope"]): str(each["where"]) for each in run.damaged}
    known = {each.id: each for each in proposals.joined().where(Proposal.call == run.call_id)}
    rows = [
        Entry(each, known[each.proposal_id], damage.get(str(each.id), ""))
        for each in opening_run.ended(run)
    ]
    return sorted(rows, key=lambda each: (each.envelope.sealed_at, each.proposal.receipt))


def left_shut(run: OpeningRun) -> int:
    """Return how many envelopes their partners had withdrawn or replaced: they stay shut."""
    of_call = (Proposal.call == run.call_id) & (Envelope.state == EnvelopeState.WITHDRAWN)
    whole = of_call & (Envelope.content != Content.PRICES)
    return Envelope.select().join(Proposal).where(whole).count()


def present(run: OpeningRun) -> list[Present]:
    """Return who was present, in the order in which they gave their shares."""
    signed = {str(each.person_id): each for each in run.signatures}
    return [
        Present(
            str(each["name"]),
            bool(each["escrow"]),
            datetime.fromisoformat(each["at"]),
            signed.get(each["person"]),
        )
        for each in run.holders
    ]


def print_of(run: OpeningRun) -> str:
    """Return the SHA-256 of what the record says, which every signature is given on."""
    return fingerprint(
        {
            "call": run.call.reference,
            "purpose": run.purpose.value,
            "finished_at": run.finished_at.isoformat(),
            "present": [[each["name"], each["at"]] for each in run.holders],
            "envelopes": [_printed(each) for each in entries(run)],
            "left_shut": left_shut(run),
        }
    )


def _printed(entry: Entry) -> Sequence[Any]:
    row, proposal = entry.envelope, entry.proposal
    return [row.sha256, proposal.receipt, row.sealed_at.isoformat(), entry.damage]


@dataclass(frozen=True)
class Record:
    """What a page tells of a finished opening."""

    run: OpeningRun
    entries: Sequence[Entry]
    present: Sequence[Present]
    left_shut: int
    document: Document | None
    signing: bool


def record(run: OpeningRun, by: Actor, language: str) -> Record:
    """Return what a page tells of a finished opening to somebody."""
    kept = documents.of(KINDS[run.purpose], run.call_id, language)
    return Record(run, entries(run), present(run), left_shut(run), kept, may_sign(run, by))


def records(call: Call, by: Actor, language: str) -> dict[str, Record]:
    """Return what a page tells of the finished openings of a call, by their purpose."""
    done = (OpeningRun.call == call) & (OpeningRun.state == OpeningState.DONE)
    runs = OpeningRun.select().where(done)
    return {each.purpose.value: record(each, by, language) for each in runs}


def may_sign(run: OpeningRun, by: Actor) -> bool:
    """Say whether somebody was present at a finished opening and has not signed yet."""
    if by.person_id not in run.present or run.state is not OpeningState.DONE:
        return False
    mine = (OpeningSignature.run == run) & (OpeningSignature.person == by.person_id)
    return run.recorded_at is None and not OpeningSignature.select().where(mine).exists()


def sign(run: OpeningRun, by: Actor, consent: Consent, at: datetime) -> None:
    """Sign the record as one of those present; the last signature issues it."""
    require(by, Action.SIGN_OPENING, run)
    _identify(by, consent)
    with atomic():
        _require_open(run, consent)
        _put_signature(run, by, consent, at)
        events.record(by, "call.opening_signed", run.call, at, fingerprint=consent.fingerprint)
        if all(each.signature is not None for each in present(run)):
            _issue(run, at)


def _identify(by: Actor, consent: Consent) -> None:
    if not same_name(consent.name, by.name):
        raise RuleBroken("signing_name", "name", name=by.name)
    if not accounts.password_fits(accounts.person_of(by), consent.password):
        raise RuleBroken("signing_password", "password")


def _require_open(run: OpeningRun, consent: Consent) -> None:
    open_yet = (OpeningRun.id == run.id) & OpeningRun.recorded_at.is_null()
    held = OpeningRun.update(problem="").where(open_yet).execute()
    if held != 1:
        raise RuleBroken("record_issued")
    if consent.fingerprint != print_of(fresh(run)):
        raise RuleBroken("record_changed")


def _put_signature(run: OpeningRun, by: Actor, consent: Consent, at: datetime) -> None:
    try:
        OpeningSignature.create(
            run=run,
            person=by.person_id,
            name=consent.name.strip(),
            fingerprint=consent.fingerprint,
            signed_at=at,
        )
    except IntegrityError as twice:
        raise RuleBroken("record_signed") from twice


def _issue(run: OpeningRun, at: datetime) -> None:
    closing = (OpeningRun.id == run.id) & OpeningRun.recorded_at.is_null()
    if OpeningRun.update(recorded_at=at).where(closing).execute() != 1:
        return
    number = f"{run.call.reference}-{NUMBERS[run.purpose]}"
    documents.request(KINDS[run.purpose], run.call_id, number, LANGUAGES, at)


def issue_due(at: datetime) -> int:
    """Issue the records whose time to be signed is over, naming who has not; count them."""
    over = (OpeningRun.state == OpeningState.DONE) & OpeningRun.recorded_at.is_null()
    runs = list(OpeningRun.select().where(over & (OpeningRun.sign_by <= at)))
    for run in runs:
        with atomic():
            _issue(run, at)
    return len(runs)
