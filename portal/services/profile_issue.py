"""The profile of a partner as a document: what it held on the day it was issued."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from portal.config import LANGUAGES
from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.partner_house import AccountState, masked
from portal.domain.policy import Actor, require
from portal.models import BankAccount, Document, Partner, ProfileIssue
from portal.services import bank_numbers, documents, events, partner_documents
from portal.services.counters import next_number
from portal.services.partner_profile import said
from portal.services.prepared import Prepared
from portal.services.steps import found

KIND = "profile"
_ESSENTIALS = (
    "name",
    "acronym",
    "country",
    "city",
    "address",
    "registration",
    "founded",
    "website",
    "mandate",
    "staff",
    "yearly_budget",
    "key_people",
)
_FILE = ("kind", "title", "issued_on", "expires_on", "year", "opinion", "sha256")
_BANK = ("holder", "bank", "country", "currency")


def snapshot(partner: Partner) -> dict[str, Any]:
    """Return the whole profile as JSON primitives; of the bank number the end only."""
    papers = [
        {name: getattr(each, name) for name in _FILE}
        for each in partner_documents.all_of(partner)
    ]
    whole = {
        "essentials": {name: getattr(partner, name) for name in _ESSENTIALS},
        "sections": said(partner),
        "papers": papers,
        "bank": _bank(partner),
    }
    plain: dict[str, Any] = _primitive(whole)
    return plain


def _bank(partner: Partner) -> dict[str, Any] | None:
    row = _confirmed.first(partner.id)
    if row is None:
        return None
    return {
        **{name: getattr(row, name) for name in _BANK},
        "number": masked(bank_numbers.whole(row)),
    }


_confirmed: Prepared[BankAccount] = Prepared(
    lambda key: BankAccount.select().where(
        (BankAccount.partner == key) & (BankAccount.state == AccountState.CONFIRMED)
    )
)


def _primitive(value: Any) -> Any:  # noqa: ANN401 - any value of a profile
    if isinstance(value, dict):
        return {str(key): _primitive(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_primitive(each) for each in value]
    return _plain(value)


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def issue(partner: Partner, by: Actor, at: datetime) -> ProfileIssue:
    """Issue the profile as a numbered document; an unchanged one is not issued again."""
    require(by, Action.ISSUE_PROFILE, partner)
    with atomic():
        Partner.update(version=Partner.version).where(Partner.id == partner.id).execute()
        partner = Partner.get_by_id(partner.id)
        content, last = snapshot(partner), latest(partner)
        if last is not None and _same(last.content, content):
            return last
        made = ProfileIssue.create(
            partner=partner,
            version=last.version + 1 if last else 1,
            content={**content, "reference": _reference(last)},
            issued_at=at,
        )
        number = f"{made.content['reference']}-V{made.version}"
        documents.request(KIND, made.id, number, LANGUAGES, at)
        events.record(by, "partner.profile_issued", partner, at, version=made.version)
    return made


def _same(before: dict[str, Any], now: dict[str, Any]) -> bool:
    return {name: before[name] for name in now} == now


def _reference(last: ProfileIssue | None) -> str:
    if last is not None:
        return str(last.content["reference"])
    return f"IOM/PARTNER/{next_number('partner profiles'):05d}"


def latest(partner: Partner) -> ProfileIssue | None:
    """Return the profile as it was issued last, or None."""
    query = ProfileIssue.select().where(ProfileIssue.partner == partner)
    last: ProfileIssue | None = query.order_by(ProfileIssue.version.desc()).first()
    return last


def of(partner: Partner, version: int) -> ProfileIssue:
    """Return one version of an issued profile, or refuse with ``NotFound``."""
    mine = (ProfileIssue.partner == partner) & (ProfileIssue.version == version)
    return found(ProfileIssue.get_or_none(mine))


def by_id(issue_id: UUID) -> ProfileIssue:
    """Return an issued profile by its key, or refuse with ``NotFound``."""
    return found(ProfileIssue.get_or_none(ProfileIssue.id == issue_id))


def document_of(issued: ProfileIssue | None, language: str) -> Document | None:
    """Return the document of an issued profile, in the language or else in any."""
    return None if issued is None else documents.of(KIND, issued.id, language)
