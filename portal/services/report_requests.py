"""Ad hoc reports: asked for by an officer with a reason, a period, a day and some sections.

They hold words and statements but neither indicators nor money, so that no figure of a period
is counted twice.
"""

from collections.abc import Sequence
from datetime import datetime

from peewee import fn

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import ReportState
from portal.domain.policy import Actor, require
from portal.domain.report_kinds import (
    COUNTING,
    FIRST_AD_HOC,
    LONGEST_REASON,
    ReportKind,
    Request,
    request_rules,
)
from portal.domain.report_specs import PARTS
from portal.models import Contract, Narrative, Report, ReportPart, ReportRequest
from portal.services import contract_people, events, report_terms
from portal.services.contract_finding import today
from portal.services.report_queries import narratives_of


def choosable(contract: Contract) -> list[str]:
    """Name the sections that can be asked for: forms that count nothing, and headings."""
    chosen = report_terms.choosable(contract)
    forms = [code for code in chosen if code in PARTS and code not in COUNTING]
    return [*forms, *(each.code for each in report_terms.headings(contract))]


def of(report: Report) -> ReportRequest | None:
    """Return why a report was asked for; None for those of the periods."""
    found: ReportRequest | None = report.requests.first()
    return found


def ask(contract: Contract, asked: Request, by: Actor, at: datetime) -> Report:
    """Ask the partner for an ad hoc report and tell it by mail."""
    require(by, Action.ASK_REPORT, contract)
    if contract.in_force_at is None:
        raise RuleBroken("request_not_in_force")
    if broken := request_rules(asked, contract.starts_on, today(contract, at)):
        raise RulesBroken(broken)
    with atomic():
        report = _make(contract, asked)
        _fill(report, asked.sections, at)
        reason = asked.reason.strip()[:LONGEST_REASON]
        ReportRequest.create(report=report, reason=reason, asked_by=by.person_id, asked_at=at)
        events.record(by, "report.asked", report, at)
        _tell(report, reason, at)
    return report


def _tell(report: Report, reason: str, at: datetime) -> None:
    contract_people.tell_partner(
        report.contract,
        "report_asked",
        at,
        due_on=report.due_on.isoformat(),
        reason=reason,
        report=report.slug,
    )


def _make(contract: Contract, asked: Request) -> Report:
    Contract.update(version=Contract.version).where(Contract.id == contract.id).execute()
    mine = (Report.contract == contract) & (Report.kind == ReportKind.AD_HOC)
    last = Report.select(fn.MAX(Report.number)).where(mine).scalar()
    number = (last or FIRST_AD_HOC - 1) + 1
    name = f"A{number - FIRST_AD_HOC + 1}"
    return Report.create(
        reference=f"{contract.reference}-{name}",
        slug=f"{contract.slug}-{name}",
        contract=contract,
        partner=contract.partner_id,
        number=number,
        kind=ReportKind.AD_HOC,
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        due_on=asked.due_on,
    )


def _fill(report: Report, sections: Sequence[str], at: datetime) -> None:
    for code in choosable(report.contract):
        if code in sections:
            table = ReportPart if code in PARTS else Narrative
            table.create(report=report, code=code, saved_at=at)


def withdraw(report: Report, by: Actor, at: datetime) -> None:
    """Take a request back while nothing was written; the log keeps that it was there."""
    require(by, Action.ASK_REPORT, report.contract)
    if not report.is_ad_hoc:
        raise RuleBroken("request_of_period")
    with atomic():
        held = Report.update(number=Report.number).where(
            (Report.id == report.id) & (Report.state == ReportState.DRAFT)
        )
        if held.execute() != 1:
            raise WrongState("withdraw_request", report.state)
        if _begun(report):
            raise RuleBroken("request_begun")
        events.record(by, "report.request_withdrawn", report.contract, at, number=report.number)
        contract_people.tell_partner(
            report.contract, "report_request_withdrawn", at, report=report.reference
        )
        report.delete_instance(recursive=True)


def _begun(report: Report) -> bool:
    saved = ReportPart.saved_by.is_null(is_null=False)
    written = ReportPart.select().where((ReportPart.report == report) & saved)
    return written.exists() or any(row.text for row in narratives_of(report).values())
