"""Words of the area: amendments of contracts."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "AmendmentKind.extension": N_("No-cost extension"),
    "AmendmentKind.shortening": N_("Earlier end of the contract"),
    "AmendmentKind.budget": N_("Change of the budget"),
    "AmendmentKind.scope": N_("Change of the scope"),
    "AmendmentKind.standards": N_("Change of minimum standards or undertakings"),
    "AmendmentKind.identity": N_("Bank or legal identity of the partner"),
    "AmendmentKind.clauses": N_("Key staff or the words of clauses"),
    "AmendmentState.draft": N_("Draft"),
    "AmendmentState.in_review": N_("With the advisers"),
    "AmendmentState.with_head": N_("With the head of office"),
    "AmendmentState.offered": N_("Offered, waits for the partner's signature"),
    "AmendmentState.partner_signed": N_("Signed by the partner"),
    "AmendmentState.in_force": N_("In force"),
    "AmendmentState.declined": N_("Declined by the partner"),
    "AmendmentState.withdrawn": N_("Withdrawn"),
    "AmendmentState.lapsed": N_("Lapsed with the contract"),
    "amendment_approval.legal": N_("Legal officer"),
    "amendment_approval.data_protection": N_("Data-protection officer"),
    "amendment_approval.head": N_("Head of office"),
    "period_effect.filed": N_("Unchanged, report filed"),
    "period_effect.unchanged": N_("Unchanged"),
    "period_effect.due_changed": N_("New day for the report"),
    "period_effect.added": N_("Added period"),
    "period_effect.cut": N_("Ends earlier, with its report"),
    "period_effect.gone": N_("Falls away with its report"),
    "identity.name": N_("Legal name"),
    "identity.address": N_("Address"),
    "identity.registration": N_("Registration"),
    "identity.account": N_("Bank account"),
    "field.answer_words": N_("In the words of the partner"),
    "amended_table.staffing": N_("Staff table with the amendment"),
    "amended_table.work_plan": N_("Work plan with the amendment"),
    "amended_table.indicators": N_("Own indicators with the amendment"),
    "amended_table.handover": N_("Handover with the amendment"),
    "amended_table.safeguarding": N_("Undertakings on safeguarding with the amendment"),
    "amended_table.data_protection": N_("Undertakings on data protection with the amendment"),
    "amend_table.staffing": N_("Change the staff table"),
    "amend_table.work_plan": N_("Change the work plan"),
    "amend_table.indicators": N_("Change the partner's own indicators"),
    "amend_table.handover": N_("Change the handover"),
    "amend_table.safeguarding": N_("Change the undertakings on safeguarding"),
    "amend_table.data_protection": N_("Change the undertakings on data protection"),
    "document.amendment": N_("Amendment of a contract"),
    "step.send_amendment": N_("Send to approval"),
    "step.send_to_head": N_("Hand to the head of office"),
    "step.return_amendment": N_("Return the amendment"),
    "step.offer_amendment": N_("Offer the amendment"),
    "step.decline_amendment": N_("Decline the amendment"),
    "step.withdraw_amendment": N_("Withdraw the amendment"),
    "step.lapse_amendment": N_("End with the contract"),
    "step.sign_amendment": N_("Sign the amendment"),
    "step.countersign_amendment": N_("Sign the amendment for IOM"),
    "step.agree_approval": N_("Agree to the amendment"),
    "step.return_approval": N_("Return the amendment"),
    "step.drop_approval": N_("Ask no more for the approval"),
    "event.amendment.started": N_("Amendment begun"),
    "event.amendment.changed": N_("Amendment changed"),
    "event.amendment.sent": N_("Amendment sent to approval"),
    "event.amendment.agreed": N_("Amendment approved by one of those asked"),
    "event.amendment.returned": N_("Amendment returned"),
    "event.amendment.reminded": N_("Approver of an amendment reminded"),
    "event.amendment.offered": N_("Amendment offered to the partner"),
    "event.amendment.withdrawn": N_("Amendment withdrawn"),
    "event.amendment.declined": N_("Amendment declined by the partner"),
    "event.amendment.lapsed": N_("Amendment lapsed with the contract"),
    "event.amendment.signed": N_("Amendment signed by the partner"),
    "event.amendment.in_force": N_("Amendment signed for IOM, in force"),
    "work.finish_amendment": N_("Finish the amendment and send it to approval"),
    "work.approve_amendment": N_("Approve the amendment"),
    "work.sign_amendment": N_("Sign the amendment"),
    "work.countersign_amendment": N_("Sign the amendment for IOM"),
    "rule.consolidated_before": N_("The contract was not in force on that day yet."),
    "rule.contract_not_in_force": N_(
        "The contract is not in force. It can be amended only while it is."
    ),
    "rule.amendment_reason": N_("Write the reason."),
    "rule.amendment_open": N_(
        "Amendment %(number)s of this contract is open. Finish it or withdraw it first: a "
        "contract has one at a time."
    ),
    "rule.amendment_empty": N_("The amendment changes nothing yet."),
    "rule.amendment_part": N_("This kind of amendment does not change that part: %(part)s."),
    "rule.amendment_lacks_extension": N_("A no-cost extension needs a new last day."),
    "rule.amendment_lacks_shortening": N_("An earlier end needs a new last day."),
    "rule.amendment_lacks_budget": N_("A change of the budget needs new amounts."),
    "rule.amendment_lacks_scope": N_(
        "A change of the scope needs new terms of reference, standards, targets, or another "
        "annex that was taken over from the proposal."
    ),
    "rule.amendment_lacks_standards": N_(
        "Change a minimum standard, or what the partner undertook on safeguarding or data "
        "protection."
    ),
    "rule.amendment_lacks_identity": N_(
        "Say what changes of the partner's name, address, registration or account."
    ),
    "rule.amendment_lacks_clauses": N_(
        "Change the words of a clause, the staff table or the words on staffing."
    ),
    "rule.amendment_after_end": N_(
        "The contract ended on %(day)s. It is amended only before its end."
    ),
    "rule.amendment_end_earlier": N_(
        "The new last day must be after %(day)s. For an earlier one, choose the kind: earlier "
        "end of the contract."
    ),
    "rule.amendment_end_later": N_(
        "The new last day must be before %(day)s. For a later one, choose the kind: no-cost "
        "extension."
    ),
    "rule.amendment_end_past": N_(
        "The new last day must not lie before today, %(day)s. What was done stays within the "
        "contract."
    ),
    "rule.amendment_period_filed": N_(
        "The report of period %(number)s was filed. The contract cannot end before the last "
        "day of that period."
    ),
    "rule.amendment_period_begun": N_(
        "The report of period %(number)s was begun. Its period cannot fall away."
    ),
    "rule.amendment_instalment_report": N_(
        "Instalment %(number)s waits for report %(report)s. The contract would have %(last)s "
        "reports: choose another rule for it."
    ),
    "rule.amendment_amount": N_(
        "The amount of category %(category)s must be zero or more, in whole units of the "
        "smallest coin."
    ),
    "rule.amendment_below_spent": N_(
        "In category %(category)s, accepted reports show %(spent)s already. The new amount "
        "cannot be below that."
    ),
    "rule.amendment_over_ceiling": N_(
        "The amount would be %(amount)s, above the ceiling of the call (%(ceiling)s). Only a "
        "change of the scope may pass it, with all three approvals."
    ),
    "rule.amendment_indirect": N_(
        "Indirect costs may be %(most)s at most: %(ceiling)s percent of the direct costs."
    ),
    "rule.amendment_instalment_fixed": N_(
        "Instalment %(number)s was asked for or paid. It cannot change."
    ),
    "rule.amendment_instalments": N_(
        "The instalments add up to %(sum)s. The contract would be worth %(amount)s: they must "
        "be the same to the last unit."
    ),
    "rule.amendment_instalment_row": N_("Each instalment needs an amount and a condition."),
    "rule.amendment_periods": N_(
        "Period %(number)s would overlap, leave a gap, or have its report due before the one "
        "ahead of it."
    ),
    "rule.amendment_target": N_(
        "The new target of %(name)s does not fit: periods that were filed have more than it "
        "already, or no period is left for the rest."
    ),
    "rule.amendment_clause": N_("Clause %(code)s is not in this contract."),
    "rule.amendment_clause_empty": N_(
        "Clause %(code)s would be empty. An amendment puts other words in its place."
    ),
    "rule.amendment_moved": N_(
        "The contract or the amendment is not what was offered any more. Nothing was signed. "
        "Withdraw the amendment and begin it again."
    ),
}
