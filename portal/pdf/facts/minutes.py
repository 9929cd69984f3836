"""Facts of the minutes of a committee."""

from typing import Any
from uuid import UUID

from portal.models import Minutes
from portal.pdf.facts.shared import call_facts
from portal.services import minutes, minutes_signing
from portal.services.minutes import Decided
from portal.services.minutes_signing import Present
from portal.services.opening import call_by_slug

Facts = dict[str, Any]


def of(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the minutes; the subject is their edition."""
    row = Minutes.get_by_id(subject_id)
    row.call = call = call_by_slug(row.call.slug)
    there = minutes_signing.present(row)
    return {
        **call_facts(call, language, call.reference, call.title),
        "call_title": call.title,
        "edition": row.edition,
        "held_on": row.held_on.isoformat(),
        "place": row.place,
        "quorum": call.quorum,
        "voters": sum(each["votes"] and each["present"] for each in row.attendance),
        "agenda": [each.strip() for each in row.agenda.splitlines() if each.strip()],
        "procedure": row.procedure,
        "absent": [each for each in row.attendance if not each["present"]],
        "present": [_present(each) for each in there],
        "decisions": [_decided(each) for each in minutes.decided(row)],
        "government": row.government,
        "fingerprint": minutes_signing.print_of(row),
    }


def _present(each: Present) -> Facts:
    signed = each.signature
    return {
        "name": each.name,
        "part": each.part,
        "signs": each.signs,
        "signed_at": signed.signed_at.isoformat() if signed else "",
        "dissent": signed.dissent if signed else "",
    }


def _decided(each: Decided) -> Facts:
    return {
        "lot": each.lot.number,
        "title": each.lot.title,
        "partner": each.proposal.partner.name if each.proposal else "",
        "number": each.proposal.number if each.proposal else "",
        "reason": each.reason,
        "votes": [(vote, each.names(vote)) for vote in ("for", "against", "abstain")],
    }
