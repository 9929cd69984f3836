"""Facts of the questionnaire that a team fills in offline; rows carry their lasting keys."""

from uuid import UUID

from portal.config import address
from portal.models import Call, EligibilityQuestion, Question
from portal.services import calls
from portal.services.calls import FullCall

Facts = dict[str, object]


def questionnaire(call_id: UUID) -> Facts:
    """Return what the questionnaire of a call asks, in the call's own words and language."""
    whole = calls.full(Call.get_by_id(call_id))
    call = whole.call
    return {
        "key": call.id.hex,
        "reference": call.reference,
        "title": call.title,
        "language": call.language,
        "country": call.centre.country,
        "currency": call.currency,
        "zone": call.zone,
        "published": (call.published_at or call.created_at).isoformat(),
        "deadline": call.deadline.isoformat() if call.deadline else "",
        "address": f"{address()}/calls/{call.slug}",
        "languages": call.languages or [call.language],
        "indirect_ceiling": call.indirect_ceiling,
        **_asked(whole),
        **_brought(whole),
    }


def _asked(whole: FullCall) -> Facts:
    criteria = {each.id: each for each in whole.criteria}
    return {
        "lots": [
            {
                "key": lot.key.hex,
                "number": lot.number,
                "title": f"{lot.city}: {lot.title}",
                "ceiling": str(lot.ceiling),
            }
            for lot in whole.lots
            if lot.withdrawn_at is None
        ],
        "eligibility": [_eligibility(each) for each in whole.scope.eligibility],
        "criteria": [
            {
                "name": criterion.name,
                "guidance": criterion.guidance,
                "weight": criterion.weight,
                "questions": [_question(each) for each in whole.asked(criterion)],
            }
            for criterion in criteria.values()
        ],
    }


def _eligibility(each: EligibilityQuestion) -> Facts:
    return {
        "key": each.key.hex,
        "text": each.text,
        "kind": each.kind.value,
        "evidence": each.evidence,
    }


def _question(each: Question) -> Facts:
    return {"key": each.key.hex, "text": each.text, "words": each.words}


def _brought(whole: FullCall) -> Facts:
    return {
        "documents": [
            {
                "key": each.key.hex,
                "title": each.title,
                "note": each.note,
                "mandatory": each.mandatory,
            }
            for each in whole.scope.documents
        ],
        "budget": [
            {"key": each.key.hex, "name": each.name, "ceiling": each.ceiling}
            for each in whole.scope.categories
        ],
    }
