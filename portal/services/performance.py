"""How a partner performed under a contract: rated from facts, commented, read in diligence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from peewee import fn

from portal.config import LANGUAGES
from portal.db import atomic
from portal.domain import performance as rules
from portal.domain.actions import Action, Role
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle import ReportState
from portal.domain.lifecycle_risks import (
    COMMENT_PERFORMANCE,
    PERFORMANCE_TO_PARTNER,
    SHARE_PERFORMANCE,
    PerformanceState,
)
from portal.domain.lifecycle_visits import UNSETTLED, VISIT_TO_PARTNER, PointState
from portal.domain.performance import AreaRating
from portal.domain.policy import Actor, can, require
from portal.domain.visits import NOT_YET, ItemResult, Severity
from portal.models import (
    Call,
    Contract,
    Expenditure,
    Lot,
    Partner,
    Proposal,
    Report,
    ReportComment,
)
from portal.models.risks import Performance
from portal.models.visits import ActionPoint, Finding, Visit, VisitItem
from portal.services import documents, events, invitations, library, outbox
from portal.services.contract_finding import joined as contracts_joined
from portal.services.steps import advance, found, fresh, save_version
from portal.services.todo import Item

if TYPE_CHECKING:
    from peewee import ModelSelect

RATED_BEFORE = timedelta(days=30)
"""How long before the end of a contract the office is asked to rate it."""
MOST = 50
KIND = "performance"
"""The kind of the ratings among the documents."""
Facts = dict[str, Any]


@dataclass(frozen=True)
class Draft:
    """What was typed of a performance, and the version that its writer saw."""

    ratings: Mapping[str, AreaRating]
    summary: str
    seen: int


def areas(language: str) -> dict[str, str]:
    """Return the areas that are rated, by code, in a language."""
    rows = library.entries("performance", "area")
    return {str(each["code"]): library.text_of(each, "", language) for each in rows}


def _joined() -> "ModelSelect[Performance]":
    query = Performance.select(Performance, Contract, Call, Lot, Partner)
    query = query.join(Contract).join(Call).switch(Contract).join(Lot)
    return query.switch(Performance).join(Partner)


def by_id(performance_id: UUID) -> Performance:
    """Find a performance with its contract and partner, or refuse with ``NotFound``."""
    row: Performance | None = _joined().where(Performance.id == performance_id).first()
    return found(row)


def of_contract(contract: Contract, by: Actor) -> Performance | None:
    """Return the performance under a contract, if there is one that the actor may see."""
    row: Performance | None = _joined().where(Performance.contract == contract).first()
    return row if row is not None and can(by, Action.SEE_PERFORMANCE, row) else None


def of_partner(partner: Partner) -> list[Performance]:
    """Return how a partner performed under its contracts, as far as it knows: latest first."""
    told = Performance.state.in_(list(PERFORMANCE_TO_PARTNER))
    rows = _joined().where((Performance.partner == partner) & told)
    return list(rows.order_by(Performance.shared_at.desc()).limit(MOST))


def kept(partner: Partner) -> list[Facts]:
    """Return what is shown of a partner as plain data, to keep with a decision on it."""
    return [
        {
            "contract": each.contract.reference,
            "overall": each.overall,
            "shared_at": each.shared_at.isoformat(),
            "ratings": each.ratings,
            "summary": each.summary,
            "comment": each.comment,
            "facts": each.facts,
        }
        for each in of_partner(partner)
    ]


def seen(proposal: Proposal) -> list[Facts] | None:
    """Return what was kept with the decision on a proposal; None where nothing was."""
    stored: list[Facts] | None = (proposal.screening or {}).get("performance")
    if stored is None or proposal.screened_at is None:
        return None
    return [{**each, "shared_at": datetime.fromisoformat(each["shared_at"])} for each in stored]


def ratings(performance: Performance) -> dict[str, AreaRating]:
    """Return what is rated, by the code of the area."""
    kept = performance.ratings.items()
    return {code: AreaRating(each["mark"], each["reason"]) for code, each in kept}


def facts(performance: Performance, today: date) -> Facts:
    """Return the facts behind the ratings: as kept when they were shared, else as of today."""
    kept: Facts = performance.facts
    return kept or facts_of(performance.contract, today)


def facts_of(contract: Contract, today: date) -> Facts:
    """Return what reports, visits, findings, actions and money say of a contract, as data."""
    return {
        "reports": _reports(contract, today),
        "standards": _standards(contract),
        "findings": _findings(contract),
        "points": _points(contract, today),
        "money": _money(contract),
    }


def _reports(contract: Contract, today: date) -> dict[str, int]:
    due = list(Report.select().where((Report.contract == contract) & (Report.due_on <= today)))
    late = [each for each in due if _days_late(each, today) > 0]
    returned = (
        ReportComment.select(ReportComment.report).where(ReportComment.round > 0).distinct()
    )
    of_this = returned.where(ReportComment.report.in_([each.id for each in due]))
    return {
        "due": len(due),
        "accepted": sum(each.state is ReportState.ACCEPTED for each in due),
        "late": len(late),
        "days": max((_days_late(each, today) for each in late), default=0),
        "returned": of_this.count(),
    }


def _days_late(report: Report, today: date) -> int:
    filed: date = report.submitted_at.date() if report.submitted_at else today
    return (filed - report.due_on).days


def _standards(contract: Contract) -> list[dict[str, object]]:
    """Count the results of the standards at each reported visit, the earliest first."""
    told = (Visit.contract == contract) & Visit.state.in_(list(VISIT_TO_PARTNER))
    query = VisitItem.select(
        Visit.reference, Visit.visited_on, VisitItem.result, fn.COUNT(VisitItem.id)
    )
    rows = query.join(Visit).where(told & (VisitItem.source == "standard"))
    counted: dict[tuple[str, date], dict[str, int]] = {}
    grouped: Any = rows.group_by(Visit.reference, Visit.visited_on, VisitItem.result).tuples()
    for reference, day, result, count in grouped:
        key = (str(reference), _day(day))
        counted.setdefault(key, {each.value: 0 for each in ItemResult})[str(result)] = count
    ordered = sorted(counted.items(), key=lambda each: each[0][1])
    return [
        {"visit": reference, "day": day.isoformat(), **found_there}
        for (reference, day), found_there in ordered
    ]


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _findings(contract: Contract) -> dict[str, int]:
    told = (Visit.contract == contract) & Visit.state.in_(list(VISIT_TO_PARTNER))
    rows = list(Finding.select(Finding.severity).join(Visit).where(told))
    return {each.value: sum(row.severity is each for row in rows) for each in Severity}


def _points(contract: Contract, today: date) -> dict[str, int]:
    rows = list(ActionPoint.select().where(ActionPoint.contract == contract))
    late = [each for each in rows if each.state is PointState.OPEN and each.due_on < today]
    return {
        "all": len(rows),
        "verified": sum(each.state is PointState.VERIFIED for each in rows),
        "open": sum(each.state in UNSETTLED for each in rows),
        "overdue": len(late),
        "reopened": sum(each.reopened for each in rows),
    }


def _money(contract: Contract) -> dict[str, str]:
    accepted = (Report.contract == contract) & (Report.state == ReportState.ACCEPTED)
    query = Expenditure.select(fn.SUM(Expenditure.amount)).join(Report).where(accepted)
    spent = Decimal(str(query.scalar() or 0))
    share = round(spent * 100 / contract.amount) if contract.amount else Decimal(0)
    return {
        "currency": contract.currency,
        "amount": str(contract.amount),
        "spent": str(spent.normalize() if spent % 1 else spent.quantize(Decimal(1))),
        "share": str(share),
    }


def start(contract: Contract, by: Actor, at: datetime) -> Performance:
    """Begin to rate a partner under a contract, or return what there is."""
    require(by, Action.WRITE_PERFORMANCE, contract)
    if contract.state in NOT_YET:
        raise RuleBroken("performance_too_early")
    with atomic():
        Contract.update(version=Contract.version).where(Contract.id == contract.id).execute()
        there: Performance | None = Performance.get_or_none(Performance.contract == contract)
        if there is not None:
            return there
        made = Performance.create(
            contract=contract,
            partner=contract.partner_id,
            author=by.person_id,
            created_at=at,
        )
        events.record(by, "performance.started", made, at)
    return made


def save(performance: Performance, draft: Draft, by: Actor, at: datetime) -> None:
    """Keep ratings as they are, complete or not, unless somebody else saved meanwhile."""
    require(by, Action.WRITE_PERFORMANCE, performance)
    SHARE_PERFORMANCE.take(fresh(performance).state)
    with atomic():
        _put(performance, draft)
        events.record(by, "performance.saved", performance, at)


def _put(performance: Performance, draft: Draft) -> None:
    known = areas("en")
    kept = {
        code: {"mark": each.mark, "reason": each.reason.strip()}
        for code, each in draft.ratings.items()
        if code in known
    }
    overall = rules.overall(draft.ratings)
    changes = {"ratings": kept, "summary": draft.summary.strip(), "overall": overall}
    save_version(performance, draft.seen, changes, theirs=_typed)


def _typed(now: Performance) -> dict[str, object]:
    flat = {
        f"{code}_{name}": value
        for code, each in now.ratings.items()
        for name, value in each.items()
    }
    return {**flat, "summary": now.summary}


def share(performance: Performance, draft: Draft, by: Actor, at: datetime) -> None:
    """Save complete ratings, keep their facts, and let the partner read and comment them."""
    require(by, Action.WRITE_PERFORMANCE, performance)
    SHARE_PERFORMANCE.take(fresh(performance).state)
    if broken := rules.broken_ratings(areas("en"), draft.ratings, draft.summary):
        raise RulesBroken(broken)
    with atomic():
        _put(performance, draft)
        kept: dict[str, Any] = {
            "facts": facts_of(performance.contract, at.date()),
            "shared_at": at,
            "shared_by": by.person_id,
        }
        advance(performance, SHARE_PERFORMANCE, **kept)
        overall = rules.overall(draft.ratings)
        events.record(by, "performance.shared", performance, at, overall=overall)
        number = _number(performance)
        documents.request(KIND, performance.id, number, LANGUAGES, at)
        _tell(performance, at)


def _number(performance: Performance) -> str:
    return f"{performance.contract.reference}-PERF"


def _tell(performance: Performance, at: datetime) -> None:
    told = {"reference": performance.contract.reference, "id": str(performance.id)}
    for person in invitations.writers([performance.partner_id]):
        name = {"name": person.name}
        outbox.put_mail(person.email, "performance", person.language, at, **told, **name)


def comment(performance: Performance, text: str, by: Actor, at: datetime) -> None:
    """Comment the ratings for the partner, once; the document is issued anew with it."""
    require(by, Action.COMMENT_PERFORMANCE, performance)
    if not text.strip():
        raise RuleBroken("performance_comment_missing", "comment")
    given: dict[str, Any] = {"commented_at": at, "commented_by": by.person_id}
    with atomic():
        advance(performance, COMMENT_PERFORMANCE, comment=text.strip(), **given)
        events.record(by, "performance.commented", performance, at)
        documents.set_aside(KIND, performance.id)
        documents.request(KIND, performance.id, f"{_number(performance)}-2", LANGUAGES, at)


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return the contracts to rate, and for a partner the ratings to read and comment."""
    if actor.partner_id is not None:
        shared = Performance.state == PerformanceState.SHARED
        mine = _joined().where((Performance.partner == actor.partner_id) & shared)
        return [_to_comment(each) for each in mine if _may(actor, each)]
    if Role.PROGRAMME_OFFICER not in actor.roles:
        return []
    return [
        Item(
            "work.rate_performance",
            each.reference,
            f"{each.partner.name}, {each.lot.title}",
            "performance.of_contract",
            {"slug": each.slug},
        )
        for each in _to_rate(at.date())
    ]


def _may(actor: Actor, performance: Performance) -> bool:
    return can(actor, Action.COMMENT_PERFORMANCE, performance)


def _to_rate(today: date) -> list[Contract]:
    """Return the contracts in force that are over or soon over and not rated yet."""
    told = Performance.state.in_(list(PERFORMANCE_TO_PARTNER))
    rated = Performance.select(Performance.contract).where(told)
    ending = Contract.ends_on <= today + RATED_BEFORE
    wanted = ending & Contract.state.not_in(list(NOT_YET)) & Contract.id.not_in(rated)
    return list(contracts_joined().where(wanted).order_by(Contract.ends_on).limit(MOST))


def _to_comment(performance: Performance) -> Item:
    return Item(
        "work.comment_performance",
        performance.contract.reference,
        performance.contract.lot.title,
        "performance.show",
        {"performance_id": str(performance.id)},
    )
