"""A cooperation agreement on its way: reviewed, approved, signed, in force, held, ended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from portal.db import atomic
from portal.domain.actions import Action, Role
from portal.domain.agreements import Ending
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle_joint import (
    APPROVE_AGREEMENT,
    CLEAR_AGREEMENT,
    END_AGREEMENT,
    REFUSE_AGREEMENT,
    REPLACE_AGREEMENT,
    RESUME_AGREEMENT,
    RETURN_AGREEMENT,
    REWRITE_AGREEMENT,
    SEND_AGREEMENT,
    SIGN_AGREEMENT,
    START_AGREEMENT,
    SUSPEND_AGREEMENT,
    AgreementState,
)
from portal.domain.policy import Actor, can, require
from portal.models.joint import CooperationAgreement
from portal.services import agreements, documents, events
from portal.services.steps import advance, hold
from portal.services.todo import Item

SOON = timedelta(days=90)
"""How long before its end an agreement is somebody's work."""


@dataclass(frozen=True)
class Signed:
    """The signatures that both sides put under the printed agreement, outside the portal."""

    on: date
    iom_signatory: str
    iom_function: str
    government_signatory: str
    government_function: str
    scan_reference: str


@dataclass(frozen=True)
class End:
    """How an agreement ends, on which day and why."""

    kind: Ending
    on: date
    reason: str


def _said(comment: str, rule: str = "agreement_reason_missing") -> str:
    if not comment.strip():
        raise RuleBroken(rule, field="comment")
    return comment.strip()


def send(agreement: CooperationAgreement, by: Actor, at: datetime) -> None:
    """Send a complete draft to the legal officer."""
    require(by, Action.WRITE_AGREEMENT, agreement)
    with atomic():
        hold(agreement, SEND_AGREEMENT)
        if broken := agreements.problems(agreements.by_id(agreement.id)):
            raise RulesBroken(broken)
        advance(agreement, SEND_AGREEMENT, sent_at=at, comment="")
        events.record(by, "agreement.sent", agreement, at)


def give_back(agreement: CooperationAgreement, comment: str, by: Actor, at: datetime) -> None:
    """Give a draft back to its writer for the lawyers, with what is to be changed."""
    require(by, Action.REVIEW_AGREEMENT, agreement)
    said = _said(comment)
    with atomic():
        advance(agreement, RETURN_AGREEMENT, comment=said)
        events.record(by, "agreement.returned", agreement, at)


def clear(agreement: CooperationAgreement, by: Actor, at: datetime) -> None:
    """Clear the text for the lawyers; the head of office approves it next."""
    require(by, Action.REVIEW_AGREEMENT, agreement)
    with atomic():
        advance(agreement, CLEAR_AGREEMENT, cleared_at=at, cleared_by=by.person_id, comment="")
        events.record(by, "agreement.cleared", agreement, at)


def refuse(agreement: CooperationAgreement, comment: str, by: Actor, at: datetime) -> None:
    """Give a cleared draft back to its writer as head of office, with the reason."""
    require(by, Action.APPROVE_AGREEMENT, agreement)
    said = _said(comment)
    with atomic():
        advance(agreement, REFUSE_AGREEMENT, comment=said)
        events.record(by, "agreement.refused", agreement, at)


def approve(agreement: CooperationAgreement, by: Actor, at: datetime) -> None:
    """Approve the text as head of office; from now on it is printed to be signed."""
    require(by, Action.APPROVE_AGREEMENT, agreement)
    given = {"approved_at": at, "approved_by": by.person_id, "comment": ""}
    with atomic():
        advance(agreement, APPROVE_AGREEMENT, None, **given)
        events.record(by, "agreement.approved", agreement, at)


def rewrite(agreement: CooperationAgreement, comment: str, by: Actor, at: datetime) -> None:
    """Take an approved text that the other side does not sign back into writing."""
    require(by, Action.WRITE_AGREEMENT, agreement)
    said = _said(comment)
    with atomic():
        advance(agreement, REWRITE_AGREEMENT, comment=said)
        events.record(by, "agreement.rewritten", agreement, at)


def sign(agreement: CooperationAgreement, given: Signed, by: Actor, at: datetime) -> None:
    """Record the signatures of both sides, and issue the agreement as it was signed."""
    require(by, Action.WRITE_AGREEMENT, agreement)
    _require_signed(agreement, given, at.date())
    changes = {name: value for name, value in vars(given).items() if name != "on"}
    with atomic():
        advance(agreement, SIGN_AGREEMENT, None, signed_on=given.on, **changes)
        events.record(by, "agreement.signed", agreement, at, on=given.on.isoformat())
        number, language = agreement.reference, agreement.language
        documents.request(agreements.KIND, agreement.id, number, (language,), at)


def _require_signed(agreement: CooperationAgreement, given: Signed, today: date) -> None:
    names = [name for name, value in vars(given).items() if name != "on" and not value.strip()]
    broken = [RuleBroken("agreement_signature_missing", name) for name in names]
    approved = agreement.approved_at
    if given.on > today or (approved and given.on < approved.date()):
        broken.append(RuleBroken("agreement_signed_on", "on"))
    if broken:
        raise RulesBroken(broken)


