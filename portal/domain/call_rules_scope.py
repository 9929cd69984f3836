"""What the sections on the scope of a call must hold before it is sent or published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from portal.domain.call_terms import PassingRule, Shift
from portal.domain.eligibility import broken_question
from portal.domain.errors import RuleBroken

TEXTS: Mapping[str, str] = {
    "background": "basics",
    "objectives": "terms",
    "target_groups": "terms",
    "scope": "terms",
    "staffing": "staffing",
    "hours": "staffing",
    "data_profile": "data",
}
PERCENT = 100


@dataclass(frozen=True)
class DataPlan:
    """What a call says of personal data; ``months`` is how long they are kept."""

    categories: int = 0
    transfers: bool = False
    transfer_note: str = ""
    months: int | None = None


@dataclass(frozen=True, kw_only=True)
class ScopeFacts:
    """What the rules on scope read; ``bare_services`` counts services without a standard.

    ``shifts`` holds the parts of the day of each post, ``questions`` the rule and the figure
    of each eligibility question, ``category_ceilings`` percents of the direct costs.
    """

    texts: Mapping[str, str]
    languages: int = 0
    contact: bool = False
    ceilings: tuple[Decimal, ...] = ()
    lots_to_win: int | None = None
    services: int = 0
    bare_services: int = 0
    day_and_night: bool = False
    shifts: tuple[tuple[str, ...], ...] = ()
    questions: tuple[tuple[PassingRule, int | None], ...] = ()
    documents: int = 0
    category_ceilings: tuple[int | None, ...] = ()
    data: DataPlan = DataPlan()


def scope_rules(draft: ScopeFacts) -> list[RuleBroken]:
    """Return every rule on scope that a draft breaks; ``field`` names the section."""
    return [
        *_texts(draft.texts),
        *_basics(draft),
        *_lots(draft),
        *_services(draft),
        *_staffing(draft),
        *_eligibility(draft.questions),
        *_lists(draft),
        *_data(draft.data),
    ]


def _texts(texts: Mapping[str, str]) -> Iterator[RuleBroken]:
    for name, section in TEXTS.items():
        if not texts.get(name, "").strip():
            yield RuleBroken(f"{name}_missing", section)


def _basics(draft: ScopeFacts) -> Iterator[RuleBroken]:
    if not draft.languages:
        yield RuleBroken("languages_missing", "basics")
    if not draft.contact:
        yield RuleBroken("contact_missing", "basics")


def _lots(draft: ScopeFacts) -> Iterator[RuleBroken]:
    if not draft.ceilings:
        yield RuleBroken("lots_missing", "lots")
    for number, ceiling in enumerate(draft.ceilings, 1):
        if ceiling <= 0:
            yield RuleBroken("ceiling_missing", "lots", number=number)
    count = len(draft.ceilings)
    if draft.lots_to_win is not None and not 1 <= draft.lots_to_win <= max(count, 1):
        facts = {"most": draft.lots_to_win, "lots": count}
        yield RuleBroken("lots_to_win_many", "lots", **facts)


def _services(draft: ScopeFacts) -> Iterator[RuleBroken]:
    if not draft.services:
        yield RuleBroken("services_missing", "services")
    if draft.bare_services:
        yield RuleBroken("standards_missing", "services", count=draft.bare_services)


def _staffing(draft: ScopeFacts) -> Iterator[RuleBroken]:
    if not draft.shifts:
        yield RuleBroken("posts_missing", "staffing")
    elif draft.day_and_night:
        yield from (
            RuleBroken(f"shift_{shift}_empty", field="staffing")
            for shift in empty_shifts(draft.shifts)
        )


def empty_shifts(shifts: tuple[tuple[str, ...], ...]) -> list[Shift]:
    """Return the parts of the day that no post covers.

    A centre that is open day and night needs one post in each: a default of the house.
    """
    covered = {shift for each in shifts for shift in each}
    return [shift for shift in Shift if shift.value not in covered]


def _eligibility(
    questions: tuple[tuple[PassingRule, int | None], ...],
) -> Iterator[RuleBroken]:
    if not questions:
        yield RuleBroken("eligibility_missing", "eligibility")
    for number, (passing, figure) in enumerate(questions, 1):
        if broken := broken_question(passing, figure):
            yield RuleBroken(broken, field="eligibility", number=number)


def _lists(draft: ScopeFacts) -> Iterator[RuleBroken]:
    if not draft.documents:
        yield RuleBroken("documents_missing", "documents")
    if not draft.category_ceilings:
        yield RuleBroken("categories_missing", "budget")
    elif room_of(draft.category_ceilings) < PERCENT:
        facts = {"sum": room_of(draft.category_ceilings)}
        yield RuleBroken("category_ceilings_low", "budget", **facts)


def room_of(ceilings: tuple[int | None, ...]) -> int:
    """Return how many percent of the direct costs all categories can take together, to 100.

    A category without a ceiling can take everything.
    """
    return min(PERCENT, sum(PERCENT if each is None else each for each in ceilings))


def _data(plan: DataPlan) -> Iterator[RuleBroken]:
    if not plan.categories:
        yield RuleBroken("data_categories_missing", "data")
    if plan.transfers and not plan.transfer_note.strip():
        yield RuleBroken("transfer_note_missing", "data")
    if plan.months is None:
        yield RuleBroken("retention_missing", "data")
