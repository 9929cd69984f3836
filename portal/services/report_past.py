"""What a report takes over from before: the last accepted report, else the proposal."""

from collections.abc import Mapping
from typing import Any

from portal.domain.closing import SETTLED
from portal.domain.lifecycle import ReportState
from portal.domain.report_parts import Content
from portal.models import Contract, Milestone, ProposalPart, Report, ReportPart
from portal.services.report_figures import FILED
from portal.services.report_kinds import of_periods


def last(report: Report) -> tuple[str, Mapping[str, Content]]:
    """Return a reference and the sections by code that a new report may begin with.

    They are of the last accepted report; before there is one, risks and milestones are of the
    proposal. The steps of the handover are always those that the contract has.
    """
    found, agreed = accepted(report), _agreed(report.contract)
    if found is None:
        source = report.contract.proposal.number or ""
        return source, {**_of_proposal(report.contract), **agreed}
    rows = ReportPart.select().where(ReportPart.report == found)
    said = {row.code: row.content for row in rows}
    return found.reference, {code: {**said[code], **agreed.get(code, {})} for code in said}


def _agreed(contract: Contract) -> dict[str, Content]:
    """Return the handover milestones of a contract that still wait; nothing without any."""
    mine = Milestone.select().where(Milestone.contract == contract)
    waiting = mine.where(Milestone.state.not_in(list(SETTLED))).order_by(Milestone.position)
    steps = [_step(each) for each in waiting]
    return {"government": {"tables": {"milestones": steps}}} if steps else {}


def _step(milestone: Milestone) -> dict[str, Any]:
    return {"milestone": milestone.title, "due": milestone.due_on.isoformat()}


def accepted(report: Report) -> Report | None:
    """Return the last accepted report of the contract before this one."""
    before = (
        (Report.contract == report.contract_id)
        & (Report.number < report.number)
        & (Report.state == ReportState.ACCEPTED)
        & of_periods()
    )
    found: Report | None = Report.select().where(before).order_by(Report.number.desc()).first()
    return found


def _of_proposal(contract: Contract) -> dict[str, Content]:
    query = ProposalPart.select().where(ProposalPart.proposal == contract.proposal_id)
    parts = {row.key: row.content.get("rows", []) for row in query}
    risks = [_risk(row) for row in parts.get("risks", [])]
    steps = [_milestone(row) for row in parts.get("work_plan", []) if row.get("milestone")]
    return {
        "report_risks": {"tables": {"risks": risks}},
        "government": {"tables": {"milestones": steps}},
    }


def _risk(row: Mapping[str, Any]) -> dict[str, Any]:
    same = {name: row.get(name) for name in ("likelihood", "impact", "owner")}
    return {
        **same,
        "risk": row.get("risk"),
        "treatment": str(row.get("mitigation") or "")[:600],
    }


def _milestone(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"milestone": str(row["milestone"])[:300], "due": row.get("ends_on")}


def open_complaints(report: Report) -> dict[str, int]:
    """Return how many complaints the reports filed before left open, by type."""
    filed = (
        (Report.contract == report.contract_id)
        & (Report.number < report.number)
        & Report.state.in_(FILED)
        & of_periods()
    )
    query = ReportPart.select().join(Report).where(filed & (ReportPart.code == "incidents"))
    left: dict[str, int] = {}
    for part in query:
        for row in part.content.get("tables", {}).get("complaints", ()):
            more = (row.get("received") or 0) - (row.get("closed") or 0)
            left[row["key"]] = left.get(row["key"], 0) + more
    return left
