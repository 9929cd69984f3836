"""The clause library in versions: written by one person, approved by a second, never changed.

Version 1 of the house's own clauses is read from its library; what the office writes lies in a
table. Nobody outside this module needs to know.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from peewee import IntegrityError

from portal.db import atomic
from portal.domain.actions import Action, Role
from portal.domain.clauses import (
    Answerer,
    Parameter,
    ParameterKind,
    Wording,
    references_in,
    version_rules,
)
from portal.domain.contracts import PARTS
from portal.domain.errors import Conflict, NotFound, RuleBroken, RulesBroken
from portal.domain.lifecycle_contracts import APPROVE_CLAUSE, DECLINE_CLAUSE, ClauseState
from portal.domain.policy import Actor, can, require
from portal.domain.policy_contracts import ADVISERS
from portal.domain.texts import number_of
from portal.models import ClauseVersion, Contract, ContractClause
from portal.services import events, library
from portal.services.steps import advance
from portal.services.todo import Item

FACTS = (
    "partner",
    "office",
    "reference",
    "call",
    "lot",
    "city",
    "beds",
    "report_every",
    "report_days",
    "indirect_ceiling",
    "amount",
    "start",
    "end",
    "months",
    "annexes",
)
"""What every contract fills into the texts of its clauses by itself."""


@dataclass(frozen=True)
class Draft:
    """What is written of a version: its columns by name, and why it is written."""

    columns: Mapping[str, Any]
    valid_from: date
    reason: str


@cache
def _of_house() -> tuple[ClauseVersion, ...]:
    since: date = library.read("clauses")["valid_from"]
    return tuple(_house(entry, since) for entry in library.entries("clauses", "clause"))


def _house(entry: Mapping[str, Any], since: date) -> ClauseVersion:
    answers = entry.get("answers")
    return ClauseVersion(
        code=entry["code"],
        version=1,
        part=entry["part"],
        state=ClauseState.APPROVED,
        titles=entry["title"],
        texts={language: text.strip() for language, text in entry["text"].items()},
        checks=entry.get("check", {}),
        parameters=[{"value": "", **each} for each in entry.get("parameters", ())],
        applies=entry.get("applies", []),
        principles=entry.get("principles", []),
        mandatory=entry.get("mandatory", True),
        owner=Role(entry["owner"]),
        answers=Answerer(answers) if answers else None,
        valid_from=since,
        created_at=datetime(since.year, since.month, since.day, tzinfo=UTC),
    )


def _every() -> list[ClauseVersion]:
    """Return every version: of the house, unless the office keeps it itself, then its own.

    An office that was there before the house wrote a clause anew keeps the first words of it.
    """
    written = list(ClauseVersion.select().order_by(ClauseVersion.version))
    own = {(each.code, each.version) for each in written}
    house = (each for each in _of_house() if (each.code, each.version) not in own)
    return [*house, *written]


def _in_order(found: Iterable[ClauseVersion]) -> list[ClauseVersion]:
    return sorted(found, key=lambda each: (PARTS.index(each.part), each.code))


def current(on: date) -> list[ClauseVersion]:
    """Return the version of each clause that holds on a day, in the order of a contract.

    A clause that is out of use or replaced by another is not among them.
    """
    latest = {
        each.code: each
        for each in _every()
        if each.state is ClauseState.APPROVED and each.valid_from <= on
    }
    alive = [each for each in latest.values() if not each.retires]
    replaced = {each.replaces for each in alive}
    return _in_order(each for each in alive if each.code not in replaced)


def listed(on: date) -> list[tuple[ClauseVersion, ClauseVersion]]:
    """Return every clause there is: what holds on a day, or its first, and its newest."""
    held = {each.code: each for each in current(on)}
    newest: dict[str, ClauseVersion] = {}
    first: dict[str, ClauseVersion] = {}
    for each in _every():
        newest[each.code] = each
        first.setdefault(each.code, each)
    shown = _in_order(held.get(code, each) for code, each in first.items())
    return [(each, newest[each.code]) for each in shown]


def history(code: str) -> list[ClauseVersion]:
    """Return every version of a clause, newest first, or refuse with ``NotFound``."""
    versions = [each for each in _every() if each.code == code]
    if not versions:
        raise NotFound
    return versions[::-1]


def newest(code: str) -> ClauseVersion:
    """Return the newest version of a clause, whatever became of it."""
    return history(code)[0]


def at_version(code: str, number: str) -> ClauseVersion | None:
    """Return the version that a contract holds; what came before versions is version 1."""
    wanted = number_of(number) or 1
    found = (each for each in _every() if (each.code, each.version) == (code, wanted))
    return next(found, None)


def waiting() -> list[ClauseVersion]:
    """Return the versions that wait for a second person, the oldest first."""
    held = ClauseVersion.select().where(ClauseVersion.state == ClauseState.WAITING)
    return list(held.order_by(ClauseVersion.created_at))


def work_items(actor: Actor, at: datetime) -> list[Item]:  # noqa: ARG001 - the same for every area
    """Return the versions that the actor may decide on."""
    if not actor.roles & ADVISERS:
        return []
    return [
        Item(
            "work.decide_clause",
            each.code,
            str(each.titles["en"]),
            "clauses.decide",
            {"clause": each.code},
        )
        for each in waiting()
        if can(actor, Action.DECIDE_CLAUSE, each)
    ]


def uses(code: str) -> list[ContractClause]:
    """Return where a clause is used: the rows in contracts, newest first."""
    rows = ContractClause.select(ContractClause, Contract).join(Contract)
    used = (ContractClause.code == code) & (ContractClause.left_out == False)  # noqa: E712 - SQL
    return list(rows.where(used).order_by(Contract.created_at.desc()))


def parameters_of(version: ClauseVersion) -> list[Parameter]:
    """Return the parameters of a version as the rules read them."""
    return [
        Parameter(each["name"], ParameterKind(each["kind"]), each.get("value", ""))
        for each in version.parameters
    ]


def add(code: str, draft: Draft, by: Actor, at: datetime) -> ClauseVersion:
    """Write the first version of a new clause; its code is refused when it is taken."""
    require(by, Action.WRITE_CLAUSE)
    if any(each.code == code for each in _every()):
        raise RuleBroken("clause_code_taken", "code", code=code)
    return write(code, draft, 0, by, at)


def write(code: str, draft: Draft, seen: int, by: Actor, at: datetime) -> ClauseVersion:
    """Write the next version of a clause, or the first of a new one, for a second person.

    Refused with ``Conflict`` when somebody wrote one after the version ``seen``, and while
    one waits for its decision.
    """
    require(by, Action.WRITE_CLAUSE)
    versions = [each for each in _every() if each.code == code]
    latest = versions[-1] if versions else None
    if (latest.version if latest else 0) != seen:
        raise _conflict(latest)
    if latest is not None and latest.state is ClauseState.WAITING:
        raise RuleBroken("clause_waits", code=code)
    _require_right(code, draft.columns)
    return _put(code, draft, seen + 1, by, at)


def retire(latest: ClauseVersion, draft: Draft, by: Actor, at: datetime) -> ClauseVersion:
    """Ask a second person to take a clause out of use from a day on; contracts keep it."""
    require(by, Action.WRITE_CLAUSE)
    if latest.state is ClauseState.WAITING:
        raise RuleBroken("clause_waits", code=latest.code)
    columns = {name: getattr(latest, name) for name in COLUMNS} | {"retires": True}
    kept = Draft(columns, draft.valid_from, draft.reason)
    return _put(latest.code, kept, latest.version + 1, by, at)


COLUMNS = (
    "part",
    "titles",
    "texts",
    "checks",
    "parameters",
    "applies",
    "principles",
    "mandatory",
    "owner",
    "answers",
    "replaces",
)
"""What is written of a version beside its day and its reason."""


def _put(code: str, draft: Draft, number: int, by: Actor, at: datetime) -> ClauseVersion:
    try:
        with atomic():
            made = ClauseVersion.create(
                code=code,
                version=number,
                valid_from=draft.valid_from,
                reason=draft.reason,
                author=by.person_id,
                created_at=at,
                **draft.columns,
            )
            events.record(by, "clause.written", made, at, code=code, version=number)
    except IntegrityError as error:
        raise _conflict(newest(code)) from error
    return made


def _conflict(now: ClauseVersion | None) -> Conflict:
    if now is None:
        raise NotFound
    texts = {f"text_{language}": text for language, text in now.texts.items()}
    titles = {f"title_{language}": text for language, text in now.titles.items()}
    return Conflict(now.version, {**texts, **titles, "valid_from": now.valid_from})


def _require_right(code: str, columns: Mapping[str, Any]) -> None:
    parameters = [
        Parameter(each["name"], ParameterKind(each["kind"]), each.get("value", ""))
        for each in columns["parameters"]
    ]
    wording = Wording(code, columns["texts"], parameters, columns.get("replaces", ""))
    broken = version_rules(wording, FACTS, _references(code))
    if broken:
        raise RulesBroken(broken)


def _references(without: str) -> dict[str, set[str]]:
    """Return to which clauses each other clause refers in its newest version that may hold."""
    return {
        each.code: set[str]().union(*(references_in(text) for text in each.texts.values()))
        for each in _every()
        if each.code != without and each.state is not ClauseState.DECLINED
    }


def approve(version: ClauseVersion, by: Actor, at: datetime) -> None:
    """Approve a version as the second person: it holds from its day on."""
    require(by, Action.DECIDE_CLAUSE, version)
    if not version.retires:
        _require_right(version.code, {name: getattr(version, name) for name in COLUMNS})
    with atomic():
        advance(version, APPROVE_CLAUSE, decided_by=by.person_id, decided_at=at)
        facts = {"code": version.code, "version": version.version}
        events.record(by, "clause.approved", version, at, **facts)


def decline(version: ClauseVersion, comment: str, by: Actor, at: datetime) -> None:
    """Decline a version with a comment; the one before it goes on."""
    require(by, Action.DECIDE_CLAUSE, version)
    if not comment.strip():
        raise RuleBroken("clause_comment", "comment")
    with atomic():
        said = comment.strip()
        decided = {"decided_by": by.person_id, "decided_at": at}
        advance(version, DECLINE_CLAUSE, None, comment=said, **decided)
        facts = {"code": version.code, "version": version.version}
        events.record(by, "clause.declined", version, at, **facts)
