"""Who may do what: one row for each action, each rule a named predicate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import UUID

from portal.domain.actions import OFFICE_ROLES, Action, Role, SeatKind
from portal.domain.errors import NotAllowed
from portal.domain.lifecycle import (
    PARTNER_CONTRACT_STATES,
    PUBLIC_CALL_STATES,
    REVEALED_CALL_STATES,
    UNSEALED_CALL_STATES,
    CallState,
    ProposalState,
    ReportState,
)

Thing: TypeAlias = Any
"""The record acted on. Each rule names the facts it reads: ``call_id``, ``partner_id``, ..."""


@dataclass(frozen=True)
class SeatFacts:
    """One seat of the actor: on which call, of what kind, and what was declared."""

    kind: SeatKind
    declared: bool
    conflict: bool


@dataclass(frozen=True)
class Actor:
    """The person acting, as the rules see them."""

    person_id: UUID | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    partner_id: UUID | None = None
    seats: Mapping[UUID, SeatFacts] = field(default_factory=dict)
    developer: bool = False


VISITOR = Actor()
Rule: TypeAlias = Callable[[Actor, Thing], bool]


def anyone(_actor: Actor, _thing: Thing) -> bool:
    """Allow everyone, signed in or not."""
    return True


def signed_in(actor: Actor, _thing: Thing) -> bool:
    """Allow every person with an account."""
    return actor.person_id is not None


def in_development(actor: Actor, _thing: Thing) -> bool:
    """Allow only where the portal runs in development mode."""
    return actor.developer


def holds(*roles: Role) -> Rule:
    """Allow people with at least one of the roles."""
    wanted = frozenset(roles)

    def rule(actor: Actor, _thing: Thing) -> bool:
        return bool(actor.roles & wanted)

    rule.__name__ = "holds_" + "_or_".join(sorted(wanted))
    return rule


def either(*rules: Rule) -> Rule:
    """Allow when any one of the rules allows."""

    def rule(actor: Actor, thing: Thing) -> bool:
        return any(each(actor, thing) for each in rules)

    rule.__name__ = "either_" + "_or_".join(each.__name__ for each in rules)
    return rule


reader = holds(*OFFICE_ROLES, Role.AUDITOR)
programme_officer = holds(Role.PROGRAMME_OFFICER)
procurement_officer = holds(Role.PROCUREMENT_OFFICER)
opener = holds(Role.PROCUREMENT_OFFICER, Role.LEGAL_OFFICER, Role.FINANCE_OFFICER)
legal_officer = holds(Role.LEGAL_OFFICER)
head_of_office = holds(Role.HEAD_OF_OFFICE)
auditor = holds(Role.AUDITOR)
partner_owner = holds(Role.PARTNER_OWNER)
partner_writer = holds(Role.PARTNER_OWNER, Role.PARTNER_EDITOR)
partner_signatory = holds(Role.PARTNER_SIGNATORY)


def own_partner(actor: Actor, thing: Thing) -> bool:
    """Allow people of the partner that the record belongs to."""
    return actor.partner_id is not None and actor.partner_id == thing.partner_id


def not_the_author(actor: Actor, call: Thing) -> bool:
    """Ask for a second person: who wrote the call may not approve it."""
    return bool(actor.person_id != call.author_id)


def call_is_public(_actor: Actor, call: Thing) -> bool:
    """Allow once the call has been published."""
    return call.state in PUBLIC_CALL_STATES


def call_is_awarded(_actor: Actor, thing: Thing) -> bool:
    """Allow once the award has been approved."""
    return thing.call_state is CallState.AWARDED


def unsealed(_actor: Actor, thing: Thing) -> bool:
    """Allow only after the opening of the call's proposals, and never a draft."""
    return (
        thing.call_state in UNSEALED_CALL_STATES
        and getattr(thing, "state", None) is not ProposalState.DRAFT
    )


def revealed(_actor: Actor, thing: Thing) -> bool:
    """Allow only after every scorecard was locked and the scores were revealed."""
    return thing.call_state in REVEALED_CALL_STATES


def _seat(actor: Actor, thing: Thing) -> SeatFacts | None:
    return actor.seats.get(thing.call_id)


def holds_seat(actor: Actor, thing: Thing) -> bool:
    """Allow people with a seat on the call's committee."""
    return _seat(actor, thing) is not None


def holds_voting_seat(actor: Actor, thing: Thing) -> bool:
    """Allow people with a vote on the call's committee."""
    seat = _seat(actor, thing)
    return seat is not None and seat.kind is SeatKind.VOTING


def declared_no_conflict(actor: Actor, thing: Thing) -> bool:
    """Allow a seat whose holder has declared, and declared no conflict of interest."""
    seat = _seat(actor, thing)
    return seat is not None and seat.declared and not seat.conflict


def no_conflict_declared(actor: Actor, thing: Thing) -> bool:
    """Shut out anyone who declared a conflict of interest on this call, whatever their role."""
    seat = _seat(actor, thing)
    return seat is None or not seat.conflict


