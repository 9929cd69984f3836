"""Words of the area: contracts."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "ContractState.draft": N_("Draft"),
    "ContractState.legal_review": N_("With the legal officer"),
    "ContractState.cleared": N_("With the head of office"),
    "ContractState.approved": N_("Approved, waits for the partner's signature"),
    "ContractState.partner_signed": N_("Signed by the partner"),
    "ContractState.in_force": N_("In force"),
    "step.send_contract": N_("Send to the legal officer"),
    "step.return_contract": N_("Return to procurement"),
    "step.clear_contract": N_("Clear"),
    "step.refuse_contract": N_("Return to procurement"),
    "step.approve_contract": N_("Approve"),
    "step.sign_contract": N_("Sign"),
    "step.countersign": N_("Sign for IOM"),
}
