"""Rules of a proposal: its budget, its words, its files, and what it still lacks."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from enum import StrEnum
from pathlib import PurePath
from typing import Protocol

from portal.domain.demands import Demands, eligibility_demands, file_demands, heading_demands
from portal.domain.eligibility import EligibilityFacts, open_questions
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import DECIDED_CALL_STATES, CallState, ProposalState

INDIRECT = "indirect"
CENT = Decimal("0.01")
PERCENT = Decimal(100)
LONGEST_NAME = 120
_WORD = re.compile(r"\w")
_KEPT_MARKS = " .-_()'"
_RESERVED = {"con", "prn", "aux", "nul"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(10)
}
"""Names of devices that some computers will not save a file under."""


class Contribution(StrEnum):
    """What a partner's own contribution is made of."""

    CASH = "cash"
    KIND = "kind"


class BudgetRow(Protocol):
    """One line of a budget, as the rules read it."""

    @property
    def category(self) -> str:
        """The code of its category."""

    @property
    def quantity(self) -> Decimal:
        """How many."""

    @property
    def unit_cost(self) -> Decimal:
        """What one costs for a month, or once."""

    @property
    def months(self) -> int:
        """For how many months; 1 for what is paid once."""

    @property
    def share(self) -> Decimal:
        """How many percent of it are charged; the rest is the partner's own contribution."""

    @property
    def own(self) -> Contribution:
        """What the partner's own contribution is made of."""


def line_cost(line: BudgetRow) -> Decimal:
    """Return quantity times unit cost times months, to the cent."""
    exact = Decimal(line.quantity) * Decimal(line.unit_cost) * line.months
    return exact.quantize(CENT, ROUND_HALF_UP)


def line_total(line: BudgetRow) -> Decimal:
    """Return what is charged of a line, to the cent."""
    return (line_cost(line) * Decimal(line.share) / PERCENT).quantize(CENT, ROUND_HALF_UP)


def own_contribution(lines: Iterable[BudgetRow], kind: str) -> Decimal:
    """Return what the partner adds in cash or in kind: what of its lines is not charged."""
    own = (line_cost(line) - line_total(line) for line in lines if line.own == kind)
    return sum(own, Decimal(0))


def budget_total(lines: Iterable[BudgetRow]) -> Decimal:
    """Return what all lines cost together, indirect costs included."""
    return sum((line_total(line) for line in lines), Decimal(0))


def totals_by_category(lines: Iterable[BudgetRow]) -> dict[str, Decimal]:
    """Return what the lines of each category cost, in the order of their first line."""
    totals: dict[str, Decimal] = {}
    for line in lines:
        totals[line.category] = totals.get(line.category, Decimal(0)) + line_total(line)
    return totals


def direct_total(lines: Iterable[BudgetRow]) -> Decimal:
    """Return what all lines cost without the indirect costs."""
    return budget_total(line for line in lines if line.category != INDIRECT)


def indirect_share(lines: Sequence[BudgetRow]) -> Decimal:
    """Return the indirect costs as percent of the direct costs; 0 when there are none."""
    direct = direct_total(lines)
    indirect = budget_total(lines) - direct
    return (indirect * PERCENT / direct).quantize(CENT, ROUND_HALF_UP) if direct else Decimal(0)


def word_count(text: str) -> int:
    """Count the words of a text; marks that stand alone are no words."""
    return sum(bool(_WORD.search(part)) for part in text.split())


@dataclass(frozen=True)
class AnswerFacts:
    """What the rules read of the answer to one question; ``name`` is of its criterion."""

    key: str
    name: str
    words: int
    limit: int


@dataclass(frozen=True)
class PartFacts:
    """What the rules read of one part: its key, whether it is begun, and what is broken."""

    key: str
    begun: bool
    broken: Sequence[RuleBroken] = ()


@dataclass(frozen=True)
class DraftFacts:
    """What the rules read of a proposal before it is submitted."""

    declared: bool
    answers: Sequence[AnswerFacts]
    lines: Sequence[BudgetRow]
    ceiling: Decimal
    indirect_ceiling: int
    currency: str
    demands: Demands = field(default_factory=Demands)
    parts: Sequence[PartFacts] = ()
    price: Decimal | None = None
    """The figure that counts as the price, where it is another than the lines add up to."""


def blocking(draft: DraftFacts) -> list[RuleBroken]:
    """Return every rule that still keeps the proposal from being submitted.

    ``field`` of each names the section: ``declarations``, ``answer-1``, ``budget``.
    """
    found = [] if draft.declared else [RuleBroken("declarations_open", "declarations")]
    asked = eligibility_demands(draft.demands)
    found += [each for each in asked if each.field == "eligibility"]
    found += [broken for answer in draft.answers for broken in _answer_rules(answer)]
    found += [broken for part in draft.parts for broken in part.broken]
    found += _budget_rules(draft) + file_demands(draft.demands.files)
    return found + [each for each in asked if each.field != "eligibility"]


def _answer_rules(answer: AnswerFacts) -> list[RuleBroken]:
    if answer.words == 0:
        return [RuleBroken("answer_missing", answer.key, name=answer.name)]
    over = answer.words - answer.limit
    if over <= 0:
        return []
    facts = {"name": answer.name, "words": answer.words, "limit": answer.limit, "over": over}
    return [RuleBroken("answer_too_long", answer.key, **facts)]


