"""What partners supplied in windows for what was missing, once those have closed."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from portal.models import DeficiencyRequest, DeficiencySupply, DeficiencyWindow, Proposal
from portal.services import files
from portal.services.steps import found


def closed(proposal: Proposal, at: datetime) -> Mapping[str, DeficiencySupply]:
    """Return by item what counts of the windows that are over; the last supply counts."""
    query = (
        DeficiencySupply.select(DeficiencySupply, DeficiencyRequest)
        .join(DeficiencyRequest)
        .join(DeficiencyWindow)
        .where((DeficiencyRequest.proposal == proposal) & (DeficiencyWindow.closes_at <= at))
        .order_by(DeficiencySupply.supplied_at, DeficiencySupply.id)
    )
    return {each.item: each for each in query}


def of(request: DeficiencyRequest) -> Mapping[str, DeficiencySupply]:
    """Return by item what its partner has supplied in a window so far."""
    mine = DeficiencySupply.select().where(DeficiencySupply.request == request)
    return {each.item: each for each in mine.order_by(DeficiencySupply.supplied_at)}


def file_of(
    proposal: Proposal, supply_id: UUID, at: datetime
) -> tuple[DeficiencySupply, bytes]:
    """Return a supplied file and its bytes once its window is over, or refuse."""
    known = {each.id: each for each in closed(proposal, at).values() if each.path}
    row = found(known.get(supply_id))
    return row, files.read(row.path)
