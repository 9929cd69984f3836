"""The two desks that read a submitted report, and which sections each decides on."""

from enum import StrEnum


class Desk(StrEnum):
    """Who of the office reads a part of a report: what was done, or what it cost."""

    PROGRAMME = "programme"
    FINANCE = "finance"
