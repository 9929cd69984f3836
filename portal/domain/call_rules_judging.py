"""What the sections on judging a call must hold before it is sent or published."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from portal.domain.call_rules_times import Notice, Times, times_rules
from portal.domain.call_terms import GovernmentPart
from portal.domain.errors import RuleBroken

FULL_WEIGHT = 100
FEWEST_VOTES = 3
SEATED = frozenset(set(GovernmentPart) - {GovernmentPart.NONE})
AT_ONCE = Notice()


@dataclass(frozen=True)
class SeatPlan:
    """One planned seat of the committee.

    ``partner`` when its holder or their alternate is tied to a partner; ``asked`` when it
    gives the no-objection of a government.
    """

    votes: bool
    chair: bool = False
    government: bool = False
    name: str = ""
    partner: bool = False
    secretary: bool = False
    asked: bool = False


@dataclass(frozen=True)
class CriterionPlan:
    """One planned criterion: its weight, and the number of its questions."""

    weight: int
    name: str = ""
    questions: int = 1


@dataclass(frozen=True, kw_only=True)
class JudgingFacts:
    """What the rules on judging read of a draft."""

    times: Times
    criteria: tuple[CriterionPlan, ...] = ()
    indicators: int = 0
    seats: tuple[SeatPlan, ...] = ()
    quorum: int = FEWEST_VOTES
    fewest: int = FEWEST_VOTES
    """How many members must vote at least; the office sets it."""
    government_part: GovernmentPart = GovernmentPart.NONE
    government_reason: str = ""


def judging_rules(
    draft: JudgingFacts, at: datetime, notice: Notice = AT_ONCE
) -> list[RuleBroken]:
    """Return every rule on judging that a draft breaks at a moment; ``field`` is the section.

    ``notice`` tells how early partners must know what is published at that moment.
    """
    return [
        *_criteria(draft.criteria),
        *_questions(draft.criteria),
        *_indicators(draft.indicators),
        *times_rules(draft.times, at, notice),
        *_seats(draft.seats, draft.fewest),
        *_quorum(draft),
        *_tied(draft.seats),
        *_government(draft),
    ]


def _indicators(count: int) -> Iterator[RuleBroken]:
    if not count:
        yield RuleBroken("indicators_missing", "indicators")


def _criteria(criteria: tuple[CriterionPlan, ...]) -> Iterator[RuleBroken]:
    weight = sum(each.weight for each in criteria)
    if not criteria:
        yield RuleBroken("criteria_missing", "criteria")
    elif weight != FULL_WEIGHT:
        yield RuleBroken("weights_not_100", "criteria", sum=weight)


def _questions(criteria: tuple[CriterionPlan, ...]) -> Iterator[RuleBroken]:
    if not criteria:
        yield RuleBroken("questions_missing", "questions")
    for each in criteria:
        if not each.questions:
            yield RuleBroken("question_missing", "questions", name=each.name)


def _seats(seats: tuple[SeatPlan, ...], fewest: int) -> Iterator[RuleBroken]:
    votes = sum(seat.votes for seat in seats)
    if votes < fewest:
        yield RuleBroken("votes_few", "committee", votes=votes, least=fewest)
    chairs = sum(seat.chair for seat in seats)
    if chairs != 1:
        yield RuleBroken("chair_not_one", "committee", chairs=chairs)
    if any(seat.chair and not seat.votes for seat in seats):
        yield RuleBroken("chair_without_vote", "committee")
    secretaries = sum(seat.secretary for seat in seats)
    if secretaries > 1:
        yield RuleBroken("secretaries_many", "committee", seats=secretaries)


def _quorum(draft: JudgingFacts) -> Iterator[RuleBroken]:
    votes, quorum = sum(seat.votes for seat in draft.seats), draft.quorum
    if quorum < draft.fewest:
        yield RuleBroken("quorum_low", "committee", quorum=quorum, least=draft.fewest)
    elif draft.fewest <= votes < quorum:
        yield RuleBroken("quorum_impossible", "committee", quorum=quorum, votes=votes)


def _tied(seats: tuple[SeatPlan, ...]) -> Iterator[RuleBroken]:
    for seat in seats:
        if seat.partner:
            yield RuleBroken("member_of_partner", "committee", name=seat.name)


def _government(draft: JudgingFacts) -> Iterator[RuleBroken]:
    seats = [seat for seat in draft.seats if seat.government]
    if len(seats) > 1:
        yield RuleBroken("government_seats_many", "committee", seats=len(seats))
    yield from _part(draft.government_part, seats)
    if draft.government_part is not GovernmentPart.NONE and not draft.government_reason.strip():
        yield RuleBroken("government_reason_missing", "committee")


def _part(part: GovernmentPart, seats: list[SeatPlan]) -> Iterator[RuleBroken]:
    if part in SEATED and not seats:
        yield RuleBroken("government_seat_missing", "committee")
    if part not in SEATED and seats:
        yield RuleBroken("government_seat_unasked", "committee")
    if part is GovernmentPart.VOTE and not all(seat.votes for seat in seats):
        yield RuleBroken("government_without_vote", "committee")
    if part is GovernmentPart.OBSERVER and any(seat.votes for seat in seats):
        yield RuleBroken("government_votes", "committee")
    if part is GovernmentPart.NO_OBJECTION and not all(seat.asked for seat in seats):
        yield RuleBroken("government_not_asked", "committee")
