"""Words of the area: proposals."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "ProposalState.draft": N_("Draft"),
    "ProposalState.submitted": N_("Submitted, sealed"),
    "ProposalState.eligible": N_("Eligible"),
    "ProposalState.ineligible": N_("Not eligible"),
    "ProposalState.awarded": N_("Selected for award"),
    "ProposalState.declined": N_("Not selected"),
    "Standing.draft": N_("Draft"),
    "Standing.missed": N_("Not submitted before the deadline"),
    "Standing.submitted": N_("Submitted, sealed"),
    "Standing.opened": N_("Opened"),
    "Standing.awarded": N_("Selected for award"),
    "Standing.declined": N_("Not selected"),
    "SectionState.done": N_("Complete"),
    "SectionState.correct": N_("Needs attention"),
    "SectionState.started": N_("In progress"),
    "SectionState.empty": N_("Not started"),
    "SectionState.optional": N_("Optional"),
    "step.submit_proposal": N_("Submit"),
    "event.proposal.started": N_("Proposal started"),
    "event.proposal.declared": N_("Declarations saved"),
    "event.proposal.answered": N_("Answer saved"),
    "event.proposal.budgeted": N_("Budget saved"),
    "event.proposal.attached": N_("File attached"),
    "event.proposal.detached": N_("File removed"),
    "event.proposal.submitted": N_("Proposal submitted"),
    "work.finish_proposal": N_("Finish the proposal"),
    "work.submit_proposal": N_("Submit the proposal once it is complete"),
    "work.finish_and_submit_proposal": N_("Finish and submit the proposal"),
    "work.await_result": N_("Proposal submitted, wait for the result"),
    "rule.profile_incomplete": N_(
        "The profile of your organisation is not complete. "
        "Complete it, then start the proposal."
    ),
    "rule.deadline_passed": N_(
        "The deadline has passed: it was %(deadline)s, by the clock of this portal. "
        "Nothing was saved or submitted."
    ),
    "rule.declarations_open": N_("Make all the declarations."),
    "rule.answer_missing": N_("Answer the criterion: %(name)s."),
    "rule.answer_too_long": N_(
        "Shorten the answer to %(name)s: it has %(words)s words, %(limit)s are allowed, "
        "%(over)s too many."
    ),
    "rule.budget_missing": N_("Write the budget."),
    "rule.budget_too_large": N_("The budget is larger than the portal can keep."),
    "rule.budget_over_ceiling": N_(
        "Lower the budget by %(over)s: it is %(total)s, the ceiling of the lot is %(ceiling)s."
    ),
    "rule.indirect_over_ceiling": N_(
        "Lower the indirect costs: they are %(share)s percent of the direct costs, "
        "at most %(ceiling)s percent are allowed."
    ),
    "rule.file_empty": N_("This file is empty. Choose another one."),
    "rule.file_too_large": N_("This file is larger than %(most)s MB. Choose a smaller one."),
    "rule.file_type": N_(
        "Choose a PDF, Word (DOCX), Excel (XLSX), JPEG or PNG file. The content of this file "
        "does not fit its name, or it is of another type."
    ),
    "rule.too_many_files": N_(
        "A proposal takes at most %(most)s files. Remove one, then attach this one again."
    ),
}
