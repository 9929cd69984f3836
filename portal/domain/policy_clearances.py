"""Who may ask for clearances of Internal Instruction 92, and who decides on them."""

from collections.abc import Mapping

from portal.domain.actions import READERS, Action, Role
from portal.domain.actor import Rule, Thing, Who, holds
from portal.domain.policy_persons import not_its_writer, not_the_author


def not_who_recorded(actor: Who, clearance: Thing) -> bool:
    """Ask for another person than the one who recorded the letter of the donor."""
    return bool(actor.person_id != clearance.donor_by_id)


def not_who_certified(actor: Who, sheet: Thing) -> bool:
    """Ask for another person than the one who recorded what the supervisor certified."""
    return bool(actor.person_id != sheet.certified_by_id)


readers = holds(*READERS)
payers = holds(*(READERS - {Role.PROCUREMENT_OFFICER}))
"""Who needs to read what single workers of the State are paid."""
programme = holds(Role.PROGRAMME_OFFICER)
finance = holds(Role.FINANCE_OFFICER)
legal = holds(Role.LEGAL_OFFICER)
head = holds(Role.HEAD_OF_OFFICE)
correspondents = holds(Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER)
"""Who corresponds with donors."""
CLEARANCE_POLICY: Mapping[Action, tuple[Rule, ...]] = {
    Action.SEE_CLEARANCES: (readers,),
    Action.WRITE_CLEARANCE: (programme,),
    Action.DECIDE_CLEARANCE: (legal, not_the_author),
    Action.RECORD_DONOR_LETTER: (correspondents,),
    Action.CHECK_DONOR_LETTER: (correspondents, not_who_recorded),
    Action.SEE_ALLOWANCES: (payers,),
    Action.WRITE_MEMORANDUM: (programme,),
    Action.APPROVE_MEMORANDUM: (head, not_its_writer),
    Action.WRITE_SHEET: (programme,),
    Action.CERTIFY_SHEET: (programme, not_its_writer),
    Action.APPROVE_SHEET: (finance, not_who_certified),
    Action.PAY_SHEET: (finance,),
    Action.REJECT_SHEET: (finance,),
}
"""The rows of the policy that belong to Internal Instruction 92."""
