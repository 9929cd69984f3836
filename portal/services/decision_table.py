"""The register of decisions of a management committee as a table for a file."""

from datetime import datetime

from portal.domain.tables import Columns, Kind, Table
from portal.models import Centre
from portal.services import meeting_decisions


def of(centre: Centre, wanted: meeting_decisions.Wanted, at: datetime) -> Table:
    """Return the decisions of the management committee of a centre that fit."""
    columns: Columns = (
        ("reference", Kind.TEXT),
        ("meeting", Kind.DAY),
        ("decision", Kind.TEXT),
        ("side", Kind.WORD),
        ("function", Kind.TEXT),
        ("due_on", Kind.DAY),
        ("days_late", Kind.WHOLE),
        ("state", Kind.WORD),
        ("remark", Kind.TEXT),
    )
    today = at.date()
    rows = (
        (
            *(each.reference, each.meeting.held_on, each.text, each.side, each.function),
            *(each.due_on, meeting_decisions.days_late(each, today)),
            *(each.state, each.reason),
        )
        for each in meeting_decisions.register(centre, wanted, today)
    )
    return Table(f"decisions-{centre.slug}", columns, rows)
