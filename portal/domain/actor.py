"""The person acting, as the rules see them, and what a rule is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import UUID

from portal.domain.actions import Role, SeatKind

Who: TypeAlias = Any
"""The actor, as rules see them that are tried with less than an actor."""
Thing: TypeAlias = Any
"""The record acted on. Each rule names the facts it reads: ``call_id``, ``partner_id``, ..."""


@dataclass(frozen=True)
class SeatFacts:
    """One seat of the actor: of what kind, what was declared, and which lots are not theirs.

    ``reads`` says if an observer reads proposals; who was replaced has ``left``.
    """

    kind: SeatKind
    declared: bool
    conflict: bool
    chair: bool = False
    shut: frozenset[UUID] = frozenset()
    reads: bool = True
    left: bool = False


@dataclass(frozen=True)
class Actor:
    """The person acting, as the rules see them."""

    person_id: UUID | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    partner_id: UUID | None = None
    seats: Mapping[UUID, SeatFacts] = field(default_factory=dict)
    developer: bool = False
    invited: frozenset[UUID] = frozenset()


VISITOR = Actor()
Rule: TypeAlias = Callable[[Actor, Thing], bool]


def is_strange(actor: Actor, thing: Thing) -> bool:
    """Say whether people of a partner look at a record that is not of their partner."""
    of_a_partner = actor.partner_id is not None
    return of_a_partner and getattr(thing, "partner_id", None) != actor.partner_id


def holds(*roles: Role) -> Rule:
    """Allow people with at least one of the roles."""
    wanted = frozenset(roles)

    def rule(actor: Actor, _thing: Thing) -> bool:
        return bool(actor.roles & wanted)

    rule.__name__ = "holds_" + "_or_".join(sorted(wanted))
    return rule
