"""Calls: who can read which, what is still to be done, approval and publication."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from peewee import JOIN, prefetch

from portal.config import LANGUAGES
from portal.db import atomic
from portal.domain import calls as rules
from portal.domain.actions import Role, SeatKind
from portal.domain.calls import AT_ONCE, Notice
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle import (
    APPROVE_CALL,
    PUBLISH_CALL,
    RETURN_CALL,
    SEND_CALL,
    CallState,
)
from portal.domain.policy import Actor, require
from portal.models import (
    Call,
    Centre,
    Criterion,
    Document,
    Event,
    Indicator,
    Lot,
    Person,
    Question,
    Seat,
    Site,
)
from portal.services import (
    addendum_rules,
    call_ceremony,
    call_judging,
    call_review,
    call_scope,
    call_versions,
    documents,
    events,
    followers,
    invitations,
)
from portal.services.call_scope import Scope
from portal.services.prepared import Prepared
from portal.services.steps import advance, found
from portal.services.todo import Item

UNPUBLISHED = frozenset({CallState.DRAFT, CallState.IN_REVIEW, CallState.APPROVED})
PUBLIC_EVENTS = (
    "call.published",
    "call.amended",
    "clarification.published",
    "call.opened",
    "call.awarded",
    "call.cancelled",
)


@dataclass(frozen=True)
class FullCall:
    """A call with all its parts, read in a fixed number of queries."""

    call: Call
    lots: list[Lot]
    criteria: list[Criterion]
    indicators: list[Indicator]
    seats: list[Seat]
    questions: list[Question] = field(default_factory=list)
    scope: Scope = field(default_factory=Scope)

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

    def asked(self, criterion: Criterion) -> list[Question]:
        """Return the questions that serve as evidence for a criterion."""
        return [each for each in self.questions if each.criterion_id == criterion.id]

    @property
    def votes(self) -> int:
        """How many seats have a vote."""
        return sum(seat.kind is SeatKind.VOTING for seat in self.seats)


def by_slug(slug: str) -> Call:
    """Return a call by its address, or refuse with ``NotFound``."""
    return found(_by_slug.first(slug))


_by_slug: Prepared[Call] = Prepared(
    lambda slug: Call.select(Call, Centre).join(Centre).where(Call.slug == slug)
)


def full(call: Call) -> FullCall:
    """Read a call with its lots, criteria, indicators and seats."""
    return FullCall(
        call=call,
        lots=lots(call),
        criteria=criteria(call),
        indicators=indicators(call),
        seats=seats(call),
        questions=call_judging.questions(call),
        scope=call_scope.scope_of(call),
    )


def seats(call: Call) -> list[Seat]:
    """Return the seats of a call's committee: the chair, the members, the government."""
    return _seats(call.id)


_seats: Prepared[Seat] = Prepared(
    lambda key: (
        Seat.select(Seat, Person)
        .join(Person, on=Seat.person)
        .where((Seat.call == key) & Seat.left_at.is_null())
        .order_by(Seat.chair.desc(), Seat.government, Person.name)
    )
)


def lots(call: Call) -> list[Lot]:
    """Return the lots of a call that stand, by their number."""
    return _lots(call.id)


_lots: Prepared[Lot] = Prepared(
    lambda key: (
        Lot.select(Lot, Site)
        .join(Site, JOIN.LEFT_OUTER)
        .where((Lot.call == key) & Lot.withdrawn_at.is_null())
        .order_by(Lot.number)
    )
)


def withdrawn_lots(call: Call) -> list[Lot]:
    """Return the lots that an addendum withdrew, by their number."""
    gone = (Lot.call == call) & Lot.withdrawn_at.is_null(is_null=False)
    return list(Lot.select().where(gone).order_by(Lot.number))


def criteria(call: Call) -> list[Criterion]:
    """Return the criteria of a call in their order."""
    return call_scope.rows(call, Criterion)


def indicators(call: Call) -> list[Indicator]:
    """Return the indicators of a call in their order."""
    return call_scope.rows(call, Indicator)


def is_closed(call: Call, at: datetime) -> bool:
    """Say whether a call takes no proposals: past its deadline, or never published."""
    return call.state is not CallState.PUBLISHED or not _before(call.deadline, at)


