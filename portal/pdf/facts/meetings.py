"""Facts of the minutes of a meeting of a management committee."""

from typing import Any
from uuid import UUID

from portal.domain.agreements import JointSide
from portal.models.meetings import ManagementCommitteeMeeting as Meeting
from portal.pdf.facts.shared import base_facts
from portal.services import meetings

Facts = dict[str, Any]


def minutes(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the minutes, with attendance, quorum, decisions and consents."""
    row = meetings.by_id(subject_id)
    centre = row.centre
    base = base_facts(
        row.reference, centre.name, country=centre.country, language=language, zone="UTC"
    )
    count = meetings.quorum_of(row)
    return {
        **base,
        "centre": centre.name,
        "number_of": row.number,
        "state": row.state.value,
        "day": row.held_on.isoformat(),
        "starts_at": row.starts_at,
        "place": row.place,
        "own": row.agreement.language,
        "agreement": row.agreement.reference,
        "attendance": row.attendance,
        "agenda": row.agenda,
        "holds": count.holds,
        "present": [count.present[each] for each in JointSide],
        "needed": [count.needed[each] for each in JointSide],
        **_outcome(row),
    }


def _outcome(row: Meeting) -> Facts:
    return {
        "decisions": [
            {
                "reference": each.reference,
                "text": each.text,
                "side": each.side.value,
                "function": each.function,
                "due": each.due_on.isoformat(),
            }
            for each in meetings.decisions_of(row)
        ],
        "consents": [
            {
                "side": each.side.value,
                "name": each.name,
                "function": each.function,
                "on": each.given_on.isoformat(),
                "scan_reference": each.scan_reference,
                "fingerprint": each.fingerprint,
            }
            for each in sorted(row.consents, key=lambda each: each.side)
        ],
    }
