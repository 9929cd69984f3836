"""What the reports of a contract hold: its sections, its headings and their longest words."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.policy import Actor, require
from portal.domain.report_specs import PARTS
from portal.models import Contract
from portal.services import events, library, report_annexes, report_frames
from portal.services.contract_finding import hold_draft
from portal.services.steps import save_version

MOST_EXTRA = 3
"""How many headings may stand beside the core ones, as in the harmonised format of 8 and 3."""
LEAST_WORDS, MOST_WORDS = 50, 1500


@dataclass(frozen=True)
class Heading:
    """One heading of the narrative; ``words`` at most, 0 for no limit."""

    code: str
    words: int = 0


def headings(contract: Contract) -> list[Heading]:
    """Return the headings of a contract, or those of the house for one that names none."""
    if not contract.report_headings:
        return [Heading(each.code) for each in house_headings() if each.code in FIRST]
    return [Heading(str(each["code"]), int(each["words"])) for each in contract.report_headings]


def limits(contract: Contract) -> dict[str, int]:
    """Return the most words of each heading by its code; 0 where there is no limit."""
    return {each.code: each.words for each in headings(contract)}


FIRST = ("performance", "changes", "participation", "risks", "handover", "lessons")
"""The headings of contracts that were made before contracts named them."""


def house_headings() -> list[Heading]:
    """Return the core headings of the library with the words that it sets."""
    return [
        Heading(str(each["code"]), int(each["words"]))
        for each in library.entries("narrative", "question")
        if not each.get("extra")
    ]


def put(contract: Contract) -> None:
    """Give a new contract the sections and headings of the house, where it has the rows."""
    contract.report_sections = choosable(contract)
    contract.report_headings = [asdict(each) for each in house_headings()]
    contract.save(only=[Contract.report_sections, Contract.report_headings])


def choosable(contract: Contract) -> list[str]:
    """Name the sections that a contract may ask for: those that it has rows for."""
    frames = report_frames.frames(contract, contract.language)
    own = [code for code in PARTS if code not in frames or any(frames[code].values())]
    return [*own, report_annexes.CODE]


@dataclass(frozen=True)
class ReportTerms:
    """What a contract asks of its reports beside figures and money."""

    sections: Sequence[str]
    headings: Sequence[Heading]


def save(contract: Contract, terms: ReportTerms, seen: int, by: Actor, at: datetime) -> None:
    """Fix sections and headings of the reports, while the contract is a draft."""
    require(by, Action.EDIT_CONTRACT, contract)
    _require_sound(terms.headings)
    with atomic():
        hold_draft(contract)
        known = choosable(contract)
        changes = {
            "report_sections": [code for code in known if code in terms.sections],
            "report_headings": [asdict(each) for each in terms.headings],
        }
        save_version(contract, seen, changes)
        events.record(by, "contract.reporting_changed", contract, at)


def extra_codes() -> set[str]:
    """Name the headings of the library that may stand beside the core ones."""
    listed = library.entries("narrative", "question")
    return {str(each["code"]) for each in listed if each.get("extra")}


def library_words() -> dict[str, int]:
    """Return every heading of the library with the words that the house sets for it."""
    listed = library.entries("narrative", "question")
    return {str(each["code"]): int(each["words"]) for each in listed}


def _require_sound(chosen: Sequence[Heading]) -> None:
    extra = extra_codes()
    if not chosen:
        raise RuleBroken("headings_none", "headings")
    if sum(each.code in extra for each in chosen) > MOST_EXTRA:
        raise RuleBroken("headings_extra_many", "headings", most=MOST_EXTRA)
    if any(not LEAST_WORDS <= each.words <= MOST_WORDS for each in chosen):
        raise RuleBroken("heading_words", "headings", least=LEAST_WORDS, most=MOST_WORDS)
