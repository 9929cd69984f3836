"""Facts of a publication of answers on paper: all answers up to it, and no later one."""

from uuid import UUID

from portal.models import ClarificationRound
from portal.pdf.facts.shared import call_facts
from portal.services import clarifications as service
from portal.services.clarifications import Published

Facts = dict[str, object]


def clarifications(subject_id: UUID, language: str) -> Facts:
    """Return what one publication prints: every answer until then, its own marked as fresh.

    What comes later, a correction of one of them too, is not in it, so that it stays the same.
    """
    made = ClarificationRound.get_by_id(subject_id)
    call = made.call
    told = service.published(call, until=made.number)
    base = call_facts(call, language, call.reference, call.title)
    return {
        **base,
        "call_title": call.title,
        "text_language": call.language,
        "published_at": made.published_at.isoformat(),
        "round": made.number,
        "fresh": sum(each.round == made.number for each in told),
        "answers": [_answer(each, made.number) for each in told],
    }


def _answer(each: Published, number: int) -> Facts:
    names = ("number", "lot_number", "section", "question", "answer", "corrects")
    return {
        **{name: getattr(each, name) for name in names},
        "corrected_by": each.corrected_by,
        "at": each.at.isoformat(),
        "fresh": each.round == number,
    }
