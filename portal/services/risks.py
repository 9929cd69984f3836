"""The risk register of a centre and its contracts: written, reviewed, closed with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from peewee import JOIN

from portal.db import atomic
from portal.domain import risks as rules
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle_risks import CLOSE_RISK, REOPEN_RISK, RiskState
from portal.domain.policy import Actor, require
from portal.domain.risks import Rating, Treatment
from portal.models import Centre, Contract, Partner, Person
from portal.models.risks import Risk, RiskRating
from portal.services import events, library, visits
from portal.services.steps import advance, found, fresh, save_version
from portal.services.todo import Item

if TYPE_CHECKING:
    from peewee import ModelSelect

LIBRARY = "risks"
MOST = 500


@dataclass(frozen=True)
class Place:
    """What a register belongs to: a centre, or one contract for it."""

    centre: Centre
    contract: Contract | None = None


@dataclass(frozen=True)
class Draft:
    """What was typed of a risk; ``reason`` says why the rating is what it is."""

    category: str
    title: str
    rating: Rating
    treatment: Treatment
    owner: UUID
    review_on: date
    text: str = ""
    measures: str = ""
    reason: str = ""


def categories(language: str) -> dict[str, str]:
    """Return the categories of risks in a language, by code."""
    rows = library.entries(LIBRARY, "category")
    return {str(each["code"]): library.text_of(each, "", language) for each in rows}


def steps(kind: str, language: str) -> list[str]:
    """Return what the steps 1 to 5 of ``likelihood`` or ``impact`` mean, in a language."""
    return [library.text_of(each, "", language) for each in library.entries(LIBRARY, kind)]


def bands() -> Mapping[str, int]:
    """Return from which score each band of the house begins."""
    kept: Mapping[str, int] = library.read(LIBRARY)["bands"]
    return kept


def band_of(risk: Risk) -> str:
    """Name the band of a risk as it is rated now."""
    return rules.band(risk.rating.score, bands())


def joined() -> "ModelSelect[Risk]":
    """Return the query for risks with their centre, contract, partner and owner."""
    query = Risk.select(Risk, Centre, Contract, Partner, Person).join(Centre).switch(Risk)
    query = query.join(Contract, JOIN.LEFT_OUTER).join(Partner, JOIN.LEFT_OUTER).switch(Risk)
    return query.join(Person, on=Risk.owner)


def by_id(risk_id: UUID) -> Risk:
    """Find a risk with what belongs to it, or refuse with ``NotFound``."""
    row: Risk | None = joined().where(Risk.id == risk_id).first()
    return found(row)


def of(place: Place) -> list[Risk]:
    """Return the risks of a contract, or of a centre and all its contracts: the worst first."""
    mine = Risk.centre == place.centre
    if place.contract is not None:
        mine = Risk.contract == place.contract
    rows = list(joined().where(mine).order_by(Risk.number).limit(MOST))
    return sorted(rows, key=lambda each: (each.state is not RiskState.OPEN, -each.rating.score))


def matrix(risks: Sequence[Risk]) -> Sequence[Sequence[tuple[int, str]]]:
    """Return the open risks counted in the cells of the matrix, each cell with its band."""
    ratings = [each.rating for each in risks if each.state is RiskState.OPEN]
    return rules.matrix(ratings, bands())


def history(risk: Risk) -> list[RiskRating]:
    """Return every rating of a risk with who made it, the latest first."""
    query = RiskRating.select(RiskRating, Person).join(Person)
    mine = query.where(RiskRating.risk == risk)
    return list(mine.order_by(RiskRating.made_at.desc(), RiskRating.id))


def is_overdue(risk: Risk, today: date) -> bool:
    """Say whether an open risk should have been reviewed by now."""
    return risk.state is RiskState.OPEN and risk.review_on < today


def add(place: Place, draft: Draft, by: Actor, at: datetime) -> Risk:
    """Put a risk into the register with its first rating."""
    require(by, Action.WRITE_RISK, place.contract or place.centre)
    _require_sound(draft, at.date())
    with atomic():
        held = Centre.update(version=Centre.version).where(Centre.id == place.centre.id)
        held.execute()
        number = Risk.select().where(Risk.centre == place.centre).count() + 1
        made = Risk.create(
            reference=f"{place.centre.reference}/R{number}",
            number=number,
            centre=place.centre,
            contract=place.contract,
            author=by.person_id,
            created_at=at,
            **_given(draft),
        )
        _rate(made, draft, by, at)
        events.record(by, "risk.added", made, at, score=draft.rating.score)
    return made


def _require_sound(draft: Draft, today: date) -> None:
    given = (draft.rating, draft.treatment, draft.measures, draft.review_on)
    broken = rules.broken_risk(*given, today)
    if draft.category not in categories("en"):
        broken.append(RuleBroken("risk_category", "category"))
    if not draft.title.strip():
        broken.append(RuleBroken("risk_title_missing", "title"))
    if draft.owner not in {each.id for each in visits.colleagues()}:
        broken.append(RuleBroken("risk_owner_unknown", "owner"))
    if broken:
        raise RulesBroken(broken)


def _given(draft: Draft) -> dict[str, Any]:
    return {
        "category": draft.category,
        "title": draft.title.strip(),
        "text": draft.text.strip(),
        "likelihood": draft.rating.likelihood,
        "impact": draft.rating.impact,
        "treatment": draft.treatment,
        "measures": draft.measures.strip(),
        "owner": draft.owner,
        "review_on": draft.review_on,
    }


def _rate(risk: Risk, draft: Draft, by: Actor, at: datetime) -> None:
    RiskRating.create(
        risk=risk,
        likelihood=draft.rating.likelihood,
        impact=draft.rating.impact,
        reason=draft.reason.strip(),
        made_at=at,
        made_by=by.person_id,
    )


def review(risk: Risk, draft: Draft, seen: int, by: Actor, at: datetime) -> None:
    """Review an open risk; a rating that changes needs its reason, and every one is kept."""
    require(by, Action.WRITE_RISK, risk)
    CLOSE_RISK.take(fresh(risk).state)
    _require_sound(draft, at.date())
    if draft.rating != risk.rating and not draft.reason.strip():
        raise RuleBroken("risk_reason_missing", "reason")
    with atomic():
        save_version(risk, seen, _given(draft), theirs=_typed)
        _rate(risk, draft, by, at)
        events.record(by, "risk.reviewed", risk, at, score=draft.rating.score)


def _typed(now: Risk) -> dict[str, object]:
    names = ("category", "title", "text", "measures", "review_on", "likelihood", "impact")
    plain = {name: getattr(now, name) for name in names}
    return {**plain, "treatment": now.treatment.value, "owner": str(now.owner_id)}


def close(risk: Risk, reason: str, by: Actor, at: datetime) -> None:
    """Close a risk with the reason."""
    require(by, Action.WRITE_RISK, risk)
    if not reason.strip():
        raise RuleBroken("risk_reason_missing", "reason")
    with atomic():
        advance(risk, CLOSE_RISK, reason=reason.strip(), closed_at=at)
        events.record(by, "risk.closed", risk, at)


def reopen(risk: Risk, reason: str, by: Actor, at: datetime) -> None:
    """Open a closed risk again with the reason."""
    require(by, Action.WRITE_RISK, risk)
    if not reason.strip():
        raise RuleBroken("risk_reason_missing", "reason")
    with atomic():
        advance(risk, REOPEN_RISK, reason=reason.strip(), closed_at=None)
        events.record(by, "risk.reopened", risk, at)


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return the risks that the actor owns and should have reviewed by now."""
    if actor.person_id is None or actor.partner_id is not None:
        return []
    late = (Risk.state == RiskState.OPEN) & (Risk.review_on <= at.date())
    rows = joined().where(late & (Risk.owner == actor.person_id)).limit(MOST)
    return [
        Item(
            "work.review_risk",
            each.reference,
            each.title,
            "risks.show",
            {"risk_id": str(each.id)},
            due=datetime.combine(each.review_on, time(23, 59), UTC),
        )
        for each in rows
    ]
