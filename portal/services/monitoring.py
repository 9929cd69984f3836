"""Reports: filed for each period, returned, accepted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from babel.numbers import get_currency_precision

from portal.config import LANGUAGES
from portal.db import atomic
from portal.domain import indicators
from portal.domain import monitoring as rules
from portal.domain.actions import Action
from portal.domain.errors import NotFound, RuleBroken, RulesBroken
from portal.domain.lifecycle import (
    ACCEPT_REPORT,
    RETURN_REPORT,
    ReportState,
)
from portal.domain.policy import Actor, require
from portal.domain.report_kinds import of_months
from portal.models import (
    Actual,
    Contract,
    Expenditure,
    Narrative,
    Person,
    Report,
    ReportComment,
)
from portal.services import (
    documents,
    events,
    figures,
    indicator_sums,
    measures,
    outbox,
    own_indicators,
    report_desks,
    report_figures,
    report_kinds,
    report_parts,
    report_sections,
    report_terms,
)
from portal.services.figures import Given
from portal.services.report_queries import (
    by_slug,
    comments_of,
    narratives_of,
    reports_for,
    sections,
    today,
    work_items,
)
from portal.services.report_writing import Save, begin_writing, hold, tell
from portal.services.steps import advance, save_version

__all__ = [
    "Save",
    "accept",
    "add_periods",
    "by_slug",
    "comments_of",
    "give_back",
    "make_periods",
    "narratives_of",
    "problems",
    "reports_for",
    "save_actuals",
    "save_expenditure",
    "save_narrative",
    "sections",
    "send_back",
    "time_problems",
    "today",
    "work_items",
]


def make_periods(contract: Contract, at: datetime) -> None:
    """Make the empty report of every reporting period, inside the countersignature."""
    plan = rules.periods(
        contract.starts_on,
        contract.ends_on,
        contract.report_every_months,
        contract.report_days,
        report_kinds.final_days(contract),
    )
    add_periods(contract, plan, at)


def add_periods(contract: Contract, plan: Sequence[rules.Period], at: datetime) -> list[Report]:
    """Make the empty reports of some periods, with the targets spread over them alone.

    The last one is the final report of the contract, and one that was so before is no longer.
    """
    made = [_make_report(contract, period) for period in plan]
    for report in made:
        _add_narratives(report, at)
        _add_expenditure(report, contract)
        report_parts.add(report, at)
    _add_actuals(made, contract)
    own_indicators.follow(contract)
    report_kinds.settle(contract)
    return made


def _make_report(contract: Contract, period: rules.Period) -> Report:
    return Report.create(
        reference=f"{contract.reference}-P{period.number}",
        slug=f"{contract.slug}-P{period.number}",
        contract=contract,
        partner=contract.partner_id,
        number=period.number,
        kind=of_months(contract.report_every_months),
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        due_on=period.due_on,
    )


def _add_narratives(report: Report, at: datetime) -> None:
    for each in report_terms.headings(report.contract):
        Narrative.create(report=report, code=each.code, saved_at=at)


def _add_expenditure(report: Report, contract: Contract) -> None:
    for row in contract.budget:
        Expenditure.create(
            report=report, position=row.position, category=row.category, budget=row.amount
        )


def _add_actuals(made: list[Report], contract: Contract) -> None:
    goals = measures.fix(contract)
    for indicator in contract.call.indicators:
        goal = goals[indicator.id]
        parts = indicators.targets(goal.target, measures.measure_of(goal), len(made))
        for report, part in zip(made, parts, strict=True):
            Actual.create(report=report, indicator=indicator, target=part)


def save_narrative(report: Report, code: str, text: str, save: Save) -> None:
    """Save the partner's words on one question; refused with ``Conflict`` if out of date."""
    with atomic():
        begin_writing(report, save)
        row = narratives_of(report).get(code)
        if row is None:
            raise NotFound
        save_version(row, save.seen, {"text": text.strip(), "saved_at": save.at})
        tell(report, code, save)


def save_actuals(report: Report, entries: Mapping[str, Given], save: Save) -> None:
    """Save figures, parts and notes by the key of their row (the text of ``Actual.id``)."""
    with atomic():
        begin_writing(report, save)
        save_version(report, save.seen, {}, column="indicators_version", theirs=_saved_actuals)
        kept = figures.checked(report, entries)
        figures.write(kept, entries)
        events.record(save.by, "report.section_saved", report, save.at, section="indicators")


def _saved_actuals(report: Report) -> dict[str, object]:
    return {"lines": report_figures.indicator_lines(report)}


