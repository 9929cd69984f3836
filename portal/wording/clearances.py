"""Words of the area: clearances of Internal Instruction 92."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "ClearanceState.draft": N_("Clearance in draft"),
    "ClearanceState.asked": N_("Clearance asked for"),
    "ClearanceState.cleared": N_("Cleared"),
    "ClearanceState.refused": N_("Clearance refused"),
    "ClearanceState.withdrawn": N_("Clearance withdrawn"),
    "ClearanceState.expired": N_("Clearance expired"),
    "CoverKind.salary": N_("Salary or part of it"),
    "CoverKind.allowance": N_("Allowance for days served"),
    "CoverKind.bonus": N_("Bonus or top-up"),
    "Consent.legal": N_("Legal department of IOM (LEG)"),
    "Consent.donor": N_("Donor"),
    "clearance_act.agree": N_("Consent for the legal department"),
    "clearance_act.refuse": N_("Refuse the clearance"),
    "clearance_act.donor": N_("Record the letter of the donor"),
    "clearance_act.check": N_("Compare the record with the letter"),
    "clearance_act.withdraw": N_("Withdraw the clearance"),
    "clearance_button.agree": N_("Consent"),
    "clearance_button.refuse": N_("Refuse the clearance"),
    "clearance_button.donor": N_("Record the letter"),
    "clearance_button.check": N_("The record says what the letter says"),
    "clearance_button.withdraw": N_("Withdraw the clearance"),
    "document.clearance": N_("Clearance of Internal Instruction 92"),
    "step.ask_clearance": N_("Ask for the clearance"),
    "step.clear_by_legal": N_("Clear, the legal department last"),
    "step.refuse_by_legal": N_("Refuse for the legal department"),
    "step.clear_by_donor": N_("Clear, the donor last"),
    "step.refuse_by_donor": N_("Refuse by letter of the donor"),
    "step.withdraw_clearance": N_("Withdraw the clearance"),
    "step.expire_clearance": N_("Let the clearance expire"),
    "event.clearance.drafted": N_("Clearance of IN 92 drafted"),
    "event.clearance.saved": N_("Draft of the clearance saved"),
    "event.clearance.asked": N_("Clearance of IN 92 asked for"),
    "event.clearance.legal_agreed": N_("Legal department consented"),
    "event.clearance.donor_recorded": N_("Letter of the donor recorded"),
    "event.clearance.donor_checked": N_("Letter of the donor compared by a second person"),
    "event.clearance.refused": N_("Clearance refused with a reason"),
    "event.clearance.withdrawn": N_("Clearance withdrawn with a reason"),
    "event.clearance.expired": N_("Clearance expired"),
    "work.decide_clearance": N_("Decide on the clearance of IN 92"),
    "work.record_donor_letter": N_("Record the letter of the donor on the clearance"),
    "work.check_donor_letter": N_("Compare the recorded letter of the donor"),
    "rule.clearance_model": N_(
        "Only centres run by the government or jointly have staff of the government to clear."
    ),
    "rule.clearance_kind_missing": N_("Choose at least one kind of payment."),
    "rule.clearance_posts_missing": N_("Name at least one function and how many people."),
    "rule.clearance_posts_twice": N_("A function stands twice. Put its people into one row."),
    "rule.clearance_ceiling": N_("Enter a ceiling above 0."),
    "rule.clearance_days": N_("The last day lies before the first one."),
    "rule.clearance_over": N_("The last day has passed already."),
    "rule.clearance_donor_missing": N_(
        "Name the donor: a centre run by the government needs its clearance too."
    ),
    "rule.clearance_reason_missing": N_("Say why: the reason stays with the clearance."),
    "rule.donor_letter_ahead": N_("The day of the letter cannot lie ahead."),
    "rule.donor_not_needed": N_(
        "No letter of the donor is needed here, or it has been checked."
    ),
    "rule.pay_too_fine": N_(
        "Amounts in %(code)s have at most %(places)s figures after the point."
    ),
}
