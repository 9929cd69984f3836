"""Words of the parts of a proposal beside answers and budget."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "SectionState.blocked": N_("Cannot start yet"),
    "SectionState.changed": N_("Changed by an addendum"),
    "PartKey.profile": N_("Profile of the partner"),
    "PartKey.work_plan": N_("Work plan"),
    "PartKey.indicators": N_("Results framework"),
    "PartKey.staffing": N_("Staffing"),
    "PartKey.risks": N_("Risks"),
    "PartKey.safeguarding": N_("Safeguarding"),
    "PartKey.data_protection": N_("Data protection"),
    "PartKey.handover": N_("Sustainability and handover"),
    "part_about.work_plan": N_(
        "Write what is done, by whom and from when to when. A milestone is what can be seen "
        "once an activity is finished."
    ),
    "part_about.indicators": N_(
        "Give your own target for each indicator of the call. A target below that of the call "
        "needs its reason. Below, add indicators of your own."
    ),
    "part_about.staffing": N_(
        "One row for each role: how many people, which share of full time, in which shifts, "
        "and which post of the call they fill."
    ),
    "part_about.risks": N_(
        "What can go wrong, how likely it is, how much harm it does, and what you do about it."
    ),
    "part_about.safeguarding": N_(
        "How you keep the people in your care safe from exploitation, abuse and harassment by "
        "those who work for you. Name no person."
    ),
    "part_about.data_protection": N_(
        "A self-assessment on the personal data that the call names. Write no personal data."
    ),
    "part_about.handover": N_("What lasts when the contract ends, and who goes on."),
    "part_rows.work_plan": N_("Activities"),
    "part_rows.indicators": N_("Indicators of your own"),
    "part_rows.staffing": N_("Roles"),
    "part_rows.risks": N_("Risks, with levels from 1 to 5"),
    "part_followed.indicators": N_(
        "Every report follows these indicators beside those of the call. A unit in percent is "
        "reported as a part of a whole. A number whose baseline is not 0 is reported as a "
        "level, of which the latest counts. Any other number adds up over the periods."
    ),
    "work_plan.activity": N_("Activity"),
    "work_plan.responsible": N_("Responsible"),
    "work_plan.starts_on": N_("Start"),
    "work_plan.ends_on": N_("End"),
    "work_plan.milestone": N_("Milestone"),
    "indicators.name": N_("Indicator"),
    "indicators.unit": N_("Unit"),
    "indicators.baseline": N_("Baseline"),
    "indicators.target": N_("Target"),
    "indicators.verification": N_("Means of verification"),
    "staffing.role": N_("Role"),
    "staffing.post": N_("Post of the call"),
    "staffing.number": N_("People"),
    "staffing.share": N_("Percent of full time"),
    "staffing.shifts": N_("Shifts"),
    "risks.risk": N_("Risk"),
    "risks.likelihood": N_("Likelihood"),
    "risks.impact": N_("Impact"),
    "risks.mitigation": N_("What you do about it"),
    "risks.owner": N_("Owner"),
    "risks.level": N_("Level"),
    "likelihood.1": N_("1, hardly likely"),
    "likelihood.2": N_("2, unlikely"),
    "likelihood.3": N_("3, possible"),
    "likelihood.4": N_("4, likely"),
    "likelihood.5": N_("5, almost certain"),
    "impact.1": N_("1, hardly noticed"),
    "impact.2": N_("2, minor"),
    "impact.3": N_("3, moderate"),
    "impact.4": N_("4, severe"),
    "impact.5": N_("5, critical"),
    "Reply.yes": N_("Yes"),
    "Reply.partly": N_("Partly"),
    "Reply.no": N_("No"),
    "RiskLevel.low": N_("Low"),
    "RiskLevel.medium": N_("Medium"),
    "RiskLevel.high": N_("High"),
    "RiskLevel.very_high": N_("Very high"),
    "document.proposal": N_("Proposal"),
    "event.proposal.part_saved": N_("Part of the proposal saved"),
    "rule.part_unreadable": N_(
        "This part could not be read. Open the page again and retype it."
    ),
    "rule.part_too_long": N_("Use at most %(most)s characters, or a number up to that."),
    "rule.part_rows_many": N_("Use at most %(most)s rows."),
    "rule.part_work_plan_missing": N_("Write the work plan."),
    "rule.work_plan_row_open": N_("Work plan: complete row %(row)s."),
    "rule.work_plan_turned": N_("Work plan: row %(row)s ends before it starts."),
    "rule.work_plan_outside": N_(
        "Work plan: move row %(row)s into the time of the contract, from %(first)s to %(last)s."
    ),
    "rule.work_plan_milestone_missing": N_("Work plan: name at least one milestone."),
    "rule.part_indicators_missing": N_("Write the results framework."),
    "rule.indicators_open": N_(
        "Results framework: give your target for each indicator of the call (%(count)s open)."
    ),
    "rule.indicators_row_open": N_("Results framework: complete row %(row)s."),
    "rule.target_low": N_(
        "Results framework: your target for %(name)s is %(target)s, the call asks for "
        "%(asked)s. Raise it, or write the reason."
    ),
    "rule.part_staffing_missing": N_("Write the staffing."),
    "rule.staffing_row_open": N_("Staffing: complete row %(row)s."),
    "rule.post_unfilled": N_("Staffing: say who fills the post of the call: %(name)s."),
    "rule.cover_day_short": N_(
        "Staffing: by day the call asks for %(asked)s people at a time, you have %(people)s."
    ),
    "rule.cover_evening_short": N_(
        "Staffing: in the evening the call asks for %(asked)s people at a time, you have "
        "%(people)s."
    ),
    "rule.cover_night_short": N_(
        "Staffing: at night the call asks for %(asked)s people at a time, you have %(people)s."
    ),
    "rule.part_risks_missing": N_("Write the risks."),
    "rule.risks_row_open": N_("Risks: complete row %(row)s."),
    "rule.part_safeguarding_missing": N_("Answer the questions on safeguarding."),
    "rule.safeguarding_open": N_("Safeguarding: complete the answers (%(count)s fields open)."),
    "rule.part_data_protection_missing": N_("Answer the questions on data protection."),
    "rule.data_protection_open": N_(
        "Data protection: complete the answers (%(count)s fields open)."
    ),
    "rule.part_handover_missing": N_("Write how the work lasts and is handed over."),
    "rule.handover_open": N_("Sustainability and handover: %(count)s fields are open."),
}