def save_expenditure(
    report: Report, entries: Mapping[str, Mapping[str, object]], save: Save
) -> None:
    """Save amounts and notes by the code of their budget category."""
    with atomic():
        begin_writing(report, save)
        rows = {row.category: row for row in report_figures.expenditures(report)}
        if set(entries) - set(rows):
            raise NotFound
        currency = report.contract.currency
        changes = {code: _money_changes(entries[code], currency) for code in entries}
        save_version(
            report, save.seen, {}, column="expenditure_version", theirs=_saved_expenditure
        )
        for code, values in changes.items():
            Expenditure.update(values).where(Expenditure.id == rows[code].id).execute()
        events.record(save.by, "report.section_saved", report, save.at, section="expenditure")


def _money_changes(entry: Mapping[str, object], currency: str) -> dict[str, object]:
    amount = entry.get("amount")
    if isinstance(amount, Decimal):
        _check_amount(amount, currency)
    return {"amount": amount, "note": str(entry.get("note") or "").strip()}


def _check_amount(amount: Decimal, currency: str) -> None:
    if amount < 0:
        raise RuleBroken("amount_negative")
    places = get_currency_precision(currency)
    if amount != round(amount, places):
        raise RuleBroken("amount_too_fine", places=places, currency=currency)


def _saved_expenditure(report: Report) -> dict[str, object]:
    return {"rows": {row.category: row for row in report_figures.expenditures(report)}}


def problems(report: Report, at: datetime) -> list[RuleBroken]:
    """Return all that still stands against submitting, each at the section it belongs to."""
    return [*time_problems(report, at), *report_sections.problems(report)]


def time_problems(report: Report, at: datetime) -> list[RuleBroken]:
    """Return what stands against submitting as yet: the period, and earlier reports."""
    broken = []
    if today(report, at) <= report.ends_on:
        broken.append(RuleBroken("period_not_over", day=report.ends_on))
    if missing := _first_before(report, ReportState.DRAFT):
        broken.append(RuleBroken("earlier_not_filed", reference=missing))
    return broken


def _first_before(report: Report, *states: ReportState) -> str:
    """Name the first earlier report of the contract that still stands in one of the states.

    An ad hoc report waits for none and keeps none waiting.
    """
    if report.is_ad_hoc:
        return ""
    row = (
        Report.select(Report.reference)
        .where(
            (Report.contract == report.contract_id)
            & (Report.number < report.number)
            & Report.state.in_(list(states))
            & report_kinds.of_periods()
        )
        .order_by(Report.number)
        .first()
    )
    return row.reference if row else ""


def send_back(report: Report, comments: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Return a report at once, with a comment on at least one section.

    What either desk has returned by then goes with it.
    """
    require(by, Action.REVIEW_REPORT, report)
    typed = {section: text.strip() for section, text in comments.items() if text.strip()}
    with atomic():
        hold(report, RETURN_REPORT)
        found = report_desks.comments(report)
        both = {code: _joined(found.get(code), typed.get(code)) for code in (*found, *typed)}
        if not both:
            raise RuleBroken("comment_needed")
        give_back(report, both, by, at)


def _joined(*texts: str | None) -> str:
    return "\n\n".join(dict.fromkeys(each for each in texts if each))


def give_back(report: Report, given: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Open a report to its partner again, inside the act of those who may return it."""
    report_desks.mark_returned(report, given, by, at)
    advance(report, RETURN_REPORT)
    number = max((each.round for each in comments_of(report)), default=0) + 1
    by_desk = report_desks.decisions(report)
    for section, text in given.items():
        ReportComment.create(
            report=report,
            round=number,
            section=section,
            text=text,
            made_at=at,
            made_by=by_desk[section].decided_by_id or by.person_id,
        )
    events.record(by, "report.returned", report, at, round=number)
    _tell_partner(report, "report_returned", at)


def accept(report: Report, note: str, by: Actor, at: datetime) -> None:
    """Accept a report with a note and ask for the monitoring report, in both languages.

    The finance desk has accepted the money before; what the programme officer did not decide on
    by section is accepted with the whole.
    """
    require(by, Action.REVIEW_REPORT, report)
    with atomic():
        hold(report, ACCEPT_REPORT)
        if earlier := _first_before(report, *(set(ReportState) - {ReportState.ACCEPTED})):
            raise RuleBroken("earlier_not_accepted", reference=earlier)
        if unready := report_desks.unready(report):
            raise RulesBroken(unready)
        report_desks.accept_all(report, by, at)
        accepted = {"accepted_at": at, "accepted_by": by.person_id}
        advance(report, ACCEPT_REPORT, None, **accepted, acceptance_note=note.strip())
        indicator_sums.accept(report, at)
        events.record(by, "report.accepted", report, at)
        documents.request("report", report.id, report.reference, LANGUAGES, at)
        _tell_partner(report, "report_accepted", at)


def _tell_partner(report: Report, template: str, at: datetime) -> None:
    people = Person.select().where(
        (Person.partner == report.partner_id)
        & Person.confirmed_at.is_null(False)  # noqa: FBT003 - peewee's own
        & Person.disabled_at.is_null()
    )
    for person in people:
        outbox.put_mail(person.email, template, person.language, at, reference=report.reference)
