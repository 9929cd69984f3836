"""What a call lays down: how proposals are judged, who passes, and the government's part."""

from enum import StrEnum


class Method(StrEnum):
    """How proposals are ranked: by one grid of criteria, or by quality and cost together."""

    SINGLE_GRID = "single_grid"
    QUALITY_COST = "quality_cost"


class PriceFormula(StrEnum):
    """How a price becomes points out of 100."""

    LOWEST_OVER_PRICE = "lowest_over_price"
    LINEAR_TO_CEILING = "linear_to_ceiling"


class GovernmentPart(StrEnum):
    """What the government does in the selection."""

    NONE = "none"
    OBSERVER = "observer"
    VOTE = "vote"
    NO_OBJECTION = "no_objection"


class AnswerKind(StrEnum):
    """What an eligibility question asks for."""

    YES_NO = "yes_no"
    NUMBER = "number"


class Frequency(StrEnum):
    """How often it is checked that a minimum standard is met."""

    DAY = "day"
    MONTH = "month"
    REPORT = "report"
    VISIT = "visit"
    YEAR = "year"


class PassingRule(StrEnum):
    """When an answer to an eligibility question passes."""

    YES = "yes"
    NO = "no"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Shift(StrEnum):
    """A part of the day that staff cover."""

    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"


class Dimension(StrEnum):
    """By what the figures of an indicator are broken down; the house's list."""

    SEX = "sex"
    AGE = "age"
    SEX_AGE = "sex_age"
    SEX_AGE_BAND = "sex_age_band"
    NATIONALITY = "nationality"
    SITUATION = "situation"
    VULNERABILITY = "vulnerability"
