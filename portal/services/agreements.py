"""Cooperation agreements: found, begun, written part by part, and what they still lack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from portal.config import management_meeting_days, management_minutes_days
from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.agreements import (
    TEXTS,
    AgreementFacts,
    Duty,
    JointSide,
    Line,
    Rules,
    Sums,
    broken_agreement,
    broken_days,
    broken_rules,
    sums,
)
from portal.domain.errors import NotFound, RuleBroken, RulesBroken
from portal.domain.lifecycle_joint import (
    PREPARED_AGREEMENT,
    RUNNING_AGREEMENT,
    SEND_AGREEMENT,
    AgreementState,
)
from portal.domain.policy import Actor, require
from portal.models import Centre, Record
from portal.models.centres import ManagementModel
from portal.models.joint import (
    AgreementDuty,
    AgreementParty,
    CooperationAgreement,
    FinancingLine,
)
from portal.services import centres, events, library
from portal.services.steps import found, hold, save_version

if TYPE_CHECKING:
    from peewee import ModelSelect

LIBRARY = "cooperation"
KIND = "agreement"
"""The kind of an agreement among the documents."""
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Part:
    """One part of an agreement that is written on a page of its own."""

    columns: tuple[str, ...]
    table: type[Record] | None = None
    rows: str = ""


PARTS: Mapping[str, Part] = {
    "parties": Part(("purpose",), AgreementParty, "parties"),
    "premises": Part(("premises", "premises_owner", "assets")),
    "duties": Part((), AgreementDuty, "duties"),
    "financing": Part((), FinancingLine, "lines"),
    "duration": Part(
        (
            *("starts_on", "ends_on", "renewal", "handover"),
            *("confidentiality", "disputes", "privileges"),
        )
    ),
    "working": Part(
        (
            *("frequency_days", "quorum_iom", "quorum_government", "minutes_days"),
            *("chairing", "escalation"),
        )
    ),
}
UNTOLD = frozenset({"id", "agreement", "position"})


def is_joint(centre: Centre) -> bool:
    """Say whether a centre is managed jointly, and so by a cooperation agreement."""
    return centre.model is ManagementModel.CO_MANAGED


def joint_centre(slug: str) -> Centre:
    """Find a jointly managed centre by its address, or refuse with ``NotFound``."""
    centre = centres.by_slug(slug)
    if not is_joint(centre):
        raise NotFound
    return centre


def joined() -> "ModelSelect[CooperationAgreement]":
    """Return the query for agreements with their centre."""
    return CooperationAgreement.select(CooperationAgreement, Centre).join(Centre)


def by_id(agreement_id: UUID) -> CooperationAgreement:
    """Find a version of an agreement with its centre, or refuse with ``NotFound``."""
    row: CooperationAgreement | None = (
        joined().where(CooperationAgreement.id == agreement_id).first()
    )
    return found(row)


def of(centre: Centre) -> list[CooperationAgreement]:
    """Return the versions of the agreement on a centre, the latest first."""
    rows = joined().where(CooperationAgreement.centre == centre)
    return list(rows.order_by(CooperationAgreement.number.desc()))


def running(versions: Sequence[CooperationAgreement]) -> CooperationAgreement | None:
    """Return the version that binds both sides, if one does."""
    return next((each for each in versions if each.state in RUNNING_AGREEMENT), None)


def standing(centre: Centre) -> CooperationAgreement | None:
    """Return the version that binds both sides, or else the latest one."""
    versions = of(centre)
    return running(versions) or next(iter(versions), None)


def rows_of(agreement: CooperationAgreement, part: str) -> list[dict[str, Any]]:
    """Return the rows of a part as they stand, each with its key."""
    table = PARTS[part].table
    if table is None:
        return []
    names = [name for name in table.columns() if name not in UNTOLD]
    mine = table.select().where(table.agreement == agreement)  # type: ignore[attr-defined]
    ordered = mine.order_by(table.position)  # type: ignore[attr-defined]
    return [{name: getattr(row, name) for name in names} for row in ordered]


def content_of(agreement: CooperationAgreement, part: str) -> dict[str, Any]:
    """Return the columns of a part and its rows, as they stand."""
    columns = {name: getattr(agreement, name) for name in PARTS[part].columns}
    return {**columns, "rows": rows_of(agreement, part)}


def party_names(agreement: CooperationAgreement) -> dict[UUID, str]:
    """Return the names of the parties by their key, in their order."""
    return {each["key"]: each["name"] for each in rows_of(agreement, "parties")}


def lines_of(agreement: CooperationAgreement) -> list[Line]:
    """Return the financing, each line with the name of its party, empty where it has none."""
    names = party_names(agreement)
    return [
        Line(
            names.get(each["party"], ""),
            each["name"],
            Decimal(each["amount"]),
            each["currency"],
            each["year"],
        )
        for each in rows_of(agreement, "financing")
    ]


def sums_of(agreement: CooperationAgreement) -> list[Sums]:
    """Return what each party gives in each year, a table for each currency."""
    return sums(lines_of(agreement))


def begin(centre: Centre, language: str, by: Actor, at: datetime) -> CooperationAgreement:
    """Begin a version: a copy of the latest one, or the model wording where there is none."""
    require(by, Action.WRITE_AGREEMENT, centre)
    if not is_joint(centre):
        raise RuleBroken("agreement_not_joint")
    with atomic():
        Centre.update(version=Centre.version).where(Centre.id == centre.id).execute()
        versions = of(centre)
        if there := [each for each in versions if each.state in PREPARED_AGREEMENT]:
            raise RuleBroken("agreement_open", number=there[0].number)
        last = versions[0] if versions else None
        number = len(versions) + 1
        made = CooperationAgreement.create(
            **(_copied(last) if last else _model(language)),
            reference=f"{centre.reference}/A{number}",
            number=number,
            centre=centre,
            amends=running(versions),
            author=by.person_id,
            edited_by=by.person_id,
            created_at=at,
        )
        _fill(made, last)
        events.record(by, "agreement.begun", made, at, number=number)
    return by_id(made.id)


def _copied(last: CooperationAgreement) -> dict[str, Any]:
    names = [name for part in PARTS.values() for name in part.columns]
    return {"language": last.language, **{name: getattr(last, name) for name in names}}


def _model(language: str) -> dict[str, Any]:
    texts = library.read(LIBRARY)["text"]
    return {
        "language": language,
        "frequency_days": management_meeting_days(),
        "minutes_days": management_minutes_days(),
        **{name: library.text_of(texts, name, language) for name in TEXTS},
    }


def _fill(made: CooperationAgreement, last: CooperationAgreement | None) -> None:
    for name, part in PARTS.items():
        if part.table is not None:
            rows = rows_of(last, name) if last else _model_rows(made, name)
            _put_rows(made, part.table, rows)


def _model_rows(made: CooperationAgreement, part: str) -> Rows:
    if part == "parties":
        return [_party(made, side) for side in JointSide]
    if part == "financing":
        return []
    keys = {each["side"]: each["key"] for each in rows_of(made, "parties")}
    texts = ("responsibility", "limits", "accountability")
    return [
        {
            "party": keys[JointSide(entry["side"])],
            **{name: library.text_of(entry, name, made.language) for name in texts},
        }
        for entry in library.entries(LIBRARY, "duty")
    ]


def _party(made: CooperationAgreement, side: JointSide) -> dict[str, Any]:
    entry = library.read(LIBRARY)[side.value]
    ours = side is JointSide.IOM
    name = library.text_of(entry, "name", made.language) if ours else made.centre.authority
    mandate = library.text_of(entry, "mandate", made.language)
    return {"side": side, "name": name, "mandate": mandate}


def _put_rows(agreement: CooperationAgreement, table: type[Record], rows: Rows) -> None:
    """Put rows in the place of those that stand; a row without a key is a new one."""
    mine = table.agreement == agreement  # type: ignore[attr-defined]
    table.delete().where(mine).execute()
    for position, row in enumerate(rows, 1):
        key = row.get("key") or uuid4()
        table.create(**{**row, "key": key}, agreement=agreement, position=position)


def save(
    agreement: CooperationAgreement,
    part: str,
    typed: "Typed",
    by: Actor,
    at: datetime,
) -> None:
    """Save one part of a draft; refused with ``Conflict`` when somebody else saved before."""
    require(by, Action.WRITE_AGREEMENT, agreement)
    if broken := _broken(part, typed.columns):
        raise RulesBroken(broken)
    known = PARTS[part]
    changes = {name: typed.columns[name] for name in known.columns}
    with atomic():
        hold(agreement, SEND_AGREEMENT)
        save_version(
            agreement,
            typed.seen,
            {**changes, "edited_by": by.person_id},
            theirs=lambda now: content_of(now, part),
        )
        if known.table is not None:
            _put_rows(agreement, known.table, typed.rows)
        events.record(by, "agreement.saved", agreement, at, part=part)


@dataclass(frozen=True)
class Typed:
    """What was typed of a part, and the version that its writer saw."""

    columns: Mapping[str, Any]
    rows: Rows
    seen: int


def _broken(part: str, columns: Mapping[str, Any]) -> list[RuleBroken]:
    if part == "working":
        quorum = {each: columns[f"quorum_{each}"] for each in JointSide}
        return broken_rules(Rules(columns["frequency_days"], quorum, columns["minutes_days"]))
    if part == "duration" and columns["starts_on"] and columns["ends_on"]:
        return broken_days(columns["starts_on"], columns["ends_on"])
    return []


def problems(agreement: CooperationAgreement) -> list[RuleBroken]:
    """Return what keeps a draft from being sent to the legal officer."""
    parties = rows_of(agreement, "parties")
    sides = {each["key"]: each["side"] for each in parties}
    duties = [
        Duty(sides.get(each["party"]), each["limits"], each["accountability"])
        for each in rows_of(agreement, "duties")
    ]
    facts = AgreementFacts(
        {name: getattr(agreement, name) for name in TEXTS},
        [each["side"] for each in parties],
        duties,
        lines_of(agreement),
        agreement.starts_on,
        agreement.ends_on,
    )
    return broken_agreement(facts)


def part_of(broken: RuleBroken) -> str:
    """Name the part of an agreement in which a broken rule is mended."""
    return next(
        name
        for name, part in PARTS.items()
        if broken.field in part.columns or broken.field == part.rows
    )


def is_draft(agreement: CooperationAgreement) -> bool:
    """Say whether the text can still be written."""
    return agreement.state is AgreementState.DRAFT
