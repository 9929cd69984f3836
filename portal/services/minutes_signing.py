"""Signing the minutes: each person present, by name and password; the last one issues them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from peewee import IntegrityError

from portal.config import LANGUAGES
from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.contracts import same_name
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle_award import CLOSE_MINUTES, MinutesState
from portal.domain.policy import Actor, require
from portal.domain.proposals import fingerprint
from portal.models import Minutes, MinutesSignature
from portal.services import accounts, documents, events
from portal.services.steps import advance, fresh


@dataclass(frozen=True)
class Consent:
    """What a person gives to sign: name, password, the fingerprint shown, and a dissent."""

    name: str
    password: str
    fingerprint: str
    dissent: str = ""


@dataclass(frozen=True)
class Present:
    """Somebody who was at the meeting, and whether they have signed."""

    person_id: UUID
    name: str
    part: str
    signs: bool
    signature: MinutesSignature | None


def print_of(row: Minutes) -> str:
    """Return the SHA-256 of what the minutes say, which every signature is given on."""
    return fingerprint(
        {
            "call": row.call.reference,
            "edition": row.edition,
            "held_on": row.held_on.isoformat(),
            "place": row.place,
            "agenda": row.agenda,
            "government": row.government,
            "attendance": row.attendance,
            "decisions": row.decisions,
            "procedure": row.procedure,
        }
    )


def present(row: Minutes) -> Sequence[Present]:
    """Return who was at the meeting, in the order of the seats."""
    given = {each.person_id: each for each in row.signatures}
    return [
        Present(
            UUID(each["person"]),
            each["name"],
            each["part"],
            bool(each["signs"]),
            given.get(UUID(each["person"])),
        )
        for each in row.attendance
        if each["present"]
    ]


def may_sign(row: Minutes, by: Actor) -> bool:
    """Say whether somebody still has to sign the minutes."""
    if row.state is not MinutesState.SIGNING or by.person_id not in row.signers:
        return False
    mine = (MinutesSignature.minutes == row) & (MinutesSignature.person == by.person_id)
    return not MinutesSignature.select().where(mine).exists()


def sign(row: Minutes, by: Actor, consent: Consent, at: datetime) -> None:
    """Sign the minutes, with a dissent in own words or without; the last signature closes."""
    require(by, Action.SIGN_MINUTES, row)
    _identify(by, consent)
    with atomic():
        _require_same(row, consent)
        _put(row, by, consent, at)
        facts = {"fingerprint": consent.fingerprint, "dissent": bool(consent.dissent.strip())}
        events.record(by, "minutes.signed", row.call, at, edition=row.edition, **facts)
        if all(each.signature is not None for each in present(row) if each.signs):
            _issue(row, at)


def _identify(by: Actor, consent: Consent) -> None:
    if not same_name(consent.name, by.name):
        raise RuleBroken("signing_name", "name", name=by.name)
    if not accounts.password_fits(accounts.person_of(by), consent.password):
        raise RuleBroken("signing_password", "password")


def _require_same(row: Minutes, consent: Consent) -> None:
    """Hold the minutes for this transaction, and refuse when they are not those shown."""
    waits = (Minutes.id == row.id) & (Minutes.state == MinutesState.SIGNING)
    if Minutes.update(version=Minutes.version).where(waits).execute() != 1:
        raise WrongState("sign_minutes", fresh(row).state)
    if consent.fingerprint != print_of(fresh(row)):
        raise RuleBroken("record_changed")


def _put(row: Minutes, by: Actor, consent: Consent, at: datetime) -> None:
    try:
        MinutesSignature.create(
            minutes=row,
            person=by.person_id,
            name=consent.name.strip(),
            fingerprint=consent.fingerprint,
            dissent=consent.dissent.strip(),
            signed_at=at,
        )
    except IntegrityError as twice:
        raise RuleBroken("record_signed") from twice


def _issue(row: Minutes, at: datetime) -> None:
    advance(row, CLOSE_MINUTES, signed_at=at)
    edition = f"-{row.edition}" if row.edition > 1 else ""
    number = f"{row.call.reference}-MINUTES{edition}"
    documents.request("minutes", row.id, number, LANGUAGES, at)
