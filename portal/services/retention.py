"""Retention of what was reported: listed first, purged when a person confirms the very list.

Some years after a contract was closed the words of its reports go: answers, texts of sections,
what was submitted each time, annexes, descriptions of transactions and the bytes of the issued
reports. Figures, sums, snapshots with the notes in them, and every hash stay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from portal.config import report_retention_years
from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.contracts import fingerprint
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import ContractState
from portal.domain.lifecycle_award import ReviewState
from portal.domain.policy import Actor, can, require
from portal.domain.report_specs import PARTS
from portal.domain.retention import without_words
from portal.models import (
    Closing,
    Contract,
    Document,
    ListedTransaction,
    Narrative,
    Person,
    PurgedContract,
    Report,
    ReportAnnex,
    ReportBook,
    ReportFiling,
    ReportPart,
    RetentionHold,
    ReviewRequest,
    TransactionList,
)
from portal.services import events, files, outbox
from portal.services.contract_finding import joined
from portal.services.todo import Item

if TYPE_CHECKING:
    from peewee import ModelSelect

YEAR = timedelta(days=365)
MOST = 500
"""How many rows one statement changes: databases take only so many values."""
PAPERS = ("report", "financial_report")
OPEN_REVIEWS = (ReviewState.FILED, ReviewState.NAMED)
FORGET = "forget_file"
"""The kind of the effect that takes bytes away once the purge is committed."""


@dataclass(frozen=True)
class Line:
    """One contract whose reports are due to be purged, and how much there is of what."""

    contract: Contract
    closed_at: datetime
    counts: dict[str, int]


@dataclass(frozen=True)
class DryList:
    """What a purge would take away now; ``fingerprint`` names exactly this list."""

    lines: Sequence[Line]

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the list."""
        return fingerprint({line.contract.reference: line.counts for line in self.lines})


def holds(contract: Contract) -> list[RetentionHold]:
    """Return the holds on a contract, the latest first."""
    mine = RetentionHold.select(RetentionHold, Person).join(
        Person, on=RetentionHold.placed_by, attr="placed_by"
    )
    rows = mine.where(RetentionHold.contract == contract)
    return list(rows.order_by(RetentionHold.placed_at.desc()))


def purged(contract: UUID) -> PurgedContract | None:
    """Return when words and files of a contract were purged; None while they are there."""
    found: PurgedContract | None = PurgedContract.get_or_none(
        PurgedContract.contract == contract
    )
    return found


def dry(at: datetime, years: int) -> DryList:
    """List what is due: closed long enough, neither held nor under review, not purged yet."""
    held = RetentionHold.select(RetentionHold.contract).where(RetentionHold.lifted_at.is_null())
    gone = PurgedContract.select(PurgedContract.contract)
    open_reviews = ReviewRequest.state.in_(list(OPEN_REVIEWS))
    reviewed = ReviewRequest.select(ReviewRequest.proposal).where(open_reviews)
    closed = Closing.select(Closing.contract).where(Closing.closed_at <= at - years * YEAR)
    due = joined().where(
        (Contract.state == ContractState.CLOSED)
        & Contract.id.in_(closed)
        & Contract.id.not_in(held)
        & Contract.id.not_in(gone)
        & Contract.proposal.not_in(reviewed)
    )
    return DryList([_line(each) for each in due.order_by(Contract.reference)])


def _line(contract: Contract) -> Line:
    closing = Closing.get(Closing.contract == contract)
    counts = {name: query.count() for name, query in vars(_rows(contract)).items()}
    return Line(contract, closing.closed_at, counts)


@dataclass(frozen=True)
class Rows:
    """The rows of a contract that hold words or name files."""

    narratives: "ModelSelect[Narrative]"
    sections: "ModelSelect[ReportPart]"
    submissions: "ModelSelect[ReportFiling]"
    annexes: "ModelSelect[ReportAnnex]"
    transactions: "ModelSelect[ListedTransaction]"
    documents: "ModelSelect[Document]"


def _rows(contract: Contract) -> Rows:
    mine = Report.select(Report.id).where(Report.contract == contract)
    lists = TransactionList.select(TransactionList.id).where(TransactionList.report.in_(mine))
    papers = Document.kind.in_(list(PAPERS)) & Document.subject_id.in_(mine)
    return Rows(
        Narrative.select().where(Narrative.report.in_(mine) & (Narrative.text != "")),
        ReportPart.select().where(ReportPart.report.in_(mine)),
        ReportFiling.select().where(ReportFiling.report.in_(mine)),
        ReportAnnex.select().where(ReportAnnex.report.in_(mine) & (ReportAnnex.path != "")),
        ListedTransaction.select().where(ListedTransaction.listed.in_(lists)),
        Document.select().where(papers & (Document.path != "")),
    )


