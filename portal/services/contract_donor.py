"""Who pays for a contract: named by a programme officer, asked for in the portfolio."""

from datetime import datetime

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.policy import Actor, require
from portal.models import Contract
from portal.services import events


def name(contract: Contract, donor: str, by: Actor, at: datetime) -> None:
    """Name the donor of a contract, or none; the text of the contract stays as it is."""
    require(by, Action.NAME_DONOR, contract)
    with atomic():
        Contract.update(donor=donor.strip()).where(Contract.id == contract.id).execute()
        events.record(by, "contract.donor_named", contract, at)


def known() -> list[str]:
    """Return the donors that contracts have, so that each is written in one way."""
    query = Contract.select(Contract.donor).where(Contract.donor != "").distinct()
    return sorted((each.donor for each in query), key=str.casefold)
