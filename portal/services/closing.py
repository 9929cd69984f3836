"""Closing a contract: items confirmed by named people, closed when everything stands."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from portal.config import LANGUAGES
from portal.db import atomic
from portal.domain.actions import OFFICE_ROLES, PARTNER_ROLES, Action
from portal.domain.closing import (
    CONFIRMED,
    WITH_CERTIFICATE,
    Item,
    open_items,
)
from portal.domain.errors import NotFound, RuleBroken, RulesBroken
from portal.domain.lifecycle import CLOSE_CONTRACT
from portal.domain.policy import Actor, require
from portal.models import Closing, ClosingTick, Contract, Grant, Person
from portal.services import closing_finding as finding
from portal.services import documents, events, outbox
from portal.services.closing_finding import Ending, Sent
from portal.services.steps import advance


def _write(contract: Contract, **values: object) -> None:
    kept = finding.row(contract)
    Closing.update(values).where(Closing.id == kept.id).execute()


def people() -> list[Person]:
    """Return the people of the office who can be named to close a contract."""
    holders = Grant.select(Grant.person).where(Grant.role.in_(list(OFFICE_ROLES)))
    office = Person.select().where(Person.id.in_(holders) & Person.disabled_at.is_null())
    return list(office.order_by(Person.name))


def name_delegate(ending: Ending, person_id: UUID | None, by: Actor, at: datetime) -> None:
    """Name who may close this contract for the head of office; None takes it back."""
    require(by, Action.NAME_DELEGATE, ending)
    if person_id is not None and person_id not in {each.id for each in people()}:
        raise RuleBroken("delegate_unknown", "person")
    with atomic():
        finding.hold_open(ending.contract)
        _write(ending.contract, delegate=person_id, named_by=by.person_id, named_at=at)
        events.record(by, "contract.delegate_named", ending.contract, at)


def confirm(ending: Ending, code: str, said: tuple[str, Sent], by: Actor, at: datetime) -> None:
    """Confirm an item that no facts decide: with a note, and for data with a certificate."""
    require(by, Action.CONFIRM_CLOSING, ending)
    note, sent = said
    if code not in CONFIRMED:
        raise NotFound
    if not note.strip():
        raise RuleBroken("closing_note", "note")
    if code in WITH_CERTIFICATE and sent.upload is None:
        raise RuleBroken("closing_certificate", "file")
    contract = ending.contract
    with atomic():
        finding.hold_open(contract)
        _require_no_facts(contract, code)
        kept = finding.keep_file(contract, sent, by.person_id, at)
        mine = (ClosingTick.contract == contract) & (ClosingTick.code == code)
        ClosingTick.delete().where(mine).execute()
        row = {"note": note.strip(), "file": kept, "person": by.person_id, "at": at}
        ClosingTick.create(contract=contract, code=code, **row)
        events.record(by, "contract.closing_confirmed", contract, at, item=code)


def _require_no_facts(contract: Contract, code: str) -> None:
    item = next(each for each in finding.items(contract) if each.code == code)
    if item.by_facts:
        raise RuleBroken("closing_by_facts")


def close(ending: Ending, note: str, by: Actor, at: datetime) -> None:
    """Close a contract when every item stands; from then on it is only read."""
    require(by, Action.CLOSE_CONTRACT, ending)
    contract = ending.contract
    with atomic():
        CLOSE_CONTRACT.take(ending.state)
        finding.hold_open(contract)
        stands = finding.items(contract)
        if broken := open_items(stands):
            raise RulesBroken(broken)
        advance(contract, CLOSE_CONTRACT)
        closed = {"closed_at": at, "closed_by": by.person_id, "note": note.strip()}
        _write(contract, **closed, facts=_facts(contract, stands))
        events.record(by, "contract.closed", contract, at)
        number = f"{contract.reference}-CLOSE"
        documents.request("closing_record", contract.id, number, LANGUAGES, at)
        _tell(contract, at)


def _facts(contract: Contract, stands: list[Item]) -> dict[str, object]:
    money = finding.money(contract)
    return {
        "money": {name: str(amount) for name, amount in asdict(money).items()},
        "items": [
            {
                "code": each.code,
                "by_facts": each.by_facts,
                "figures": {name: str(value) for name, value in each.figures.items()},
            }
            for each in stands
        ],
    }


def _tell(contract: Contract, at: datetime) -> None:
    holders = Grant.select(Grant.person).where(Grant.role.in_(list(PARTNER_ROLES)))
    own = (Person.partner == contract.partner_id) & Person.id.in_(holders)
    facts = {"reference": contract.reference, "slug": contract.slug}
    for person in Person.select().where(own & Person.disabled_at.is_null()):
        language = person.language
        mail = {**facts, "name": person.name}
        outbox.put_mail(person.email, "contract_closed", language, at, **mail)
