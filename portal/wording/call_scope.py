"""Words of the sections on the scope of a call."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "section.basics": N_("Title, background and contact"),
    "section.lots": N_("Lots and ceilings"),
    "section.terms": N_("Terms of reference"),
    "section.services": N_("Services and minimum standards"),
    "section.staffing": N_("Staffing and opening hours"),
    "section.eligibility": N_("Eligibility questions"),
    "section.documents": N_("Required documents"),
    "section.budget": N_("Budget template"),
    "section.data": N_("Personal data"),
    "DraftState.not_started": N_("Not started"),
    "DraftState.to_do": N_("To do"),
    "DraftState.complete": N_("Complete"),
    "Frequency.day": N_("each day"),
    "Frequency.month": N_("each month"),
    "Frequency.report": N_("with each report"),
    "Frequency.visit": N_("on each visit"),
    "Frequency.year": N_("each year"),
    "PassingRule.yes": N_("the answer is yes"),
    "PassingRule.no": N_("the answer is no"),
    "PassingRule.at_least": N_("the number is at least the figure"),
    "PassingRule.at_most": N_("the number is at most the figure"),
    "passes.yes": N_("Passes with yes."),
    "passes.no": N_("Passes with no."),
    "passes.at_least": N_("Passes with %(figure)s or more."),
    "passes.at_most": N_("Passes with %(figure)s or less."),
    "Shift.day": N_("Day"),
    "Shift.evening": N_("Evening"),
    "Shift.night": N_("Night"),
    "event.proposal.eligibility_answered": N_("Eligibility questions answered"),
    "rule.languages_missing": N_("Choose at least one language of proposals."),
    "rule.contact_missing": N_("Enter the contact: a name and a mail address."),
    "rule.lot_twice": N_(
        "Two lots of the same city have the title %(name)s. Give each its own title."
    ),
    "rule.lots_to_win_many": N_(
        "One partner may win %(most)s lots, and there are %(lots)s. Enter at most that number."
    ),
    "rule.service_not_chosen": N_(
        "%(count)s of the standards below are for a service that is not ticked. Tick it, or "
        "remove the standard."
    ),
    "rule.standards_missing": N_(
        "Give each service at least one minimum standard, from the library or your own. "
        "Services without: %(count)s."
    ),
    "rule.posts_missing": N_("Enter at least one post."),
    "rule.shift_day_empty": N_("The centre is always open, but no post covers the day."),
    "rule.shift_evening_empty": N_(
        "The centre is always open, but no post covers the evening."
    ),
    "rule.shift_night_empty": N_("The centre is always open, but no post covers the night."),
    "rule.eligibility_missing": N_("Enter at least one eligibility question."),
    "rule.question_twice": N_("Two questions read the same. Keep one of them: %(name)s"),
    "rule.question_figure_missing": N_(
        "Eligibility question %(number)s asks for a number. Enter the figure for it."
    ),
    "rule.question_figure_not_asked": N_(
        "Eligibility question %(number)s is answered with yes or no. Leave its figure empty."
    ),
    "rule.question_figure_missing_here": N_(
        "Enter the figure that the number is compared with."
    ),
    "rule.question_figure_not_asked_here": N_(
        "The answer is yes or no. Leave the figure empty, or choose a rule for a number."
    ),
    "rule.documents_missing": N_("Enter at least one document that a proposal holds."),
    "rule.document_twice": N_("Two documents have the title %(name)s. Keep one of them."),
    "rule.categories_missing": N_("Enter at least one category of direct costs."),
    "rule.category_twice": N_("Two categories have the name %(name)s. Keep one of them."),
    "rule.category_ceilings_low": N_(
        "The ceilings of all categories add up to %(sum)s percent, so no budget can keep them. "
        "Raise them, or leave one empty."
    ),
    "rule.data_categories_missing": N_("Choose at least one kind of personal data."),
    "rule.transfer_note_missing": N_("Write to whom data are passed on, and why."),
    "rule.retention_missing": N_("Enter for how many months data are kept."),
    "rule.eligibility_open": N_("Answer eligibility question %(number)s."),
    "rule.evidence_missing": N_("Attach the file that proves eligibility question %(number)s."),
    "rule.document_missing": N_("Attach the document: %(name)s."),
    "rule.document_unknown": N_("This call does not ask for that document. Choose another."),
    "rule.category_over_ceiling": N_(
        "%(name)s: %(share)s percent of the direct costs, at most %(ceiling)s are allowed. "
        "Lower these lines."
    ),
    "rule.category_gone": N_(
        "Some lines are under a category that this call no longer has. Choose another for them."
    ),
    "rule.answer_not_whole": N_("Question %(number)s: enter a whole number from 0 on."),
    "rule.eligibility_failed": N_(
        "An answer to an eligibility question does not pass, so this proposal cannot be judged."
    ),
    "rule.lots_won_many": N_(
        "%(partner)s is recommended for %(lots)s lots. In this call a partner wins at most "
        "%(most)s."
    ),
}
