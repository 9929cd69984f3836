"""Standard operating procedures of a centre: who does what, and what they still lack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.errors import RuleBroken


class Duty(StrEnum):
    """What a party does for a service."""

    RESPONSIBLE = "R"
    ACCOUNTABLE = "A"
    CONSULTED = "C"
    INFORMED = "I"


class Party(StrEnum):
    """Who has a column in the matrix of roles."""

    MINISTRY = "ministry"
    DIRECTOR = "director"
    CASEWORKER = "caseworker"
    IOM = "iom"
    PARTNER = "partner"
    HEALTH = "health"
    POLICE = "police"
    INTERPRETERS = "interpreters"


class BudgetLevel(StrEnum):
    """In which public budget a centre stands."""

    NATIONAL = "national"
    REGIONAL = "regional"


@dataclass(frozen=True)
class RowFacts:
    """One row of the matrix: a service, who does what for it, and what happens if it fails.

    ``always`` says that the service is given around the clock.
    """

    name: str
    duties: Mapping[str, str] = field(default_factory=dict)
    always: bool = False
    fallback: str = ""


def broken_row(row: RowFacts) -> list[RuleBroken]:
    """Return what a row lacks: one who is accountable, one who does it, a fallback."""
    given = [str(each) for each in row.duties.values()]
    answerable = given.count(Duty.ACCOUNTABLE)
    broken = []
    if answerable == 0:
        broken.append(RuleBroken("matrix_accountable_missing", "duties", name=row.name))
    if answerable > 1:
        facts = {"name": row.name, "count": answerable}
        broken.append(RuleBroken("matrix_accountable_many", "duties", **facts))
    if Duty.RESPONSIBLE not in given:
        broken.append(RuleBroken("matrix_responsible_missing", "duties", name=row.name))
    if row.always and not row.fallback.strip():
        broken.append(RuleBroken("matrix_fallback_missing", "fallback", name=row.name))
    return broken


def broken_text(purpose: str, basis: str, sections: int, rows: int) -> list[RuleBroken]:
    """Return what procedures lack as a whole; ``sections`` and ``rows`` count theirs."""
    there = {
        "procedure_purpose_missing": purpose.strip(),
        "procedure_basis_missing": basis.strip(),
        "procedure_sections_missing": sections,
        "procedure_matrix_missing": rows,
    }
    return [RuleBroken(rule) for rule, given in there.items() if not given]


def broken_section(number: int, title: str, text: str) -> list[RuleBroken]:
    """Return what a section lacks."""
    if title.strip() and text.strip():
        return []
    return [RuleBroken("procedure_section_empty", number=number)]


def day_before(starts_on: date) -> date:
    """Return the last day of the version that another one follows."""
    return starts_on - timedelta(days=1)


def broken_start(
    starts_on: date, agreed_on: date | None, former_starts_on: date | None
) -> list[RuleBroken]:
    """Return what keeps agreed procedures from being in force from a day on.

    They are agreed before they apply, and each version holds for one day at least.
    """
    if agreed_on is None or starts_on < agreed_on:
        return [RuleBroken("procedure_before_agreement", "starts_on", day=agreed_on)]
    if former_starts_on is not None and starts_on <= former_starts_on:
        return [RuleBroken("procedure_before_former", "starts_on", day=former_starts_on)]
    return []


@dataclass(frozen=True)
class Lasting:
    """From which day to which procedures hold; without an end until others follow."""

    starts_on: date | None
    ends_on: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether they are in force on a day."""
        if self.starts_on is None or day < self.starts_on:
            return False
        return self.ends_on is None or day <= self.ends_on


def holding(versions: Sequence[Lasting], day: date) -> list[int]:
    """Return the places of the versions that are in force on a day: one at the most."""
    return [place for place, each in enumerate(versions) if each.holds(day)]
