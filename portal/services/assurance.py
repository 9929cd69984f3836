"""How often a contract is checked a year: what the house asks, what is there, what lacks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from portal.domain.actions import Role
from portal.domain.assessments import AssessmentKind
from portal.domain.assurance import Needed, cash_a_year, needed, year_of
from portal.domain.lifecycle_diligence import AssessmentState
from portal.domain.lifecycle_visits import VISIT_TO_PARTNER, VisitState
from portal.domain.policy import Actor
from portal.domain.visits import ENDED, NOT_YET, VisitKind
from portal.models import Assessment, Contract
from portal.models.visits import Visit
from portal.services import library
from portal.services.contract_finding import joined
from portal.services.todo import Item

TABLE = "assurance"
MOST = 100
"""How many contracts that lack a visit are listed at most."""
COUNTED = frozenset({VisitState.PLANNED, VisitState.UNDER_WAY, *VISIT_TO_PARTNER})


@dataclass(frozen=True)
class Count:
    """Of one kind of visit in a year of a contract: needed, planned or under way, reported."""

    needed: int
    planned: int
    reported: int

    @property
    def lacking(self) -> int:
        """How many are neither planned nor reported."""
        return max(0, self.needed - self.planned - self.reported)


@dataclass(frozen=True)
class Assurance:
    """What one year of a contract asks for; ``rating`` is empty without a valid assessment."""

    rating: str
    cash: Decimal
    first: date
    last: date
    visits: Count
    spot_checks: Count
    audited: bool

    @property
    def lacking(self) -> int:
        """How many visits and spot checks are still to be planned."""
        return self.visits.lacking + self.spot_checks.lacking


def of(contract: Contract, today: date) -> Assurance:
    """Return what the present year of a contract needs, and what there is."""
    visits = Visit.select().where(Visit.contract == contract)
    return _assurance(contract, list(visits), _ratings([contract.partner_id], today), today)


def _assurance(
    contract: Contract, visits: Iterable[Visit], ratings: Mapping[UUID, str], today: date
) -> Assurance:
    cash = cash_a_year(contract.amount, contract.starts_on, contract.ends_on)
    first, last = year_of(contract.starts_on, contract.ends_on, today)
    rating = ratings.get(contract.partner_id, "")
    table = library.read(TABLE)
    asked = needed(table, rating, cash, contract.currency)
    mine = [each for each in visits if _counts(each, first, last)]
    audited = any(each.kind is VisitKind.AUDIT for each in mine)
    if audited and table["audit_replaces_spot_check"]:
        asked = Needed(asked.visits, 0)
    programme = _count(asked.visits, mine, VisitKind.PROGRAMME)
    spots = _count(asked.spot_checks, mine, VisitKind.SPOT_CHECK)
    return Assurance(rating, cash, first, last, programme, spots, audited)


def _counts(visit: Visit, first: date, last: date) -> bool:
    day = visit.visited_on or visit.planned_on
    return visit.state in COUNTED and first <= day <= last


def _count(asked: int, visits: Iterable[Visit], kind: VisitKind) -> Count:
    states = [each.state for each in visits if each.kind is kind]
    reported = sum(each in VISIT_TO_PARTNER for each in states)
    return Count(asked, len(states) - reported, reported)


def _ratings(partners: Iterable[UUID], today: date) -> dict[UUID, str]:
    """Return the capacity rating that holds of each partner that has one."""
    holds = (Assessment.state == AssessmentState.APPROVED) & (Assessment.valid_until >= today)
    mine = Assessment.partner.in_(list(partners)) & holds
    rows = Assessment.select(Assessment.partner, Assessment.rating).where(
        mine & (Assessment.kind == AssessmentKind.CAPACITY)
    )
    return {each.partner_id: each.rating for each in rows.order_by(Assessment.decided_at)}


def lacking(today: date) -> list[tuple[Contract, Assurance]]:
    """Return running contracts that lack a visit or spot check this year, so many at most."""
    rows = _running(today)
    ratings = _ratings({each.partner_id for each in rows}, today)
    visits = _visits([each.id for each in rows])
    found = {
        each.id: _assurance(each, visits.get(each.id, ()), ratings, today) for each in rows
    }
    short = [key for key, assured in found.items() if assured.lacking][:MOST]
    whole = joined().where(Contract.id.in_(short)).order_by(Contract.reference)
    return [(each, found[each.id]) for each in whole] if short else []


def _running(today: date) -> list[Contract]:
    """Return what the rule reads of each contract that runs today, the first to end first."""
    wanted = (Contract.id, Contract.partner, Contract.amount, Contract.currency)
    running = (Contract.starts_on <= today) & (Contract.ends_on >= today)
    begun = Contract.state.not_in([*NOT_YET, *ENDED])
    query = Contract.select(*wanted, Contract.starts_on, Contract.ends_on)
    return list(query.where(running & begun).order_by(Contract.ends_on))


def _visits(contracts: Sequence[UUID]) -> dict[UUID, list[Visit]]:
    """Return what the rule reads of the visits of some contracts, by contract."""
    wanted = (Visit.contract, Visit.kind, Visit.state, Visit.visited_on, Visit.planned_on)
    found: dict[UUID, list[Visit]] = {}
    for each in Visit.select(*wanted).where(Visit.contract.in_(contracts)):
        found.setdefault(each.contract_id, []).append(each)
    return found


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return the contracts for which the programme officer has to plan visits."""
    if Role.PROGRAMME_OFFICER not in actor.roles:
        return []
    return [
        Item(
            "work.plan_visits",
            contract.reference,
            f"{contract.partner.name}, {contract.lot.title}",
            "visits.of_contract",
            {"slug": contract.slug},
        )
        for contract, _assured in lacking(at.date())
    ]
