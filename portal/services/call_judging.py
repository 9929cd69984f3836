"""The sections of a draft on judging: criteria, questions, indicators and the committee."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from portal.config import fewest_votes
from portal.domain.actions import SEAT_ROLES, SeatKind
from portal.domain.call_terms import Dimension
from portal.domain.calls import CriterionPlan, SeatPlan, Times
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.indicators import WAYS, Adding, IndicatorKind, usual_way
from portal.models import Call, Criterion, Grant, Indicator, Person, Question, Seat
from portal.services import call_parts, call_ties, measures, working_days
from portal.services.call_drafting import Edit, rows_of, save_section
from portal.services.prepared import Prepared

SEAT_KINDS = tuple(SeatKind)


@dataclass(frozen=True)
class CriterionRow:
    """One criterion as it was typed; ``score_guidance`` holds a text for each score from 0."""

    name: str
    guidance: str
    weight: int
    scale: int = 5
    score_guidance: Sequence[str] = ()
    least: int = 0
    key: str | None = None


@dataclass(frozen=True)
class QuestionRow:
    """One question as it was typed; ``criterion`` is the key of the criterion it serves."""

    criterion: UUID
    text: str
    words: int
    key: str | None = None


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator as it was typed; ``target`` for the whole contract.

    Without ``adding`` its figures add up in the usual way of its kind.
    """

    name: str
    unit: str
    target: int
    baseline: int = 0
    dimensions: Sequence[Dimension] = ()
    verification: str = ""
    kind: IndicatorKind = IndicatorKind.COUNT
    adding: Adding | None = None
    over_100: bool = False
    key: str | None = None


@dataclass(frozen=True)
class SeatRow:
    """One seat as it was chosen."""

    person: UUID
    kind: SeatKind
    chair: bool = False
    government: bool = False
    institution: str = ""
    appointment: str = ""
    appointed_on: date | None = None
    alternate: UUID | None = None
    reads_proposals: bool = True


def save_criteria(
    call: Call, rows: Sequence[CriterionRow], values: Mapping[str, object], edit: Edit
) -> None:
    """Replace the criteria of a draft and its method.

    ``values`` are columns of ``Call``. A criterion that falls out takes its questions along.
    """
    theirs = rows_of(Criterion, *call_parts.PARTS["criteria"].columns)
    save_section(call, "criteria", edit, lambda: _put_criteria(call, rows), (values, theirs))


def _put_criteria(call: Call, rows: Sequence[CriterionRow]) -> None:
    kept = [{**asdict(row), "score_guidance": list(row.score_guidance)} for row in rows]
    call_parts.put_rows(call, Criterion, kept)
    for position, each in enumerate(questions(call), 1):
        Question.update(position=position).where(Question.id == each.id).execute()


def questions(call: Call) -> list[Question]:
    """Return the questions that stand in a call in their order, each with its criterion."""
    return _questions(call.id)


_questions: Prepared[Question] = Prepared(
    lambda key: (
        Question.select(Question, Criterion)
        .join(Criterion)
        .where((Question.call == key) & Question.withdrawn_at.is_null())
        .order_by(Question.position)
    )
)


def save_questions(call: Call, rows: Sequence[QuestionRow], edit: Edit) -> None:
    """Replace the questions of a draft."""
    kept = [asdict(row) for row in rows]
    put = lambda: call_parts.put_rows(call, Question, kept)  # noqa: E731 - done inside the transaction
    save_section(call, "questions", edit, put, ({}, lambda now: {"rows": questions(now)}))