def _budget_rules(draft: DraftFacts) -> list[RuleBroken]:
    total = budget_total(draft.lines)
    if total <= 0:
        return [RuleBroken("budget_missing", "budget")]
    found = []
    price = total if draft.price is None else draft.price
    if price > draft.ceiling:
        facts = {"total": price, "ceiling": draft.ceiling, "over": price - draft.ceiling}
        found.append(
            RuleBroken("budget_over_ceiling", "budget", currency=draft.currency, **facts)
        )
    if _indirect_is_over(draft):
        share = indirect_share(draft.lines)
        facts = {"share": share, "ceiling": Decimal(draft.indirect_ceiling)}
        found.append(RuleBroken("indirect_over_ceiling", "budget", **facts))
    direct = totals_by_category(line for line in draft.lines if line.category != INDIRECT)
    return found + heading_demands(draft.demands.headings, direct)


def _indirect_is_over(draft: DraftFacts) -> bool:
    direct = direct_total(draft.lines)
    most = (direct * draft.indirect_ceiling / PERCENT).quantize(CENT, ROUND_UP)
    return budget_total(draft.lines) - direct > most


class SectionState(StrEnum):
    """How far one section of a draft is."""

    BLOCKED = "blocked"
    DONE = "done"
    CORRECT = "correct"
    CHANGED = "changed"
    STARTED = "started"
    EMPTY = "empty"
    OPTIONAL = "optional"


def section_states(draft: DraftFacts, declared: int, files: int) -> dict[str, SectionState]:
    """Say how far each section is, given the number of declarations made and of files."""
    broken = {rule.field for rule in blocking(draft)}
    begun = {answer.key: answer.words > 0 for answer in draft.answers}
    begun |= {"budget": bool(draft.lines)}
    states = {key: _section_state(key in broken, has) for key, has in begun.items()}
    made = SectionState.STARTED if declared else SectionState.EMPTY
    return {
        "declarations": SectionState.DONE if draft.declared else made,
        **_eligibility_state(draft.demands.eligibility),
        **states,
        **{part.key: part_state(part) for part in draft.parts},
        "attachments": _files_state(files, missing="attachments" in broken),
    }


def part_state(part: PartFacts) -> SectionState:
    """Say how far one part is: what is lacking is in progress, what is wrong needs a look."""
    if not part.begun:
        return SectionState.EMPTY
    if not part.broken:
        return SectionState.DONE
    lacking = all(each.rule.endswith(("_open", "_missing")) for each in part.broken)
    return SectionState.STARTED if lacking else SectionState.CORRECT


def _eligibility_state(asked: EligibilityFacts) -> dict[str, SectionState]:
    if not asked.questions:
        return {}
    still_open = len(open_questions(asked))
    started = SectionState.STARTED if still_open < len(asked.questions) else SectionState.EMPTY
    return {"eligibility": started if still_open else SectionState.DONE}


def _files_state(files: int, *, missing: bool) -> SectionState:
    if missing:
        return SectionState.STARTED if files else SectionState.EMPTY
    return SectionState.DONE if files else SectionState.OPTIONAL


def _section_state(broken: bool, begun: bool) -> SectionState:  # noqa: FBT001 - two facts
    if not begun:
        return SectionState.EMPTY
    return SectionState.CORRECT if broken else SectionState.DONE


class Standing(StrEnum):
    """What a reader is told of where a proposal stands, before and after the award."""

    DRAFT = "draft"
    MISSED = "missed"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    OPENED = "opened"
    AWARDED = "awarded"
    DECLINED = "declined"
    CANCELLED = "cancelled"


def standing(state: ProposalState, call_state: CallState, *, closed: bool) -> Standing:
    """Say where a proposal stands without telling a screening result before the award."""
    if call_state is CallState.CANCELLED:
        return Standing.CANCELLED
    if state is ProposalState.DRAFT:
        return Standing.MISSED if closed else Standing.DRAFT
    if state is ProposalState.WITHDRAWN:
        return Standing.WITHDRAWN
    return _submitted_standing(state, call_state)


def _submitted_standing(state: ProposalState, call_state: CallState) -> Standing:
    if call_state in DECIDED_CALL_STATES:
        return Standing.AWARDED if state is ProposalState.AWARDED else Standing.DECLINED
    return Standing.SUBMITTED if call_state is CallState.PUBLISHED else Standing.OPENED


def fingerprint(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of the canonical JSON of what is submitted, in hexadecimal."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class FileKind:
    """A type of file that may be attached: its media type and the endings it may have."""

    media_type: str
    endings: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument."
FILE_KINDS = (
    FileKind("application/pdf", (".pdf",)),
    FileKind(f"{_OFFICE}wordprocessingml.document", (".docx",)),
    FileKind(f"{_OFFICE}spreadsheetml.sheet", (".xlsx",)),
    FileKind("image/jpeg", (".jpg", ".jpeg")),
    FileKind("image/png", (".png",)),
)


def file_kind(filename: str, told: str, also: Iterable[str]) -> FileKind | None:
    """Return the kind of a file when its content and its ending agree, else None.

    ``told`` is the media type that one look at the content found, ``also`` those that another
    one holds possible.
    """
    possible = set(also)
    ending = PurePath(filename.lower()).suffix
    return next(
        (
            kind
            for kind in FILE_KINDS
            if kind.media_type == told and told in possible and ending in kind.endings
        ),
        None,
    )


def clean_filename(name: str) -> str:
    """Keep letters, digits and a few marks of a file name: no path, no hidden direction."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(each for each in last if each.isalnum() or each in _KEPT_MARKS)
    stem, _, ending = " ".join(kept.split()).rpartition(".")
    stem = stem.strip(". ")[:LONGEST_NAME] or "file"
    if stem.partition(".")[0].strip().lower() in _RESERVED:
        stem += " file"
    return f"{stem}.{ending.lower()[:10]}"
