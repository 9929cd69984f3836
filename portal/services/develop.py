"""What only development mode has: the kept mails, the next moments and the sample accounts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from portal.db import atomic
from portal.domain.actions import Action, Role
from portal.domain.lifecycle import CallState, ReportState
from portal.domain.lifecycle_award import STANDING_AWARDS
from portal.domain.policy import Actor, require
from portal.models import (
    Call,
    Contract,
    DeliveredMail,
    Grant,
    LotAward,
    Person,
    Proposal,
    Report,
    SignIn,
)
from portal.services import accounts, clock
from portal.services.steps import found

MOST_MAILS = 30
MOST_MOMENTS = 8


@dataclass(frozen=True)
class Moment:
    """Something the portal waits for: a word of the group ``moment``, the record, and when."""

    word: str
    reference: str
    at: datetime


def mails() -> list[DeliveredMail]:
    """Return the mails kept instead of sent, newest first."""
    return list(DeliveredMail.select().order_by(DeliveredMail.sent_at.desc()).limit(MOST_MAILS))


def mail(mail_id: UUID) -> DeliveredMail:
    """Find a kept mail, or refuse with ``NotFound``."""
    return found(DeliveredMail.get_or_none(DeliveredMail.id == mail_id))


def next_moments(at: datetime) -> list[Moment]:
    """Return the deadlines, openings, standstills, periods and due dates, soonest first."""
    every = (*_of_calls(), *_of_awards(), *_of_reports())
    coming = [moment for moment in every if moment.at > at]
    return sorted(coming, key=lambda moment: moment.at)[:MOST_MOMENTS]


def _of_calls() -> Iterator[Moment]:
    for call in Call.select().where(Call.state == CallState.PUBLISHED):
        for word, moment in (("deadline", call.deadline), ("opening", call.opening_at)):
            if moment is not None:
                yield Moment(word, call.reference, moment)


def _of_awards() -> Iterator[Moment]:
    query = LotAward.select(LotAward, Proposal, Call).join(Proposal).join(Call)
    standing = query.where(LotAward.state.in_(list(STANDING_AWARDS)))
    ends = {(each.proposal.call.reference, each.standstill_until) for each in standing}
    for reference, until in ends:
        if until is not None:
            yield Moment("standstill_ends", reference, until)


def _of_reports() -> Iterator[Moment]:
    open_states = [ReportState.DRAFT, ReportState.RETURNED]
    reports = Report.select(Report, Contract, Call).join(Contract).join(Call)
    for report in reports.where(Report.state.in_(open_states)):
        zone = report.contract.call.zone
        yield Moment("period_ends", report.reference, _end_of(report.ends_on, zone))
        yield Moment("report_due", report.reference, _end_of(report.due_on, zone))


def _end_of(day: date, zone: str) -> datetime:
    next_day = day + timedelta(days=1)
    there = datetime(next_day.year, next_day.month, next_day.day, tzinfo=ZoneInfo(zone))
    return there.astimezone(UTC)


def move_clock(to: datetime | None, by: Actor) -> None:
    """Let the portal believe it is ``to``, or the real time; nobody is signed out by it."""
    require(by, Action.DEVELOP)
    before = clock.now()
    with atomic():
        if to is None:
            clock.set_shift(0)
        else:
            clock.move_to(to, by)
        live = SignIn.revoked_at.is_null() & (SignIn.expires_at > before)
        until = clock.now() + accounts.SESSION_LENGTH
        SignIn.update(expires_at=until).where(live).execute()


def people_at(addresses: Sequence[str]) -> list[tuple[Person, list[Role]]]:
    """Return the people who have these addresses, in the same order, with their roles."""
    people = {p.email: p for p in Person.select().where(Person.email.in_(addresses))}
    roles: dict[UUID, list[Role]] = {person.id: [] for person in people.values()}
    for grant in Grant.select().where(Grant.person.in_(list(roles))).order_by(Grant.role):
        roles[grant.person_id].append(grant.role)
    kept = [people[address] for address in addresses if address in people]
    return [(person, roles[person.id]) for person in kept]
