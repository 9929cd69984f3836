"""Approvals of an amendment by kind: advisers side by side, then the head of office."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from portal.db import atomic
from portal.domain.actions import Action, Role
from portal.domain.contracts import fingerprint
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle_amendments import (
    AGREE_APPROVAL,
    DROP_APPROVAL,
    OFFER_AMENDMENT,
    RETURN_AMENDMENT,
    RETURN_APPROVAL,
    SEND_AMENDMENT,
    SEND_TO_HEAD,
)
from portal.domain.lifecycle_contracts import ReviewState
from portal.domain.monitoring import Period
from portal.domain.policy import Actor, require
from portal.domain.policy_contracts import REVIEWERS
from portal.models import AmendmentApproval, ContractAmendment, Report
from portal.services import amendment_mail, events
from portal.services.amendment_checks import problems, wanted
from portal.services.amendment_finding import by_id
from portal.services.amendment_plan import Plan, plan
from portal.services.contract_finding import hold_in_force
from portal.services.contract_text import content, without_rules
from portal.services.steps import advance

HEAD = "head"


def of(amendment: ContractAmendment) -> list[AmendmentApproval]:
    """Return every approval of an amendment, round by round, the head of office last."""
    order = list(REVIEWERS)
    return sorted(amendment.approvals, key=lambda each: (each.round, order.index(each.kind)))


def waiting(amendment: ContractAmendment) -> list[AmendmentApproval]:
    """Return the approvals that an amendment waits for now."""
    still = AmendmentApproval.state == ReviewState.WAITING
    return list(amendment.approvals.where(still))


def send(amendment: ContractAmendment, by: Actor, at: datetime) -> None:
    """Send a draft to those who approve its kind; refused while a rule does not hold."""
    require(by, Action.EDIT_AMENDMENT, amendment)
    with atomic():
        hold_in_force(amendment.contract)
        asked = wanted(amendment, sound(amendment, at))
        advisers = [each for each in asked if each != HEAD]
        advance(amendment, SEND_AMENDMENT if advisers else SEND_TO_HEAD, comment="")
        number = 1 + max((each.round for each in amendment.approvals), default=0)
        _ask(amendment, advisers or [HEAD], number, at)
        _note("amendment.sent", amendment, by, at)


def sound(amendment: ContractAmendment, at: datetime) -> Plan:
    """Return what an amendment does to its contract now, or refuse with all that is broken."""
    planned = plan(by_id(amendment.id))
    if broken := problems(amendment, planned, at):
        raise RulesBroken(broken)
    return planned


def _ask(amendment: ContractAmendment, kinds: Iterable[str], number: int, at: datetime) -> None:
    for kind in kinds:
        AmendmentApproval.create(amendment=amendment, round=number, kind=kind, asked_at=at)
        amendment_mail.to_holders(amendment, REVIEWERS[kind], "amendment_to_review", at)


def agree(approval: AmendmentApproval, by: Actor, at: datetime) -> None:
    """Agree to an amendment; the last adviser hands it to the head, the head offers it."""
    require(by, Action.REVIEW_AMENDMENT, approval)
    amendment = approval.amendment
    with atomic():
        hold_in_force(amendment.contract)
        advance(approval, AGREE_APPROVAL, person=by.person_id, decided_at=at)
        _note("amendment.agreed", amendment, by, at, kind=approval.kind)
        if approval.kind == HEAD:
            _offer(amendment, by, at)
        elif not waiting(amendment):
            advance(amendment, SEND_TO_HEAD)
            _ask(amendment, [HEAD], approval.round, at)


def _offer(amendment: ContractAmendment, by: Actor, at: datetime) -> None:
    """Fix what both sides sign: the contract as it is, as it will be, and its fingerprint."""
    planned = sound(amendment, at)
    before, after = content(planned.now), text_after(planned)
    advance(
        amendment,
        OFFER_AMENDMENT,
        before=before,
        after=after,
        fingerprint=print_of(amendment, planned),
        offered_at=at,
    )
    _note("amendment.offered", amendment, by, at, fingerprint=amendment.fingerprint)
    amendment_mail.to_partner(
        amendment, "amendment_to_sign", at, roles=amendment_mail.SIGNATORY
    )


def text_after(planned: Plan) -> dict[str, object]:
    """Return all that the contract says with the amendment, and the periods that change."""
    added = [_told(each) for each in planned.added]
    return {**content(planned.then), "added_periods": added, **_shortened(planned)}


def _shortened(planned: Plan) -> dict[str, object]:
    """Return the periods that end earlier or fall away; nothing where none does."""
    kept = {each.number: each for each in planned.periods}
    found = {
        "cut_periods": [_told(kept[each.number]) for each in planned.cut],
        "gone_periods": [_told(each) for each in planned.gone],
    }
    return {name: rows for name, rows in found.items() if rows}


def _told(period: Period | Report) -> dict[str, object]:
    return {
        "number": period.number,
        "starts_on": period.starts_on.isoformat(),
        "ends_on": period.ends_on.isoformat(),
        "due_on": period.due_on.isoformat(),
    }


def print_of(amendment: ContractAmendment, planned: Plan) -> str:
    """Return the fingerprint of an amendment: its reason, and the contract before and after."""
    return _print(amendment, content(planned.now), text_after(planned))


def fits(amendment: ContractAmendment, planned: Plan, agreed: str) -> bool:
    """Say whether a fingerprint is that of an amendment, also of one offered without rules."""
    both = content(planned.now), text_after(planned)
    older = (without_rules(each) for each in both)
    return agreed in (_print(amendment, *both), _print(amendment, *older))


def _print(
    amendment: ContractAmendment, before: Mapping[str, Any], after: Mapping[str, Any]
) -> str:
    told = {"kind": amendment.kind.value, "reason": amendment.reason}
    both = {"before": before, "after": after}
    return fingerprint({"amendment": amendment.reference, **told, **both})


def give_back(approval: AmendmentApproval, comment: str, by: Actor, at: datetime) -> None:
    """Return an amendment to those who write it, with a comment; others are asked no more."""
    require(by, Action.REVIEW_AMENDMENT, approval)
    amendment, said = approval.amendment, comment.strip()
    if not said:
        raise RuleBroken("contract_comment", "comment")
    with atomic():
        decided = {"person": by.person_id, "decided_at": at}
        advance(approval, RETURN_APPROVAL, None, comment=said, **decided)
        drop_waiting(amendment)
        advance(amendment, RETURN_AMENDMENT, comment=said)
        _note("amendment.returned", amendment, by, at, kind=approval.kind)
        amendment_mail.to_writer(amendment, "amendment_returned", at)


def drop_waiting(amendment: ContractAmendment) -> None:
    """Ask no more for the approvals that an amendment still waits for."""
    for each in waiting(amendment):
        advance(each, DROP_APPROVAL)


def _note(
    name: str, amendment: ContractAmendment, by: Actor, at: datetime, **facts: object
) -> None:
    events.record(by, name, amendment.contract, at, amendment=amendment.number, **facts)


def roles_of(actor: Actor) -> set[str]:
    """Return the kinds of approval that the roles of a person answer."""
    held: frozenset[Role] = actor.roles
    return {kind for kind, role in REVIEWERS.items() if role in held}
