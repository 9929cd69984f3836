"""What the reports of a contract hold: its sections, its headings and their longest words."""

from dataclasses import dataclass

from portal.domain.report_specs import PARTS
from portal.models import Contract
from portal.services import library, report_annexes, report_frames


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
    frames = report_frames.frames(contract, contract.language)
    contract.report_sections = [
        code for code in PARTS if code not in frames or any(frames[code].values())
    ]
    contract.report_sections.append(report_annexes.CODE)
    contract.report_headings = [
        {"code": each.code, "words": each.words} for each in house_headings()
    ]
    contract.save(only=[Contract.report_sections, Contract.report_headings])
