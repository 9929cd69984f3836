"""Who moves money under a contract and ends it, with the rows of the policy for both."""

from collections.abc import Mapping

from portal.domain.actions import READERS, Action, Role
from portal.domain.actor import Rule, Thing, Who, holds
from portal.domain.lifecycle import PARTNER_CONTRACT_STATES, ContractState
from portal.domain.lifecycle_contracts import InstalmentState

ON_A_CLOSED_CONTRACT = frozenset(
    {
        Action.REQUEST_INSTALMENT,
        Action.VERIFY_INSTALMENT,
        Action.APPROVE_INSTALMENT,
        Action.REJECT_INSTALMENT,
        Action.PAY_INSTALMENT,
        Action.START_AMENDMENT,
        Action.EDIT_AMENDMENT,
        Action.REVIEW_AMENDMENT,
        Action.DECLINE_AMENDMENT,
        Action.SIGN_AMENDMENT,
        Action.COUNTERSIGN_AMENDMENT,
        Action.END_CONTRACT,
        Action.COMPLETE_CONTRACT,
        Action.NAME_DELEGATE,
        Action.KEEP_MILESTONES,
        Action.REPORT_MILESTONE,
        Action.KEEP_ASSETS,
        Action.RECORD_REFUND,
        Action.CONFIRM_CLOSING,
        Action.WRITE_REPORT,
        Action.SUBMIT_REPORT,
        Action.REVIEW_REPORT,
        Action.REVIEW_SECTION,
        Action.CHECK_REPORT_MONEY,
        Action.DISCUSS_REPORT,
        Action.ASK_REPORT,
        Action.FIND_INELIGIBLE,
        Action.PLAN_VISIT,
        Action.WRITE_VISIT,
        Action.COMMENT_VISIT,
        Action.ADD_ACTION_POINT,
        Action.DO_ACTION_POINT,
        Action.VERIFY_ACTION_POINT,
        Action.NAME_DONOR,
    }
)
"""What nobody may do any more once the contract is closed: it is only read."""


def is_closed(thing: Thing) -> bool:
    """Say whether the contract that a record is, or belongs to, is closed."""
    contract = getattr(thing, "contract", thing)
    return getattr(contract, "state", None) is ContractState.CLOSED


signatory = holds(Role.PARTNER_SIGNATORY)
programme = holds(Role.PROGRAMME_OFFICER)
finance = holds(Role.FINANCE_OFFICER)
head = holds(Role.HEAD_OF_OFFICE)


def owns_open_contract(actor: Who, thing: Thing) -> bool:
    """Allow the partner once the office has approved the contract that the record is of."""
    contract: Thing = getattr(thing, "contract", thing)
    own = actor.partner_id is not None and actor.partner_id == contract.partner_id
    return own and contract.state in PARTNER_CONTRACT_STATES


def reads_money(actor: Who, thing: Thing) -> bool:
    """Allow the office, the auditor, and the partner whose contract it is."""
    return bool(actor.roles & READERS) or owns_open_contract(actor, thing)


REJECTERS = {
    InstalmentState.REQUESTED: Role.PROGRAMME_OFFICER,
    InstalmentState.VERIFIED: Role.FINANCE_OFFICER,
    InstalmentState.APPROVED: Role.FINANCE_OFFICER,
}
"""Who rejects an instalment that stands here: whoever it waits for."""


def whose_turn_it_is(actor: Who, instalment: Thing) -> bool:
    """Allow those who can reject an instalment as it stands; before that, nobody's turn is."""
    officers = {Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER}
    wanted = REJECTERS.get(instalment.state)
    return bool(actor.roles & (officers if wanted is None else {wanted}))


def not_who_requested(actor: Who, instalment: Thing) -> bool:
    """Ask for another person than the one who requested the instalment."""
    return bool(actor.person_id != instalment.requested_by_id)


def not_who_verified(actor: Who, instalment: Thing) -> bool:
    """Ask for another person than the one who verified the request."""
    return bool(actor.person_id != instalment.verified_by_id)


def partner_writer(actor: Who, _thing: Thing) -> bool:
    """Allow those who write for a partner."""
    return bool(actor.roles & {Role.PARTNER_OWNER, Role.PARTNER_EDITOR})


def confirms_closing(actor: Who, _thing: Thing) -> bool:
    """Allow the programme officer and the data-protection officer."""
    return bool(actor.roles & {Role.PROGRAMME_OFFICER, Role.DATA_PROTECTION_OFFICER})


def closes_contract(actor: Who, ending: Thing) -> bool:
    """Allow the head of office, and the person whom the head named for this contract."""
    named: Thing = getattr(ending, "delegate_id", None)
    return Role.HEAD_OF_OFFICE in actor.roles or (
        named is not None and actor.person_id == named
    )


def purges_reported(actor: Who, _thing: Thing) -> bool:
    """Allow the data-protection officer and the administrator."""
    return bool(actor.roles & {Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR})


def sees_retention(actor: Who, thing: Thing) -> bool:
    """Allow also the legal officer and the head of office, who know of disputes."""
    more = bool(actor.roles & {Role.LEGAL_OFFICER, Role.HEAD_OF_OFFICE})
    return more or purges_reported(actor, thing)


MONEY_POLICY: Mapping[Action, tuple[Rule, ...]] = {
    Action.SEE_INSTALMENT: (reads_money,),
    Action.REQUEST_INSTALMENT: (signatory, owns_open_contract),
    Action.VERIFY_INSTALMENT: (programme, not_who_requested),
    Action.APPROVE_INSTALMENT: (finance, not_who_requested, not_who_verified),
    Action.REJECT_INSTALMENT: (whose_turn_it_is, not_who_requested),
    Action.PAY_INSTALMENT: (finance, not_who_requested),
    Action.COMPLETE_CONTRACT: (programme,),
    Action.CLOSE_CONTRACT: (closes_contract,),
    Action.SEE_CLOSING_FILE: (reads_money,),
    Action.SEE_RETENTION: (sees_retention,),
    Action.PURGE_REPORTED: (purges_reported,),
    Action.HOLD_REPORTED: (sees_retention,),
    Action.NAME_DELEGATE: (head,),
    Action.KEEP_MILESTONES: (programme,),
    Action.REPORT_MILESTONE: (partner_writer, owns_open_contract),
    Action.KEEP_ASSETS: (programme,),
    Action.RECORD_REFUND: (finance,),
    Action.CONFIRM_CLOSING: (confirms_closing,),
}
"""The rows of the policy that belong to money and to the end of a contract."""
