"""The clauses of a contract: taken from the library where they apply, with its figures."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from babel.numbers import get_territory_currencies

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.clauses import (
    Parameter,
    ParameterKind,
    Standing,
    Trait,
    applies,
    fill,
    fits,
)
from portal.domain.contracts import PARTS
from portal.domain.day_words import undated
from portal.domain.errors import RuleBroken
from portal.domain.policy import Actor, require
from portal.models import ClauseVersion, Contract, ContractClause
from portal.services import clause_library, events
from portal.services.clause_filling import facts, figures
from portal.services.contract_finding import by_slug, hold_draft
from portal.services.steps import save_version

_CHILDREN = {"child_friendly_space", "family_tracing"}
_CASH = {"cash_vouchers"}


def traits_of(contract: Contract) -> set[Trait]:
    """Return what a contract involves by its call, its partner and its currency."""
    call, services = contract.call, set(contract.call.services)
    national = contract.partner.country in {"", call.centre.country}
    found = {
        Trait.PERSONAL_DATA: bool(call.data_categories or call.data_profile),
        Trait.SPECIAL_CATEGORIES: bool(call.special_categories),
        Trait.CHILDREN: call.children_data or bool(services & _CHILDREN),
        Trait.TRANSFERS: call.data_transfers,
        Trait.CASH: bool(services & _CASH),
        Trait.FOREIGN_CURRENCY: not _is_own_currency(contract),
        Trait.NATIONAL_PARTNER: national,
        Trait.INTERNATIONAL_PARTNER: not national,
    }
    return {trait for trait, there in found.items() if there}


def _is_own_currency(contract: Contract) -> bool:
    return contract.currency in get_territory_currencies(
        contract.call.centre.country, contract.starts_on
    )


def put(contract: Contract, at: datetime) -> None:
    """Give a new contract its clauses: every one of the library that applies to it.

    What is mandatory stands in it; what is optional lies beside it, to be taken in.
    """
    contract.traits = sorted(traits_of(contract))
    contract.save(only=[Contract.traits])
    rows = [_row(contract, each) for each in _applying(contract, at.date())]
    known = facts(contract) | _numbers(rows)
    for position, row in enumerate(rows, 1):
        row.position, row.text = position, _filled(contract, row, known)
    ContractClause.insert_many([row.__data__ for row in rows]).execute()


def _applying(contract: Contract, on: date) -> list[ClauseVersion]:
    held = clause_library.current(on)
    return [each for each in held if applies(each.applies, contract.traits)]


def _row(contract: Contract, version: ClauseVersion) -> ContractClause:
    return ContractClause(
        contract=contract,
        position=0,
        code=version.code,
        part=version.part,
        title=version.titles[contract.language],
        text="",
        template=version.texts[contract.language],
        parameters=list(version.parameters),
        library_version=str(version.version),
        mandatory=version.mandatory,
        left_out=not version.mandatory,
    )


def _set_positions(contract: Contract) -> None:
    in_order = sorted(contract.clauses, key=lambda each: (PARTS.index(each.part), each.code))
    for position, each in enumerate(in_order, 1):
        ContractClause.update(position=position).where(ContractClause.id == each.id).execute()


def rows_of(contract: Contract) -> list[ContractClause]:
    """Return every clause of a contract in its order, also those that are left out."""
    return list(contract.clauses.order_by(ContractClause.position))


def parameters_of(row: ContractClause) -> list[Parameter]:
    """Return what a clause of a contract asks for; one from before versions, as version 1."""
    if row.template:
        return [
            Parameter(each["name"], ParameterKind(each["kind"]), each.get("value", ""))
            for each in row.parameters
        ]
    version = _origin(row)
    return clause_library.parameters_of(version) if version else []


def _origin(row: ContractClause) -> ClauseVersion | None:
    return clause_library.at_version(row.code, row.library_version)


def template_of(row: ContractClause, language: str) -> str:
    """Return the library's text of a clause of a contract, with its places."""
    if row.template:
        return str(row.template)
    version = _origin(row)
    return str(version.texts[language]) if version else str(row.text)


def standings(contract: Contract, rows: Sequence[ContractClause]) -> list[Standing]:
    """Return how each clause of a contract stands beside the library."""
    known = facts(contract) | _numbers(rows)
    return [_standing(contract, row, known) for row in rows]


def _numbers(rows: Sequence[ContractClause]) -> dict[str, str]:
    kept = (row.code for row in rows if not row.left_out)
    return {code: str(number) for number, code in enumerate(kept, 1)}