def own_scorecard(actor: Actor, scorecard: Thing) -> bool:
    """Allow the member whose scorecard it is."""
    return actor.person_id is not None and actor.person_id == scorecard.person_id


def second_person(actor: Actor, call: Thing) -> bool:
    """Ask for another person than the one who started the opening."""
    return call.opening_started_by is not None and actor.person_id != call.opening_started_by


def contract_reached_partner(_actor: Actor, contract: Thing) -> bool:
    """Allow the partner once the office has approved the contract."""
    return contract.state in PARTNER_CONTRACT_STATES


def report_was_filed(_actor: Actor, report: Thing) -> bool:
    """Allow the office once the partner has submitted the report a first time."""
    return report.state is not ReportState.DRAFT


def _all(*rules: Rule) -> Rule:
    def rule(actor: Actor, thing: Thing) -> bool:
        return all(each(actor, thing) for each in rules)

    rule.__name__ = "_and_".join(each.__name__ for each in rules)
    return rule


seat_reader = _all(holds_seat, declared_no_conflict)
own_open_contract = _all(own_partner, contract_reached_partner)
office_opener = holds(Role.PROCUREMENT_OFFICER, Role.HEAD_OF_OFFICE, Role.AUDITOR)

POLICY: Mapping[Action, tuple[Rule, ...]] = {
    Action.VISIT: (anyone,),
    Action.USE_ACCOUNT: (signed_in,),
    Action.SEE_CENTRES: (reader,),
    Action.REGISTER_CENTRE: (programme_officer,),
    Action.SEE_CALL: (either(call_is_public, reader, holds_seat),),
    Action.DRAFT_CALL: (programme_officer,),
    Action.EDIT_CALL: (programme_officer,),
    Action.SEND_CALL: (programme_officer,),
    Action.APPROVE_CALL: (head_of_office, not_the_author),
    Action.PUBLISH_CALL: (procurement_officer, not_the_author),
    Action.EDIT_PARTNER: (partner_owner, own_partner),
    Action.SEE_PARTNER: (either(own_partner, reader),),
    Action.START_PROPOSAL: (partner_writer, call_is_public),
    Action.SEE_PROPOSAL: (
        no_conflict_declared,
        either(own_partner, _all(unsealed, either(office_opener, seat_reader))),
    ),
    Action.WRITE_PROPOSAL: (partner_writer, own_partner),
    Action.SUBMIT_PROPOSAL: (partner_signatory, own_partner),
    Action.SEE_RECEIPT: (either(own_partner, _all(unsealed, office_opener)),),
    Action.START_OPENING: (opener,),
    Action.CONFIRM_OPENING: (opener, second_person),
    Action.SEE_OPENING: (no_conflict_declared, either(reader, seat_reader)),
    Action.SEE_SCREENING: (no_conflict_declared, unsealed, office_opener),
    Action.SCREEN_PROPOSAL: (procurement_officer, no_conflict_declared, unsealed),
    Action.START_SCORING: (procurement_officer, no_conflict_declared),
    Action.DECLARE_INTEREST: (holds_seat,),
    Action.SEE_SCORECARD: (own_scorecard, declared_no_conflict),
    Action.SCORE: (own_scorecard, holds_voting_seat, declared_no_conflict),
    Action.REVEAL_SCORES: (procurement_officer, no_conflict_declared),
    Action.SEE_EVALUATION: (
        no_conflict_declared,
        revealed,
        either(office_opener, seat_reader),
    ),
    Action.RECOMMEND: (procurement_officer, no_conflict_declared),
    Action.APPROVE_AWARD: (head_of_office, no_conflict_declared),
    Action.SEE_LETTER: (call_is_awarded, either(own_partner, office_opener)),
    Action.ASSEMBLE_CONTRACT: (procurement_officer,),
    Action.SEE_CONTRACT: (either(reader, own_open_contract),),
    Action.EDIT_CONTRACT: (procurement_officer,),
    Action.CLEAR_CONTRACT: (legal_officer,),
    Action.APPROVE_CONTRACT: (head_of_office,),
    Action.SIGN_CONTRACT: (partner_signatory, own_partner),
    Action.COUNTERSIGN: (head_of_office,),
    Action.SEE_REPORT: (either(own_partner, _all(report_was_filed, reader)),),
    Action.WRITE_REPORT: (partner_writer, own_partner),
    Action.SUBMIT_REPORT: (partner_signatory, own_partner),
    Action.REVIEW_REPORT: (programme_officer,),
    Action.READ_EVENTS: (auditor,),
    Action.DEVELOP: (in_development,),
}


def can(actor: Actor, action: Action, thing: Thing = None) -> bool:
    """Say whether every rule for the action holds."""
    return all(rule(actor, thing) for rule in POLICY[action])


def require(actor: Actor, action: Action, thing: Thing = None) -> None:
    """Refuse with ``NotAllowed`` unless every rule for the action holds."""
    if not can(actor, action, thing):
        raise NotAllowed(action)
