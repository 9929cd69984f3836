"""What a new draft starts with: the lists of the house library, in the call's language."""

from collections.abc import Mapping
from typing import Any

from portal.models import Call, Criterion, Indicator, Question
from portal.services import call_parts, library

START_OF_INDICATORS = ("arrivals", "nights", "consultations", "psychosocial", "referrals")


def fill_judging(call: Call) -> None:
    """Give a new draft the criteria, questions and indicators of the house library."""
    listed = library.entries("criteria", "criterion")
    call_parts.put_rows(call, Criterion, [_criterion(each, call.language) for each in listed])
    made = Criterion.select().where(Criterion.call == call).order_by(Criterion.position)
    asked = [
        {
            "criterion": criterion,
            "text": library.text_of(each, "question", call.language),
            "words": int(each["words"]),
        }
        for criterion, each in zip(made, listed, strict=True)
    ]
    call_parts.put_rows(call, Question, asked)
    call_parts.put_rows(call, Indicator, _indicators(call.language))


def _criterion(each: Mapping[str, Any], language: str) -> dict[str, object]:
    return {
        "name": library.text_of(each, "name", language),
        "guidance": library.text_of(each, "guidance", language),
        "weight": int(each["weight"]),
    }


def _indicators(language: str) -> list[dict[str, object]]:
    known = library.by_code("indicators", "indicator")
    chosen = [known[code] for code in START_OF_INDICATORS if code in known]
    return [
        {
            "name": library.text_of(each, "name", language),
            "unit": str(each["unit"]),
            "kind": str(each["kind"]),
            "adding": str(each["adding"]),
            "disaggregated": bool(each["disaggregated"]),
            "dimensions": ["sex_age"] if each["disaggregated"] else [],
        }
        for each in chosen
    ]
