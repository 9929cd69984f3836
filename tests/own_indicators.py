"""A contract that promises indicators of the partner's own, and its reports."""

from portal.domain.proposal_parts import ROWS, PartKey
from portal.models import Contract
from portal.services import contract_clauses, contracts, monitoring
from tests import factories as make

TRAINED = {
    "name": "Carers trained",
    "unit": "persons",
    "baseline": 0,
    "target": 40,
    "verification": "Signed attendance sheets",
}
KEPT = {
    "name": "Appointments kept",
    "unit": "% of appointments",
    "baseline": 50,
    "target": 80,
    "verification": "Appointment book",
}
WAITING = {
    "name": "Days of waiting",
    "unit": "days",
    "baseline": 10,
    "target": 4,
    "verification": "Register",
}


def promised(*rows):
    """What a contract holds of a proposal with some own indicators."""
    key = PartKey.INDICATORS
    columns = [{"name": each.name, "kind": each.kind.value} for each in ROWS[key]]
    part = {"key": key.value, "columns": columns, "rows": list(rows), "questions": []}
    return {"parts": [part], "lines": [], "declarations": []}


def promise(contract, *rows):
    """Put own indicators into a contract as its assembling or an amendment does."""
    written = contract.clauses.exists()
    before = contract_clauses.filled(contract) if written else {}
    own = {**contract.own_terms, "promised": promised(*rows)}
    Contract.update(own_terms=own).where(Contract.id == contract.id).execute()
    if written:
        contract_clauses.refill(contract, before)
    return contracts.by_slug(contract.slug)


def contract(partner=None, rows=(TRAINED, KEPT, WAITING)):
    """A contract in force with four reports that follow own indicators beside the call's."""
    made = promise(make.contract(partner), *rows)
    monitoring.make_periods(made, make.NOON)
    return made
