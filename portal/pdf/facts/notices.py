"""Facts of the documents of notices."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from portal.models import ContractNotice
from portal.pdf.facts.amendments import head, told
from portal.services import clock, notice_grounds, notices
from portal.services.notice_finding import by_id


def notice(subject_id: UUID, language: str) -> dict[str, object]:  # noqa: ARG001 - its own one
    """Return what a notice prints, in the contract's language."""
    one = by_id(subject_id)
    contract, length = one.contract, notices.length_of(one)
    partner = contract.partner
    return {
        **head(contract, one.reference, contract.lot.title),
        "contract": {**told(contract), "city": partner.city, "address": partner.address},
        "notice": one.number,
        "kind": one.kind.value,
        "side": one.side.value,
        "ground": notice_grounds.every()[one.ground].text(contract.language),
        "clause": notice_grounds.clause_number(contract, one.clause),
        "reason": one.reason,
        "length": {**asdict(length), "immediate": length.immediate},
        "last_day": notices.last_day(one, clock.now()).isoformat(),
        "money": _money(one),
        "surviving": [asdict(each) for each in notice_grounds.surviving(contract)],
        "given": _act(one.given_by, one.given_at),
        "agreed": _act(one.agreed_by, one.agreed_at),
    }


def _money(one: ContractNotice) -> dict[str, str]:
    found = notices.settlement(one)
    names = ("paid", "spent", "to_recover", "to_pay")
    return {name: str(getattr(found, name)) for name in names}


def _act(person: Any, at: Any) -> dict[str, str] | None:  # noqa: ANN401 - columns that may be empty
    return {"name": person.name, "at": at.isoformat()} if at is not None else None