def _before(deadline: datetime | None, at: datetime) -> bool:
    return deadline is not None and at < deadline


def unpublished() -> list[Call]:
    """Return the calls that only the office sees, with their lots."""
    own = Call.state.in_(list(UNPUBLISHED)) & Call.amends.is_null()
    chosen = Call.select(Call, Centre).join(Centre).where(own)
    ordered = chosen.order_by(Call.deadline, Call.reference)
    standing = Lot.select().where(Lot.withdrawn_at.is_null())
    return list(prefetch(ordered, standing.order_by(Lot.number)))


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
    asked = [(each, len(whole.asked(each))) for each in whole.criteria]
    return rules.CallFacts(
        **call_scope.facts(call, whole.lots, whole.scope),
        **call_judging.facts(call, asked, whole.seats),
        indicators=len(whole.indicators),
    )


def broken_rules(whole: FullCall, at: datetime, notice: Notice = AT_ONCE) -> list[RuleBroken]:
    """Return what keeps a call from being sent or published at a moment."""
    if whole.call.amends_id is not None:
        return addendum_rules.broken_rules(whole.call, facts(whole), at)
    kind = invitations.broken_rules(whole.call)
    comments = call_review.broken_rules(whole.call)
    keys = call_ceremony.broken_rules(whole.call)
    return [*rules.broken_rules(facts(whole), at, notice), *kind, *comments, *keys]


def _require_complete(call: Call, at: datetime, notice: Notice) -> None:
    broken = broken_rules(full(call), at, notice)
    if broken:
        raise RulesBroken(broken)


def send(call: Call, by: Actor, at: datetime, notice: Notice = AT_ONCE) -> None:
    """Send a complete draft to the head of office; refused with every broken rule."""
    require(by, SEND_CALL.action, call)
    SEND_CALL.take(call.state)
    _require_complete(call, at, notice)
    with atomic():
        advance(call, SEND_CALL, review_comment="")
        events.record(by, "call.sent", call, at)


def send_back(call: Call, comment: str, by: Actor, at: datetime) -> None:
    """Return a call to its author with what is to be changed."""
    require(by, RETURN_CALL.action, call)
    with atomic():
        advance(call, RETURN_CALL, review_comment=comment)
        events.record(by, "call.returned", call, at)


def approve(call: Call, by: Actor, at: datetime, *, direct: bool = False) -> None:
    """Approve a call that somebody else wrote, so that procurement can publish it.

    ``direct`` says that a direct selection is approved as such, which that kind demands.
    """
    require(by, APPROVE_CALL.action, call)
    APPROVE_CALL.take(call.state)
    call_review.require_resolved(call)
    with atomic():
        advance(call, APPROVE_CALL)
        invitations.approve_direct(call, by, at, confirmed=direct)
        events.record(by, "call.approved", call, at)


def publish(call: Call, by: Actor, at: datetime, notice: Notice = AT_ONCE) -> None:
    """Open a call to partners and ask for its document; the rules must hold on this day too."""
    require(by, PUBLISH_CALL.action, call)
    PUBLISH_CALL.take(call.state)
    call_versions.refuse_copy(call, PUBLISH_CALL.name)
    _require_complete(call, at, notice)
    with atomic():
        advance(call, PUBLISH_CALL, published_at=at)
        call_versions.keep_first(call, at)
        invitations.tell(call, at)
        followers.announce(call, at)
        events.record(by, "call.published", call, at, reference=call.reference)
        documents.request("call", call.id, f"{call.reference}-CALL", LANGUAGES, at)


def work_items(actor: Actor, at: datetime) -> list[Item]:  # noqa: ARG001 - one shape for all areas
    """Return the calls that the actor has to finish, approve or publish, or waits for."""
    roles = {Role.PROGRAMME_OFFICER, Role.HEAD_OF_OFFICE, Role.PROCUREMENT_OFFICER}
    if not actor.roles & roles:
        return []
    own = Call.state.in_(list(UNPUBLISHED)) & Call.amends.is_null()
    open_calls = Call.select().where(own)
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


def _item(word: str, call: Call, *, waiting: bool = False) -> Item:
    return Item(
        word,
        call.reference,
        call.title,
        "calls.show",
        {"slug": call.slug},
        due=call.deadline,
        waiting=waiting,
        zone=call.zone,
    )
