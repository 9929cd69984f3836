"""Assessments of partners: written by one person of the office, approved by another."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from peewee import JOIN, ModelSelect

from portal.config import LANGUAGES, capacity_years, psea_plan_months, psea_years
from portal.db import atomic
from portal.domain import assessments as rules
from portal.domain.actions import Action
from portal.domain.assessments import AssessmentKind, Finding, Findings, PseaRating
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle_diligence import (
    APPROVE_ASSESSMENT,
    RETURN_ASSESSMENT,
    SEND_ASSESSMENT,
    AssessmentState,
)
from portal.domain.policy import Actor, can, require
from portal.domain.verification import years_later
from portal.models import Assessment, Partner, Person
from portal.services import documents, events, invitations, library, outbox
from portal.services.steps import advance, found, fresh, save_version
from portal.services.todo import Item

KIND = "assessment"
"""The kind of an approved assessment among the documents."""
WARNED_BEFORE = timedelta(days=60)
DAYS_OF_MONTH = 30
UNDER_WAY = frozenset({AssessmentState.DRAFT, AssessmentState.SENT})
MOST = 50


@dataclass(frozen=True)
class Draft:
    """What was typed into an assessment, and the version that its writer saw."""

    findings: Findings
    summary: str
    seen: int


@dataclass(frozen=True)
class Row:
    """One question in the words of a language, with what was found."""

    code: str
    text: str
    weight: int
    finding: Finding


@dataclass(frozen=True)
class Area:
    """Questions that belong together; ``rating`` is theirs alone, empty while open."""

    text: str
    rows: Sequence[Row]
    rating: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a partner stands with one kind: what holds, and whether it is over or soon over."""

    kind: AssessmentKind
    latest: Assessment | None
    over: bool = False
    soon: bool = False


def entries(kind: AssessmentKind) -> list[Mapping[str, Any]]:
    """Return the questions of a kind as the library of the house holds them now."""
    return library.entries(kind.value, "question")


def codes(kind: AssessmentKind) -> list[str]:
    """Return the codes of the questions of a kind, in their order."""
    return [str(each["code"]) for each in entries(kind)]


def by_id(assessment_id: UUID) -> Assessment:
    """Find an assessment with its partner and people, or refuse with ``NotFound``."""
    row: Assessment | None = _joined().where(Assessment.id == assessment_id).first()
    return found(row)


def _joined() -> "ModelSelect[Assessment]":
    sender, decider = Person.alias(), Person.alias()
    query = Assessment.select(Assessment, Partner, Person, sender, decider).join(Partner)
    query = query.switch(Assessment).join(Person, on=Assessment.author).switch(Assessment)
    query = query.join(sender, JOIN.LEFT_OUTER, on=Assessment.sent_by, attr="sent_by")
    query = query.switch(Assessment)
    return query.join(decider, JOIN.LEFT_OUTER, on=Assessment.decided_by, attr="decided_by")


def of(partner: Partner, by: Actor) -> list[Assessment]:
    """Return the assessments of a partner that the actor may see, the latest first."""
    mine = _joined().where(Assessment.partner == partner)
    rows = list(mine.order_by(Assessment.started_at.desc()).limit(MOST))
    return [each for each in rows if can(by, Action.SEE_ASSESSMENT, each)]


def standing(partner: Partner, today: date) -> list[Standing]:
    """Return what holds of each kind: the latest approved, missing, over or soon over."""
    approved = (Assessment.partner == partner) & (Assessment.state == AssessmentState.APPROVED)
    latest: dict[AssessmentKind, Assessment] = {}
    for each in Assessment.select().where(approved).order_by(Assessment.decided_at):
        latest[each.kind] = each
    return [_standing(kind, latest.get(kind), today) for kind in AssessmentKind]


def _standing(kind: AssessmentKind, row: Assessment | None, today: date) -> Standing:
    if row is None or row.valid_until is None:
        return Standing(kind, row)
    over = row.valid_until < today
    return Standing(kind, row, over, not over and row.valid_until <= today + WARNED_BEFORE)


def kept(partner: Partner, today: date) -> list[dict[str, str]]:
    """Return where a partner stands as plain data, to keep with a decision on it."""
    return [_kept(each) for each in standing(partner, today)]


def _kept(each: Standing) -> dict[str, str]:
    if each.latest is None or each.latest.valid_until is None:
        return {"kind": each.kind.value, "standing": "missing", "rating": "", "until": ""}
    return {
        "kind": each.kind.value,
        "standing": "over" if each.over else "holds",
        "rating": each.latest.rating,
        "until": each.latest.valid_until.isoformat(),
    }


