"""Facts of the declaration of interest and confidentiality of one seat."""

from typing import Any
from uuid import UUID

from portal.models import Call, Lot
from portal.pdf.facts.shared import call_facts
from portal.services import committee_seats, declarations
from portal.services.declarations import Proposing, SeatDeclaration

Facts = dict[str, Any]


def declaration(subject_id: UUID, language: str) -> Facts:
    """Return the facts of a declaration; the subject is what was declared."""
    said = declarations.by_id(subject_id)
    seat = committee_seats.by_id(said.seat_id)
    call: Call = seat.call
    base = call_facts(call, language, call.reference, call.title)
    return {
        **base,
        "call_title": call.title,
        "declaration": said.number,
        "name": seat.person.name,
        "institution": seat.institution,
        "seat": f"SeatKind.{seat.kind.value}",
        "chair": seat.chair,
        "appointment": seat.appointment,
        "appointed_on": seat.appointed_on.isoformat() if seat.appointed_on else "",
        "made_at": said.made_at.isoformat(),
        "partners": [_partner(each, said) for each in declarations.proposing(call)],
        "text": said.text,
        "whole": said.whole,
        "shut": _shut(said),
        "points": declarations.undertaking(language),
        "undertaking": said.undertaking,
    }


def _partner(each: Proposing, said: SeatDeclaration) -> Facts:
    return {
        "name": each.partner.name,
        "lots": [lot.number for lot in each.lots],
        "people": each.people,
        "tied": bool(said.answers.get(str(each.partner.id))),
    }


def _shut(said: SeatDeclaration) -> list[str]:
    lots = Lot.select().where(Lot.id.in_([UUID(each) for each in said.lots_shut]))
    return [f"{each.number}. {each.title}" for each in lots.order_by(Lot.number)]
