"""Facts of the request for an instalment and of the certificate of its payment."""

from typing import Any
from uuid import UUID

from portal.domain.instalments import total
from portal.domain.partner_house import masked
from portal.models import BankAccount, InstalmentRequest
from portal.pdf.facts.shared import base_facts
from portal.services import bank_numbers, budget_categories
from portal.services.instalment_finding import Case, by_id
from portal.services.instalments import FIGURES, lines_of

Facts = dict[str, Any]
_COLUMNS = (*FIGURES, "balance")


def _case(subject_id: UUID) -> tuple[InstalmentRequest, Case]:
    made = InstalmentRequest.get_by_id(subject_id)
    return made, by_id(made.instalment_id)


def _head(made: InstalmentRequest, case: Case, language: str) -> Facts:
    contract, call = case.contract, case.contract.call
    where = {"country": call.centre.country, "zone": call.zone}
    return {
        **base_facts(case.reference, contract.lot.title, language=language, **where),
        "contract": contract.reference,
        "lot": contract.lot.title,
        "call_title": call.title,
        "partner": contract.partner.name,
        "currency": contract.currency,
        "contract_amount": str(contract.amount),
        "starts_on": contract.starts_on.isoformat(),
        "ends_on": contract.ends_on.isoformat(),
        "number_of_instalment": case.instalment.position,
        "instalment_amount": str(case.instalment.amount),
        "condition": case.instalment.condition,
        "condition_language": contract.language,
        "amount": str(made.amount),
        "round": made.round,
    }


def request(subject_id: UUID, language: str) -> Facts:
    """Return the facts of a request as it was certified; what came after is on no request."""
    made, case = _case(subject_id)
    names = budget_categories.names(case.contract.call, language)
    lines = lines_of(made)
    return {
        **_head(made, case, language),
        "lines": [
            {
                "name": names.get(line.category, line.category),
                **{name: str(getattr(line, name)) for name in _COLUMNS},
            }
            for line in lines
        ],
        "totals": {name: str(total(lines, name)) for name in _COLUMNS},
        "note": made.note,
        "requested": {
            "name": made.requested_by.name,
            "at": made.requested_at.isoformat(),
        },
    }


def certificate(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the certificate of a payment; of the account the end only."""
    made, case = _case(subject_id)
    acts = ("requested", "verified", "approved", "paid")
    return {
        **_head(made, case, language),
        "bank_reference": made.bank_reference,
        "value_date": made.value_date.isoformat() if made.value_date else "",
        "account": _account(made.account),
        "acts": {
            act: {
                "name": getattr(made, f"{act}_by").name,
                "at": getattr(made, f"{act}_at").isoformat(),
            }
            for act in acts
        },
    }


def _account(account: BankAccount | None) -> Facts:
    if account is None:
        return {"holder": "", "bank": "", "number": ""}
    end = masked(bank_numbers.whole(account))
    return {"holder": account.holder, "bank": account.bank, "number": end}
