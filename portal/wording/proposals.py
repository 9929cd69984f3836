"""Words of the area: proposals."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "ProposalState.draft": N_("Draft"),
    "ProposalState.submitted": N_("Submitted, sealed"),
    "ProposalState.eligible": N_("Eligible"),
    "ProposalState.ineligible": N_("Not eligible"),
    "ProposalState.awarded": N_("Awarded"),
    "ProposalState.declined": N_("Not selected"),
    "step.submit_proposal": N_("Submit"),
    "event.proposal.started": N_("Proposal started"),
    "event.proposal.submitted": N_("Proposal submitted"),
}
