"""Instalments: requested by the partner, verified, approved by another person, and paid."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from peewee import IntegrityError

from portal.config import LANGUAGES
from portal.db import atomic
from portal.domain.actions import Action, Role
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.instalments import (
    STATEMENTS,
    ZERO,
    Line,
    above_contract,
    request_rules,
    total,
    unmet,
)
from portal.domain.lifecycle import Step
from portal.domain.lifecycle_contracts import (
    APPROVE_INSTALMENT,
    PAY_INSTALMENT,
    RECALL_INSTALMENT,
    REFUSE_INSTALMENT,
    REJECT_INSTALMENT,
    REQUEST_INSTALMENT,
    VERIFY_INSTALMENT,
    InstalmentState,
)
from portal.domain.partner_house import AccountState
from portal.domain.policy import Actor, can, require
from portal.models import BankAccount, Contract, InstalmentRequest
from portal.services import accounts, bank_numbers, documents, events, instalment_mails
from portal.services.bank_details import Shown
from portal.services.contract_finding import today
from portal.services.instalment_facts import grounds, left, limits, lines
from portal.services.instalment_finding import Case, by_id, hold_payable
from portal.services.steps import advance

FIGURES = ("authorised", "reported", "accepted", "before", "requested")
REJECTING: Mapping[InstalmentState, Step[InstalmentState]] = {
    InstalmentState.REQUESTED: REFUSE_INSTALMENT,
    InstalmentState.VERIFIED: REJECT_INSTALMENT,
    InstalmentState.APPROVED: RECALL_INSTALMENT,
}
"""The step that rejects an instalment in each state from which that can be done."""


@dataclass(frozen=True)
class Wish:
    """What the partner requests: amounts by budget category, what is certified, a password."""

    amounts: Mapping[str, Decimal | None]
    certified: tuple[str, ...]
    password: str
    note: str = ""


@dataclass(frozen=True)
class Payment:
    """What the bank says of a payment: its reference and the value date."""

    reference: str
    value_date: date


def request(case: Case, wish: Wish, by: Actor, at: datetime) -> InstalmentRequest:
    """Request an instalment: certified, within the contract, and when its time has come."""
    require(by, Action.REQUEST_INSTALMENT, case)
    if set(wish.certified) != set(STATEMENTS):
        raise RuleBroken("request_certified")
    accounts.require_own_password(by, wish.password)
    with atomic():
        now, contract = _held(case, REQUEST_INSTALMENT)
        asked = _asked(now, wish)
        _require_standing(now, at)
        if broken := request_rules(asked, limits(now, contract)):
            raise RulesBroken(broken)
        made = _make(now, asked, wish, by, at)
        advance(now.instalment, REQUEST_INSTALMENT)
        events.record(by, "instalment.requested", now.instalment, at, round=made.round)
        number = f"{now.reference}-R{made.round}"
        documents.request("instalment_request", made.id, number, LANGUAGES, at)
        instalment_mails.to_office(now, "instalment_requested", Role.PROGRAMME_OFFICER, at)
    return made


def _held(case: Case, step: Step[InstalmentState]) -> tuple[Case, Contract]:
    """Lock the contract, read the instalment anew, and refuse when the step is not open."""
    contract = hold_payable(case.contract)
    now = by_id(case.instalment.id)
    step.take(now.state)
    return now, contract


def _require_standing(case: Case, at: datetime) -> None:
    if broken := unmet(case.rule, grounds([case], at)[0]):
        raise RulesBroken(broken)


def _asked(case: Case, wish: Wish) -> list[Line]:
    return [
        replace(line, requested=wish.amounts.get(line.category) or ZERO) for line in lines(case)
    ]


def _make(
    case: Case, asked: list[Line], wish: Wish, by: Actor, at: datetime
) -> InstalmentRequest:
    last = case.request.round if case.request else 0
    return InstalmentRequest.create(
        instalment=case.instalment,
        round=last + 1,
        amount=total(asked, "requested"),
        lines=[_stored(line) for line in asked],
        statements=list(STATEMENTS),
        note=wish.note.strip(),
        requested_by=by.person_id,
        requested_at=at,
    )


def _stored(line: Line) -> dict[str, str]:
    return {"category": line.category, **{name: str(getattr(line, name)) for name in FIGURES}}


def lines_of(made: InstalmentRequest) -> list[Line]:
    """Return the figures of a request as they were certified."""
    return [
        Line(each["category"], *(Decimal(each[name]) for name in FIGURES))
        for each in made.lines
    ]


def verify(case: Case, note: str, by: Actor, at: datetime) -> None:
    """Verify a request as programme officer: the conditions stand and the words agreed too."""
    require(by, Action.VERIFY_INSTALMENT, case)
    with atomic():
        now, _contract = _held(case, VERIFY_INSTALMENT)
        require(by, Action.VERIFY_INSTALMENT, now)
        _require_standing(now, at)
        advance(now.instalment, VERIFY_INSTALMENT)
        said = {"verifier_note": note.strip()}
        _keep(now, verified_by=by.person_id, verified_at=at, **said)
        events.record(by, "instalment.verified", now.instalment, at)
        instalment_mails.to_office(now, "instalment_verified", Role.FINANCE_OFFICER, at)


def approve(case: Case, by: Actor, at: datetime) -> None:
    """Approve a verified request as finance officer, to the partner's confirmed bank account.

    Everything is held against the contract once more; two approvers at once approve once. An
    account whose number the portal cannot open is refused: nobody could pay to it.
    """
    require(by, Action.APPROVE_INSTALMENT, case)
    with atomic():
        now, contract = _held(case, APPROVE_INSTALMENT)
        require(by, Action.APPROVE_INSTALMENT, now)
        _require_standing(now, at)
        _require_covered(now, contract)
        account = account_in_use(contract)
        if account is None:
            raise RuleBroken("instalment_no_account")
        bank_numbers.whole(account)
        advance(now.instalment, APPROVE_INSTALMENT)
        _keep(now, approved_by=by.person_id, approved_at=at, account=account)
        events.record(by, "instalment.approved", now.instalment, at)


def _require_covered(case: Case, contract: Contract) -> None:
    asked = _latest(case).amount
    rest = left(contract, case.instalment)
    if broken := above_contract(asked, rest, contract.currency):
        raise RulesBroken(broken)


def _latest(case: Case) -> InstalmentRequest:
    if case.request is None:
        raise RuleBroken("request_nothing")
    return case.request


def _keep(case: Case, **values: object) -> None:
    InstalmentRequest.update(values).where(InstalmentRequest.id == _latest(case).id).execute()


def account_in_use(contract: Contract) -> BankAccount | None:
    """Return the bank account that the partner has confirmed, if there is one."""
    return BankAccount.get_or_none(
        (BankAccount.partner == contract.partner_id)
        & (BankAccount.state == AccountState.CONFIRMED)
    )


def account_shown(case: Case, reader: Actor) -> Shown | None:
    """Return the account paid to, frozen or in use, its number as the reader may see it."""
    made = case.request
    row = (made.account if made else None) or account_in_use(case.contract)
    if row is None:
        return None
    whole = can(reader, Action.SEE_BANK, case)
    return Shown(row, bank_numbers.shown(row, all_of_it=whole))


def account_changed(case: Case) -> bool:
    """Say whether the partner uses another account now than the one frozen at the approval."""
    made = case.request
    if made is None or made.account is None or case.state is not InstalmentState.APPROVED:
        return False
    return made.account.state is not AccountState.CONFIRMED


def reject(case: Case, reason: str, by: Actor, at: datetime) -> None:
    """Reject a request with a reason; the partner reads it and can request again.

    The programme officer rejects what is requested, finance what is verified or approved.
    """
    step = REJECTING.get(case.state, REFUSE_INSTALMENT)
    require(by, step.action, case)
    if not reason.strip():
        raise RuleBroken("rejection_reason", "reason")
    with atomic():
        advance(case.instalment, step)
        said = {"rejected_by": by.person_id, "rejected_at": at, "reason": reason.strip()}
        _keep(case, **said)
        events.record(by, "instalment.rejected", case.instalment, at, step=step.name)
        instalment_mails.to_partner(case, "instalment_rejected", at)


def pay(case: Case, payment: Payment, by: Actor, at: datetime) -> None:
    """Record the payment of an approved instalment, once; the certificate is asked for."""
    require(by, Action.PAY_INSTALMENT, case)
    reference = " ".join(payment.reference.split())
    with atomic():
        now, contract = _held(case, PAY_INSTALMENT)
        _require_day(now, payment.value_date, at)
        _require_covered(now, contract)
        _require_unused(reference)
        advance(now.instalment, PAY_INSTALMENT)
        bank = {"bank_reference": reference, "value_date": payment.value_date}
        _write_payment(now, paid_by=by.person_id, paid_at=at, **bank)
        events.record(by, "instalment.paid", now.instalment, at)
        documents.request(
            "payment_certificate", _latest(now).id, f"{now.reference}-P", LANGUAGES, at
        )
        instalment_mails.to_partner(now, "instalment_paid", at)


def _write_payment(case: Case, **values: object) -> None:
    try:
        _keep(case, **values)
    except IntegrityError as error:
        raise RuleBroken("payment_reference_used", "reference") from error


def _require_day(case: Case, day: date, at: datetime) -> None:
    if day > today(case.contract, at):
        raise RuleBroken("payment_in_future", "value_date")
    approved_at = _latest(case).approved_at
    if approved_at is not None and day < today(case.contract, approved_at):
        raise RuleBroken("payment_before_approval", "value_date")


def _require_unused(reference: str) -> None:
    used = InstalmentRequest.select().where(InstalmentRequest.bank_reference == reference)
    if used.exists():
        raise RuleBroken("payment_reference_used", "reference")
