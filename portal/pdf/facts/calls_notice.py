"""Facts of the notice that a call was cancelled."""

from uuid import UUID

from portal.models import Call
from portal.pdf.facts.shared import call_facts
from portal.services import call_cancelling, calls
from portal.services.steps import found

Facts = dict[str, object]


def cancellation(subject_id: UUID, language: str) -> Facts:
    """Return what the notice prints: the call, the reason, and what becomes of proposals."""
    call = Call.get_by_id(subject_id)
    cancelled = found(call_cancelling.of(call))
    text, text_language = call_cancelling.reason(cancelled, language)
    base = call_facts(call, language, call.reference, call.title)
    return {
        **base,
        **_dates(call),
        "centre": call.centre.name,
        "lots": [{"number": lot.number, "title": lot.title} for lot in calls.lots(call)],
        "cancelled_at": cancelled.cancelled_at.isoformat(),
        "signer": cancelled.person.name,
        "reason": text,
        "reason_language": text_language,
        "opened": call.opened_at is not None,
    }


def _dates(call: Call) -> Facts:
    names = ("published_at", "deadline")
    return {
        name: moment.isoformat() if (moment := getattr(call, name)) else None for name in names
    }
