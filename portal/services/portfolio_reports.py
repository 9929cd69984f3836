"""Reports on the portfolio for a donor or a ministry: asked for, frozen, then printed."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from portal.config import LANGUAGES, small_counts
from portal.db import atomic
from portal.domain import monitoring as rules
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.indicators import Adding, IndicatorKind
from portal.domain.policy import Actor, require
from portal.domain.progress import share_of_all
from portal.domain.suppression import hidden
from portal.models import ContractTarget, Indicator, IndicatorSum, Partner, PortfolioReport
from portal.services import counters, documents, events, portfolio, portfolio_map
from portal.services.portfolio import Row, Wanted
from portal.services.steps import found

KIND = "portfolio"
PARTS = ("women", "men", "girls", "boys")
TOTAL = "total"
LATEST = 20
Content = dict[str, Any]


def ask(wanted: Wanted, by: Actor, at: datetime) -> PortfolioReport:
    """Freeze what the report tells and ask for it in both languages.

    Refused with ``portfolio_empty`` when no contract fits.
    """
    require(by, Action.SEE_PORTFOLIO)
    rows = portfolio.every(wanted, at)
    if not rows:
        raise RuleBroken("portfolio_empty")
    with atomic():
        place = counters.next_number(f"portfolio {at.year}")
        made = PortfolioReport.create(
            number=f"IOM/PORTFOLIO/{at.year}/{place:03d}",
            filters=_filters(wanted),
            content=_content(rows, wanted, at),
            asked_by=by.person_id,
            asked_at=at,
        )
        events.record(by, "portfolio.report_asked", made, at, contracts=len(rows))
        documents.request(KIND, made.id, made.number, LANGUAGES, at)
    return made


def by_id(report_id: UUID) -> PortfolioReport:
    """Return a report that was asked for, or refuse with ``NotFound``."""
    return found(PortfolioReport.get_or_none(PortfolioReport.id == report_id))


def latest() -> list[PortfolioReport]:
    """Return the reports that were asked for last, without what they tell."""
    query = PortfolioReport.select(
        PortfolioReport.id, PortfolioReport.number, PortfolioReport.asked_at
    )
    return list(query.order_by(PortfolioReport.asked_at.desc()).limit(LATEST))


def _filters(wanted: Wanted) -> dict[str, str]:
    """Return what was asked for, a partner by its name."""
    asked = {name: str(value) for name, value in asdict(wanted).items() if name != "number"}
    if asked["partner"]:
        partner = Partner.get_or_none(Partner.id == asked["partner"])
        asked["partner"] = partner.name if partner else ""
    return asked


def _content(rows: Sequence[Row], wanted: Wanted, at: datetime) -> Content:
    limit = small_counts()
    return {
        "contracts": [_contract(each) for each in rows],
        "money": _money(rows),
        "progress": share_of_all(each.figures.progress for each in rows),
        "people": _people([each.contract.id for each in rows], limit),
        "limit": limit,
        "pins": [_pin(each) for each in portfolio_map.pins(wanted, at)],
    }


def _contract(row: Row) -> Content:
    each, centre = row.contract, row.contract.call.centre
    return {
        "reference": each.reference,
        "partner": each.partner.name,
        "lot": each.lot.title,
        "centre": centre.name,
        "country": centre.country,
        "donor": each.donor,
        "state": each.state.value,
        "starts_on": each.starts_on.isoformat(),
        "ends_on": each.ends_on.isoformat(),
        "currency": each.currency,
        "amount": str(each.amount),
        "spent": str(row.figures.spent),
        "burned": row.figures.burned,
        "progress": row.figures.progress,
        "late": row.late,
        "late_since": row.late_since.isoformat() if row.late_since else None,
    }


def _money(rows: Iterable[Row]) -> list[Content]:
    """Add up what was agreed and spent by currency; currencies are never mixed."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for row in rows:
        agreed, spent = sums.get(row.contract.currency, (Decimal(0), Decimal(0)))
        sums[row.contract.currency] = (agreed + row.figures.budget, spent + row.figures.spent)
    return [
        {
            "currency": currency,
            "agreed": str(agreed),
            "spent": str(spent),
            "share": rules.share(spent, agreed),
        }
        for currency, (agreed, spent) in sorted(sums.items())
    ]


def _people(contracts: Sequence[UUID], limit: int) -> list[Content]:
    """Return the counts of people by indicator over all contracts, small ones left out."""
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for name, unit, value, total in _sums(contracts):
        row = counts.setdefault((name, unit), dict.fromkeys((*PARTS, TOTAL), 0))
        if (value or TOTAL) in row:
            row[value or TOTAL] += int(total or 0)
    return [
        {"name": name, "unit": unit, **_shown(row, limit)}
        for (name, unit), row in counts.items()
    ]


def _sums(contracts: Sequence[UUID]) -> Iterable[tuple[str, str, str, int | None]]:
    """Read the kept sums of indicators that count people and add up over the periods."""
    agreed = (IndicatorSum.contract == ContractTarget.contract) & (
        IndicatorSum.indicator == ContractTarget.indicator
    )
    counted = (ContractTarget.kind == IndicatorKind.COUNT) & (
        ContractTarget.adding == Adding.SUM
    )
    query = (
        IndicatorSum.select(
            Indicator.name, Indicator.unit, IndicatorSum.value, IndicatorSum.total
        )
        .join(Indicator)
        .switch(IndicatorSum)
        .join(ContractTarget, on=agreed)
        .where(IndicatorSum.contract.in_(contracts) & counted)
        .where(IndicatorSum.dimension.in_(["", "sex_age"]))
        .order_by(Indicator.position, Indicator.name)
    )
    return list[Any](query.tuples())


def _shown(row: dict[str, int], limit: int) -> dict[str, int | None]:
    """Leave out what could point to a person: None stands in its place."""
    whole = any(row[part] for part in PARTS)
    sums = [(TOTAL, PARTS)] if whole else []
    covered = hidden(row, sums, limit)
    parts = {part: None if part in covered or not whole else row[part] for part in PARTS}
    return {
        **parts,
        TOTAL: None if TOTAL in covered else row[TOTAL],
        "hidden": len(covered),
        "parted": int(whole),
    }


def _pin(pin: portfolio_map.Pin) -> Content:
    site = pin.site
    return {
        "number": pin.number,
        "city": site.city,
        "centre": site.centre.name,
        "places": site.places,
        "contracts": len(pin.contracts),
        "late": pin.late,
        "latitude": str(site.latitude) if pin.number else None,
        "longitude": str(site.longitude) if pin.number else None,
    }
