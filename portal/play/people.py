"""Who and what the sample programme starts with: people, partners, centres."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from portal.config import ROOT
from portal.domain.actions import Role
from portal.domain.policy import VISITOR, Actor
from portal.models import Centre, Partner, Person
from portal.models.centres import SiteKind
from portal.play import houses
from portal.services import accounts, centres, staff

SAMPLE = ROOT / "portal" / "sample"


@cache
def read(name: str) -> Mapping[str, Any]:
    """Return one data file of the sample programme."""
    return tomllib.loads((SAMPLE / f"{name}.toml").read_text(encoding="utf-8"))


SAMPLE_PASSWORD: str = read("people")["password"]
SAMPLE_PASSPHRASE: str = read("people")["passphrase"]


def people() -> list[Mapping[str, Any]]:
    """Return everybody of the sample programme, as the data file lists them."""
    return list(read("people")["person"])


class Cast:
    """The people, partners and centres of the sample by their keys in the data files."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.partners: dict[str, Partner] = {}
        self.centres: dict[str, Centre] = {}

    def actor(self, key: str) -> Actor:
        """Return a person as the rules see them now."""
        return accounts.actor_of(self.people[key])


def load(at: datetime) -> Cast:
    """Put people, partners and centres into an empty database."""
    cast = Cast()
    for entry in read("partners")["partner"]:
        cast.partners[entry["key"]] = _partner(entry, at)
    for entry in people():
        cast.people[entry["key"]] = _person(entry, cast, at)
    _fill_houses(cast, at)
    for entry in read("centres")["centre"]:
        cast.centres[entry["key"]] = _centre(entry, cast, at)
    return cast


def _partner(entry: Mapping[str, Any], at: datetime) -> Partner:
    same = ("name", "acronym", "country", "city", "address", "registration", "founded")
    more = ("website", "mandate", "staff", "bank_holder")
    return Partner.create(
        **{name: entry[name] for name in (*same, *more)},
        yearly_budget=f"{entry['budget_currency']} {entry['yearly_budget']}",
        key_people="\n".join(person["name"] for person in entry["key_people"]),
        language=_language(entry["key"]),
        created_at=at,
    )


def _fill_houses(cast: Cast, at: datetime) -> None:
    owners = {
        entry["partner"]: entry["key"]
        for entry in people()
        if "partner_owner" in entry["roles"]
    }
    for entry in read("partners")["partner"]:
        key = entry["key"]
        house = read("houses").get(key, {})
        houses.fill(cast.partners[key], entry, house, cast.actor(owners[key]), at)


def _language(partner: str) -> str:
    team = (entry for entry in people() if entry.get("partner") == partner)
    return str(next(entry for entry in team if "partner_owner" in entry["roles"])["language"])


def _person(entry: Mapping[str, Any], cast: Cast, at: datetime) -> Person:
    partner = cast.partners.get(entry.get("partner", ""))
    roles = tuple(Role(role) for role in entry["roles"])
    new = staff.NewPerson(
        entry["email"],
        entry["name"],
        entry["language"],
        roles,
        partner.id if partner else None,
    )
    return staff.add_person(new, SAMPLE_PASSWORD, VISITOR, at)


def _centre(entry: Mapping[str, Any], cast: Cast, at: datetime) -> Centre:
    same = ("country", "model", "model_reason", "authority", "requested_on", "request")
    values = {name: entry[name] for name in (*same, "strategy", "handover", "capacity")}
    values |= {"name": entry["name"]["en"], "risks": "\n\n".join(entry["risks"])}
    sites = [
        centres.SiteRow(
            row["city"],
            SiteKind(row["kind"]),
            row["places"],
            row.get("note", ""),
            *(Decimal(each) for each in row["place"]),
        )
        for row in entry["site"]
    ]
    return centres.register(values, sites, cast.actor("programme"), at)
