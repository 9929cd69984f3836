"""A contract that took over tables and answers from its proposal."""

from portal.domain.proposal_parts import ROWS, PartKey
from portal.models import Contract
from portal.services import contract_clauses, contracts
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


OWN = {
    "name": "Young people in school",
    "unit": "people",
    "baseline": 4,
    "target": 20,
    "verification": "Lists of the schools",
}
ASKED = ("text", "kind", "given", "note")
LASTING = "How does the work last?"
REFERENCES = "Do you check references?"
LOCKED = "Is access limited to named people?"
ANSWERED = (
    (PartKey.HANDOVER, LASTING, "text", "The city takes the centre over.", ""),
    (PartKey.SAFEGUARDING, REFERENCES, "answer", "partly", "For staff, not for guards."),
    (PartKey.DATA_PROTECTION, LOCKED, "answer", "yes", "Four people have it."),
)


def promise(house, *more):
    """Put both tables and more parts into the contract of a house, as its assembling does."""
    plan = _part(PartKey.WORK_PLAN, [RENT])
    staff = [{**row, "post": None, "post_name": ""} for row in (NURSE, DRIVER)]
    parts = [plan, _part(PartKey.STAFFING, staff), *more]
    promised = {"parts": parts, "lines": [], "declarations": []}
    mine = Contract.slug == house.slug
    before = contract_clauses.filled(contracts.by_slug(house.slug))
    Contract.update(own_terms={"promised": promised}).where(mine).execute()
    contract_clauses.refill(contracts.by_slug(house.slug), before)
    Contract.update(fingerprint=print_of(house.whole())).where(mine).execute()
    return house


def _part(key, rows):
    columns = [{"name": each.name, "kind": each.kind.value} for each in ROWS[key]]
    return {"key": key.value, "columns": columns, "rows": rows, "questions": []}


def further():
    """The partner's own indicators, and what it answered, as further parts of a contract."""
    asked = [(key, dict(zip(ASKED, rest, strict=True))) for key, *rest in ANSWERED]
    answers = [
        {"key": key.value, "columns": [], "rows": [], "questions": [question]}
        for key, question in asked
    ]
    return [_part(PartKey.INDICATORS, [OWN]), *answers]


def typed(rows=(), **values):
    """A content as a form gives it."""
    return {"rows": list(rows), "values": values}