def purge(listed: str, by: Actor, at: datetime) -> int:
    """Purge exactly the list that was confirmed, by its fingerprint; return how many contracts.

    Refused when anything became due, was held or changed since the list was shown.
    """
    require(by, Action.PURGE_REPORTED)
    with atomic():
        found = dry(at, report_retention_years())
        if not found.lines:
            raise RuleBroken("retention_none")
        if found.fingerprint != listed:
            raise RuleBroken("retention_changed")
        for line in found.lines:
            _hold_closed(line.contract)
            _empty(line.contract, at)
            given = {"counts": line.counts, "listed": listed, "purged_at": at}
            PurgedContract.create(contract=line.contract, purged_by=by.person_id, **given)
            events.record(by, "contract.reported_purged", line.contract, at, **line.counts)
    return len(found.lines)


def _hold_closed(contract: Contract) -> None:
    """Lock a closed contract, so that no hold comes between the list and its purge."""
    held = Contract.update(version=Contract.version).where(
        (Contract.id == contract.id) & (Contract.state == ContractState.CLOSED)
    )
    if held.execute() != 1:
        raise RuleBroken("retention_changed")
    if any(each.lifted_at is None for each in holds(contract)):
        raise RuleBroken("retention_changed")


def _empty(contract: Contract, at: datetime) -> None:
    rows = _rows(contract)
    paths = [row.path for row in (*rows.annexes, *rows.documents)]
    for part in rows.sections:
        if part.code in PARTS:
            emptied = without_words(PARTS[part.code], part.content)
            ReportPart.update(content=emptied).where(ReportPart.id == part.id).execute()
    _set(rows.submissions, content={})
    _set(rows.transactions, description="")
    _set(rows.documents, path="")
    _set(rows.annexes, path="", caption="", filename="")
    _set(rows.narratives, text="")
    mine = Report.select(Report.id).where(Report.contract == contract)
    ReportBook.delete().where(ReportBook.report.in_(mine)).execute()
    for path in paths:
        outbox.put(FORGET, {"path": path}, at)


def _set(rows: "ModelSelect[Any]", **values: object) -> None:
    table = rows.model
    keys = [row.id for row in rows]
    for first in range(0, len(keys), MOST):
        some = table.id.in_(keys[first : first + MOST])
        table.update(**values).where(some).execute()


def forget(named: Mapping[str, object]) -> None:
    """Take bytes away that nothing names any more: the same file may belong to others too."""
    path = str(named["path"])
    others = (table.select().where(table.path == path) for table in (ReportAnnex, Document))
    if not any(query.exists() for query in others):
        files.remove(path)


def place_hold(contract: Contract, reason: str, by: Actor, at: datetime) -> None:
    """Keep everything of a contract from being purged, with a reason."""
    require(by, Action.HOLD_REPORTED, contract)
    if not reason.strip():
        raise RuleBroken("reason_missing", "reason")
    with atomic():
        Contract.update(version=Contract.version).where(Contract.id == contract.id).execute()
        if any(each.lifted_at is None for each in holds(contract)):
            raise RuleBroken("hold_there")
        given = {"reason": reason.strip(), "placed_at": at, "placed_by": by.person_id}
        RetentionHold.create(contract=contract, **given)
        events.record(by, "contract.hold_placed", contract, at)


def lift_hold(contract: Contract, by: Actor, at: datetime) -> None:
    """Lift the hold on a contract; that it was there stays."""
    require(by, Action.HOLD_REPORTED, contract)
    mine = (RetentionHold.contract == contract) & RetentionHold.lifted_at.is_null()
    with atomic():
        lifted = RetentionHold.update(lifted_at=at, lifted_by=by.person_id).where(mine)
        if not lifted.execute():
            raise RuleBroken("hold_none")
        events.record(by, "contract.hold_lifted", contract, at)


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return that there is something to purge, for those who may confirm it."""
    if not can(actor, Action.PURGE_REPORTED):
        return []
    found = dry(at, report_retention_years())
    references = ", ".join(line.contract.reference for line in found.lines[:3])
    return [Item("work.confirm_purge", "", references, "closing.kept")] if found.lines else []
