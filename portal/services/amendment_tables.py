"""Parts that a contract took over from the proposal, as an amendment changes them.

Some are tables, some are questions with the answers that the partner gave. A contract from
before holds none; there the words on staffing in its terms are all there is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from portal.domain.amendments import ANNEXED, KINDS, AmendmentPart
from portal.domain.errors import NotFound, RuleBroken, RulesBroken
from portal.domain.proposal_parts import (
    ROWS,
    Column,
    Kind,
    PartKey,
    Spec,
    Wanted,
    clean,
    note_name,
    part_rules,
)
from portal.domain.table_changes import answer_changes, table_changes
from portal.models import ContractAmendment, ProposalPart
from portal.services import contract_promises
from portal.services.amendment_plan import Plan
from portal.services.proposal_parts import LONGEST, Part, wanted_of

Rows = list[dict[str, Any]]
Row = Mapping[str, Any]
PARTS: Mapping[PartKey, AmendmentPart] = {key: part for part, key in ANNEXED.items()}
_LONGEST_REPLY = 10


def offered(amendment: ContractAmendment) -> list[PartKey]:
    """Return the parts that an amendment may change: of its kind, and in its contract."""
    promised = contract_promises.of(amendment.contract)
    kind = KINDS[amendment.kind].parts
    return [
        key
        for key, part in PARTS.items()
        if part in kind and contract_promises.part(promised, key)
    ]


def part(amendment: ContractAmendment, plan: Plan, key: PartKey) -> Part:
    """Return a part with what the amendment changes in it; ``NotFound`` where it may not."""
    if key not in offered(amendment):
        raise NotFound
    contract = plan.then.contract
    kept = contract_promises.part(contract_promises.of(contract), key) or {}
    content = {"rows": kept["rows"], "values": _values(kept["questions"])}
    row = ProposalPart(content=content, version=amendment.version)
    wanted = wanted_of(contract.call)
    first, last = contract.starts_on, contract.ends_on
    within = replace(wanted, starts_on=first, ends_on=last, targets={})
    return Part(Spec(key, tuple(_asked(kept["questions"]))), within, row)


def _asked(questions: Sequence[Row]) -> Iterator[Column]:
    """Give the fields of the questions in a contract, named by their places."""
    for number, each in enumerate(questions, 1):
        is_answer = each["kind"] == Kind.ANSWER
        longest = _LONGEST_REPLY if is_answer else LONGEST
        yield Column(_name(number), Kind(each["kind"]), longest, label=each["text"])
        if is_answer:
            yield Column(
                note_name(_name(number)), Kind.TEXT, LONGEST, needed=bool(each["note"])
            )


def _values(questions: Sequence[Row]) -> dict[str, str]:
    given = {_name(number): each["given"] for number, each in enumerate(questions, 1)}
    notes = {note_name(_name(number)): each["note"] for number, each in enumerate(questions, 1)}
    return given | notes


def _name(number: int) -> str:
    return f"question_{number}"


def changes(
    amendment: ContractAmendment, part: Part, typed: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the change of a part; none where it says what the contract says.

    Raises ``RulesBroken`` where a row or an answer is incomplete or none is left.
    """
    content = clean(part.spec, typed)
    if broken := _broken(part.spec, content, part.wanted):
        raise RulesBroken(broken)
    kept = contract_promises.part(contract_promises.of(amendment.contract), part.key) or {}
    then, differs = _table(part, kept, content) if part.spec.rows else _answers(kept, content)
    return {PARTS[part.key].value: then if differs else None}


def _table(part: Part, kept: Row, content: Row) -> tuple[Rows, bool]:
    names = [each["name"] for each in kept["columns"]]
    posts = {each.key: each.name for each in part.wanted.posts}
    rows = [_row(each, names, posts) for each in content["rows"]]
    return rows, bool(table_changes(kept["rows"], rows, names[0]))


def _row(row: Row, names: Sequence[str], posts: Mapping[str, str]) -> dict[str, Any]:
    told = {name: row.get(name) for name in names}
    return told | ({"post_name": posts.get(row["post"], "")} if "post" in names else {})


def _answers(kept: Row, content: Row) -> tuple[Rows, bool]:
    """Return the questions as they are answered now; each keeps the words it was asked in."""
    values = content["values"]
    then = [
        {**each, "given": values[name], "note": values.get(note_name(name), "")}
        for number, each in enumerate(kept["questions"], 1)
        for name in [_name(number)]
    ]
    return then, bool(answer_changes(kept["questions"], then))


def problems(amendment: ContractAmendment, plan: Plan) -> list[RuleBroken]:
    """Return what is wrong with changed tables: their days, once the contract's own changed."""
    contract = plan.then.contract
    days = Wanted(contract.starts_on, contract.ends_on)
    return [
        rule
        for part, key in ANNEXED.items()
        if part in amendment.changes and key in ROWS
        for rule in _broken(Spec(key), {"rows": amendment.changes[part]}, days)
    ]


def _broken(spec: Spec, content: Row, wanted: Wanted) -> list[RuleBroken]:
    """Return what a part lacks; how many people a call asked for is no rule of amendments."""
    return part_rules(spec, content, replace(wanted, posts=()))
