"""Tables that a contract took over from the proposal, as an amendment changes them.

A contract from before holds none; there the words on staffing in its terms are all there is.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from portal.domain.amendments import ANNEXED, KINDS, AmendmentPart
from portal.domain.errors import NotFound, RuleBroken, RulesBroken
from portal.domain.proposal_parts import PartKey, Spec, Wanted, clean, part_rules
from portal.domain.table_changes import table_changes
from portal.models import ContractAmendment, ProposalPart
from portal.services import contract_promises
from portal.services.amendment_plan import Plan
from portal.services.proposal_parts import Part, wanted_of

Rows = list[dict[str, Any]]
PARTS: Mapping[PartKey, AmendmentPart] = {key: part for part, key in ANNEXED.items()}


def offered(amendment: ContractAmendment) -> list[PartKey]:
    """Return the tables that an amendment may change: of its kind, and in its contract."""
    promised = contract_promises.of(amendment.contract)
    kind = KINDS[amendment.kind].parts
    return [
        key
        for key, part in PARTS.items()
        if part in kind and contract_promises.table(promised, key)
    ]


def part(amendment: ContractAmendment, plan: Plan, key: PartKey) -> Part:
    """Return a table with what the amendment changes in it; ``NotFound`` where it may not."""
    if key not in offered(amendment):
        raise NotFound
    contract = plan.then.contract
    table = contract_promises.table(contract_promises.of(contract), key) or {}
    content = {"rows": table["rows"], "values": {}}
    row = ProposalPart(content=content, version=amendment.version)
    wanted = wanted_of(contract.call)
    within = replace(wanted, starts_on=contract.starts_on, ends_on=contract.ends_on)
    return Part(Spec(key), within, row)


def changes(
    amendment: ContractAmendment, part: Part, typed: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the change of a table; none where it says what the contract says.

    Raises ``RulesBroken`` where a row is incomplete or none is left.
    """
    content = clean(part.spec, typed)
    if broken := _broken(part.key, content, part.wanted):
        raise RulesBroken(broken)
    table = contract_promises.table(contract_promises.of(amendment.contract), part.key) or {}
    names = [each["name"] for each in table["columns"]]
    posts = {each.key: each.name for each in part.wanted.posts}
    rows = [_row(each, names, posts) for each in content["rows"]]
    differs = table_changes(table["rows"], rows, names[0])
    return {PARTS[part.key].value: rows if differs else None}


def _row(row: Mapping[str, Any], names: list[str], posts: Mapping[str, str]) -> dict[str, Any]:
    told = {name: row.get(name) for name in names}
    return told | ({"post_name": posts.get(row["post"], "")} if "post" in names else {})


def problems(amendment: ContractAmendment, plan: Plan) -> list[RuleBroken]:
    """Return what is wrong with changed tables: their days, once the contract's own changed."""
    contract = plan.then.contract
    days = Wanted(contract.starts_on, contract.ends_on)
    return [
        rule
        for part, key in ANNEXED.items()
        if part in amendment.changes
        for rule in _broken(key, {"rows": amendment.changes[part]}, days)
    ]


def _broken(key: PartKey, content: Mapping[str, Any], wanted: Wanted) -> list[RuleBroken]:
    """Return what a table lacks; how many people a call asked for is no rule of amendments."""
    return part_rules(Spec(key), content, replace(wanted, posts=()))
