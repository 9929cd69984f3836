"""What the page of a call shows of its addenda, and of the working copy of one."""

from flask import url_for

from portal.domain.lifecycle import CallState
from portal.domain.policy import Thing
from portal.services import addenda, call_versions, calls


def amended_of(call: Thing) -> dict[str, object]:
    """Return the issued addenda of a call, and the one being written where it may change."""
    if call.amends_id is not None:
        return {"own": call_versions.of_draft(call), "original": call.amends, "issued": []}
    changeable = call.state is CallState.PUBLISHED
    issued = call_versions.issued(call) if call.edition else []
    withdrawn = calls.withdrawn_lots(call) if issued else []
    return {
        "own": None,
        "issued": issued,
        "withdrawn": withdrawn,
        "by_lot": {lot.id: _number(lot, issued) for lot in withdrawn},
        "changeable": changeable,
        "waiting": call_versions.open_addendum(call) if changeable else None,
    }


def _number(lot: Thing, issued: list[Thing]) -> int:
    return next(int(each.number) for each in issued if each.issued_at >= lot.withdrawn_at)


def merged_into(call: Thing) -> str | None:
    """Return where a working copy that was issued is read now; None for every other call."""
    if call.state is not CallState.MERGED:
        return None
    number = addenda.of_draft(call).number
    return url_for("addenda.show", slug=call.amends.slug, number=number)
