"""The rules that the working copy of an addendum is judged by."""

from datetime import datetime

from portal.domain import addenda as rules
from portal.domain import calls
from portal.domain.errors import RuleBroken
from portal.models import Call
from portal.services import call_parts, call_review


def broken_rules(draft: Call, facts: calls.CallFacts, at: datetime) -> list[RuleBroken]:
    """Return what keeps a working copy from being issued at a moment.

    Its timetable is judged as of the publication of the call: what has passed since may stand.
    """
    original = draft.amends
    published = original.published_at or at
    before, after = call_parts.contents(original), call_parts.contents(draft)
    return [
        *closed(original, at),
        *rules.broken_rules(before, after),
        *calls.broken_rules(facts, published),
        *call_review.broken_rules(draft),
    ]


def closed(original: Call, at: datetime) -> list[RuleBroken]:
    """Return the rule that a call past its deadline is no longer changed."""
    if original.deadline > at:
        return []
    facts = {"deadline": original.deadline, "zone": original.zone}
    return [RuleBroken("addendum_too_late", "timetable", **facts)]
