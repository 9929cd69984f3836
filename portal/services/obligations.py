"""What a partner owes and expects: the days of its reports, money, actions and papers."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from uuid import UUID

from icalendar import Calendar, Event

from portal.domain.instalments import Due
from portal.domain.lifecycle import ContractState, ReportState
from portal.domain.lifecycle_contracts import InstalmentState
from portal.domain.lifecycle_visits import PointState
from portal.domain.policy import Actor
from portal.models import Mandate, PartnerDocument
from portal.services import action_points, contracts, instalment_finding, monitoring

AHEAD = timedelta(days=366)
"""How far the list looks."""
_OPEN_REPORTS = frozenset({ReportState.DRAFT, ReportState.RETURNED})
_UNPAID = frozenset(InstalmentState) - {InstalmentState.PAID}


@dataclass(frozen=True)
class Duty:
    """One day that concerns a partner: of what it is, of which record, and where it leads.

    ``expected`` is true for what comes to the partner, such as money; ``share`` is then how
    many percent of the contract it is.
    """

    day: date
    kind: str
    reference: str
    title: str
    endpoint: str
    parts: dict[str, str] = field(default_factory=dict)
    expected: bool = False
    share: int | None = None

    def is_late(self, today: date) -> bool:
        """Say whether the partner should have done it by now."""
        return self.day < today and not self.expected


def of(by: Actor, at: datetime) -> list[Duty]:
    """Return the days of the actor's partner, overdue ones first, a year ahead at most."""
    if by.partner_id is None:
        return []
    last = at.date() + AHEAD
    found = chain.from_iterable(read(by, by.partner_id) for read in _READERS)
    return sorted(
        (each for each in found if each.day <= last),
        key=lambda each: (each.day, each.reference),
    )


def _reports(by: Actor, _partner: UUID) -> Iterator[Duty]:
    for each in monitoring.reports_for(by):
        if each.state in _OPEN_REPORTS:
            title = each.contract.lot.title
            parts = {"slug": each.slug}
            yield Duty(each.due_on, "report", each.reference, title, "monitoring.show", parts)


def _instalments(by: Actor, _partner: UUID) -> Iterator[Duty]:
    days = _days_of_reports(by)
    for case in instalment_finding.visible(by):
        row = case.instalment
        waits = (case.contract.id, row.due_report or 0)
        day = row.due_on if row.due is Due.DATE else days.get(waits)
        if day is not None and row.due is not Due.SIGNATURE and case.state in _UNPAID:
            parts = {"instalment_id": str(row.id)}
            title, where = case.contract.lot.title, "instalments.show"
            yield Duty(
                day,
                "instalment",
                case.reference,
                title,
                where,
                parts,
                expected=True,
                share=row.percent,
            )


def _days_of_reports(by: Actor) -> dict[tuple[UUID, int], date]:
    """Return the day of each report by contract and number; 0 is the final one."""
    days: dict[tuple[UUID, int], date] = {}
    periodic = [each for each in monitoring.reports_for(by) if not each.is_ad_hoc]
    for each in periodic:
        days[each.contract_id, each.number] = each.due_on
        final = (each.contract_id, 0)
        days[final] = max(each.due_on, days.get(final, date.min))
    return days


def _contracts(by: Actor, _partner: UUID) -> Iterator[Duty]:
    for each in contracts.visible(by):
        if each.state is ContractState.IN_FORCE:
            parts = {"slug": each.slug}
            title, where = each.lot.title, "contracts.show"
            yield Duty(
                each.ends_on, "contract", each.reference, title, where, parts, expected=True
            )


def _actions(by: Actor, partner: UUID) -> Iterator[Duty]:
    for each in action_points.visible(by):
        if each.state is PointState.OPEN and each.owner.partner_id == partner:
            parts = {"point_id": str(each.id)}
            yield Duty(
                each.due_on, "action", each.reference, each.text, "action_points.show", parts
            )


def _papers(_by: Actor, partner: UUID) -> Iterator[Duty]:
    ending = PartnerDocument.expires_on.is_null(is_null=False)
    query = PartnerDocument.select().where((PartnerDocument.partner == partner) & ending)
    for each in query:
        if each.expires_on is not None:
            parts = {"partner_id": str(partner)}
            yield Duty(each.expires_on, "document", "", each.title, "partners.papers", parts)


def _mandates(_by: Actor, partner: UUID) -> Iterator[Duty]:
    held = Mandate.revoked_at.is_null() & Mandate.valid_until.is_null(is_null=False)
    for each in Mandate.select().where((Mandate.partner == partner) & held):
        if each.valid_until is not None:
            parts = {"partner_id": str(partner)}
            yield Duty(
                each.valid_until, "mandate", "", each.title, "mandates.of_partner", parts
            )


_READERS: tuple[Callable[[Actor, UUID], Iterator[Duty]], ...] = (
    _reports,
    _instalments,
    _contracts,
    _actions,
    _papers,
    _mandates,
)


def calendar(
    duties: Iterable[Duty],
    name: Callable[[str], str],
    address: Callable[[Duty], str],
    at: datetime,
) -> bytes:
    """Write days as iCalendar (RFC 5545): each a whole day with its words and its address."""
    kept = Calendar()
    kept.add("prodid", "-//IOM//Obligations of a partner//EN")
    kept.add("version", "2.0")
    for each in duties:
        event = Event()
        event.add("uid", f"{each.kind}-{'-'.join(each.parts.values())}-{each.day}@obligations")
        event.add("dtstamp", at)
        event.add(
            "summary", " ".join(f"{name(each.kind)}: {each.reference or each.title}".split())
        )
        event.add("dtstart", each.day)
        event.add("dtend", each.day + timedelta(days=1))
        event.add("url", address(each))
        kept.add_component(event)
    return bytes(kept.to_ical())
