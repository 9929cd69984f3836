"""Words of the area: the clause library, deviations and the map of data protection."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "ClauseState.waiting": N_("Waits for a second person"),
    "ClauseState.approved": N_("Approved version"),
    "ClauseState.declined": N_("Declined version"),
    "DeviationState.asked": N_("Asked for"),
    "DeviationState.approved": N_("Approved deviation"),
    "DeviationState.declined": N_("Declined deviation"),
    "DeviationState.dropped": N_("Dropped"),
    "Trait.personal_data": N_("personal data"),
    "Trait.special_categories": N_("sensitive data"),
    "Trait.children": N_("children"),
    "Trait.transfers": N_("transfers of data"),
    "Trait.cash": N_("cash or vouchers"),
    "Trait.construction": N_("building works"),
    "Trait.foreign_currency": N_("a currency that is not the country's"),
    "Trait.national_partner": N_("a partner of the country"),
    "Trait.international_partner": N_("a partner from another country"),
    "ParameterKind.date": N_("Day"),
    "ParameterKind.money": N_("Amount of money"),
    "ParameterKind.days": N_("Days"),
    "ParameterKind.hours": N_("Hours"),
    "ParameterKind.number": N_("Number"),
    "ParameterKind.list": N_("List"),
    "ParameterKind.text": N_("Text"),
    "Answerer.partner_focal": N_("The partner's person for data protection"),
    "Answerer.partner_head": N_("The head of the partner"),
    "Answerer.iom_officer": N_("IOM's data-protection officer"),
    "Answerer.both": N_("IOM's data-protection officer and the partner's person"),
    "clause_parameter.payment_days": N_("Working days to a payment"),
    "clause_parameter.budget_percent": N_("Percent that may move between categories"),
    "clause_parameter.refund_days": N_("Days to pay money back"),
    "clause_parameter.answer_days": N_("Working days to answer comments"),
    "clause_parameter.final_report_days": N_("Days to the final report"),
    "clause_parameter.retention_years": N_("Years that financial records are kept"),
    "clause_parameter.allegation_hours": N_("Hours to report an allegation"),
    "clause_parameter.incident_hours": N_("Hours to report a serious incident"),
    "clause_parameter.majeure_days": N_("Days after which either party may end it"),
    "clause_parameter.late_days": N_("Days that a report may be late"),
    "clause_parameter.notice_days": N_("Days of notice"),
    "clause_parameter.handover_days": N_("Days before the end for the handover plan"),
    "clause_parameter.talks_days": N_("Days for talks"),
    "clause_parameter.urgent_hours": N_("Hours to tell of an urgent referral"),
    "clause_parameter.breach_hours": N_("Hours to the first notice of a breach"),
    "clause_parameter.full_hours": N_("Hours to the full account of a breach"),
    "clause_parameter.rights_days": N_("Days to answer a person"),
    "clause_parameter.return_days": N_("Days to return the data"),
    "clause_parameter.cash_ceiling": N_("Most cash kept overnight"),
    "clause_parameter.cash_hours": N_("Hours to report missing cash"),
    "clause_parameter.works_percent": N_("Percent held back against defects"),
    "clause_parameter.works_months": N_("Months against defects"),
    "clause_parameter.rate_percent": N_("Percent by which the rate may move"),
    "clause_parameter.services_start": N_("First day of services"),
    "clause_parameter.donor_conditions": N_("Conditions of the donor"),
    "clause_parameter.held_amount": N_("Amount held back"),
    "clause_parameter.held_days": N_("Days to pay what was held back"),
    "clause_parameter.fraud_hours": N_("Hours to report a suspicion of fraud"),
    "clause_parameter.sanctions_months": N_("Months between comparisons with the list"),
    "clause_parameter.complaint_days": N_("Days to answer a complaint"),
    "clause_parameter.sensitive_people": N_("People who may read sensitive data"),
    "field.clause_text": N_("Text of the clause"),
    "clause_mark.added": N_("newly added"),
    "clause_mark.removed": N_("taken out"),
    "clause_mark.changed": N_("altered"),
    "step.approve_clause": N_("Approve the version"),
    "step.decline_clause": N_("Decline the version"),
    "step.approve_deviation": N_("Approve the deviation"),
    "step.decline_deviation": N_("Decline the deviation"),
    "step.drop_deviation": N_("Drop the deviation"),
    "event.clause.written": N_("Version of a clause written"),
    "event.clause.approved": N_("Version of a clause approved"),
    "event.clause.declined": N_("Version of a clause declined"),
    "event.contract.clause_figures": N_("Figures of a clause changed"),
    "event.contract.clause_left_out": N_("Clause left out"),
    "event.contract.clause_taken_in": N_("Clause taken in"),
    "event.contract.traits_changed": N_("What the contract involves changed"),
    "event.contract.deviation_asked": N_("Deviation from a mandatory clause asked for"),
    "event.contract.deviation_approved": N_("Deviation approved"),
    "event.contract.deviation_declined": N_("Deviation declined"),
    "work.decide_clause": N_("Decide on the version of a clause"),
    "work.decide_deviation": N_("Decide on a deviation"),
    "rule.clause_altered": N_(
        "Mandatory clause %(code)s is altered. Ask for a deviation, or write the words of the "
        "library again."
    ),
    "rule.clause_left_out": N_(
        "Mandatory clause %(code)s is left out. Ask for a deviation, or take it in again."
    ),
    "rule.clause_reference_lost": N_(
        "Clause %(code)s refers to clause %(to)s, which is not in this contract."
    ),
    "rule.clause_unset": N_("Clause %(code)s has no value for: %(name)s."),
    "rule.clause_value": N_("This does not fit what the clause asks for."),
    "rule.deviation_reason": N_("Say why this contract needs other words."),
    "rule.deviation_none": N_("Clause %(code)s stands in the words of the library."),
    "rule.deviation_changed": N_(
        "Clause %(code)s was changed after the deviation was asked for. Ask for it again."
    ),
    "rule.clause_waits": N_(
        "A version of clause %(code)s waits for its decision. Write the next one after that."
    ),
    "rule.clause_code_taken": N_("There is a clause %(code)s already."),
    "rule.clause_comment": N_("Say what has to change."),
    "rule.clause_parameter_name": N_(
        "The parameter %(name)s needs a name of its own: small letters and underscores, not "
        "one that contracts fill in by themselves."
    ),
    "rule.clause_parameter_value": N_(
        "The value of %(name)s does not fit its kind. A day is written as 2027-02-01."
    ),
    "rule.clause_parameter_unused": N_("The text has no place for the parameter %(name)s."),
    "rule.clause_place_unknown": N_(
        "Nothing fills the place {%(name)s}. Declare it as a parameter, or write it with two "
        "braces on each side: then it is printed just so."
    ),
    "rule.clause_references_differ": N_("The languages refer to different clauses."),
    "rule.clause_reference_unknown": N_("There is no clause %(code)s in the library."),
    "rule.clause_circle": N_(
        "The clauses refer to each other in a circle: %(path)s. Take out one of the references."
    ),
}
