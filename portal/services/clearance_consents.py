"""The consents that a clearance needs: of the legal department, and of the donor by letter."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.config import LANGUAGES
from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.clearances import Consent, missing
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import Step
from portal.domain.lifecycle_clearances import (
    CLEAR_BY_DONOR,
    CLEAR_BY_LEGAL,
    REFUSE_BY_DONOR,
    REFUSE_BY_LEGAL,
    ClearanceState,
)
from portal.domain.policy import Actor, require
from portal.models import Clearance
from portal.services import documents, events
from portal.services.clearance_finding import by_id
from portal.services.steps import advance


@dataclass(frozen=True)
class Letter:
    """What the letter of the donor says; the letter itself is kept by the office."""

    reference: str
    on: date
    agrees: bool


def _held(clearance: Clearance, step: Step[ClearanceState]) -> Clearance:
    """Lock a clearance for the rest of the transaction and return it anew."""
    same = Clearance.id == clearance.id
    Clearance.update(version=Clearance.version).where(same).execute()
    now = by_id(clearance.id)
    step.take(now.state)
    return now


def _clear_if_complete(now: Clearance, step: Step[ClearanceState], at: datetime) -> bool:
    if missing(now.centre.model, now.given):
        return False
    advance(now, step, cleared_at=at)
    documents.request("clearance", now.id, now.reference, LANGUAGES, at)
    return True


def agree(clearance: Clearance, note: str, by: Actor, at: datetime) -> None:
    """Consent as legal officer, with conditions if there are any, once."""
    require(by, Action.DECIDE_CLEARANCE, clearance)
    with atomic():
        now = _held(clearance, CLEAR_BY_LEGAL)
        if Consent.LEGAL in now.given:
            raise WrongState(CLEAR_BY_LEGAL.name, now.state)
        _keep(now, legal_by=by.person_id, legal_at=at, legal_note=note.strip())
        whole = _clear_if_complete(by_id(now.id), CLEAR_BY_LEGAL, at)
        events.record(by, "clearance.legal_agreed", now, at, cleared=whole)


def _keep(now: Clearance, **values: object) -> None:
    Clearance.update(values).where(Clearance.id == now.id).execute()


def refuse(clearance: Clearance, reason: str, by: Actor, at: datetime) -> None:
    """Refuse as legal officer, with the reason."""
    require(by, Action.DECIDE_CLEARANCE, clearance)
    if not reason.strip():
        raise RuleBroken("clearance_reason_missing", "reason")
    with atomic():
        advance(clearance, REFUSE_BY_LEGAL, reason=reason.strip(), ended_at=at)
        events.record(by, "clearance.refused", clearance, at)


def record_letter(clearance: Clearance, letter: Letter, by: Actor, at: datetime) -> None:
    """Record the letter of the donor; it counts once a second person has compared it.

    Recorded again it is corrected, and asks for another comparison.
    """
    require(by, Action.RECORD_DONOR_LETTER, clearance)
    if letter.on > at.date():
        raise RuleBroken("donor_letter_ahead", "on")
    with atomic():
        now = _held(clearance, CLEAR_BY_DONOR)
        if Consent.DONOR not in missing(now.centre.model, now.given):
            raise RuleBroken("donor_not_needed")
        said = {"donor_reference": letter.reference.strip(), "donor_on": letter.on}
        _keep(now, **said, donor_agrees=letter.agrees, donor_by=by.person_id, donor_at=at)
        events.record(by, "clearance.donor_recorded", now, at)


def check_letter(clearance: Clearance, by: Actor, at: datetime) -> None:
    """Confirm as a second person that the record says what the letter says.

    A letter that agrees is the consent of the donor; one that does not ends the request.
    """
    require(by, Action.CHECK_DONOR_LETTER, clearance)
    with atomic():
        now = _held(clearance, CLEAR_BY_DONOR)
        require(by, Action.CHECK_DONOR_LETTER, now)
        if now.donor_by_id is None or now.donor_checked_at is not None:
            raise WrongState(CLEAR_BY_DONOR.name, now.state)
        _keep(now, donor_checked_by=by.person_id, donor_checked_at=at)
        whole = _decided(by_id(now.id), at)
        events.record(by, "clearance.donor_checked", now, at, cleared=whole)


def _decided(now: Clearance, at: datetime) -> bool:
    if now.donor_agrees:
        return _clear_if_complete(now, CLEAR_BY_DONOR, at)
    advance(now, REFUSE_BY_DONOR, ended_at=at)
    return False
