"""Words of the area: contracts."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "ContractState.draft": N_("Draft"),
    "ContractState.legal_review": N_("In review: legal and data protection"),
    "ContractState.cleared": N_("With the head of office"),
    "ContractState.approved": N_("Approved, waits for the partner's signature"),
    "ContractState.partner_signed": N_("Signed by the partner"),
    "ContractState.in_force": N_("In force"),
    "pen_holder.draft": N_("Procurement officer"),
    "pen_holder.legal_review": N_("Legal officer and data-protection officer"),
    "pen_holder.cleared": N_("Head of office"),
    "pen_holder.approved": N_("Partner: authorised signatory"),
    "pen_holder.partner_signed": N_("Head of office"),
    "pen_holder.in_force": N_("Partner"),
    "contract_part.general": N_("General clauses"),
    "contract_part.ethics": N_("Ethics and safeguarding"),
    "contract_part.data_protection": N_("Data protection"),
    "contract_side.iom": N_("For IOM"),
    "contract_side.partner": N_("For the partner"),
    "terms.background": N_("Background"),
    "terms.objectives": N_("Objectives"),
    "terms.target_groups": N_("Target groups"),
    "terms.scope": N_("Scope of the facilities"),
    "terms.staffing": N_("Staffing"),
    "terms.hours": N_("Hours"),
    "step.send_contract": N_("Send to review"),
    "step.return_contract": N_("Return to procurement"),
    "step.clear_contract": N_("Clear"),
    "step.refuse_contract": N_("Return to procurement"),
    "step.approve_contract": N_("Approve"),
    "step.propose_changes": N_("Hand back with other words"),
    "event.contract.words_proposed": N_("Other words proposed by the partner"),
    "event.contract.changes_proposed": N_("Contract handed back with other words"),
    "rule.words_same": N_("These are the words of the contract. Write those that you propose."),
    "rule.nothing_proposed": N_("Nobody has proposed other words."),
    "step.sign_contract": N_("Sign"),
    "step.countersign": N_("Sign for IOM"),
    "event.contract.assembled": N_("Contract assembled from the award"),
    "event.contract.clause_changed": N_("Clause changed"),
    "event.contract.terms_changed": N_("Dates and instalments changed"),
    "event.contract.sent": N_("Contract sent to review"),
    "event.contract.returned": N_("Contract returned to procurement"),
    "event.contract.cleared": N_("Both reviews have agreed"),
    "event.contract.approved": N_("Contract approved"),
    "event.contract.signed": N_("Contract signed by the partner"),
    "event.contract.in_force": N_("Contract signed for IOM, in force"),
    "work.assemble_contract": N_("Assemble the contract"),
    "work.finish_contract": N_("Finish the contract and send it to review"),
    "work.clear_contract": N_("Check the contract"),
    "contract_figure.amount": N_("Amount"),
    "contract_figure.starts_on": N_("First day"),
    "contract_figure.ends_on": N_("Last day"),
    "contract_figure.report_every_months": N_("Months between reports"),
    "contract_figure.report_days": N_("Days to a report"),
    "ReviewState.waiting": N_("Waits"),
    "ReviewState.agreed": N_("Agreed"),
    "ReviewState.returned": N_("Returned"),
    "ReviewState.dropped": N_("Not asked any more"),
    "contract_review.legal": N_("Legal review"),
    "contract_review.data_protection": N_("Data-protection review"),
    "contract_review.head": N_("Head of office"),
    "step.agree_review": N_("Agree to the contract"),
    "step.return_review": N_("Return to procurement"),
    "step.drop_review": N_("Ask no more for the review"),
    "event.contract.review_agreed": N_("Review agreed"),
    "event.contract.commented": N_("Comment pinned to a clause"),
    "event.contract.comment_resolved": N_("Comment settled"),
    "work.review_legal": N_("Review the contract as legal officer"),
    "work.review_data_protection": N_("Review the contract for data protection"),
    "rule.clause_comments_open": N_(
        "Clause %(code)s has comments that are not settled: %(count)s."
    ),
    "rule.own_comments_open": N_(
        "Your own comment on clause %(code)s is open. Settle it, or return the contract."
    ),
    "work.approve_contract": N_("Approve the contract"),
    "work.sign_contract": N_("Sign the contract"),
    "work.countersign": N_("Sign the contract for IOM"),
    "work.contract_in_draft": N_("Procurement writes the contract"),
    "work.contract_at_legal": N_("The contract is in review"),
    "work.contract_at_head": N_("The head of office approves the contract"),
    "work.contract_at_partner": N_("The partner's signatory signs the contract"),
    "work.contract_to_countersign": N_("The head of office signs the contract for IOM"),
    "rule.not_awarded": N_("A contract is made only from an awarded proposal."),
    "rule.contract_dates": N_("The end day must be after the start day."),
    "rule.contract_months": N_(
        "The duration must be a number of whole months: for a start on 1 February, an end on "
        "the last day of a month."
    ),
    "rule.instalments_percent": N_(
        "The instalments add up to %(sum)s percent. They must add up to 100."
    ),
    "rule.instalments_amount": N_(
        "The instalments add up to %(sum)s. They must add up to the amount of the contract."
    ),
    "rule.clause_missing": N_("Clause %(code)s is missing or empty."),
    "rule.data_clause_missing": N_("Data-protection clause %(code)s is missing or empty."),
    "rule.clause_figure": N_(
        "Clause %(code)s does not state %(figure)s, as the figures of this contract do."
    ),
    "rule.contract_comment": N_("Say what has to change."),
    "rule.signing_name": N_("Type your name as it stands in your account: %(name)s."),
    "rule.signing_password": N_("This is not your password. Nothing was signed."),
    "rule.contract_changed": N_(
        "The text is not the one that was approved. Nothing was signed. Tell the procurement "
        "officer."
    ),
}
