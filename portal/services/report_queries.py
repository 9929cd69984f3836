"""Finding reports, what they hold, and who has to do something about them."""

from collections.abc import Container, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from peewee import Expression, ModelSelect

from portal.domain.actions import PARTNER_ROLES, Action, Role
from portal.domain.lifecycle import ReportState
from portal.domain.lifecycle_report_review import DeskReview
from portal.domain.monitoring import DAYS_AHEAD
from portal.domain.policy import Actor, can
from portal.domain.report_desks import Desk
from portal.domain.report_sections import Section
from portal.domain.report_sections import sections as in_order
from portal.models import (
    Call,
    Contract,
    Lot,
    Narrative,
    Partner,
    Person,
    Report,
    ReportComment,
    ReportDesk,
    ReportPart,
)
from portal.services import contract_finding, instalments_paid, library
from portal.services.steps import found
from portal.services.todo import Item

R = ReportState
PARTNER_WORK = {
    R.DRAFT: ("work.file_report", False),
    R.RETURNED: ("work.correct_report", False),
    R.SUBMITTED: ("work.report_in_review", True),
}
OFFICER_WORK = {
    R.SUBMITTED: ("work.review_report", False),
    R.RETURNED: ("work.report_with_partner", True),
    R.DRAFT: ("work.report_awaited", True),
}
DESK_ROLES = {
    Role.PROGRAMME_OFFICER: Desk.PROGRAMME,
    Role.FINANCE_OFFICER: Desk.FINANCE,
}
"""Who reads submitted reports at which desk."""


WITH_PARTNER = frozenset({R.DRAFT, R.RETURNED})
"""Where a report waits for the partner: one that was returned is late again."""


def _with_all() -> "ModelSelect[Report]":
    return (
        Report.select(Report, Contract, Call, Lot, Partner)
        .join(Contract)
        .join(Call)
        .switch(Contract)
        .join(Lot)
        .switch(Report)
        .join(Partner)
    )


def by_slug(slug: str) -> Report:
    """Find the report at an address, with its contract, call, lot and partner."""
    report: Report | None = _with_all().where(Report.slug == slug).first()
    return found(report)


def reports_for(actor: Actor) -> list[Report]:
    """Return the reports of the actor's partner, or of all for the office, by due date."""
    if actor.partner_id is not None:
        return listed(Report.partner == actor.partner_id)
    return listed() if can(actor, Action.SEE_CENTRES) else []


def listed(condition: Expression | None = None) -> list[Report]:
    """Return reports with their contract, call, lot and partner, by due date."""
    query = _with_all() if condition is None else _with_all().where(condition)
    return list(query.order_by(Report.due_on, Report.reference))


def of_contract(contract: Contract) -> list[Report]:
    """Return the reports of a contract by the end of their periods."""
    return sorted(listed(Report.contract == contract), key=lambda each: each.ends_on)


def today(report: Report, at: datetime) -> date:
    """Return the day it is where the report's call is run."""
    return contract_finding.today(report.contract, at)


def is_late(report: Report, at: datetime) -> bool:
    """Say whether the partner should have filed the report and has not."""
    return report.state in WITH_PARTNER and today(report, at) > report.due_on


def sections(language: str, part: str = "") -> dict[str, str]:
    """Return the narrative questions by code in a language, or their ``hint``."""
    questions = library.entries("narrative", "question")
    return {row["code"]: library.text_of(row, part, language) for row in questions}


def narratives_of(report: Report) -> dict[str, Narrative]:
    """Return the partner's words by the code of their question, in the order asked."""
    rows = {row.code: row for row in Narrative.select().where(Narrative.report == report)}
    return {code: rows[code] for code in sections("en") if code in rows}


def sections_of(report: Report) -> list[Section]:
    """Return the sections that a report has, in their order.

    The cash position is asked of a partner that is paid in instalments; an ad hoc report has
    neither money nor indicators.
    """
    query = ReportPart.select(ReportPart.code).where(ReportPart.report == report)
    cash = ("cash",) if instalments_paid.promised(report.contract) else ()
    files = {"annexes"} & set(report.contract.report_sections or [])
    forms = [row.code for row in query]
    if report.is_ad_hoc:
        return in_order([*forms, *files], narratives_of(report), ())
    return in_order([*forms, *cash, *files], narratives_of(report))


def comments_of(report: Report) -> list[ReportComment]:
    """Return the comments of every round, oldest first, each with the officer who made it."""
    query = ReportComment.select(ReportComment, Person).join(Person)
    rows = list(query.where((ReportComment.report == report) & (ReportComment.round > 0)))
    order = [each.code for each in sections_of(report)]
    return sorted(rows, key=lambda row: (row.round, order.index(row.section)))


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return the reports that need the actor, or that the actor waits for."""
    if actor.partner_id is not None and actor.roles & PARTNER_ROLES:
        return [_item(each, *PARTNER_WORK[each.state]) for each in _near(actor, at)]
    if not actor.roles & set(DESK_ROLES):
        return []
    near = _near(actor, at)
    done = finished(near)
    found = []
    if Role.FINANCE_OFFICER in actor.roles:
        waiting = [each for each in near if awaits_finance(each, done)]
        found = [_item(each, "work.review_money", waiting=False) for each in waiting]
    if Role.PROGRAMME_OFFICER in actor.roles:
        found += [_officers(each, done) for each in near if _is_for_officers(each, at)]
    return found


def awaits_finance(report: Report, done: Container[tuple[UUID, Desk]]) -> bool:
    """Say whether a submitted report waits for its finance desk; an ad hoc one has no money."""
    reads = report.state is R.SUBMITTED and not report.is_ad_hoc
    return reads and (report.id, Desk.FINANCE) not in done


def _is_for_officers(report: Report, at: datetime) -> bool:
    return report.state is not R.DRAFT or today(report, at) > report.ends_on


def _officers(report: Report, done: Container[tuple[UUID, Desk]]) -> Item:
    """Return what a programme officer has to do, or that finance reads on."""
    if (report.id, Desk.PROGRAMME) in done and awaits_finance(report, done):
        return _item(report, "work.report_with_finance", waiting=True)
    return _item(report, *OFFICER_WORK[report.state])


def finished(reports: Sequence[Report]) -> set[tuple[UUID, Desk]]:
    """Return which desks have finished with which of some reports, by the report's key."""
    here = ReportDesk.report.in_([each.id for each in reports])
    query = ReportDesk.select().where(here & (ReportDesk.state == DeskReview.FINISHED))
    return {(row.report_id, row.desk) for row in query}


def _near(actor: Actor, at: datetime) -> list[Report]:
    """Return the reports not yet accepted whose period is over or ends soon."""
    last = at.date() + timedelta(days=DAYS_AHEAD)
    near = (Report.state != R.ACCEPTED) & (Report.ends_on <= last)
    if actor.partner_id is not None:
        near &= Report.partner == actor.partner_id
    return listed(near)


def _item(report: Report, word: str, waiting: bool) -> Item:  # noqa: FBT001 - from the tables
    zone = report.contract.call.zone
    return Item(
        word=word,
        reference=report.reference,
        title=f"{report.contract.lot.title}, {report.partner.name}",
        endpoint="monitoring.index" if word == "work.report_awaited" else "monitoring.show",
        parts={} if word == "work.report_awaited" else {"slug": report.slug},
        due=datetime.combine(report.due_on, time(23, 59), ZoneInfo(zone)),
        waiting=waiting,
        zone=zone,
    )
