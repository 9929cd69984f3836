"""What a notice or the last day does to a contract: suspended, resumed, terminated, expired."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import (
    COMPLETE_CONTRACT,
    EXPIRE_CONTRACT,
    RESUME_CONTRACT,
    RUNNING_CONTRACT_STATES,
    SUSPEND_CONTRACT,
    TERMINATE_CONTRACT,
    ReportState,
)
from portal.domain.lifecycle_amendments import LAPSE_AMENDMENT
from portal.domain.lifecycle_notices import TAKE_EFFECT, WITHDRAW_NOTICE, NoticeState
from portal.domain.notices import NoticeKind
from portal.domain.policy import VISITOR, Actor, require
from portal.models import Contract, ContractNotice, Report
from portal.services import (
    amendment_finding,
    contract_people,
    events,
    notice_finding,
    report_kinds,
)
from portal.services.amendment_approvals import drop_waiting
from portal.services.contract_finding import joined, today
from portal.services.steps import advance

_STEPS = {
    NoticeKind.SUSPENSION: SUSPEND_CONTRACT,
    NoticeKind.RESUMPTION: RESUME_CONTRACT,
    NoticeKind.TERMINATION: TERMINATE_CONTRACT,
}
_EVENTS = {
    NoticeKind.SUSPENSION: "contract.suspended",
    NoticeKind.RESUMPTION: "contract.resumed",
    NoticeKind.TERMINATION: "contract.terminated",
}


def take_effect(notice: ContractNotice, by: Actor, at: datetime) -> None:
    """Do to the contract what a notice says, in the caller's transaction."""
    contract = notice.contract
    advance(notice, TAKE_EFFECT)
    advance(contract, _STEPS[notice.kind])
    events.record(by, _EVENTS[notice.kind], contract, at, notice=notice.number)
    if notice.kind is NoticeKind.TERMINATION:
        _close(contract, _last_day(notice), by, at)


def _close(contract: Contract, last_day: date, by: Actor, at: datetime) -> None:
    """End what goes on under a contract: an open amendment, and periods after its end."""
    amendment = amendment_finding.open_of(contract)
    if amendment is not None:
        advance(amendment, LAPSE_AMENDMENT)
        drop_waiting(amendment)
        events.record(by, "amendment.lapsed", contract, at, amendment=amendment.number)
    _cut_periods(contract, last_day)


def _cut_periods(contract: Contract, last_day: date) -> None:
    """Let the reports end with the contract; those that somebody filed stay as they are."""
    drafts = (Report.state == ReportState.DRAFT) & report_kinds.of_periods()
    for report in contract.reports.where(drafts):
        if report.starts_on > last_day:
            report.delete_instance(recursive=True)
        elif report.ends_on > last_day:
            due_on = last_day + timedelta(days=contract.report_days)
            Report.update(ends_on=last_day, due_on=due_on).where(
                Report.id == report.id
            ).execute()
    report_kinds.settle(contract)


def end_due(at: datetime) -> int:
    """End the contracts whose notice has run out or whose last day has passed.

    Return how many ended. The portal does this by itself, every hour.
    """
    return sum(_terminate(each, at) for each in _run_out(at)) + sum(
        _expire(each, at) for each in _past(at)
    )


def _run_out(at: datetime) -> Iterable[ContractNotice]:
    given = notice_finding.joined().where(ContractNotice.state == NoticeState.GIVEN)
    return [each for each in given if _last_day(each) < today(each.contract, at)]


def _last_day(notice: ContractNotice) -> date:
    """Return the day of a notice that was given: it has one."""
    return notice.effective_on or notice.contract.ends_on


def _terminate(notice: ContractNotice, at: datetime) -> bool:
    if _last_day(notice) >= notice.contract.ends_on:
        return False
    with atomic():
        take_effect(notice, VISITOR, at)
        tell_ended(notice.contract, at)
    return True


def _past(at: datetime) -> Iterable[Contract]:
    running = joined().where(Contract.state.in_(list(RUNNING_CONTRACT_STATES)))
    return [each for each in running if each.ends_on < today(each, at)]


def _expire(contract: Contract, at: datetime) -> bool:
    with atomic():
        advance(contract, EXPIRE_CONTRACT)
        notice = notice_finding.open_of(contract)
        if notice is not None:
            advance(notice, WITHDRAW_NOTICE)
        _close(contract, contract.ends_on, VISITOR, at)
        events.record(VISITOR, "contract.expired", contract, at)
        tell_ended(contract, at)
    return True


def tell_ended(contract: Contract, at: datetime) -> None:
    """Mail both sides that a contract has ended, and what goes on."""
    contract_people.tell_partner(contract, "contract_ended", at)
    contract_people.tell_office(contract, contract_people.OFFICE, "contract_ended", at)


def complete(contract: Contract, by: Actor, at: datetime) -> None:
    """State that a contract was carried out to its end: every report is accepted."""
    require(by, Action.COMPLETE_CONTRACT, contract)
    with atomic():
        waiting = contract.reports.where(Report.state != ReportState.ACCEPTED).count()
        if waiting:
            raise RuleBroken("contract_reports_open", count=waiting)
        advance(contract, COMPLETE_CONTRACT)
        events.record(by, "contract.completed", contract, at)