def save_indicators(
    call: Call,
    rows: Sequence[IndicatorRow],
    edit: Edit,
    breakdown_values: Sequence[str] | None = None,
) -> None:
    """Replace the indicators of a draft, and into which values their figures are broken down.

    ``breakdown_values`` are codes of the library; None leaves those of the call.
    """
    if wrong := [row.name for row in rows if row.adding not in (None, *WAYS[row.kind])]:
        raise RuleBroken("adding_impossible", "rows", name=wrong[0])
    kept = [_indicator(row) for row in rows]
    put = lambda: call_parts.put_rows(call, Indicator, kept)  # noqa: E731 - done inside the transaction
    chosen = None if breakdown_values is None else measures.told_values(breakdown_values)
    values = {} if chosen is None else {"breakdown_values": chosen}
    theirs = rows_of(Indicator, *call_parts.PARTS["indicators"].columns)
    save_section(call, "indicators", edit, put, (values, theirs))


def _indicator(row: IndicatorRow) -> dict[str, Any]:
    chosen = [each.value for each in Dimension if each in row.dimensions]
    by_sex = Dimension.SEX_AGE in row.dimensions
    adding = row.adding or usual_way(row.kind)
    return {**asdict(row), "dimensions": chosen, "disaggregated": by_sex, "adding": adding}


def save_committee(
    call: Call, rows: Sequence[SeatRow], values: Mapping[str, object], edit: Edit
) -> None:
    """Replace the seats of a draft, and the columns on the government's part and the quorum."""
    alternates = [row.alternate for row in rows if row.alternate is not None]
    people = [*(row.person for row in rows), *alternates]
    if len(people) != len(set(people)):
        raise RuleBroken(rule="person_twice", field="rows")
    _refuse_tied(people)
    put = lambda: call_parts.put_rows(call, Seat, map(asdict, rows))  # noqa: E731 - done inside the transaction
    theirs = rows_of(Seat, *call_parts.PARTS["committee"].columns)
    save_section(call, "committee", edit, put, (values, theirs))


def _refuse_tied(people: Sequence[UUID]) -> None:
    holders = list(Person.select().where(Person.id.in_(people)).order_by(Person.name))
    tied = call_ties.tied(holders)
    if tied:
        raise RulesBroken(
            [
                RuleBroken("member_of_partner", "rows", name=each.name)
                for each in holders
                if each.id in tied
            ]
        )


def facts(
    call: Call, criteria: Sequence[tuple[Criterion, int]], seats: Sequence[Seat]
) -> dict[str, Any]:
    """Return what the rules read; each criterion comes with the number of its questions."""
    tied = call_ties.tied(_people(seats))
    return {
        "times": times(call),
        "criteria": tuple(
            CriterionPlan(each.weight, each.name, asked) for each, asked in criteria
        ),
        "seats": tuple(_plan(seat, tied) for seat in seats),
        "quorum": call.quorum,
        "fewest": fewest_votes(),
        "government_part": call.government_part,
        "government_reason": call.government_reason,
    }


def _people(seats: Sequence[Seat]) -> list[Person]:
    """Return the holders of seats and their alternates."""
    named = [each.alternate_id for each in seats if each.alternate_id is not None]
    alternates = Person.select().where(Person.id.in_(named)) if named else []
    return [*(seat.person for seat in seats), *alternates]


def times(call: Call) -> Times:
    """Return the timetable of a call, in the calendar of its centre's country."""
    return Times(
        call.zone,
        call.deadline,
        call.opening_at,
        call.results_on,
        call.starts_on,
        call.clarify_until,
        call.answers_by,
        call.site_visit_at,
        call.site_visit_place,
        call.standstill_days,
        working_days.calendar(call.centre.country),
    )


def _plan(seat: Seat, tied: Collection[UUID]) -> SeatPlan:
    return SeatPlan(
        seat.kind is SeatKind.VOTING,
        seat.chair,
        seat.government,
        seat.person.name,
        bool({seat.person_id, seat.alternate_id} & set(tied)),
        seat.kind is SeatKind.SECRETARY,
        seat.kind is SeatKind.NO_OBJECTION,
    )


def seat_holders() -> list[Person]:
    """Return the people who can hold a seat on a committee, by name."""
    able = Grant.select(Grant.person).where(Grant.role.in_(list(SEAT_ROLES)))
    query = Person.select().where(Person.id.in_(able) & Person.disabled_at.is_null())
    return list(query.order_by(Person.name))
