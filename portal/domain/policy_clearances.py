"""Who may ask for clearances of Internal Instruction 92, and who decides on them."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from portal.domain.actions import OFFICE_ROLES, Action, Role
from portal.domain.actor import Rule
from portal.domain.policy_persons import not_its_writer, not_the_author

Who: TypeAlias = Any
"""The actor, as the policy sees them."""
Thing: TypeAlias = Any
READERS = OFFICE_ROLES | {Role.AUDITOR}
PAYERS = READERS - {Role.PROCUREMENT_OFFICER}
"""Who needs to read what single workers of the State are paid."""
CHECKERS = frozenset({Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER})


def reads_clearances(actor: Who, _thing: Thing) -> bool:
    """Allow the office and the auditor."""
    return bool(actor.roles & READERS)


def writes_clearances(actor: Who, _thing: Thing) -> bool:
    """Allow the programme officer."""
    return Role.PROGRAMME_OFFICER in actor.roles


def clears(actor: Who, _thing: Thing) -> bool:
    """Allow the legal officer, who speaks for LEG."""
    return Role.LEGAL_OFFICER in actor.roles


def keeps_donor_letters(actor: Who, _thing: Thing) -> bool:
    """Allow programme and finance, who correspond with donors."""
    return bool(actor.roles & CHECKERS)


def not_who_recorded(actor: Who, clearance: Thing) -> bool:
    """Ask for another person than the one who recorded the letter of the donor."""
    return bool(actor.person_id != clearance.donor_by_id)


def reads_allowances(actor: Who, _thing: Thing) -> bool:
    """Allow those of the office who agree, check or pay allowances, and the auditor."""
    return bool(actor.roles & PAYERS)


def heads_office(actor: Who, _thing: Thing) -> bool:
    """Allow the head of office."""
    return Role.HEAD_OF_OFFICE in actor.roles


def pays(actor: Who, _thing: Thing) -> bool:
    """Allow the finance officer."""
    return Role.FINANCE_OFFICER in actor.roles


def not_who_certified(actor: Who, sheet: Thing) -> bool:
    """Ask for another person than the one who recorded what the supervisor certified."""
    return bool(actor.person_id != sheet.certified_by_id)


CLEARANCE_POLICY: Mapping[Action, tuple[Rule, ...]] = {
    Action.SEE_CLEARANCES: (reads_clearances,),
    Action.WRITE_CLEARANCE: (writes_clearances,),
    Action.DECIDE_CLEARANCE: (clears, not_the_author),
    Action.RECORD_DONOR_LETTER: (keeps_donor_letters,),
    Action.CHECK_DONOR_LETTER: (keeps_donor_letters, not_who_recorded),
    Action.SEE_ALLOWANCES: (reads_allowances,),
    Action.WRITE_MEMORANDUM: (writes_clearances,),
    Action.APPROVE_MEMORANDUM: (heads_office, not_its_writer),
    Action.WRITE_SHEET: (writes_clearances,),
    Action.CERTIFY_SHEET: (writes_clearances, not_its_writer),
    Action.APPROVE_SHEET: (pays, not_who_certified),
    Action.PAY_SHEET: (pays,),
    Action.REJECT_SHEET: (pays,),
}
"""The rows of the policy that belong to Internal Instruction 92."""