def start(partner: Partner, kind: AssessmentKind, by: Actor, at: datetime) -> Assessment:
    """Begin an assessment of a partner, or return the one of its kind that is under way."""
    require(by, Action.ASSESS_PARTNER, partner)
    with atomic():
        Partner.update(version=Partner.version).where(Partner.id == partner.id).execute()
        there: Assessment | None = (
            Assessment.select()
            .where(
                (Assessment.partner == partner)
                & (Assessment.kind == kind)
                & Assessment.state.in_(list(UNDER_WAY))
            )
            .first()
        )
        if there is not None:
            return there
        made = Assessment.create(
            partner=partner,
            kind=kind,
            library=str(library.read(kind.value)["version"]),
            started_at=at,
            author=by.person_id,
        )
        events.record(by, "assessment.started", made, at, kind=kind.value)
    return made


def findings(assessment: Assessment) -> dict[str, Finding]:
    """Return what an assessment says on each question, by its code."""
    return {
        code: Finding(
            each["value"],
            each["note"],
            each["plan"],
            date.fromisoformat(each["due"]) if each["due"] else None,
        )
        for code, each in assessment.findings.items()
    }


def save(assessment: Assessment, draft: Draft, by: Actor, at: datetime) -> None:
    """Keep a draft as it is, complete or not, unless somebody else saved it meanwhile."""
    require(by, Action.ASSESS_PARTNER, assessment)
    SEND_ASSESSMENT.take(fresh(assessment).state)
    with atomic():
        _put(assessment, draft)
        events.record(by, "assessment.saved", assessment, at)


def _put(assessment: Assessment, draft: Draft) -> None:
    known = codes(assessment.kind)
    kept = {code: _plain(draft.findings[code]) for code in known if code in draft.findings}
    changes = {"findings": kept, "summary": draft.summary.strip()}
    save_version(assessment, draft.seen, changes, theirs=_typed)
    assessment.__data__.update(changes)


def _typed(now: Assessment) -> dict[str, object]:
    flat = {
        f"{code}_{name}": value
        for code, each in now.findings.items()
        for name, value in each.items()
    }
    return {**flat, "summary": now.summary}


def _plain(finding: Finding) -> dict[str, str]:
    given = asdict(finding)
    due = finding.due.isoformat() if finding.due else ""
    return {
        **{name: str(given[name]).strip() for name in ("value", "note", "plan")},
        "due": due,
    }


def send(assessment: Assessment, draft: Draft, by: Actor, at: datetime) -> None:
    """Save a complete assessment and hand it to a second person."""
    require(by, Action.ASSESS_PARTNER, assessment)
    SEND_ASSESSMENT.take(fresh(assessment).state)
    kind = assessment.kind
    if broken := rules.broken_findings(kind, codes(kind), draft.findings, at.date()):
        raise RulesBroken(broken)
    with atomic():
        _put(assessment, draft)
        version = str(library.read(kind.value)["version"])
        sent: dict[str, Any] = {"sent_at": at, "sent_by": by.person_id, "answer": ""}
        advance(assessment, SEND_ASSESSMENT, library=version, **sent)
        events.record(by, "assessment.sent", assessment, at)


def approve(assessment: Assessment, by: Actor, at: datetime) -> None:
    """Approve an assessment as the second person: its rating holds until a date."""
    _require_other(assessment, by)
    result = _result(assessment)
    rating = str(result["rating"])
    until = _valid_until(assessment.kind, rating, at.date())
    decided: dict[str, Any] = {"decided_at": at, "decided_by": by.person_id}
    with atomic():
        advance(
            assessment,
            APPROVE_ASSESSMENT,
            rating=rating,
            result=result,
            valid_until=until,
            **decided,
        )
        events.record(by, "assessment.approved", assessment, at, rating=rating)
        documents.request(KIND, assessment.id, _number(assessment, at), LANGUAGES, at)
        _tell(assessment, at)


def give_back(assessment: Assessment, answer: str, by: Actor, at: datetime) -> None:
    """Return an assessment to its author with what is to be looked at again."""
    _require_other(assessment, by)
    if not answer.strip():
        raise RuleBroken("assessment_answer_missing", "answer")
    with atomic():
        advance(assessment, RETURN_ASSESSMENT, answer=answer.strip())
        events.record(by, "assessment.returned", assessment, at)


def _require_other(assessment: Assessment, by: Actor) -> None:
    require(by, Action.APPROVE_ASSESSMENT, assessment)
    APPROVE_ASSESSMENT.take(fresh(assessment).state)
    if by.person_id in {assessment.author_id, assessment.sent_by_id}:
        raise RuleBroken("assessment_same_person")


