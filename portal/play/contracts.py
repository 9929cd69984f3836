"""Fourth and fifth chapters: the contract is signed by both, and one report is accepted."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from portal.domain.indicators import Figure
from portal.domain.report_desks import Desk
from portal.domain.report_money import Cash
from portal.models import Contract, ContractReview, Instalment, Proposal, Report
from portal.play import report_parts
from portal.play.people import SAMPLE_PASSWORD, read
from portal.play.proposals import LIMITS, paper
from portal.play.stage import Stage
from portal.services import (
    award_answers,
    contract_drafting,
    contract_reviews,
    contracts,
    mandates,
    monitoring,
    proposals,
    report_cash,
    report_figures,
    report_filings,
    report_review,
    standstill,
)
from portal.services.contract_finding import by_slug
from portal.services.contract_signatures import Consent
from portal.services.figures import Given
from portal.services.file_checks import Upload
from portal.services.monitoring import Save

USUAL_DAY = 64
"""On which day of the play a contract is assembled, unless the standstill still runs."""


def sign(stage: Stage) -> None:
    """Let the partner accept, and after the standstill assemble, clear, approve and sign."""
    data = read("contract")
    proposal = proposals.by_id(stage.proposals[data["partner"], data["lot"]].id)
    accept(stage, data["partner"], proposal)
    day, by = _first_day(stage, proposal), stage.actor("procurement_first")
    stage.contract = contract_drafting.assemble(proposal, by, stage.on(day, 9))
    contracts.send(stage.signed_contract(), by, stage.on(day, 11))
    for review, key in zip(_reviews(stage), ("legal", "data_protection"), strict=True):
        contract_reviews.agree(review, stage.actor(key), stage.on(day + 1, 10))
    contracts.approve(stage.signed_contract(), stage.actor("head"), stage.on(day + 2, 10))
    _mandate(stage, data["mandate"])
    for key, act, later in (
        (f"{data['partner']}_signatory", contracts.sign, 3),
        ("head", contracts.countersign, 4),
    ):
        person = stage.cast.people[key]
        contract = by_slug(stage.signed_contract().slug)
        consent = Consent(person.name, SAMPLE_PASSWORD, contract.fingerprint)
        act(contract, stage.actor(key), consent, stage.on(day + later, 12))


def _first_day(stage: Stage, proposal: Proposal) -> int:
    """Return the day of the play for the contract: feasts can make the standstill longer."""
    until = standstill.by_proposal(proposal.id).standstill_until
    return max(USUAL_DAY, (until.date() - stage.first_day).days + 1)


def _mandate(stage: Stage, told: list[Mapping[str, Any]]) -> None:
    """Let the partner's owner and the administrator enter by what the two signatories sign."""
    contract = by_slug(stage.signed_contract().slug)
    for row in told:
        person = stage.cast.people[row["person"]]
        upload = Upload(row["title"], "mandate.pdf", paper(contract.call, row["title"]))
        reach = (Decimal(row["limit"]), contract.currency, stage.first_day)
        party = contract.partner if person.partner_id else None
        wish = mandates.Wish(upload, person.id, *reach)
        mandates.add(party, wish, LIMITS, stage.actor(row["by"]), stage.now)


def _reviews(stage: Stage) -> list[ContractReview]:
    return contract_reviews.of(by_slug(stage.signed_contract().slug))


def accept(stage: Stage, partner: str, proposal: Proposal) -> None:
    """Let the signatory of a partner accept the award of its lot."""
    award = standstill.by_proposal(proposal.id)
    award_answers.accept(award, stage.actor(f"{partner}_signatory"), stage.on(46, 10))


def report(stage: Stage) -> None:
    """Let the partner file its first report, have it sent back once, and accept it."""
    data = read("report")
    filed = first_report(stage.signed_contract())
    day = datetime.combine(filed.ends_on, time(9), tzinfo=UTC)
    owner = stage.actor(f"{data['partner']}_owner")
    _write(filed, data, lambda seen: Save(owner, stage.move(day + timedelta(days=9)), seen))
    signatory = stage.actor(f"{data['partner']}_signatory")
    _submit(filed, signatory, stage.move(day + timedelta(days=11)))
    officer = stage.actor("programme")
    comments = {row["section"]: row["text"] for row in data["comment"]}
    monitoring.send_back(_now(filed), comments, officer, stage.move(day + timedelta(days=14)))
    again = stage.move(day + timedelta(days=17))
    for row in data["change"]:
        version = monitoring.narratives_of(_now(filed))[row["section"]].version
        save = Save(owner, again, version)
        monitoring.save_narrative(_now(filed), row["section"], row["text"], save)
    _submit(filed, signatory, stage.move(day + timedelta(days=18)))
    note = data.get("acceptance", "Complete; both comments are answered.")
    finance = stage.actor("finance")
    report_review.finish(
        _now(filed), Desk.FINANCE, finance, stage.move(day + timedelta(days=19))
    )
    monitoring.accept(_now(filed), note, officer, stage.move(day + timedelta(days=20)))


def first_report(contract: Contract) -> Report:
    """Return the report of a contract's first period."""
    return Report.get((Report.contract == contract) & (Report.number == 1))


def _now(report: Report) -> Report:
    return monitoring.by_slug(report.slug)


def _submit(report: Report, by: Any, at: datetime) -> None:  # noqa: ANN401
    report_filings.submit(_now(report), by, at)


def _write(report: Report, data: Mapping[str, Any], save: Callable[[int], Save]) -> None:
    for code, text in data["narrative"].items():
        monitoring.save_narrative(_now(report), code, text, save(1))
    report_parts.fill(_now(report), save(1))
    monitoring.save_actuals(_now(report), _actuals(report, data), save(1))
    spent = {
        row["category"]: {"amount": Decimal(row["amount"]), "note": row["note"]}
        for row in data["expenditure"]
    }
    monitoring.save_expenditure(_now(report), spent, save(1))
    paid = report.contract.instalments.order_by(Instalment.position).get().amount
    rest = paid - sum(each["amount"] for each in spent.values())
    report_cash.save(_now(report), Cash(Decimal(0), paid, Decimal(0), rest), save(1))


def _actuals(report: Report, data: Mapping[str, Any]) -> dict[str, Given]:
    """Read the figures: of indicators of the call by their code, of own ones by their name."""
    codes = iter(row["code"] for row in read("call")["indicator"])
    given = {row["indicator"]: row for row in data["actual"]}
    rows = report_figures.actuals(report)
    names = [row.indicator.name if row.indicator.is_own else next(codes) for row in rows]
    return {str(row.id): _given(given[name]) for row, name in zip(rows, names, strict=True)}


def _given(row: Mapping[str, Any]) -> Given:
    """Read one figure; parts are named by their dimension and value."""
    parts = {
        (dimension, value): Figure(total)
        for dimension, values in row.get("parts", {}).items()
        for value, total in values.items()
    }
    whole = Figure(row.get("total"), row.get("denominator"))
    return Given(whole, parts, row.get("note", ""))
