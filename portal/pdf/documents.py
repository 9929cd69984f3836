"""Which documents there are, and the one road from a record to stored bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from pypdf import PdfReader

from portal.models import Document as DocumentRow
from portal.models.records import DocumentState
from portal.pdf.facts import (
    addenda,
    agreements,
    allowances,
    amendments,
    assessments,
    award,
    calls,
    calls_notice,
    clarifications,
    clauses,
    clearances,
    closing,
    committee,
    contracts,
    cumulative,
    declarations,
    evaluation,
    financial_reports,
    handover,
    instalments,
    meetings,
    minutes,
    monitoring,
    notices,
    opening,
    partners,
    performance,
    portfolio,
    procedures,
    proposal_paper,
    proposals,
    risks,
    rosters,
    score_sheet,
    scoring,
    screening,
    visits,
)
from portal.pdf.pipeline import Document
from portal.pdf.sealing import seal
from portal.services import documents, files

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of document: its template, and what turns a record's key into facts.

    ``acts`` says of the facts of a sealed kind who bound themselves by it, and when.
    """

    template: str
    facts: Callable[[UUID, str], Facts]
    acts: Callable[[Facts], str] | None = None


KINDS: Mapping[str, Kind] = {
    "call": Kind("call.html", calls.call),
    "addendum": Kind("addendum.html", addenda.addendum),
    "call_amended": Kind("call.html", addenda.amended_call),
    "cancellation": Kind("cancellation.html", calls_notice.cancellation),
    "clarifications": Kind("clarifications.html", clarifications.clarifications),
    "proposal": Kind("proposal.html", proposal_paper.proposal),
    "receipt": Kind("receipt.html", proposals.receipt),
    "opening": Kind("opening.html", committee.opening),
    "opening_sealed": Kind("opening_sealed.html", opening.proposals),
    "opening_prices": Kind("opening_sealed.html", opening.prices),
    "declaration": Kind("declaration.html", declarations.declaration),
    "scorecard": Kind("scorecard.html", scoring.card),
    "assessment": Kind("assessment.html", assessments.assessment),
    "scoring_pack": Kind("scoring_pack.html", scoring.pack),
    "screening": Kind("screening.html", screening.record),
    "evaluation": Kind("evaluation.html", evaluation.evaluation),
    "minutes": Kind("minutes.html", minutes.of),
    "score_sheet": Kind("score_sheet.html", score_sheet.score_sheet),
    "letter": Kind("letter.html", award.letter),
    "recommendation": Kind("recommendation.html", award.recommendation),
    "review_decision": Kind("review_decision.html", award.review_decision),
    "award_notice": Kind("award_notice.html", award.notice),
    "contract": Kind("contract.html", contracts.contract, contracts.acts),
    "contract_print": Kind("contract.html", contracts.to_sign),
    "amendment": Kind("amendment.html", amendments.amendment),
    "notice": Kind("notice.html", notices.notice),
    "consolidated": Kind("consolidated.html", amendments.consolidated_text),
    "data_map": Kind("data_map.html", clauses.data_map_of_library),
    "redline": Kind("redline.html", clauses.redline),
    "contract_file": Kind("contract_file.html", clauses.contract_file),
    "contract_data_map": Kind("data_map.html", clauses.data_map_of_contract),
    "financial_report": Kind("financial_report.html", financial_reports.financial_report),
    "handover_plan": Kind("handover_plan.html", handover.plan),
    "handover_standing": Kind("handover_plan.html", handover.standing),
    "handover_act": Kind("handover_act.html", handover.transfer),
    "closing_record": Kind("closing_record.html", closing.record),
    "instalment_request": Kind("instalment_request.html", instalments.request),
    "payment_certificate": Kind("payment_certificate.html", instalments.certificate),
    "report": Kind("report.html", monitoring.report),
    "cumulative": Kind("cumulative.html", cumulative.report),
    "portfolio": Kind("portfolio.html", portfolio.report),
    "performance": Kind("performance.html", performance.rated),
    "visit": Kind("visit.html", visits.visit),
    "action_points": Kind("action_points.html", visits.action_list),
    "contract_risks": Kind("risks.html", risks.of_contract),
    "centre_risks": Kind("risks.html", risks.of_centre),
    "roster": Kind("roster.html", rosters.roster),
    "management_minutes": Kind("management_minutes.html", meetings.minutes),
    "agreement": Kind("agreement.html", agreements.agreement),
    "procedures": Kind("procedures.html", procedures.version),
    "memorandum": Kind("memorandum.html", allowances.memorandum),
    "allowance_sheet": Kind("allowance_sheet.html", allowances.sheet),
    "clearance": Kind("clearance.html", clearances.clearance),
    "profile": Kind("profile.html", partners.profile),
}


def official(row: DocumentRow) -> Document:
    """Return what is printed for an asked-for document: frozen facts and its code."""
    kind = KINDS[row.kind]
    facts = dict(kind.facts(row.subject_id, row.language))
    facts.update(number=row.number, code=row.code, at=row.requested_at.isoformat())
    carried = facts.pop("attached", {})
    return Document(kind.template, row.language, facts, identifier=row.number, attached=carried)


def draft(kind: str, subject_id: UUID, language: str, at: datetime) -> Document:
    """Return what is printed as a watermarked draft, which is never stored.

    Facts that say when they were ``dated`` print the same at every moment. What is in a
    language of its own, as a contract is, is printed in that one, whoever reads it.
    """
    known = KINDS[kind]
    facts = dict(known.facts(subject_id, language))
    facts.update(number="", code="", at=facts.get("dated") or at.isoformat())
    carried = facts.pop("attached", {})
    name = f"draft {kind}"
    spoken = str(facts.get("language", language))
    return Document(known.template, spoken, facts, name, draft=True, attached=carried)


def issue(row: DocumentRow, render: Callable[[Document], bytes], at: datetime) -> None:
    """Render an asked-for document, store its bytes once, and note their SHA-256.

    Asked again after a crash it renders the same bytes from the same facts; an issued document
    is never rendered again. What is sealed is stored under its own key: the same facts are
    sealed once, and the bytes that stand are those that are issued.
    """
    if row.state is DocumentState.ISSUED:
        return
    acts = KINDS[row.kind].acts
    if acts is None:
        content = render(official(row))
        path = files.put("documents", content, ".pdf")
    else:
        path = f"sealed/{row.id}.pdf"
        content = files.read_if(path) or _sealed(path, official(row), acts, render, at)
    known = documents.Issued(path, files.digest(content), len(content), _pages(content))
    documents.mark_issued(row, known, at)


def _sealed(
    path: str,
    document: Document,
    acts: Callable[[Facts], str],
    render: Callable[[Document], bytes],
    at: datetime,
) -> bytes:
    return files.put_once(path, seal(render(document), acts(document.facts), at))


def _pages(content: bytes) -> int:
    return len(PdfReader(BytesIO(content)).pages)