def _valid_until(kind: AssessmentKind, rating: str, day: date) -> date:
    """Say until when a rating holds; one of PSEA that is not full holds while its plan runs."""
    if kind is AssessmentKind.CAPACITY:
        return years_later(day, capacity_years())
    if rating == PseaRating.FULL.value:
        return years_later(day, psea_years())
    return day + timedelta(days=DAYS_OF_MONTH * psea_plan_months())


def _number(assessment: Assessment, at: datetime) -> str:
    same = (Assessment.partner == assessment.partner_id) & (Assessment.kind == assessment.kind)
    done = Assessment.select().where(same & (Assessment.state == AssessmentState.APPROVED))
    return f"{reference(assessment)}-{at.year}-{done.count()}"


def reference(assessment: Assessment) -> str:
    """Return what the paper of an assessment is called on each of its pages."""
    start_of = str(assessment.partner_id)[:8].upper()
    return f"IOM/PARTNER/{start_of}/{assessment.kind.value.upper()}"


def _tell(assessment: Assessment, at: datetime) -> None:
    facts = {"partner": assessment.partner.name, "kind": assessment.kind.value}
    address = {"id": str(assessment.id)}
    for person in invitations.writers([assessment.partner_id]):
        outbox.put_mail(person.email, "assessment", person.language, at, **facts, **address)


def _result(assessment: Assessment) -> dict[str, Any]:
    asked = _asked(assessment)
    values = {code: each.value for code, each in findings(assessment).items()}
    if assessment.kind is AssessmentKind.PSEA:
        met = rules.standards_met(values)
        medium = int(library.read("psea")["medium_from"])
        rating = rules.psea_rating(met, len(asked), medium).value
        counted = {"met": met, "asked": len(asked), "medium_from": medium}
        return {"rating": rating, **counted, "questions": asked}
    weights = {str(each["code"]): int(each["weight"]) for each in asked}
    total = rules.points(values, weights)
    bands = list(library.read("capacity")["bands"])
    return {
        "rating": rules.capacity_rating(total, bands).value,
        **asdict(total),
        "bands": bands,
        "questions": asked,
        "areas": [dict(each) for each in library.entries("capacity", "area")],
    }


def _asked(assessment: Assessment) -> list[dict[str, Any]]:
    """Return the questions of an assessment: as kept with its approval, else as of today."""
    kept = assessment.result.get("questions") if assessment.result else None
    return [dict(each) for each in kept or entries(assessment.kind)]


def reading(assessment: Assessment, language: str) -> list[Area]:
    """Return an assessment by area to read in a language; PSEA is one area without a name."""
    given, asked = findings(assessment), _asked(assessment)
    rows = [(str(each.get("area", "")), _row(each, given, language)) for each in asked]
    if assessment.kind is AssessmentKind.PSEA:
        return [Area("", [row for _area, row in rows])]
    listed = assessment.result.get("areas") or library.entries("capacity", "area")
    bands = assessment.result.get("bands") or library.read("capacity")["bands"]
    return [
        _area(each, [row for of_area, row in rows if of_area == each["code"]], bands, language)
        for each in listed
    ]


def _row(entry: Mapping[str, Any], given: Findings, language: str) -> Row:
    code = str(entry["code"])
    text = library.text_of(entry, "", language)
    return Row(code, text, int(entry.get("weight", 1)), given.get(code, Finding()))


def _area(
    entry: Mapping[str, Any], rows: Sequence[Row], bands: Sequence[int], language: str
) -> Area:
    text = library.text_of(entry, "", language)
    values = {each.code: each.finding.value for each in rows if each.finding.value}
    applies = [each for each in values.values() if each != rules.NOT_APPLICABLE]
    if len(values) < len(rows) or not applies:
        return Area(text, rows)
    total = rules.points(values, {each.code: each.weight for each in rows})
    return Area(text, rows, rules.capacity_rating(total, bands).value)


def plan(assessment: Assessment, language: str) -> list[Row]:
    """Return what improves by when, the soonest first."""
    rows = [each for area in reading(assessment, language) for each in area.rows]
    planned = [each for each in rows if each.finding.plan]
    return sorted(planned, key=lambda each: each.finding.due or date.max)


def work_items(actor: Actor, _at: datetime) -> list[Item]:
    """Return the assessments that wait for the actor as the second person."""
    if not can(actor, Action.APPROVE_ASSESSMENT):
        return []
    others = (Assessment.author != actor.person_id) & (Assessment.sent_by != actor.person_id)
    query = Assessment.select(Assessment, Partner).join(Partner)
    rows = query.where((Assessment.state == AssessmentState.SENT) & others)
    return [
        Item(
            "work.approve_assessment",
            "",
            each.partner.name,
            "diligence.assessment",
            {"assessment_id": str(each.id)},
        )
        for each in rows.order_by(Assessment.sent_at).limit(MOST)
    ]
