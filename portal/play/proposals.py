"""Second chapter: five partners write; four submit in time, one a second late."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from weasyprint import HTML

from portal.domain.errors import RuleBroken
from portal.domain.policy import Actor
from portal.domain.uploads import MEGABYTE
from portal.models import Call, Lot, Proposal
from portal.play import proposal_parts
from portal.play.people import read
from portal.play.stage import Stage, picked
from portal.services import attachments, file_checks, proposals
from portal.services import proposal_contents as contents
from portal.services import proposal_drafts as drafts
from portal.services import proposal_eligibility as eligibility

EARLY_DAY, SUBMIT_DAY = 12, 18
LIMITS = file_checks.Limits(10 * MEGABYTE, 10)


def write_all(stage: Stage) -> None:
    """Let every partner write its proposals; the first one is submitted early."""
    for number, entry in enumerate(read("proposals")["proposal"]):
        proposal = write(stage, entry, stage.on(6 + number, 9))
        if entry["late"]:
            stage.late = proposal
        else:
            stage.proposals[entry["partner"], entry["lot"]] = proposal
    _submit(stage, next(iter(stage.proposals)), stage.on(EARLY_DAY, 16))


def submit_all(stage: Stage) -> None:
    """Let the other partners that are in time submit, under the call as it was changed."""
    for number, key in enumerate(list(stage.proposals)[1:]):
        _submit(stage, key, stage.on(SUBMIT_DAY, 9 + number))


def _submit(stage: Stage, key: tuple[str, int], at: datetime) -> None:
    proposal = proposals.by_id(stage.proposals[key].id)
    proposals.submit(proposal, stage.actor(f"{key[0]}_signatory"), at)


def write(stage: Stage, entry: Mapping[str, Any], at: datetime) -> Proposal:
    """Write one proposal: declarations, answers, budget and a file."""
    call = stage.played_call()
    by = stage.actor(f"{entry['partner']}_owner")
    lot = Lot.get((Lot.call == call) & (Lot.number == entry["lot"]))
    proposal = proposals.start(lot, by, at)
    declared = drafts.DeclarationsDraft(list(drafts.declarations()), 1)
    drafts.save_declarations(proposal, declared, by, at)
    for question in contents.questions(proposal):
        row = read("call")["criterion"][question.criterion.position - 1]
        text = entry["answers"][row["code"]]
        drafts.save_answer(proposal, drafts.AnswerDraft(question, text, 0), by, at)
    drafts.save_budget(proposal, _budget(entry), by, at)
    _answer_eligibility(proposal, entry, at, by)
    proposal_parts.fill(proposal, entry["partner"], by, at)
    _attach(proposal, entry, at, by)
    return proposals.by_id(proposal.id)


def _budget(entry: Mapping[str, Any]) -> drafts.BudgetDraft:
    lines = [
        drafts.Line(
            **picked(row, "category", "description", "unit", "months"),
            quantity=Decimal(row["quantity"]),
            unit_cost=Decimal(row["unit_cost"]),
        )
        for row in entry["line"]
    ]
    stated = Decimal(entry["stated"]) if "stated" in entry else None
    return drafts.BudgetDraft(lines, Decimal(entry["indirect_percent"]), 1, stated=stated)


def _answer_eligibility(
    proposal: Proposal, entry: Mapping[str, Any], at: datetime, by: Actor
) -> None:
    given: dict[str, object] = {
        str(each.key): entry.get("years", 8) if each.figure else each.passing.value
        for each in eligibility.questions(proposal.call_id)
    }
    eligibility.save_answers(proposal, eligibility.EligibilityDraft(given, 1), by, at)


def _attach(proposal: Proposal, entry: Mapping[str, Any], at: datetime, by: Actor) -> None:
    call = proposal.call
    for each in eligibility.documents(call.id):
        title = each.title if each.mandatory else entry["attachment"]
        sent = file_checks.Upload(title, "document.pdf", paper(call, title), required=each.id)
        attachments.add(proposal, sent, LIMITS, by, at)


@cache
def paper(call: Call, title: str) -> bytes:
    """Return a small PDF that stands for a document of the real world."""
    text = f"<html lang=en><h1>{title}</h1><p>{call.reference}, {call.title}</p>"
    made: bytes = HTML(string=text).write_pdf()
    return made


def refuse_late(stage: Stage) -> None:
    """Let the last partner try one second after the deadline, and be refused."""
    call, late = stage.played_call(), stage.late
    if call.deadline is None or late is None:
        return
    at = stage.move(call.deadline + timedelta(seconds=1))
    try:
        proposals.submit(proposals.by_id(late.id), stage.actor("chellah_signatory"), at)
    except RuleBroken:
        return
    message = "a late proposal was taken"
    raise RuntimeError(message)
