"""A contract that took over a work plan and a staff table from its proposal."""

from portal.domain.proposal_parts import ROWS, PartKey
from portal.models import Contract
from portal.services.contract_text import print_of

NURSE = {"role": "Nurse", "post": "", "number": 2, "share": 50, "shifts": ["night"]}
DRIVER = {"role": "Driver", "post": "", "number": 1, "share": 100, "shifts": ["day"]}
COOK = {"role": "Cook", "post": "", "number": 1, "share": 80, "shifts": ["day"]}
RENT = {
    "activity": "Rent the rooms",
    "responsible": "Coordinator",
    "starts_on": "2026-02-01",
    "ends_on": "2026-03-31",
    "milestone": "All leases are signed",
}


def promise(house):
    """Put both tables into the contract of a house, as its assembling does."""
    plan = _part(PartKey.WORK_PLAN, [RENT])
    staff = [{**row, "post": None, "post_name": ""} for row in (NURSE, DRIVER)]
    parts = [plan, _part(PartKey.STAFFING, staff)]
    promised = {"parts": parts, "lines": [], "declarations": []}
    mine = Contract.slug == house.slug
    Contract.update(own_terms={"promised": promised}).where(mine).execute()
    Contract.update(fingerprint=print_of(house.whole())).where(mine).execute()
    return house


def _part(key, rows):
    columns = [{"name": each.name, "kind": each.kind.value} for each in ROWS[key]]
    return {"key": key.value, "columns": columns, "rows": rows, "questions": []}


def typed(rows):
    """A content as a form gives it."""
    return {"rows": list(rows), "values": {}}
