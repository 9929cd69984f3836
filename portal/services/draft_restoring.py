"""Bringing an earlier version of a section back: as a new version, nothing is rewound."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from portal.domain.actions import Action
from portal.domain.policy import Actor, require
from portal.domain.proposal_parts import PartKey
from portal.domain.proposals import INDIRECT, Contribution
from portal.models import DraftVersion, Proposal
from portal.services import (
    draft_sections,
    draft_whole,
    proposal_drafts,
    proposal_eligibility,
    proposal_parts,
)
from portal.services.proposal_drafts import (
    FIELDS,
    PERCENT,
    AnswerDraft,
    BudgetDraft,
    Content,
    DeclarationsDraft,
    Line,
    Way,
    save_answer,
)
from portal.services.proposal_eligibility import EligibilityDraft
from portal.services.proposal_parts import PartDraft


def restore(proposal: Proposal, kept: DraftVersion, seen: int, by: Actor, at: datetime) -> None:
    """Save what a section said before as its newest version, if it stands as it was seen."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    if kept.section in draft_whole.EVENTS:
        _restore_whole(proposal, kept, seen, by, at)
        return
    if kept.section in set(PartKey):
        part = PartDraft(PartKey(kept.section), kept.content, seen, Way.RESTORED)
        proposal_parts.save(proposal, part, by, at)
        return
    position = draft_sections.position_of(kept.section)
    question = draft_sections.question_at(proposal, position)
    draft = AnswerDraft(question, str(kept.content["text"]), seen, Way.RESTORED)
    save_answer(proposal, draft, by, at)


@dataclass(frozen=True)
class Standing:
    """What a section that is saved whole says now, in which version."""

    content: Content
    version: int


def standing(proposal: Proposal, key: str) -> Standing:
    """Return what a section that is saved whole says now, as its history keeps it."""
    contents: dict[str, Content] = {
        "declarations": {"codes": proposal_drafts.ticked(proposal)},
        "eligibility": {"answers": proposal_eligibility.answers(proposal)},
        "budget": proposal_drafts.standing_budget(proposal),
    }
    return Standing(contents[key], getattr(proposal, f"{key}_version"))


def _restore_whole(
    proposal: Proposal, kept: DraftVersion, seen: int, by: Actor, at: datetime
) -> None:
    content: Any = kept.content
    if kept.section == "declarations":
        made = DeclarationsDraft(content["codes"], seen, Way.RESTORED)
        proposal_drafts.save_declarations(proposal, made, by, at)
    elif kept.section == "eligibility":
        given = EligibilityDraft(content["answers"], seen, Way.RESTORED)
        proposal_eligibility.save_answers(proposal, given, by, at)
    else:
        proposal_drafts.save_budget(proposal, _budget(content, seen), by, at)


def _budget(content: Any, seen: int) -> BudgetDraft:  # noqa: ANN401 - plain data
    lines = budget_lines(content["lines"])
    direct = [each for each in lines if each.category != INDIRECT]
    percents = [each.quantity * PERCENT for each in lines if each.category == INDIRECT]
    return BudgetDraft(direct, sum(percents, Decimal(0)), seen, Way.RESTORED, stated(content))


def stated(content: Content) -> Decimal | None:
    """Return the total that the partner stated, from the data of the history."""
    return Decimal(str(content["stated"])) if "stated" in content else None


def budget_lines(rows: list[dict[str, Any]]) -> list[Line]:
    """Return the lines of a budget, indirect costs included, from the data of the history."""
    return [_line(row) for row in rows]


def _line(row: dict[str, Any]) -> Line:
    figures = {name: Decimal(row[name]) for name in ("quantity", "unit_cost", "share")}
    plain = {name: row[name] for name in FIELDS} | figures
    return Line(**plain | {"own": Contribution(row["own"])})
