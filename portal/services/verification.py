"""Verification of a partner: asked for by its owner, decided by procurement, for some years."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from portal.config import verification_years
from portal.db import atomic
from portal.domain.actions import Action, Role
from portal.domain.errors import RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import VerificationState
from portal.domain.policy import Actor, require
from portal.domain.verification import STEPS, Answer, broken_verification, stored, years_later
from portal.models import Grant, Partner, Person, Verification
from portal.services import events, library, outbox, partner_declarations, partners, sanctions
from portal.services.counters import next_number
from portal.services.steps import advance

WARNED_BEFORE = timedelta(days=60)
HOLDING = frozenset({VerificationState.VERIFIED, VerificationState.CONDITIONS})


@dataclass(frozen=True)
class Verdict:
    """What procurement decides: an answer to each question, a verdict and its words."""

    answers: Mapping[str, Answer]
    state: VerificationState
    text: str = ""


def questions(language: str) -> dict[str, str]:
    """Return the questions of a verification in a language, by their code."""
    known = library.by_code("verification", "question")
    return {code: library.text_of(each, "", language) for code, each in known.items()}


def history(partner: Partner) -> list[Verification]:
    """Return every round of a partner with who decided it, the latest first."""
    query = Verification.select(Verification, Person)
    query = query.left_outer_join(Person, on=Verification.decided_by)
    mine = query.where(Verification.partner == partner)
    return list(mine.order_by(Verification.asked_at.desc()).limit(50))


def waiting(partner: Partner) -> Verification | None:
    """Return the round that waits for procurement, if there is one."""
    is_open = Verification.state == VerificationState.ASKED
    row: Verification | None = (
        Verification.select().where((Verification.partner == partner) & is_open).first()
    )
    return row


def latest(partner: Partner) -> Verification | None:
    """Return the last round that was decided, if there is one."""
    decided = Verification.state != VerificationState.ASKED
    query = Verification.select().where((Verification.partner == partner) & decided)
    row: Verification | None = query.order_by(Verification.decided_at.desc()).first()
    return row


def expires_soon(verification: Verification | None, today: date) -> bool:
    """Say whether a verification is over, or will be in sixty days."""
    if verification is None or verification.expires_on is None:
        return False
    return bool(verification.expires_on <= today + WARNED_BEFORE)


def ask(partner: Partner, by: Actor, at: datetime) -> Verification:
    """Send the profile for verification; refused while one waits or something is missing."""
    require(by, Action.ASK_VERIFICATION, partner)
    if broken := broken_ask(partner):
        raise RulesBroken(broken)
    with atomic():
        next_number(f"verification-{partner.id}")
        if waiting(partner) is not None:
            raise WrongState("ask_verification", VerificationState.ASKED)
        made = Verification.create(partner=partner, asked_at=at, asked_by=by.person_id)
        events.record(by, "partner.verification_asked", partner, at)
        sanctions.scan(partner, at)
    return made


def broken_ask(partner: Partner) -> list[RuleBroken]:
    """Return what keeps a profile from being sent for verification."""
    present = partner_declarations.present(partner)
    rules = [
        (partners.is_complete(partner), RuleBroken("verification_profile_incomplete")),
        (present is not None, RuleBroken("verification_undeclared")),
    ]
    return [rule for holds, rule in rules if not holds]


def decide(partner: Partner, verdict: Verdict, by: Actor, at: datetime) -> Verification:
    """Store the verdict on the round that waits, and mail it to the partner's owners."""
    require(by, Action.VERIFY_PARTNER, partner)
    asked = waiting(partner)
    if asked is None:
        raise WrongState("verify", "decided")
    _require_sound(partner, verdict)
    with atomic():
        advance(asked, STEPS[verdict.state], **_decided(verdict, by, at))
        events.record(by, "partner.verified", partner, at, verdict=verdict.state.value)
        _tell(partner, verdict, at)
    return asked


def _require_sound(partner: Partner, verdict: Verdict) -> None:
    if verdict.state not in STEPS:
        raise RuleBroken("verdict_missing", "verdict")
    given = {code: verdict.answers.get(code, Answer(None)) for code in questions("en")}
    broken = broken_verification(given, verdict.state, verdict.text)
    undecided = sanctions.undecided(partner)
    if verdict.state in HOLDING and undecided:
        broken.append(RuleBroken("verification_matches", "verdict", count=undecided))
    if broken:
        raise RulesBroken(broken)


def _decided(verdict: Verdict, by: Actor, at: datetime) -> dict[str, Any]:
    holds = verdict.state in HOLDING
    return {
        "answers": stored(verdict.answers),
        "note": verdict.text.strip(),
        "decided_at": at,
        "decided_by": by.person_id,
        "expires_on": years_later(at.date(), verification_years()) if holds else None,
    }


def _tell(partner: Partner, verdict: Verdict, at: datetime) -> None:
    owners = (
        Person.select()
        .join(Grant)
        .where(
            (Person.partner == partner)
            & (Grant.role == Role.PARTNER_OWNER)
            & Person.disabled_at.is_null()
        )
    )
    facts = {"partner": partner.name, "text": verdict.text.strip()}
    for person in owners:
        outbox.put_mail(
            person.email,
            "verification",
            person.language,
            at,
            verdict=verdict.state.value,
            **facts,
        )
