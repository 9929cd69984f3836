"""All contracts that came into force, one row each: what is overdue first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from peewee import JOIN, Case, Expression, fn

from portal.domain.lifecycle import ReportState
from portal.domain.lifecycle_visits import PointState
from portal.models import ActionPoint, Call, Centre, Contract, Lot, Partner, Report
from portal.services import portfolio_figures
from portal.services.portfolio_figures import Figures

if TYPE_CHECKING:
    from peewee import ModelSelect

SIZE = 25


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for; ``number`` is that of the page, from 1."""

    country: str = ""
    centre: str = ""
    partner: str = ""
    donor: str = ""
    service: str = ""
    number: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything but a page is asked for."""
        return replace(self, number=1) != Wanted()


Found = Any
"""A contract as the query gives it, with what is late, since when, and how many fit."""


@dataclass(frozen=True)
class Row:
    """One contract, with what it adds up to and what is late: reports, and action points.

    ``late_since`` is the day of what is longest overdue.
    """

    contract: Contract
    figures: Figures
    late: int
    late_since: date | None
    late_actions: int = 0


@dataclass(frozen=True)
class Page:
    """A page of the portfolio; ``count`` is of all pages together."""

    rows: list[Row]
    count: int
    number: int

    @property
    def before(self) -> int:
        """The number of the page before this one; 0 for none."""
        return self.number - 1

    @property
    def after(self) -> int:
        """The number of the page after this one; 0 for none."""
        return self.number + 1 if self.number * SIZE < self.count else 0


def page(wanted: Wanted, at: datetime) -> Page:
    """Return one page of the contracts that fit, in as many queries for one row as for many.

    Contracts with late reports or action points stand first, the longest overdue before the
    others; then those that end first. Both are late from
    the day after they were due, by the date in UTC.
    """
    query = _ordered(wanted, at).limit(SIZE).offset((wanted.number - 1) * SIZE)
    found: list[Found] = list(query)
    count = found[0].counted if found else 0
    return Page(_rows(found), count, wanted.number)


def every(wanted: Wanted, at: datetime) -> list[Row]:
    """Return every contract that fits, in the same order."""
    return _rows(contracts(wanted, at))


def contracts(wanted: Wanted, at: datetime) -> list[Found]:
    """Return every contract that fits, without its figures."""
    return list(_ordered(wanted, at))


def _rows(found: Sequence[Found]) -> list[Row]:
    figures = portfolio_figures.of([each.id for each in found])
    return [
        Row(each, figures[each.id], each.late, _day(each.late_since), each.late_actions)
        for each in found
    ]


def _day(value: date | str | None) -> date | None:
    """Read a day that came out of a function of the database, which SQLite gives as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _ordered(wanted: Wanted, at: datetime) -> "ModelSelect[Contract]":
    late = _late(at.date())
    actions = _late_actions(at.date())
    since = _sooner(late.c.since, actions.c.since)
    query = (
        Contract.select(
            *(Contract, Call, Centre, Lot, Partner),
            fn.COALESCE(late.c.late, 0).alias("late"),
            fn.COALESCE(actions.c.late, 0).alias("late_actions"),
            fn.COALESCE(since, None).alias("late_since"),
            fn.COUNT(Contract.id).over().alias("counted"),
        )
        .join(Call)
        .join(Centre)
        .switch(Contract)
        .join(Lot)
        .switch(Contract)
        .join(Partner)
        .switch(Contract)
        .join(late, JOIN.LEFT_OUTER, on=(late.c.contract_id == Contract.id))
        .switch(Contract)
        .join(actions, JOIN.LEFT_OUTER, on=(actions.c.contract_id == Contract.id))
        .where(*_conditions(wanted))
    )
    order = (since.is_null(), since, Contract.ends_on, Contract.id)
    return query.order_by(*order)


def _late(today: date) -> Any:  # noqa: ANN401 - a query as a table
    open_ones = (Report.state == ReportState.DRAFT) & (Report.due_on < today)
    return (
        Report.select(
            Report.contract.alias("contract_id"),
            fn.COUNT(Report.id).alias("late"),
            fn.MIN(Report.due_on).alias("since"),
        )
        .where(open_ones)
        .group_by(Report.contract)
        .alias("overdue")
    )


def _late_actions(today: date) -> Any:  # noqa: ANN401 - a query as a table
    open_ones = (ActionPoint.state == PointState.OPEN) & (ActionPoint.due_on < today)
    return (
        ActionPoint.select(
            ActionPoint.contract.alias("contract_id"),
            fn.COUNT(ActionPoint.id).alias("late"),
            fn.MIN(ActionPoint.due_on).alias("since"),
        )
        .where(open_ones)
        .group_by(ActionPoint.contract)
        .alias("unmet")
    )


def _sooner(one: Any, other: Any) -> Any:  # noqa: ANN401 - columns of queries
    """Return the earlier of two days of which either may be missing."""
    later = other.is_null() | (one <= other)
    return Case(None, ((one.is_null(), other), (later, one)), other)


def _conditions(wanted: Wanted) -> list[Expression]:
    asked: Mapping[str, Any] = {
        "country": lambda text: Centre.country == text,
        "centre": lambda text: Centre.slug == text,
        "partner": lambda text: Contract.partner == _key(text),
        "donor": lambda text: Contract.donor == text,
        "service": lambda text: fn.LOWER(Call.services).contains(f'"{text}"'),
    }
    was_in_force = Contract.in_force_at.is_null(is_null=False)
    return [was_in_force] + [
        condition(getattr(wanted, name))
        for name, condition in asked.items()
        if getattr(wanted, name)
    ]


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


Choice = tuple[str, str]


@dataclass(frozen=True)
class Choices:
    """What the filters offer: only what some contract has."""

    countries: list[str]
    centres: list[Choice]
    partners: list[Choice]
    donors: list[str]
    services: frozenset[str]


def choices() -> Choices:
    """Return what can be asked for, in one query."""
    query = (
        Contract.select(Contract.donor, Call.services, Centre, Partner.id, Partner.name)
        .join(Call)
        .join(Centre)
        .switch(Contract)
        .join(Partner)
        .where(*_conditions(Wanted()))
    )
    rows = list(query)
    return Choices(
        sorted({each.call.centre.country for each in rows}),
        _named((each.call.centre.slug, each.call.centre.name) for each in rows),
        _named((str(each.partner.id), each.partner.name) for each in rows),
        sorted({each.donor for each in rows if each.donor}),
        frozenset(code for each in rows for code in each.call.services),
    )


def _named(pairs: Any) -> list[Choice]:  # noqa: ANN401 - pairs of texts
    return sorted(set(pairs), key=lambda each: each[1].casefold())
