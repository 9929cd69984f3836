"""Facts of the sections of a call on scope: who may propose, with which files, money, data."""

from portal.models import EligibilityQuestion, RequiredDocument, StaffPost
from portal.services import budget_categories, call_reading
from portal.services.calls import FullCall

Facts = dict[str, object]


def scope(whole: FullCall, language: str) -> Facts:
    """Return what the call prints of its sections on scope."""
    call, parts = whole.call, whole.scope
    return {
        "languages": list(call.languages),
        "contact_name": call.contact_name,
        "contact_email": call.contact_email,
        "lots_to_win": call.lots_to_win,
        "posts": [_post(each) for each in parts.posts],
        "eligibility": [_question(each) for each in parts.eligibility],
        "documents": [_document(each) for each in parts.documents],
        "proposal_parts": list(call.proposal_parts or []),
        "categories": _categories(whole, language),
        "personal": call_reading.personal(call, language),
    }


def _post(each: StaffPost) -> Facts:
    names = ("function", "people", "shifts", "note")
    return {name: getattr(each, name) for name in names}


def _question(each: EligibilityQuestion) -> Facts:
    told = {"text": each.text, "figure": each.figure, "evidence": each.evidence}
    return {**told, "passing": each.passing.value}


def _document(each: RequiredDocument) -> Facts:
    return {name: getattr(each, name) for name in ("title", "note", "mandatory")}


def _categories(whole: FullCall, language: str) -> list[Facts]:
    names = budget_categories.names(whole.call, language)
    ceilings = {each.code: each.ceiling for each in whole.scope.categories}
    ceilings["indirect"] = whole.call.indirect_ceiling
    return [{"name": names[code], "ceiling": ceilings.get(code)} for code in names]
