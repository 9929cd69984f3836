"""What due diligence asks of each person: declarations, verifications, matches, flags."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeAlias

from portal.domain.actions import Action, Role
from portal.domain.lifecycle import FlagState, MatchState, VerificationState
from portal.domain.policy import Actor, can
from portal.models import Flag, Partner, Verification
from portal.models import SanctionsMatch as Row
from portal.services import partner_declarations
from portal.services.todo import Item

MOST = 50
Finder: TypeAlias = Callable[[Actor], Iterable[Item]]
SIGNERS = frozenset({Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY})
SECOND = frozenset({Role.PROCUREMENT_OFFICER, Role.LEGAL_OFFICER, Role.HEAD_OF_OFFICE})


def work_items(actor: Actor, _at: datetime) -> list[Item]:
    """Return what needs the actor in this area."""
    if actor.partner_id is not None:
        return _declarations(actor)
    asked: tuple[tuple[bool, Finder], ...] = (
        (can(actor, Action.VERIFY_PARTNER), _verifications),
        (bool(actor.roles & SECOND), _matches),
        (can(actor, Action.DECIDE_FLAG), _flags),
    )
    return [item for allowed, find in asked if allowed for item in find(actor)]


def _declarations(actor: Actor) -> list[Item]:
    if not actor.roles & SIGNERS:
        return []
    partner = Partner.get_by_id(actor.partner_id)
    if partner_declarations.present(partner) is not None:
        return []
    return [_item("declare_partner", "declare", partner)]


def _item(word: str, page: str, partner: Partner) -> Item:
    parts = {"partner_id": str(partner.id)}
    return Item(f"work.{word}", "", partner.name, f"diligence.{page}", parts)


def _verifications(_actor: Actor) -> list[Item]:
    query = Verification.select(Verification, Partner).join(Partner)
    rows = query.where(Verification.state == VerificationState.ASKED)
    ordered = rows.order_by(Verification.asked_at).limit(MOST)
    return [_item("verify_partner", "decide_verification", each.partner) for each in ordered]


def _matches(actor: Actor) -> list[Item]:
    query = Row.select(Row, Partner).join(Partner)
    mine = (Row.state == MatchState.SUSPECTED) & (Row.judged_by != actor.person_id)
    if can(actor, Action.JUDGE_MATCH):
        mine |= Row.state == MatchState.OPEN
    return [_match(each) for each in query.where(mine).order_by(Row.found_at).limit(MOST)]


def _match(row: Row) -> Item:
    word = "judge_match" if row.state is MatchState.OPEN else "confirm_match"
    parts = {"match_id": str(row.id)}
    return Item(f"work.{word}", "", row.partner.name, "diligence.match", parts)


def _flags(_actor: Actor) -> list[Item]:
    query = Flag.select(Flag, Partner).join(Partner)
    rows = query.where(Flag.state == FlagState.ESCALATED).order_by(Flag.raised_at).limit(MOST)
    return [
        Item(
            "work.decide_flag",
            "",
            each.partner.name,
            "diligence.flag",
            {"flag_id": str(each.id)},
        )
        for each in rows
    ]
