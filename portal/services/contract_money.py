"""Money that is behind a contract: what was asked for, what was paid, what was spent."""

from decimal import Decimal

from portal.domain.lifecycle_contracts import InstalmentState
from portal.models import Contract, Instalment, InstalmentRequest
from portal.services import instalment_facts

OPEN = frozenset({InstalmentState.PLANNED, InstalmentState.REJECTED})


def fixed_instalments(contract: Contract) -> set[int]:
    """Return the positions of the instalments that nothing may change: asked for or paid."""
    rows = contract.instalments.where(Instalment.state.not_in(list(OPEN)))
    return {each.position for each in rows}


def kept_instalments(contract: Contract) -> set[int]:
    """Return the positions of instalments that were ever asked for: they stay in the plan."""
    asked = InstalmentRequest.select(InstalmentRequest.instalment)
    rows = contract.instalments.where(Instalment.id.in_(asked))
    return {each.position for each in rows}


def paid(contract: Contract) -> Decimal:
    """Return what was paid of a contract so far."""
    return instalment_facts.paid(contract)


def spent(contract: Contract) -> dict[str, Decimal]:
    """Return what accepted reports say was spent and is eligible, by budget category."""
    return dict(instalment_facts.accepted(contract))
