"""Clearances, memoranda and sheets of allowances as tables for files."""

from portal.domain.tables import Columns, Kind, Table
from portal.services import allowance_finding, clearance_finding

_PLACE: Columns = (("reference", Kind.TEXT), ("centre", Kind.TEXT), ("state", Kind.WORD))
_WORKER: Columns = (("staff_code", Kind.TEXT), ("function", Kind.TEXT))
_SPAN: Columns = (("starts_on", Kind.DAY), ("ends_on", Kind.DAY))


def clearances(wanted: clearance_finding.Wanted) -> Table:
    """Return the clearances that fit, with their ceilings and when they were cleared."""
    columns: Columns = (
        *_PLACE,
        *_SPAN,
        ("ceiling", Kind.AMOUNT),
        ("currency", Kind.TEXT),
        ("donor", Kind.TEXT),
        ("asked_at", Kind.MOMENT),
        ("cleared_at", Kind.MOMENT),
    )
    rows = (
        (
            *(each.reference, each.centre.name, each.state, each.starts_on, each.ends_on),
            *(each.ceiling, each.currency, each.donor, each.asked_at, each.cleared_at),
        )
        for each in clearance_finding.listed(wanted)
    )
    return Table("clearances", columns, rows)


def memoranda(wanted: allowance_finding.Wanted) -> Table:
    """Return the memoranda that fit: workers by their staff codes, never by name."""
    columns: Columns = (
        *_PLACE,
        *_WORKER,
        ("ministry", Kind.TEXT),
        *_SPAN,
        ("rate", Kind.AMOUNT),
        ("ceiling", Kind.AMOUNT),
        ("currency", Kind.TEXT),
        ("signed_on", Kind.DAY),
    )
    rows = (
        (
            *(each.reference, each.clearance.centre.name, each.state, each.staff_code),
            *(each.function, each.ministry, each.starts_on, each.ends_on, each.rate),
            *(each.ceiling, each.clearance.currency, each.signed_on),
        )
        for each in allowance_finding.listed_memoranda(wanted)
    )
    return Table("memoranda", columns, rows)


def sheets(wanted: allowance_finding.Wanted) -> Table:
    """Return the sheets of daily allowances that fit, with what is due and what was paid."""
    columns: Columns = (
        *_PLACE,
        *_WORKER,
        ("month", Kind.DAY),
        ("days_served", Kind.AMOUNT),
        *((name, Kind.AMOUNT) for name in ("rate", "gross", "deductions", "net")),
        ("currency", Kind.TEXT),
        ("paid_on", Kind.DAY),
        ("payment_reference", Kind.TEXT),
    )
    rows = (
        (
            *(each.reference, each.clearance.centre.name, each.state, each.staff_code),
            *(each.function, each.month, each.units, each.rate, each.gross),
            *(each.deductions, each.net, each.clearance.currency),
            *(each.paid_on, each.payment_reference or ""),
        )
        for each in allowance_finding.listed_sheets(wanted)
    )
    return Table("allowances", columns, rows)
