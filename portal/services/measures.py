"""What a contract fixed on each indicator: read from it, and frozen into it from its call."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from uuid import UUID

from portal.domain.call_terms import Dimension
from portal.domain.indicators import Adding, Breakdown, Measure, Place
from portal.models import Call, Contract, ContractTarget, Indicator
from portal.services import library

FILE, KEY = "disaggregation", "value"


@cache
def values_of(dimension: str) -> list[str]:
    """Return the codes of the library's values of a dimension, in their order."""
    return [code for code in library.by_code(FILE, KEY) if code.startswith(f"{dimension}.")]


@cache
def usual_values(dimension: str) -> list[str]:
    """Return the values that a call takes unless it chooses its own."""
    known = library.by_code(FILE, KEY)
    return [code for code in values_of(dimension) if known[code]["usual"]]


def all_usual() -> list[str]:
    """Return the usual values of every dimension."""
    return [code for each in Dimension for code in usual_values(each.value)]


def told_values(chosen: Sequence[str]) -> list[str]:
    """Return chosen values as a call keeps them: none where they are the usual ones."""
    usual = all_usual()
    return [] if set(chosen) == set(usual) else [c for c, _ in value_names("en") if c in chosen]


def value_names(language: str) -> list[tuple[str, str]]:
    """Return the values of the library by code with their names in a language."""
    known = library.by_code(FILE, KEY)
    return [(code, library.text_of(each, "", language)) for code, each in known.items()]


def name_of(place: Place, language: str) -> str:
    """Return the name of a part of a figure, such as ``("sex_age", "women")``."""
    entry = library.by_code(FILE, KEY).get(".".join(place))
    return library.text_of(entry, "", language) if entry else place[1]


def chosen_values(call: Call, dimension: str) -> tuple[str, ...]:
    """Return the values that a call breaks a dimension down into, without the dimension."""
    chosen = [code for code in values_of(dimension) if code in call.breakdown_values]
    return tuple(code.partition(".")[2] for code in chosen or usual_values(dimension))


def dimensions(indicator: Indicator) -> list[Dimension]:
    """Return by what the figures of an indicator are broken down."""
    named = [Dimension(each) for each in indicator.dimensions]
    return named or ([Dimension.SEX_AGE] if indicator.disaggregated else [])


def frozen(indicator: Indicator, call: Call) -> dict[str, object]:
    """Return what a contract takes over from the results framework of its call."""
    named = [each.value for each in dimensions(indicator)]
    return {
        "baseline": indicator.baseline,
        "kind": indicator.kind,
        "adding": indicator.adding,
        "over_100": indicator.over_100,
        "breakdowns": [[each, list(chosen_values(call, each))] for each in named],
    }


def fix(contract: Contract) -> dict[UUID, ContractTarget]:
    """Return the target of every indicator of a contract's call, made where it has none."""
    known = goals(contract.id)
    for indicator in contract.call.indicators:
        if indicator.id not in known:
            known[indicator.id] = ContractTarget.create(
                contract=contract,
                indicator=indicator,
                target=indicator.target,
                **frozen(indicator, contract.call),
            )
    return known


def goals(contract: UUID) -> dict[UUID, ContractTarget]:
    """Return the targets of a contract by their indicator."""
    rows: Iterable[ContractTarget] = ContractTarget.select().where(
        ContractTarget.contract == contract
    )
    return {each.indicator_id: each for each in rows}


def measure_of(goal: ContractTarget) -> Measure:
    """Return how the figures of a target are measured."""
    breakdowns = tuple(Breakdown(name, tuple(values)) for name, values in goal.breakdowns)
    falling = goal.adding is not Adding.SUM and goal.baseline > goal.target
    return Measure(goal.kind, goal.adding, breakdowns, goal.over_100, falling)


def measures(contract: UUID) -> Mapping[UUID, Measure]:
    """Return how each indicator of a contract is measured."""
    return {indicator: measure_of(goal) for indicator, goal in goals(contract).items()}
