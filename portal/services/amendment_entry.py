"""An amendment comes into force: the money, targets, clauses and periods change."""

from datetime import datetime

from portal.domain.lifecycle_contracts import ReviewState
from portal.models import (
    Actual,
    AmendmentApproval,
    Contract,
    ContractAmendment,
    ContractClause,
    ContractDeviation,
    ContractTarget,
    Expenditure,
    Instalment,
    Report,
)
from portal.services import monitoring, own_indicators, report_kinds
from portal.services.amendment_plan import Plan
from portal.services.contract_clauses import standings
from portal.services.contract_finding import by_slug


def put(amendment: ContractAmendment, plan: Plan, at: datetime) -> None:
    """Write a plan into its contract, inside the step that brings the amendment in force."""
    _write_deviations(amendment, plan, at)
    _write_contract(plan)
    _write_clauses(plan)
    _write_money(plan)
    _write_targets(plan)
    _write_periods(plan, at)


def _write_contract(plan: Plan) -> None:
    then = plan.then.contract
    Contract.update(
        amount=then.amount,
        ends_on=then.ends_on,
        report_days=then.report_days,
        own_terms=then.own_terms,
        version=Contract.version + 1,
    ).where(Contract.id == then.id).execute()


def _write_clauses(plan: Plan) -> None:
    before = {row.code: row.text for row in plan.now.every}
    for row in plan.then.every:
        if row.text != before[row.code]:
            ContractClause.update(text=row.text, version=ContractClause.version + 1).where(
                ContractClause.id == row.id
            ).execute()


def _write_deviations(amendment: ContractAmendment, plan: Plan, at: datetime) -> None:
    """Note the changed words of mandatory clauses as deviations that an adviser approved."""
    texts = amendment.changes.get("clauses", {})
    standard = {
        each.code: each.standard for each in standings(plan.then.contract, plan.then.every)
    }
    adviser = _adviser(amendment)
    for row in plan.then.every:
        if row.code in texts and row.mandatory:
            ContractDeviation.create(
                contract=amendment.contract,
                code=row.code,
                title=row.title,
                standard=standard[row.code],
                text=row.text,
                reason=amendment.reason,
                state="approved",
                asked_by=amendment.edited_by_id,
                asked_at=amendment.created_at,
                decided_by=adviser.person,
                decided_at=adviser.decided_at or at,
                comment=amendment.reference,
            )


def _adviser(amendment: ContractAmendment) -> AmendmentApproval:
    """Return the last agreement of an adviser: data protection's before the legal officer's."""
    agreed = amendment.approvals.where(AmendmentApproval.state == ReviewState.AGREED)
    order = ("head", "legal", "data_protection")
    rows = sorted(agreed, key=lambda each: (each.round, order.index(each.kind)))
    return rows[-1]


def _write_money(plan: Plan) -> None:
    kept = [row.id for row in plan.now.budget]
    for line in plan.then.budget:
        line.save(force_insert=line.id not in kept)
    there = {row.id for row in plan.now.instalments}
    for row in plan.then.instalments:
        row.save(force_insert=row.id not in there)
    gone = there - {row.id for row in plan.then.instalments}
    Instalment.delete().where(Instalment.id.in_(list(gone))).execute()
    _write_expenditure(plan)


def _write_expenditure(plan: Plan) -> None:
    """Hold reports that are not filed yet to the new budget, with a row for a new category."""
    reports = [each.id for each in plan.open]
    for row in plan.then.budget:
        same = Expenditure.report.in_(reports) & (Expenditure.category == row.category)
        Expenditure.update(budget=row.amount, position=row.position).where(same).execute()
        there = {each.report.id for each in Expenditure.select().where(same)}
        for report in plan.open:
            if report.id not in there:
                Expenditure.create(
                    report=report,
                    position=row.position,
                    category=row.category,
                    budget=row.amount,
                )


def _write_targets(plan: Plan) -> None:
    for row in plan.then.targets:
        ContractTarget.update(target=row.target).where(ContractTarget.id == row.id).execute()


def _write_periods(plan: Plan, at: datetime) -> None:
    contract = by_slug(plan.then.contract.slug)
    Report.delete().where(Report.id.in_(plan.gone)).execute()
    Report.update(ends_on=plan.end).where(Report.id.in_(plan.cut)).execute()
    for key, day in plan.due.items():
        Report.update(due_on=day).where(Report.id == key).execute()
    made = monitoring.add_periods(contract, plan.added, at) if plan.added else []
    report_kinds.settle(contract)
    for indicator, parts in plan.targets.items():
        for report, part in zip([*plan.open, *made], parts or (), strict=True):
            Actual.update(target=part).where(
                (Actual.report == report) & (Actual.indicator == indicator)
            ).execute()
    own_indicators.follow(contract)
