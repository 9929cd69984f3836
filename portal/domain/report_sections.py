"""The sections of a report: which there are, in which order, and how far each one is.

One table drives the task list, the way from section to section, the check before submission,
the comments of a return and the PDF. A new section is a row here, a ``Check`` in
``services/report_sections.py``, its words ``section.CODE``, a page and two templates:
``monitoring/read/PART.html`` and ``pdf/report/PART.html``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.errors import RuleBroken
from portal.domain.report_desks import Desk


class SectionGroup(StrEnum):
    """What sections belong together, in the order in which they are read."""

    RESULTS = "results"
    QUALITY = "quality"
    PROTECTION = "protection"
    OUTLOOK = "outlook"
    NARRATIVE = "narrative"
    MONEY = "money"
    ANNEXES = "annexes"


class Progress(StrEnum):
    """How far the partner is with a section."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    ATTENTION = "attention"


@dataclass(frozen=True)
class Section:
    """One section: its ``endpoint`` is the page that writes it, ``part`` names its templates.

    ``by_code`` says that the address of the page names the section, as one page writes several;
    ``words`` is the group in which its name stands, which is ``section`` for the oldest.
    """

    code: str
    group: SectionGroup
    endpoint: str
    part: str
    by_code: bool = False
    words: str = "section"

    @property
    def key(self) -> str:
        """Name the section as a section of a draft is named, for who writes what."""
        return self.code

    @property
    def desk(self) -> Desk:
        """Who of the office decides on it: finance on money, the programme on the rest."""
        return Desk.FINANCE if self.group is SectionGroup.MONEY else Desk.PROGRAMME


def _part(code: str, group: SectionGroup) -> Section:
    return Section(code, group, "monitoring.part", code, by_code=True, words="report_section")


SECTIONS = (
    Section("indicators", SectionGroup.RESULTS, "monitoring.indicators", "indicators"),
    _part("services", SectionGroup.RESULTS),
    _part("standards", SectionGroup.QUALITY),
    _part("staffing", SectionGroup.QUALITY),
    _part("incidents", SectionGroup.PROTECTION),
    _part("data_protection", SectionGroup.PROTECTION),
    _part("psea", SectionGroup.PROTECTION),
    _part("report_risks", SectionGroup.OUTLOOK),
    _part("government", SectionGroup.OUTLOOK),
    Section("expenditure", SectionGroup.MONEY, "monitoring.expenditure", "expenditure"),
    Section("cash", SectionGroup.MONEY, "monitoring.cash", "cash"),
    Section(
        "annexes",
        SectionGroup.ANNEXES,
        "monitoring.annexes",
        "annexes",
        words="report_section",
    ),
)
"""Every section that is no heading of the narrative, group by group."""
ALWAYS = ("indicators", "expenditure")
"""The sections that every report of a period has; the others are fixed by its contract."""


def sections(
    chosen: Iterable[str], headings: Iterable[str], always: Iterable[str] = ALWAYS
) -> list[Section]:
    """Return the sections of a report in their order: those chosen, and its headings."""
    codes = {*always, *chosen}
    words = [heading(code) for code in headings]
    listed = [*(each for each in SECTIONS if each.code in codes), *words]
    return sorted(listed, key=lambda each: list(SectionGroup).index(each.group))


def heading(code: str) -> Section:
    """Return the section of one heading of the narrative."""
    return Section(
        code, SectionGroup.NARRATIVE, "monitoring.narrative", "narrative", by_code=True
    )


def place(field: str) -> tuple[str, str]:
    """Return the section and the input that a rule is told at: ``standards#rows-3-plan``."""
    code, _, anchor = field.partition("#")
    return code, anchor


def is_gap(broken: RuleBroken) -> bool:
    """Say whether a rule only tells what is still to be filled in: its name ends so."""
    return broken.rule.endswith("_missing")


def progress(broken: Iterable[RuleBroken], *, begun: bool, asked: bool) -> Progress:
    """Return how far a section is.

    A contradiction in what is written needs attention, and so does a comment of the last
    return (``asked``) after which nothing was saved.
    """
    found = list(broken)
    if asked or (begun and any(not is_gap(each) for each in found)):
        return Progress.ATTENTION
    if not found:
        return Progress.COMPLETE
    return Progress.IN_PROGRESS if begun else Progress.NOT_STARTED
