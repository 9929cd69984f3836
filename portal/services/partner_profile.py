"""The profile of a partner in sections: what each holds, how far it is, and saving it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import NotFound, RulesBroken
from portal.domain.partner_house import broken_rows, section_state
from portal.domain.policy import Actor, require
from portal.domain.proposals import SectionState
from portal.models import (
    KeyPerson,
    Partner,
    PartnerAddress,
    PartnerName,
    PartnerPolicy,
    PartnerProfile,
    PastProject,
    Person,
    ProfileSection,
    Record,
    Referee,
    WorkCountry,
    YearBudget,
)
from portal.services import events
from portal.services.prepared import Prepared
from portal.services.steps import save_version

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """What one section holds: columns of the profile, and rows of a table."""

    code: str
    columns: tuple[str, ...] = ()
    table: type[Record] | None = None
    row: tuple[str, ...] = ()
    least: int = 0
    optional: bool = False


_HEADS = ("paid_women", "paid_men", "volunteer_women", "volunteer_men")
_PROJECT = ("title", "donor", "country", "first_year", "last_year", "amount", "currency")
SECTIONS: Mapping[str, Section] = {
    each.code: each
    for each in (
        Section("names", (), PartnerName, ("name", "language"), optional=True),
        Section("legal", ("legal_form", "authority", "registered_on", "registration_ends_on")),
        Section(
            "addresses",
            (),
            PartnerAddress,
            ("kind", "street", "city", "country"),
            optional=True,
        ),
        Section("work", ("services", "populations"), WorkCountry, ("country",), 1),
        Section("staff", _HEADS),
        Section("budgets", (), YearBudget, ("year", "amount", "currency"), 1),
        Section("people", (), KeyPerson, ("name", "function", "body", "birth_year"), 1),
        Section("policies", (), PartnerPolicy, ("kind", "adopted_on", "reviewed_on"), 5),
        Section("projects", (), PastProject, _PROJECT, 1),
        Section("references", (), Referee, ("name", "organisation", "email", "phone"), 2),
    )
}
"""The sections that are written as forms; the essentials stand in ``Partner`` itself."""
MAY_BE_EMPTY = {"registration_ends_on"}


@dataclass(frozen=True)
class Contents:
    """One section as it stands."""

    version: int
    values: Row
    rows: Sequence[Row]


@dataclass(frozen=True)
class Draft:
    """One section as somebody typed it, after the version that they saw."""

    seen: int
    values: Row = field(default_factory=dict)
    rows: Sequence[Row] = ()


@dataclass(frozen=True)
class Task:
    """How far one section is, and who saved it last."""

    code: str
    state: SectionState
    rows: int
    saved_by: str = ""
    saved_at: datetime | None = None


def section(code: str) -> Section:
    """Find a section by its code, or refuse with ``NotFound``."""
    if code not in SECTIONS:
        raise NotFound
    return SECTIONS[code]


def profile_of(partner: Partner) -> PartnerProfile:
    """Return the profile of a partner; an empty one, not kept yet, where there is none."""
    return _profile.first(partner.id) or PartnerProfile(partner=partner)


_profile: Prepared[PartnerProfile] = Prepared(
    lambda key: PartnerProfile.select().where(PartnerProfile.partner == key)
)


def contents(partner: Partner, of: Section) -> Contents:
    """Return one section as it stands now."""
    row = ProfileSection.get_or_none(
        (ProfileSection.partner == partner) & (ProfileSection.code == of.code)
    )
    profile = profile_of(partner) if of.columns else None
    values = {name: getattr(profile, name) for name in of.columns}
    return Contents(row.version if row else 1, values, rows_of(partner, of))


def said(partner: Partner) -> dict[str, dict[str, Any]]:
    """Return what every section says now, by its code: its values, and its rows in order."""
    profile = profile_of(partner)
    return {
        code: {
            "values": {name: getattr(profile, name) for name in each.columns},
            "rows": rows_of(partner, each),
        }
        for code, each in SECTIONS.items()
    }


def rows_of(partner: Partner, of: Section) -> list[Row]:
    """Return the rows of a section in their order."""
    if of.table is None:
        return []
    return [
        {name: getattr(each, name) for name in of.row} for each in _rows(of.table)(partner.id)
    ]


@cache
def _rows(table: Any) -> Prepared[Any]:  # noqa: ANN401 - a table of rows of a profile
    return Prepared(
        lambda key: table.select().where(table.partner == key).order_by(table.position)
    )


def save(partner: Partner, of: Section, draft: Draft, by: Actor, at: datetime) -> None:
    """Save a section if it is still in the version seen, else refuse with ``Conflict``."""
    require(by, Action.EDIT_PARTNER, partner)
    broken = broken_rows(of.code, draft.rows, at.year)
    if broken:
        raise RulesBroken(broken)
    with atomic():
        _take(partner, of, draft.seen, by, at)
        _keep_values(partner, draft.values)
        _keep_rows(partner, of, draft.rows)
        _tell_rest(partner, of, draft)
        events.record(by, "partner.section_saved", partner, at, section=of.code)


def _take(partner: Partner, of: Section, seen: int, by: Actor, at: datetime) -> None:
    ProfileSection.insert(partner=partner, code=of.code).on_conflict_ignore().execute()
    row = ProfileSection.get(
        (ProfileSection.partner == partner) & (ProfileSection.code == of.code)
    )

    def theirs(_row: ProfileSection) -> Row:
        stands = contents(partner, of)
        return {**stands.values, "rows": stands.rows}

    save_version(row, seen, {"saved_at": at, "saved_by": by.person_id}, theirs=theirs)


def _keep_values(partner: Partner, values: Row) -> None:
    if not values:
        return
    PartnerProfile.insert(partner=partner).on_conflict_ignore().execute()
    PartnerProfile.update(dict(values)).where(PartnerProfile.partner == partner).execute()


def _keep_rows(partner: Partner, of: Section, rows: Sequence[Row]) -> None:
    if of.table is None:
        return
    table: Any = of.table
    table.delete().where(table.partner == partner).execute()
    for position, row in enumerate(rows, 1):
        table.create(partner=partner, position=position, **row)


def _tell_rest(partner: Partner, of: Section, draft: Draft) -> None:
    """Keep what contracts, letters and screening read of a section in the partner itself."""
    summary = _SUMMARIES.get(of.code)
    if summary is not None:
        Partner.update(summary(draft)).where(Partner.id == partner.id).execute()


def _staff(draft: Draft) -> dict[str, object]:
    paid = [draft.values[name] for name in ("paid_women", "paid_men")]
    known = [number for number in paid if number is not None]
    return {"staff": sum(known) if known else None}


def _budget(draft: Draft) -> dict[str, object]:
    last = max(draft.rows, key=lambda row: row["year"], default=None)
    return {"yearly_budget": budget_text(last["amount"], last["currency"]) if last else ""}


def budget_text(amount: Decimal, currency: str) -> str:
    """Write a yearly budget for those who read one line: ``MAD 6100000``."""
    return f"{currency} {amount:f}"


def _people(draft: Draft) -> dict[str, object]:
    lines = (
        ", ".join(part for part in (row["name"], row["function"]) if part) for row in draft.rows
    )
    return {"key_people": "\n".join(lines)}


_SUMMARIES = {"staff": _staff, "budgets": _budget, "people": _people}


def tasks(partner: Partner) -> list[Task]:
    """Return how far each section is, in a fixed number of queries."""
    profile = profile_of(partner)
    saved = _saved(partner)
    return [
        _task(of, profile, _count(partner, of), saved.get(of.code)) for of in SECTIONS.values()
    ]


def _task(
    of: Section, profile: PartnerProfile, rows: int, saved: ProfileSection | None
) -> Task:
    needed = {name: getattr(profile, name) for name in of.columns if name not in MAY_BE_EMPTY}
    state = section_state(needed, rows, of.least, optional=of.optional)
    if saved is None or saved.saved_at is None:
        return Task(of.code, state, rows)
    return Task(
        of.code, state, rows, saved.saved_by.name if saved.saved_by else "", saved.saved_at
    )


def _count(partner: Partner, of: Section) -> int:
    if of.table is None:
        return 0
    table: Any = of.table
    return int(table.select().where(table.partner == partner).count())


def _saved(partner: Partner) -> dict[str, ProfileSection]:
    query = (
        ProfileSection.select(ProfileSection, Person)
        .left_outer_join(Person)
        .where(ProfileSection.partner == partner)
    )
    return {row.code: row for row in query}