def _standing(contract: Contract, row: ContractClause, known: Mapping[str, str]) -> Standing:
    parameters, template = parameters_of(row), template_of(row, contract.language)
    house = {each.name for each in parameters if each.value}
    free = {name: value for name, value in row.given.items() if name not in house}
    own = figures(parameters, free, contract.language, contract.currency)
    standard = fill(template, {**known, **own})
    return Standing(
        code=row.code,
        text=row.text,
        standard=row.text if row.text == undated(standard) else standard,
        mandatory=row.mandatory,
        left_out=row.left_out,
        template=template,
        values=own,
    )


def filled(contract: Contract) -> dict[str, str]:
    """Return the text of each clause by code: the library's, with this contract's figures."""
    rows = rows_of(contract)
    known = facts(contract) | _numbers(rows)
    return {row.code: _filled(contract, row, known) for row in rows}


def _filled(contract: Contract, row: ContractClause, known: Mapping[str, str]) -> str:
    values = figures(parameters_of(row), dict(row.given), contract.language, contract.currency)
    return fill(template_of(row, contract.language), {**known, **values})


def refill(contract: Contract, before: Mapping[str, str]) -> None:
    """Write new figures into the clauses that nobody put into other words.

    ``before`` is what ``filled`` said before the figures changed.
    """
    now = by_slug(contract.slug)
    after = filled(now)
    for row in rows_of(now):
        if row.text == before.get(row.code, "") and row.text != after[row.code]:
            ContractClause.update(
                text=after[row.code], version=ContractClause.version + 1
            ).where(ContractClause.id == row.id).execute()


def save_values(
    row: ContractClause, given: Mapping[str, str], seen: int, by: Actor, at: datetime
) -> None:
    """Set what a contract says for the parameters of a clause; empty takes the library's."""
    contract = row.contract
    require(by, Action.EDIT_CONTRACT, contract)
    kinds = {each.name: each.kind for each in parameters_of(row)}
    for name, value in given.items():
        if name not in kinds or (value and not fits(kinds[name], value)):
            raise RuleBroken("clause_value", f"value_{name}", name=name)
    with atomic():
        hold_draft(contract)
        before = filled(by_slug(contract.slug))
        kept = {name: value for name, value in given.items() if value}
        save_version(row, seen, {"given": kept})
        refill(contract, before)
        events.record(by, "contract.clause_figures", contract, at, code=row.code)


def leave_out(row: ContractClause, by: Actor, at: datetime) -> None:
    """Leave a clause out of a draft; a mandatory one then needs an approved deviation."""
    _turn(row, by, at, out=True)


def take_in(row: ContractClause, by: Actor, at: datetime) -> None:
    """Take a clause that was left out, or an optional one, into a draft."""
    _turn(row, by, at, out=False)


def _turn(row: ContractClause, by: Actor, at: datetime, *, out: bool) -> None:
    contract = row.contract
    require(by, Action.EDIT_CONTRACT, contract)
    with atomic():
        hold_draft(contract)
        before = filled(by_slug(contract.slug))
        changed = ContractClause.update(left_out=out, version=ContractClause.version + 1).where(
            (ContractClause.id == row.id) & (ContractClause.left_out != out)
        )
        if not changed.execute():
            return
        refill(contract, before)
        name = "contract.clause_left_out" if out else "contract.clause_taken_in"
        events.record(by, name, contract, at, code=row.code)


def set_traits(
    contract: Contract, added: Iterable[Trait], seen: int, by: Actor, at: datetime
) -> None:
    """Say what a draft involves beyond what its call says, and take in the clauses for it.

    Clauses for something that is no longer involved go, whatever was written into them.
    """
    require(by, Action.EDIT_CONTRACT, contract)
    with atomic():
        hold_draft(contract)
        now = by_slug(contract.slug)
        before = filled(now)
        wanted = sorted({*traits_of(now), *added})
        save_version(contract, seen, {"traits": wanted})
        now = by_slug(contract.slug)
        _match(now, at.date())
        refill(now, before)
        events.record(by, "contract.traits_changed", contract, at)


def _match(contract: Contract, on: date) -> None:
    there = {row.code: row for row in rows_of(contract)}
    for row in there.values():
        version = _origin(row)
        if version is not None and not applies(version.applies, contract.traits):
            row.delete_instance()
    added = [each for each in _applying(contract, on) if each.code not in there]
    for version in added:
        _row(contract, version).save(force_insert=True)
    _set_positions(contract)
