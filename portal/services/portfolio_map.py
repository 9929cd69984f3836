"""The sites of the contracts in the portfolio, with where they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.models import Centre, Contract, Site
from portal.services import portfolio
from portal.services.portfolio import Wanted


@dataclass(frozen=True)
class Pin:
    """One site: its number on the map (0 where its place is not known), and its contracts."""

    number: int
    site: Site
    contracts: list[Contract]
    late: int


def pins(wanted: Wanted, at: datetime) -> list[Pin]:
    """Return the sites of every centre whose contracts fit, those with a place first.

    A contract belongs to the site in the city of its lot.
    """
    found = portfolio.contracts(wanted, at)
    centres = {each.call.centre_id for each in found}
    query = Site.select(Site, Centre).join(Centre).where(Site.centre.in_(list(centres)))
    sites = list(query.order_by(Centre.name, Site.position))
    sites.sort(key=lambda each: each.latitude is None or each.longitude is None)
    return [_pin(number, each, found) for number, each in enumerate(sites, 1)]


def _pin(number: int, site: Site, found: Sequence[portfolio.Found]) -> Pin:
    here = [each for each in found if _belongs(each, site.centre_id, site.city)]
    placed = site.latitude is not None and site.longitude is not None
    late = sum(each.late for each in here)
    return Pin(number if placed else 0, site, list(here), late)


def _belongs(contract: portfolio.Found, centre: UUID, city: str) -> bool:
    return bool(contract.call.centre_id == centre and contract.lot.city == city)