def start(agreement: CooperationAgreement, by: Actor, at: datetime) -> None:
    """Bring a signed version into force from its first day on, in place of the one before."""
    require(by, Action.WRITE_AGREEMENT, agreement)
    first = agreement.starts_on
    if first is not None and at.date() < first:
        raise RuleBroken("agreement_too_early", day=first)
    with atomic():
        advance(agreement, START_AGREEMENT, in_force_on=at.date())
        earlier = agreements.running(
            [each for each in agreements.of(agreement.centre) if each.id != agreement.id]
        )
        if earlier is not None:
            advance(earlier, REPLACE_AGREEMENT, ended_on=at.date())
            events.record(by, "agreement.replaced", earlier, at, version=agreement.number)
        events.record(by, "agreement.in_force", agreement, at)


def suspend(agreement: CooperationAgreement, comment: str, by: Actor, at: datetime) -> None:
    """Suspend an agreement in force, with the reason that both sides read."""
    require(by, Action.HOLD_AGREEMENT, agreement)
    said = _said(comment)
    with atomic():
        advance(agreement, SUSPEND_AGREEMENT, comment=said, suspended_on=at.date())
        events.record(by, "agreement.suspended", agreement, at)


def resume(agreement: CooperationAgreement, comment: str, by: Actor, at: datetime) -> None:
    """Put a suspended agreement into force again, with the reason."""
    require(by, Action.HOLD_AGREEMENT, agreement)
    said = _said(comment)
    with atomic():
        advance(agreement, RESUME_AGREEMENT, comment=said, suspended_on=None)
        events.record(by, "agreement.resumed", agreement, at)


def end(agreement: CooperationAgreement, given: End, by: Actor, at: datetime) -> None:
    """End an agreement on the day it expires, or before that by termination."""
    require(by, Action.HOLD_AGREEMENT, agreement)
    said = _said(given.reason, "agreement_end_reason")
    if given.on > at.date():
        raise RuleBroken("agreement_end_ahead", "on")
    first, last = agreement.in_force_on, agreement.ends_on
    if first is not None and given.on < first:
        raise RuleBroken("agreement_end_early", "on", day=first)
    if given.kind is Ending.EXPIRY and last is not None and given.on < last:
        raise RuleBroken("agreement_not_expired", "on", day=last)
    changes = {"ending": given.kind, "ended_on": given.on, "comment": said}
    with atomic():
        advance(agreement, END_AGREEMENT, None, **changes)
        events.record(by, "agreement.ended", agreement, at, kind=given.kind.value)


Commented = Callable[[CooperationAgreement, str, Actor, datetime], None]
WITH_COMMENT: dict[str, Commented] = {
    "return": give_back,
    "refuse": refuse,
    "rewrite": rewrite,
    "suspend": suspend,
    "resume": resume,
}
"""The steps that ask for a comment, by the word of their address."""
Plain = Callable[[CooperationAgreement, Actor, datetime], None]
WITHOUT: dict[str, Plain] = {"send": send, "clear": clear, "approve": approve, "start": start}
"""The steps that ask for nothing more, by the word of their address."""


def take(
    agreement: CooperationAgreement, step: str, comment: str, by: Actor, at: datetime
) -> None:
    """Take one of the steps that are named by the word of their address."""
    if step in WITHOUT:
        WITHOUT[step](agreement, by, at)
    else:
        WITH_COMMENT[step](agreement, comment, by, at)


_TASKS = {
    AgreementState.DRAFT: ("finish_agreement", Action.WRITE_AGREEMENT),
    AgreementState.LEGAL_REVIEW: ("review_agreement", Action.REVIEW_AGREEMENT),
    AgreementState.CLEARED: ("approve_agreement", Action.APPROVE_AGREEMENT),
    AgreementState.APPROVED: ("sign_agreement", Action.WRITE_AGREEMENT),
    AgreementState.SIGNED: ("start_agreement", Action.WRITE_AGREEMENT),
    AgreementState.IN_FORCE: ("renew_agreement", Action.WRITE_AGREEMENT),
}
_CONCERNED = frozenset({Role.PROGRAMME_OFFICER, Role.LEGAL_OFFICER, Role.HEAD_OF_OFFICE})


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return the agreements that wait for the actor."""
    if not actor.roles & _CONCERNED:
        return []
    rows = agreements.joined().where(CooperationAgreement.state.in_(list(_TASKS)))
    mine = [each for each in rows if can(actor, _TASKS[each.state][1], each)]
    return [_item(each) for each in mine if _waits(each, at.date())]


def _waits(agreement: CooperationAgreement, today: date) -> bool:
    """Say whether a step is due: the first day has come, or the last one is near."""
    if agreement.state is AgreementState.SIGNED:
        return agreement.starts_on is None or agreement.starts_on <= today
    if agreement.state is AgreementState.IN_FORCE:
        return agreement.ends_on is not None and agreement.ends_on <= today + SOON
    return True


def _item(agreement: CooperationAgreement) -> Item:
    last = agreement.ends_on if agreement.state is AgreementState.IN_FORCE else None
    return Item(
        f"work.{_TASKS[agreement.state][0]}",
        agreement.reference,
        agreement.centre.name,
        "agreements.show",
        {"agreement_id": str(agreement.id)},
        due=datetime.combine(last, time(23, 59), UTC) if last else None,
    )
