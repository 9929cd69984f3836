"""Words of the area: procedures of centres that the State runs, and its budget for them."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "ProcedureState.draft": N_("Draft procedures"),
    "ProcedureState.reviewed": N_("Reviewed, to be agreed with the authority"),
    "ProcedureState.agreed": N_("Agreed with the authority"),
    "ProcedureState.in_force": N_("Procedures in force"),
    "ProcedureState.replaced": N_("Replaced by a later version"),
    "ProcedureState.withdrawn": N_("Procedures withdrawn"),
    "Duty.R": N_("Responsible: does it"),
    "Duty.A": N_("Accountable: answers for it"),
    "Duty.C": N_("Consulted before it is done"),
    "Duty.I": N_("Informed after it is done"),
    "Party.ministry": N_("Ministry"),
    "Party.director": N_("Director of the centre"),
    "Party.caseworker": N_("Caseworker of the State"),
    "Party.iom": N_("IOM"),
    "Party.partner": N_("Implementing partner"),
    "Party.health": N_("Health services"),
    "Party.police": N_("Police"),
    "Party.interpreters": N_("Interpreters"),
    "BudgetLevel.national": N_("National budget"),
    "BudgetLevel.regional": N_("Regional budget"),
    "procedure_part.whole": N_("Purpose and legal basis"),
    "procedure_part.sections": N_("Sections"),
    "procedure_part.matrix": N_("Who provides which service"),
    "procedure_field.purpose": N_("Purpose"),
    "procedure_field.basis": N_("Legal basis"),
    "procedure_field.title": N_("Title"),
    "procedure_field.text": N_("Text"),
    "procedure_field.name": N_("Service or function"),
    "procedure_field.always": N_("Around the clock"),
    "procedure_field.response": N_("Response time"),
    "procedure_field.form": N_("Form used"),
    "procedure_field.escalation": N_("Escalation"),
    "procedure_field.fallback": N_("If it fails"),
    "procedure_field.ministry": N_("Ministry"),
    "procedure_field.director": N_("Director of the centre"),
    "procedure_field.caseworker": N_("Caseworker of the State"),
    "procedure_field.iom": N_("IOM"),
    "procedure_field.partner": N_("Implementing partner"),
    "procedure_field.health": N_("Health services"),
    "procedure_field.police": N_("Police"),
    "procedure_field.interpreters": N_("Interpreters"),
    "procedure_mark.added": N_("New"),
    "procedure_mark.removed": N_("Taken out"),
    "procedure_mark.changed": N_("Changed"),
    "step.edit_procedure": N_("Write the draft"),
    "step.return_procedure": N_("Give it back with remarks"),
    "step.review_procedure": N_("Review the procedures"),
    "step.agree_procedure": N_("Record the agreement with the authority"),
    "step.start_procedure": N_("Put the procedures in force"),
    "step.replace_procedure": N_("Replace by the next version"),
    "step.withdraw_procedure": N_("Withdraw this version"),
    "event.procedure.begun": N_("Version of the procedures begun"),
    "event.procedure.saved": N_("Purpose and legal basis saved"),
    "event.procedure.answered": N_("Remarks of the reviewer met"),
    "event.procedure.section_saved": N_("Section of the procedures saved"),
    "event.procedure.section_removed": N_("Section of the procedures removed"),
    "event.procedure.row_saved": N_("Service in the matrix saved"),
    "event.procedure.row_removed": N_("Service taken out of the matrix"),
    "event.procedure.returned": N_("Procedures given back with remarks"),
    "event.procedure.reviewed": N_("Procedures reviewed"),
    "event.procedure.agreed": N_("Procedures agreed with the authority"),
    "event.procedure.started": N_("Procedures put in force"),
    "event.procedure.replaced": N_("Procedures replaced by the next version"),
    "event.procedure.withdrawn": N_("Procedures withdrawn"),
    "event.procedure.issued": N_("Official document of the procedures asked for"),
    "event.centre.budget_noted": N_("Budget line of the State noted"),
    "event.centre.budget_changed": N_("Budget line of the State changed"),
    "work.complete_procedure": N_("Complete the procedures of the centre"),
    "work.review_procedure": N_("Review the procedures of the centre"),
    "work.agree_procedure": N_("Agree the procedures with the authority"),
    "work.start_procedure": N_("Put the agreed procedures in force"),
    "rule.procedure_pending": N_(
        "Version %(number)s is still on its way. Finish or withdraw it before the next begins."
    ),
    "rule.procedure_purpose_missing": N_("Write the purpose."),
    "rule.procedure_basis_missing": N_("Write the legal basis."),
    "rule.procedure_sections_missing": N_("Add at least one section."),
    "rule.procedure_matrix_missing": N_("Put at least one service into the matrix."),
    "rule.procedure_section_empty": N_("Section %(number)s has no text yet."),
    "rule.section_title_missing": N_("Name the section."),
    "rule.procedure_parts_most": N_("There are %(most)s already, and there can be no more."),
    "rule.matrix_name_missing": N_("Name the service or function."),
    "rule.matrix_accountable_missing": N_(
        "%(name)s: nobody answers for it. Give one party an A."
    ),
    "rule.matrix_accountable_many": N_(
        "%(name)s: %(count)s parties answer for it. Only one can have an A."
    ),
    "rule.matrix_responsible_missing": N_(
        "%(name)s: nobody does it. Give at least one party an R."
    ),
    "rule.matrix_fallback_missing": N_(
        "%(name)s: it is given around the clock. Write what happens if it fails."
    ),
    "rule.procedure_reason_missing": N_("Say why: it stands in the record."),
    "rule.procedure_agreed_ahead": N_("Enter the day of the agreement, today at the latest."),
    "rule.procedure_before_agreement": N_(
        "Procedures are agreed before they apply: choose %(day)s or a later day."
    ),
    "rule.procedure_before_former": N_(
        "The former version has been in force since %(day)s: choose a later day."
    ),
    "rule.procedure_issued": N_("The official document is already there or on its way."),
    "rule.state_budget_twice": N_(
        "This line of %(year)s is noted already. Change it instead of noting it again."
    ),
}
