"""The sections of a report that are forms: their tables, their fields, their answers.

Counts stand for people, never people for themselves: no field asks for a person.
"""

from collections.abc import Mapping
from enum import StrEnum

from portal.domain.report_parts import Content, Field, Kind, Spec, Table

LARGEST = 10_000_000


class Finding(StrEnum):
    """What the partner finds of a minimum standard at a site."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"


class Delivery(StrEnum):
    """Whether a service was given at a site in the period."""

    FULL = "full"
    PARTLY = "partly"
    NONE = "none"


class Happened(StrEnum):
    """Whether something happened in the period."""

    YES = "yes"
    NO = "no"


class Notice(StrEnum):
    """Whether IOM was told within the hours of the contract."""

    IN_TIME = "in_time"
    LATE = "late"
    NOT_YET = "not_yet"


class RiskKind(StrEnum):
    """What a risk touches; the house's list."""

    SECURITY = "security"
    PROTECTION = "protection"
    SAFEGUARDING = "safeguarding"
    DATA = "data"
    OPERATIONS = "operations"
    MONEY = "money"
    GOVERNMENT = "government"
    SUSTAINABILITY = "sustainability"


class MilestoneState(StrEnum):
    """How far a step of the handover is."""

    NOT_BEGUN = "not_begun"
    ON_TRACK = "on_track"
    LATE = "late"
    DONE = "done"


STATEMENT = ("breaches", "requests", "third_parties", "authorities", "destruction")
"""What a partner states on personal data: losses, requests, transfers, destruction."""


def _count(name: str, most: int = LARGEST, *, carried: bool = False) -> Field:
    return Field(name, Kind.WHOLE, most, needed=True, carried=carried)


def _text(name: str, most: int = 600, *, needed: bool = False, carried: bool = False) -> Field:
    return Field(name, Kind.TEXT, most, needed=needed, carried=carried)


def _answer(
    name: str, choices: type[StrEnum], *, needed: bool = True, carried: bool = False
) -> Field:
    return Field(name, Kind.CHOICE, choices=choices, needed=needed, carried=carried)


SERVICES = Spec(
    "services",
    (
        Table(
            "services",
            (
                _answer("delivered", Delivery),
                Field("persons", Kind.WHOLE, LARGEST),
                Field("days", Kind.WHOLE, 400),
                _text("note", 300),
            ),
        ),
    ),
)
STANDARDS = Spec(
    "standards",
    (
        Table(
            "checks",
            (
                _answer("finding", Finding, carried=True),
                _text("means", 300, needed=True, carried=True),
                _text("plan", carried=True),
                Field("by", Kind.DAY, carried=True),
            ),
        ),
    ),
)
STAFFING = Spec(
    "staffing",
    (
        Table(
            "posts",
            (
                _count("in_post", 1000, carried=True),
                _count("women", 1000, carried=True),
                _count("vacancy_days", 100_000),
                _text("note", 300, carried=True),
            ),
        ),
        Table("cover", (_count("uncovered", 10_000), _text("reason", 300)), words="Shift"),
    ),
)
INCIDENTS = Spec(
    "incidents",
    (
        Table("incidents", (_count("number"), Field("told", Kind.WHOLE, LARGEST))),
        Table("complaints", (_count("received"), _count("closed"), _count("in_time"))),
    ),
    (_count("sea_count"), _text("measures", 2000)),
)
DATA_PROTECTION = Spec(
    "data_protection",
    (
        Table(
            "statement",
            (
                _answer("happened", Happened),
                Field("number", Kind.WHOLE, LARGEST),
                _text("done"),
            ),
            words="report_statement",
        ),
    ),
    (_answer("breach_told", Notice, needed=False),),
)
PSEA = Spec(
    "psea",
    (),
    (
        _answer("allegations", Happened),
        _answer("allegations_told", Notice, needed=False),
        _count("trained", 10_000),
        _count("signed", 10_000),
        _count("channels", 100, carried=True),
        _text("measures", 2000, needed=True),
        _text("safeguarding", 2000, needed=True, carried=True),
    ),
)
RISKS = Spec(
    "report_risks",
    (
        Table(
            "risks",
            (
                _answer("category", RiskKind, carried=True),
                _text("risk", needed=True, carried=True),
                Field("likelihood", Kind.LEVEL, 5, needed=True, carried=True),
                Field("impact", Kind.LEVEL, 5, needed=True, carried=True),
                _text("treatment", needed=True, carried=True),
                Field("owner", Kind.LINE, 120, needed=True, carried=True),
            ),
            free=True,
        ),
    ),
)
GOVERNMENT = Spec(
    "government",
    (
        Table(
            "milestones",
            (
                _text("milestone", 300, needed=True, carried=True),
                Field("due", Kind.DAY, needed=True, carried=True),
                _answer("progress", MilestoneState),
                _text("note"),
            ),
            free=True,
        ),
    ),
    (
        _count("meetings", 1000),
        _count("decisions", 1000),
        _text("engagement", 2000, needed=True),
    ),
)
PARTS: Mapping[str, Spec] = {
    each.code: each
    for each in (
        SERVICES,
        STANDARDS,
        STAFFING,
        INCIDENTS,
        DATA_PROTECTION,
        PSEA,
        RISKS,
        GOVERNMENT,
    )
}


def standards_tally(content: Content) -> dict[Finding, int]:
    """Return how many standards of a report's self-check are met, partly met, not met."""
    found = [row.get("finding") for row in content.get("tables", {}).get("checks", ())]
    return {each: found.count(each.value) for each in Finding}
