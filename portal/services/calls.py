"""Calls: who can read which, what is still to be done, approval and publication."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from peewee import prefetch

from portal.db import atomic
from portal.domain import calls as rules
from portal.domain.actions import Role, SeatKind
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle import (
    APPROVE_CALL,
    PUBLIC_CALL_STATES,
    PUBLISH_CALL,
    RETURN_CALL,
    SEND_CALL,
    CallState,
)
from portal.domain.policy import Actor, require
from portal.models import Call, Centre, Criterion, Document, Event, Indicator, Lot, Person, Seat
from portal.services import documents, events, library
from portal.services.steps import advance, found
from portal.services.todo import Item

AT_ONCE = timedelta(0)
LANGUAGES = ("en", "fr")
UNPUBLISHED = frozenset({CallState.DRAFT, CallState.IN_REVIEW, CallState.APPROVED})
PUBLIC_EVENTS = ("call.published", "call.opened", "call.awarded")


@dataclass(frozen=True)
class FullCall:
    """A call with all its parts, read in a fixed number of queries."""

    call: Call
    lots: list[Lot]
    criteria: list[Criterion]
    indicators: list[Indicator]
    seats: list[Seat]

    @property
    def cities(self) -> list[str]:
        """The cities of the lots, each once."""
        return list(dict.fromkeys(lot.city for lot in self.lots))

    @property
    def places(self) -> int:
        """How many places all lots have."""
        return sum(lot.places for lot in self.lots)

    @property
    def apartments(self) -> int:
        """How many apartments all lots have."""
        return sum(lot.apartments for lot in self.lots)

    @property
    def ceiling(self) -> Decimal:
        """The most that all lots may cost together, in the call's currency."""
        return sum((lot.ceiling for lot in self.lots), Decimal(0))

    @property
    def weight(self) -> int:
        """The sum of the weights of the criteria."""
        return sum(criterion.weight for criterion in self.criteria)

    @property
    def heaviest(self) -> int:
        """The largest weight, the measure of the drawn bars."""
        return max((criterion.weight for criterion in self.criteria), default=1)

    @property
    def government_seat(self) -> Seat | None:
        """The seat of the government, or none."""
        return next((seat for seat in self.seats if seat.government), None)

    @property
    def votes(self) -> int:
        """How many seats have a vote."""
        return sum(seat.kind is SeatKind.VOTING for seat in self.seats)


def by_slug(slug: str) -> Call:
    """Return a call by its address, or refuse with ``NotFound``."""
    return found(Call.get_or_none(Call.slug == slug))


def full(call: Call) -> FullCall:
    """Read a call with its lots, criteria, indicators and seats."""
    people = Seat.select(Seat, Person).join(Person)
    order = (Seat.chair.desc(), Seat.government, Person.name)
    return FullCall(
        call=call,
        lots=lots(call),
        criteria=criteria(call),
        indicators=indicators(call),
        seats=list(people.where(Seat.call == call).order_by(*order)),
    )


def lots(call: Call) -> list[Lot]:
    """Return the lots of a call by their number."""
    return list(Lot.select().where(Lot.call == call).order_by(Lot.number))


def criteria(call: Call) -> list[Criterion]:
    """Return the criteria of a call in their order."""
    return list(Criterion.select().where(Criterion.call == call).order_by(Criterion.position))


def indicators(call: Call) -> list[Indicator]:
    """Return the indicators of a call in their order."""
    return list(Indicator.select().where(Indicator.call == call).order_by(Indicator.position))


def is_closed(call: Call, at: datetime) -> bool:
    """Say whether a call takes no proposals: past its deadline, or never published."""
    return call.state is not CallState.PUBLISHED or not _before(call.deadline, at)


def _before(deadline: datetime | None, at: datetime) -> bool:
    return deadline is not None and at < deadline


def public_list(at: datetime) -> tuple[list[Call], list[Call]]:
    """Return the published calls with their lots: open ones by deadline, then closed ones."""
    published = _listed(PUBLIC_CALL_STATES)
    still_open = [call for call in published if not is_closed(call, at)]
    closed = [call for call in published if is_closed(call, at)]
    return still_open, list(reversed(closed))


def unpublished() -> list[Call]:
    """Return the calls that only the office sees, with their lots."""
    return _listed(UNPUBLISHED)


def _listed(states: Iterable[CallState]) -> list[Call]:
    chosen = Call.select(Call, Centre).join(Centre).where(Call.state.in_(list(states)))
    ordered = chosen.order_by(Call.deadline, Call.reference)
    return list(prefetch(ordered, Lot.select().order_by(Lot.number)))


def summary(call: Call) -> FullCall:
    """Sum up a call of a list, whose lots were read with it."""
    return FullCall(call, list(call.lots), [], [], [])


def timeline(call: Call, *, everything: bool) -> list[Event]:
    """Return what happened to a call; visitors and partners get the public part."""
    return events.timeline([call.id], () if everything else PUBLIC_EVENTS)


