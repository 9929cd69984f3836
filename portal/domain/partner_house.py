"""Rules of the partner's house: sections of a profile, bank numbers, documents, members."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from portal.domain.actions import PARTNER_ROLES, Role
from portal.domain.errors import RuleBroken
from portal.domain.proposals import SectionState

REMIND_BEFORE = (60, 30, 7, -1)
"""Days before the end of a document at which its owner is reminded, -1 once it is over."""
LEAST_REASON = 5
"""Words that tell why a partner is another one than the one it resembles."""
_IBAN_START = 4
_FIGURES = re.compile(r"[0-9](?:[ \u00a0\u202f.\-/]?[0-9]){9}")
_SHOWN = 4
_NUMBER_LENGTHS = range(4, 35)


class AddressKind(StrEnum):
    """What a place is to a partner."""

    BRANCH = "branch"
    PROJECT = "project"
    POSTAL = "postal"


class Body(StrEnum):
    """Where a key person stands."""

    GOVERNING = "governing"
    MANAGEMENT = "management"


class PolicyKind(StrEnum):
    """The policies that due diligence asks for; a house default."""

    PSEA = "psea"
    SAFEGUARDING = "safeguarding"
    ANTI_FRAUD = "anti_fraud"
    DATA_PROTECTION = "data_protection"
    PROCUREMENT = "procurement"


class DocumentKind(StrEnum):
    """What a file of the profile is."""

    REGISTRATION = "registration"
    STATUTES = "statutes"
    POLICY_PSEA = "policy_psea"
    POLICY_SAFEGUARDING = "policy_safeguarding"
    POLICY_ANTI_FRAUD = "policy_anti_fraud"
    POLICY_DATA_PROTECTION = "policy_data_protection"
    POLICY_PROCUREMENT = "policy_procurement"
    AUDIT = "audit"
    YEARLY_REPORT = "yearly_report"
    INSURANCE = "insurance"
    OTHER = "other"


class Opinion(StrEnum):
    """What the auditor says."""

    UNQUALIFIED = "unqualified"
    QUALIFIED = "qualified"
    ADVERSE = "adverse"
    DISCLAIMER = "disclaimer"


class AccountState(StrEnum):
    """Where a bank account stands."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    REPLACED = "replaced"


class RequestState(StrEnum):
    """Where a request to be let in stands."""

    WAITING = "waiting"
    ADMITTED = "admitted"
    DECLINED = "declined"


class Grounds(StrEnum):
    """Why two organisations may be the same."""

    REGISTRATION = "registration"
    NAME = "name"
    DOMAIN = "domain"


def filled(value: object) -> bool:
    """Say whether something was entered: 0 is, an empty text or list is not."""
    return value not in ("", None) and value != []


def section_state(
    values: Mapping[str, Any], rows: int, least_rows: int, *, optional: bool
) -> SectionState:
    """Say how far a section is: every value filled and enough rows make it done."""
    begun = rows > 0 or any(filled(value) for value in values.values())
    if not begun:
        return SectionState.OPTIONAL if optional else SectionState.EMPTY
    enough = rows >= least_rows and all(filled(value) for value in values.values())
    return SectionState.DONE if enough else SectionState.STARTED


_ONCE = {
    "policies": ("kind", "policy_twice"),
    "budgets": ("year", "year_twice"),
    "work": ("country", "country_twice"),
}
"""The sections whose rows differ in a column, with the rule that says so."""


def broken_rows(code: str, rows: Sequence[Mapping[str, Any]], year: int) -> list[RuleBroken]:
    """Return what is wrong with the rows of a section; ``year`` is the present one."""
    if code in _ONCE:
        return _twice(rows, *_ONCE[code])
    return _years(rows, year) if code == "projects" else []


def _twice(rows: Sequence[Mapping[str, Any]], name: str, rule: str) -> list[RuleBroken]:
    values = [row[name] for row in rows]
    return [RuleBroken(rule, field="rows")] if len(set(values)) < len(values) else []


def _years(rows: Sequence[Mapping[str, Any]], year: int) -> list[RuleBroken]:
    wrong = any(not row["first_year"] <= row["last_year"] for row in rows)
    early = any(row["first_year"] > year for row in rows)
    found = [RuleBroken("project_years", "rows")] if wrong else []
    return found + ([RuleBroken("project_later", "rows", year=year)] if early else [])


def account_number(typed: str) -> str:
    """Return a bank account number as it is kept: capitals and digits only."""
    return "".join(each for each in typed.upper() if each.isascii() and each.isalnum())


def broken_number(number: str) -> list[RuleBroken]:
    """Return what is wrong with a kept account number; an IBAN is checked by its digits."""
    if len(number) not in _NUMBER_LENGTHS:
        return [RuleBroken("account_length", "number")]
    if number[:2].isalpha() and number[2:_IBAN_START].isdigit() and not iban_holds(number):
        return [RuleBroken("iban_wrong", "number")]
    return []


def iban_holds(number: str) -> bool:
    """Say whether the check digits of an IBAN fit (ISO 13616, ISO 7064 mod 97-10)."""
    turned = number[_IBAN_START:] + number[:_IBAN_START]
    return int("".join(str(int(each, 36)) for each in turned)) % 97 == 1


def tells_a_number(text: str) -> bool:
    """Say whether a text tells a whole account number: ten figures, however they are parted.

    Every IBAN has as many; the last digits of an account, a day and a year have fewer.
    """
    return _FIGURES.search(text) is not None


def masked(number: str) -> str:
    """Return an account number of which only the last four characters can be read."""
    shown = number[-_SHOWN:] if len(number) > 2 * _SHOWN else ""
    return "•" * 4 + shown


def reminder_due(ends: date, today: date, sent: Collection[int]) -> int | None:
    """Return the reminder that is due for a document, in days before its end, or None.

    Only the nearest one is due, so that nobody is reminded twice of the same day.
    """
    left = (ends - today).days
    reached = [days for days in REMIND_BEFORE if left <= days]
    nearest = min(reached) if reached else None
    return None if nearest is None or nearest in sent else nearest


def broken_roles(roles: Iterable[Role], *, owners_left: int) -> list[RuleBroken]:
    """Return what stands against giving a member these roles.

    ``owners_left`` counts the other owners: a partner always has one.
    """
    wanted = set(roles)
    if not wanted:
        return [RuleBroken("roles_none", "roles")]
    if not wanted <= PARTNER_ROLES:
        return [RuleBroken("roles_unknown", "roles")]
    if Role.PARTNER_OWNER not in wanted and owners_left == 0:
        return [RuleBroken("last_owner", "roles")]
    return []


def broken_document(
    issued: date | None, expires: date | None, today: date, *, audit: bool, year: int | None
) -> list[RuleBroken]:
    """Return what is wrong with the days of a document; an audit report needs its year."""
    found = []
    if issued is not None and issued > today:
        found.append(RuleBroken("issued_later", "issued_on"))
    if expires is not None and issued is not None and expires <= issued:
        found.append(RuleBroken("expires_first", "expires_on"))
    if expires is not None and expires < today:
        found.append(RuleBroken("expired_already", "expires_on"))
    if audit and year is None:
        found.append(RuleBroken("audit_year", "year"))
    return found
