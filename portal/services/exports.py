"""The lists of the office as tables: the same rows as their pages show, for a file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from portal.db import atomic
from portal.domain.lifecycle import ClarificationState
from portal.domain.policy import Actor, reader
from portal.domain.tables import Columns, Kind, Table
from portal.models import Call, Contract, Person
from portal.services import (
    action_points,
    audit_log,
    call_list,
    centres,
    clarification_desk,
    clarifications,
    contracts,
    events,
    handover_finding,
    instalment_finding,
    monitoring,
    opening,
    portfolio,
    report_queries,
    risks,
    visits,
)
from portal.services.risks import Place

K = Kind
S = ClarificationState
_PAGE = 200
Row = tuple[object, ...]


def note(name: str, form: str, by: Actor, at: datetime) -> None:
    """Record that a person takes a table out of the portal: its name and form, no content."""
    with atomic():
        who = Person.get_by_id(by.person_id)
        events.record(by, "table.exported", who, at, table=name, form=form)


def contract_table(by: Actor, _at: datetime) -> Table:
    """Return the contracts that a person may see; the donor is told to the office only."""
    office = reader(by, None)
    columns: Columns = (
        ("reference", K.TEXT),
        ("partner", K.TEXT),
        ("call", K.TEXT),
        ("lot", K.TEXT),
        ("city", K.TEXT),
        ("country", K.TEXT),
        *((("donor", K.TEXT),) if office else ()),
        ("state", K.WORD),
        ("amount", K.AMOUNT),
        ("currency", K.TEXT),
        ("starts_on", K.DAY),
        ("ends_on", K.DAY),
        ("in_force_at", K.MOMENT),
    )
    found = contracts.visible(by)
    return Table("contracts", columns, (_contract(each, office) for each in found))


def _contract(each: Contract, office: bool) -> Row:  # noqa: FBT001 - who reads
    about = (each.reference, each.partner.name, each.call.reference)
    place = (each.lot.title, each.lot.city, each.call.centre.country)
    donor = (each.donor,) if office else ()
    money = (*donor, each.state, each.amount, each.currency)
    return (*about, *place, *money, each.starts_on, each.ends_on, each.in_force_at)


def report_table(by: Actor, at: datetime) -> Table:
    """Return the reports that a person may know of."""
    columns: Columns = (
        ("reference", K.TEXT),
        ("partner", K.TEXT),
        ("contract", K.TEXT),
        ("kind", K.WORD),
        ("period", K.WHOLE),
        ("starts_on", K.DAY),
        ("ends_on", K.DAY),
        ("due_on", K.DAY),
        ("state", K.WORD),
        ("days_late", K.WHOLE),
        ("submitted_at", K.MOMENT),
        ("accepted_at", K.MOMENT),
    )
    rows = (
        (
            *(each.reference, each.partner.name, each.contract.reference),
            *(each.kind, each.shown_number),
            *(each.starts_on, each.ends_on, each.due_on, each.state),
            (report_queries.today(each, at) - each.due_on).days
            if report_queries.is_late(each, at)
            else None,
            *(each.submitted_at, each.accepted_at),
        )
        for each in monitoring.reports_for(by)
    )
    return Table("reports", columns, rows)


def portfolio_table(wanted: portfolio.Wanted, at: datetime) -> Table:
    """Return every contract of the portfolio that fits, in its order."""
    columns: Columns = (
        ("reference", K.TEXT),
        ("partner", K.TEXT),
        ("centre", K.TEXT),
        ("country", K.TEXT),
        ("donor", K.TEXT),
        ("lot", K.TEXT),
        ("state", K.WORD),
        ("ends_on", K.DAY),
        ("amount", K.AMOUNT),
        ("spent", K.AMOUNT),
        ("currency", K.TEXT),
        ("progress", K.WHOLE),
        ("late_reports", K.WHOLE),
        ("late_actions", K.WHOLE),
        ("late_since", K.DAY),
    )
    found = portfolio.every(wanted, at)
    return Table("portfolio", columns, (_in_portfolio(each) for each in found))


def _in_portfolio(row: portfolio.Row) -> Row:
    each, centre = row.contract, row.contract.call.centre
    about = (each.reference, each.partner.name, centre.name, centre.country, each.donor)
    late = (row.late, row.late_actions, row.late_since)
    money = (each.amount, row.figures.spent, each.currency, row.figures.progress)
    return (*about, each.lot.title, each.state, each.ends_on, *money, *late)


def centre_table(_by: Actor, _at: datetime) -> Table:
    """Return the centres with their cities."""
    columns: Columns = (
        ("reference", K.TEXT),
        ("centre", K.TEXT),
        ("country", K.TEXT),
        ("model", K.WORD),
        ("authority", K.TEXT),
        ("requested_on", K.DAY),
        ("places", K.WHOLE),
        ("city", K.TEXT),
    )
    rows = (
        (
            *(each.reference, each.name, each.country, each.model),
            *(each.authority, each.requested_on, each.capacity),
            "; ".join(site.city for site in each.sites),
        )
        for each in centres.every()
    )
    return Table("centres", columns, rows)


def call_table(wanted: call_list.Wanted, at: datetime) -> Table:
    """Return the published calls that fit, in the order of their list, read page by page."""
    columns: Columns = (
        ("reference", K.TEXT),
        ("title", K.TEXT),
        ("country", K.TEXT),
        ("city", K.TEXT),
        ("state", K.WORD),
        ("lots", K.WHOLE),
        ("ceiling", K.AMOUNT),
        ("currency", K.TEXT),
        ("months", K.WHOLE),
        ("deadline", K.MOMENT),
    )
    return Table("calls", columns, _calls(wanted, at))


def _calls(wanted: call_list.Wanted, at: datetime) -> Iterator[Row]:
    asked = replace(wanted, after="", before="")
    while True:
        found = call_list.page(asked, at, _PAGE)
        read = call_list.rows([key.call_id for key in found.keys])
        for key in found.keys:
            if row := read.get(key.call_id):
                yield _call(row)
        if not found.after:
            return
        asked = replace(asked, after=found.after)


def _call(row: call_list.Row) -> Row:
    each = row.call
    about = (each.reference, each.title, row.country, "; ".join(row.cities), each.state)
    return (*about, row.lots, row.ceiling, each.currency, each.months, each.deadline)


def proposal_table(call: Call) -> Table:
    """Return the register of the opened proposals of a call; empty before the opening."""
    columns: Columns = (
        ("number", K.TEXT),
        ("partner", K.TEXT),
        ("lot", K.TEXT),
        ("state", K.WORD),
        ("submitted_at", K.MOMENT),
        ("receipt", K.TEXT),
        ("fingerprint", K.TEXT),
    )
    rows = (
        (
            *(each.number, each.partner.name, each.lot.title, each.state),
            *(each.submitted_at, each.receipt, each.fingerprint),
        )
        for each in opening.opened(call)
    )
    return Table(f"proposals-{call.slug}", columns, rows)


def question_table(call: Call) -> Table:
    """Return the questions on a call as edited, without askers: first those in work."""
    columns: Columns = (
        ("number", K.WHOLE),
        ("state", K.WORD),
        ("lot", K.WHOLE),
        ("question", K.TEXT),
        ("answer", K.TEXT),
        ("asked_at", K.MOMENT),
    )
    desk = clarification_desk.desk(call)
    waiting = [
        (each.number, each.state, each.lot_number, each.edited, each.answer, each.asked_at)
        for each in (*desk.asked, *desk.drafted, *desk.checked, *desk.merged)
    ]
    told = [
        (each.number, S.PUBLISHED, each.lot_number, each.question, each.answer, None)
        for each in clarifications.published(call)
    ]
    return Table(f"questions-{call.slug}", columns, [*waiting, *told])


def point_table(by: Actor, at: datetime) -> Table:
    """Return the action points that a person may see."""
    columns: Columns = (
        ("reference", K.TEXT),
        ("contract", K.TEXT),
        ("partner", K.TEXT),
        ("action", K.TEXT),
        ("owner", K.TEXT),
        ("due_on", K.DAY),
        ("days_late", K.WHOLE),
        ("state", K.WORD),
        ("done_at", K.MOMENT),
    )
    today = at.date()
    rows = (
        (
            *(each.reference, each.contract.reference, each.partner.name, each.text),
            *(each.owner.name, each.due_on),
            (today - each.due_on).days if action_points.is_overdue(each, today) else None,
            *(each.state, each.done_at),
        )
        for each in action_points.visible(by)
    )
    return Table("action-points", columns, rows)


def instalment_table(by: Actor, _at: datetime) -> Table:
    """Return the instalments that a person may see."""
    columns: Columns = (
        ("reference", K.TEXT),
        ("contract", K.TEXT),
        ("partner", K.TEXT),
        ("state", K.WORD),
        ("amount", K.AMOUNT),
        ("asked_for", K.AMOUNT),
        ("currency", K.TEXT),
        ("paid_on", K.DAY),
    )
    rows = (
        (
            *(each.reference, each.contract.reference, each.contract.partner.name),
            *(each.state, each.instalment.amount),
            each.request.amount if each.request else None,
            *(each.contract.currency, each.request.value_date if each.request else None),
        )
        for each in instalment_finding.visible(by)
    )
    return Table("instalments", columns, rows)


def risk_table(place: Place) -> Table:
    """Return the register of risks of a centre with its contracts, or of one contract."""
    columns: Columns = (
        ("reference", K.TEXT),
        ("title", K.TEXT),
        ("contract", K.TEXT),
        ("state", K.WORD),
        ("likelihood", K.WHOLE),
        ("impact", K.WHOLE),
        ("score", K.WHOLE),
        ("treatment", K.WORD),
        ("measures", K.TEXT),
        ("owner", K.TEXT),
        ("review_on", K.DAY),
    )
    rows = (
        (
            *(each.reference, each.title, each.contract.reference if each.contract else ""),
            *(each.state, each.likelihood, each.impact, each.rating.score),
            *(each.treatment, each.measures, each.owner.name, each.review_on),
        )
        for each in risks.of(place)
    )
    return Table(f"risks-{(place.contract or place.centre).slug}", columns, rows)


def visit_table(by: Actor, _at: datetime) -> Table:
    """Return the visits that a person may see."""
    columns: Columns = (
        ("reference", K.TEXT),
        ("contract", K.TEXT),
        ("partner", K.TEXT),
        ("kind", K.WORD),
        ("state", K.WORD),
        ("planned_on", K.DAY),
        ("visited_on", K.DAY),
    )
    rows = (
        (
            *(each.reference, each.contract.reference, each.partner.name),
            *(each.kind, each.state, each.planned_on, each.visited_on),
        )
        for each in visits.visible(by)
    )
    return Table("visits", columns, rows)


def handover_table(wanted: str, at: datetime) -> Table:
    """Return the handover plans that fit, with how far each is and what comes next."""
    columns: Columns = (
        ("reference", K.TEXT),
        ("centre", K.TEXT),
        ("country", K.TEXT),
        ("state", K.WORD),
        ("planned_on", K.DAY),
        ("milestones", K.WHOLE),
        ("settled", K.WHOLE),
        ("late_milestones", K.WHOLE),
        ("next_milestone", K.TEXT),
        ("due_on", K.DAY),
    )
    rows = (
        (
            *(each.plan.reference, each.plan.centre.name, each.plan.centre.country),
            *(each.plan.state, each.plan.planned_on, each.standing.of_all),
            *(each.standing.settled, each.standing.late),
            *((each.following.title, each.following.due_on) if each.following else ("", None)),
        )
        for each in handover_finding.listed(wanted, at.date())
    )
    return Table("handover", columns, rows)


def event_table(wanted: audit_log.Wanted) -> Table:
    """Return every event that fits, oldest first, read page by page."""
    columns: Columns = (
        ("seq", K.WHOLE),
        ("logged_at", K.MOMENT),
        ("happened_at", K.MOMENT),
        ("event", K.TEXT),
        ("record", K.TEXT),
        ("key", K.TEXT),
        ("person", K.TEXT),
        ("facts", K.TEXT),
        ("hash", K.TEXT),
    )
    return Table("events", columns, audit_log.every(wanted))
