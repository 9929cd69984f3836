"""What an addendum means for proposals: drafts are told, submitted ones confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from peewee import Expression

from portal.db import atomic
from portal.domain.changes import Change
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import REVISE_PROPOSAL, ProposalState
from portal.domain.policy import Actor, require
from portal.models import Addendum, Answer, Call, Proposal
from portal.services import addenda, call_versions, documents, events, proposal_drafts
from portal.services.proposal_contents import Contents
from portal.services.steps import advance, fresh

PARTS = {
    "budget": "budget",
    "documents": "attachments",
    "eligibility": "eligibility",
    "timetable": "work_plan",
    "indicators": "indicators",
    "staffing": "staffing",
    "data": "data_protection",
}
"""The sections of a proposal that answer a section of its call."""


@dataclass(frozen=True)
class News:
    """An addendum that came while a partner was writing, with what it changed."""

    addendum: Addendum
    changes: list[Change]

    @property
    def number(self) -> int:
        """The number of the addendum."""
        return self.addendum.number


def news(proposal: Proposal) -> list[News]:
    """Return the addenda that were issued since a proposal was begun, oldest first."""
    return [
        News(each, addenda.changes_of(each))
        for each in call_versions.issued(proposal.call)
        if each.issued_at > proposal.created_at
    ]


def changed_parts(listed: list[News], whole: Contents) -> dict[str, int]:
    """Return the last addendum that changed what each section of a proposal answers."""
    found: dict[str, int] = {}
    there = {"budget", "attachments", "eligibility", *(part.key for part in whole.parts)}
    for each in listed:
        for section in each.addendum.sections:
            if PARTS.get(section) in there:
                found[PARTS[section]] = each.number
        texts = {change.label for change in each.changes if change.section == "questions"}
        for part in whole.sections:
            if part.question.text in texts:
                found[part.key] = each.number
    return found


def touched(listed: list[News], whole: Contents, changed: Mapping[str, int]) -> set[str]:
    """Name the answers and parts that nobody saved since an addendum changed what they meet."""
    issued = {each.number: each.addendum.issued_at for each in listed}
    saved = {each.key: each.answer.saved_at for each in whole.sections if each.answer}
    saved |= {each.key: each.row.saved_at for each in whole.parts if each.row}
    return {key for key in saved if key in changed and saved[key] < issued[changed[key]]}


def withdrawn_answers(whole: Contents) -> list[Answer]:
    """Return what was written on questions that an addendum withdrew."""
    return [each for each in whole.written if each.question.withdrawn_at is not None]


def waits(proposal: Proposal) -> bool:
    """Say whether a submitted proposal is still to be confirmed or revised."""
    filed = proposal.state is ProposalState.SUBMITTED
    return (
        proposal.to_confirm_id is not None and filed and proposal_drafts.is_open(proposal.call)
    )


def confirm(proposal: Proposal, seen: int, by: Actor, at: datetime) -> None:
    """Let a submitted proposal stand as it is under the addendum that the signatory read."""
    require(by, REVISE_PROPOSAL.action, proposal)
    with atomic():
        call_versions.hold(proposal.call, seen)
        condition = (Proposal.id == proposal.id) & _marked()
        if Proposal.update(to_confirm=None).where(condition).execute() != 1:
            raise _refusal(proposal)
        events.record(by, "proposal.confirmed", proposal, at, number=seen)


def take_back(proposal: Proposal, by: Actor, at: datetime) -> None:
    """Make a submitted proposal a draft again, because an addendum changed the call.

    It stays sealed. Its receipt is set aside; submitted again it gets a new one.
    """
    require(by, REVISE_PROPOSAL.action, proposal)
    facts = {"receipt": proposal.receipt, "fingerprint": proposal.fingerprint}
    with atomic():
        _lock(proposal.call)
        try:
            advance(
                proposal,
                REVISE_PROPOSAL,
                also=_marked(),
                submitted_at=None,
                submitted_by=None,
                receipt=None,
                fingerprint="",
                to_confirm=None,
            )
        except WrongState as refused:
            raise _refusal(proposal) from refused
        documents.set_aside("receipt", proposal.id)
        events.record(by, "proposal.taken_back", proposal, at, **facts)


def _lock(call: Call) -> None:
    call_versions.hold(call, fresh(call).edition)


def _marked() -> Expression:
    filed = Proposal.state == ProposalState.SUBMITTED
    marked = Proposal.to_confirm.is_null(is_null=False)
    return filed & marked & Proposal.call.in_(proposal_drafts.open_calls())


def _refusal(proposal: Proposal) -> Exception:
    now = fresh(proposal)
    if now.state is not ProposalState.SUBMITTED:
        return WrongState(REVISE_PROPOSAL.name, now.state)
    if not proposal_drafts.is_open(proposal.call):
        return proposal_drafts.deadline_passed(proposal.call)
    return RuleBroken("nothing_to_confirm")