def papers(call: Call) -> list[Document]:
    """Return the documents that were issued for a call."""
    return documents.all_of([call.id])


def facts(whole: FullCall) -> rules.CallFacts:
    """Return what the rules of publication read of a call."""
    call = whole.call
    times = rules.Times(
        call.zone, call.deadline, call.opening_at, call.results_on, call.starts_on
    )
    return rules.CallFacts(
        texts={name: getattr(call, name) for name in rules.TEXTS},
        times=times,
        weights=tuple(each.weight for each in whole.criteria),
        ceilings=tuple(lot.ceiling for lot in whole.lots),
        indicators=len(whole.indicators),
        services=len(call.services),
        bare_services=len(bare_services(call.services, call.standards)),
        seats=tuple(_plan(seat) for seat in whole.seats),
        government_reason=call.government_reason,
    )


def _plan(seat: Seat) -> rules.SeatPlan:
    return rules.SeatPlan(seat.kind is SeatKind.VOTING, seat.chair, seat.government)


def bare_services(services: Iterable[str], standards: Iterable[str]) -> list[str]:
    """Name the services that have standards in the library but none among the chosen ones."""
    known = library.entries("standards", "standard")
    chosen = set(standards)
    offered = {str(each["service"]) for each in known}
    covered = {str(each["service"]) for each in known if each["code"] in chosen}
    return [code for code in services if code in offered - covered]


def broken_rules(
    whole: FullCall, at: datetime, shortest: timedelta = AT_ONCE
) -> list[RuleBroken]:
    """Return what keeps a call from being sent or published at a moment."""
    return rules.broken_rules(facts(whole), at, shortest)


def _require_complete(call: Call, at: datetime, shortest: timedelta) -> None:
    broken = broken_rules(full(call), at, shortest)
    if broken:
        raise RulesBroken(broken)


def send(call: Call, by: Actor, at: datetime, shortest: timedelta = AT_ONCE) -> None:
    """Send a complete draft to the head of office; refused with every broken rule."""
    require(by, SEND_CALL.action, call)
    SEND_CALL.take(call.state)
    _require_complete(call, at, shortest)
    with atomic():
        advance(call, SEND_CALL, review_comment="")
        events.record(by, "call.sent", call, at)


def send_back(call: Call, comment: str, by: Actor, at: datetime) -> None:
    """Return a call to its author with what is to be changed."""
    require(by, RETURN_CALL.action, call)
    with atomic():
        advance(call, RETURN_CALL, review_comment=comment)
        events.record(by, "call.returned", call, at)


def approve(call: Call, by: Actor, at: datetime) -> None:
    """Approve a call that somebody else wrote, so that procurement can publish it."""
    require(by, APPROVE_CALL.action, call)
    with atomic():
        advance(call, APPROVE_CALL)
        events.record(by, "call.approved", call, at)


def publish(call: Call, by: Actor, at: datetime, shortest: timedelta = AT_ONCE) -> None:
    """Open a call to partners and ask for its document; the rules must hold on this day too."""
    require(by, PUBLISH_CALL.action, call)
    PUBLISH_CALL.take(call.state)
    _require_complete(call, at, shortest)
    with atomic():
        advance(call, PUBLISH_CALL, published_at=at)
        events.record(by, "call.published", call, at, reference=call.reference)
        documents.request("call", call.id, f"{call.reference}-CALL", LANGUAGES, at)


def work_items(actor: Actor, at: datetime) -> list[Item]:  # noqa: ARG001 - one shape for all areas
    """Return the calls that the actor has to finish, approve or publish, or waits for."""
    roles = {Role.PROGRAMME_OFFICER, Role.HEAD_OF_OFFICE, Role.PROCUREMENT_OFFICER}
    if not actor.roles & roles:
        return []
    open_calls = Call.select().where(Call.state.in_(list(UNPUBLISHED)))
    return [item for call in open_calls for item in _items(call, actor)]


def _items(call: Call, actor: Actor) -> Iterable[Item]:
    if call.author_id == actor.person_id:
        word = "correct" if call.review_comment else "finish"
        words = {
            CallState.DRAFT: f"work.{word}_call",
            CallState.IN_REVIEW: "work.call_waits_approval",
            CallState.APPROVED: "work.call_waits_publication",
        }
        yield _item(words[call.state], call, waiting=call.state is not CallState.DRAFT)
    elif call.state is CallState.IN_REVIEW and Role.HEAD_OF_OFFICE in actor.roles:
        yield _item("work.approve_call", call)
    elif call.state is CallState.APPROVED and Role.PROCUREMENT_OFFICER in actor.roles:
        yield _item("work.publish_call", call)


def _item(word: str, call: Call, *, waiting: bool = False) -> Item:
    return Item(
        word,
        call.reference,
        call.title,
        "calls.show",
        {"slug": call.slug},
        due=call.deadline,
        waiting=waiting,
    )
