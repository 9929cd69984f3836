"""Words of the area: calls."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "CallState.draft": N_("Draft"),
    "CallState.in_review": N_("In review"),
    "CallState.approved": N_("Approved, not yet published"),
    "CallState.published": N_("Open for proposals"),
    "CallState.opened": N_("Proposals opened, screening"),
    "CallState.scoring": N_("Committee is scoring"),
    "CallState.ranked": N_("Scores revealed"),
    "CallState.recommended": N_("Award recommended"),
    "CallState.awarded": N_("Awarded"),
    "ManagementModel.iom_managed": N_("Run by IOM, handed over later"),
    "ManagementModel.partner": N_("Run through an implementing partner"),
    "ManagementModel.government": N_("Run by the government"),
    "ManagementModel.co_managed": N_("Run jointly by IOM and the government"),
    "SiteKind.building": N_("One building"),
    "SiteKind.apartments": N_("Apartments in the city"),
    "step.send_call": N_("Send for approval"),
    "step.return_call": N_("Return to the author"),
    "step.approve_call": N_("Approve"),
    "step.publish_call": N_("Publish"),
    "event.centre.registered": N_("Centre registered"),
    "event.call.drafted": N_("Call drafted"),
    "event.call.sent": N_("Call sent for approval"),
    "event.call.returned": N_("Call returned to its author"),
    "event.call.approved": N_("Call approved"),
    "event.call.published": N_("Call published"),
    "event.call.changed": N_("Draft changed"),
    "done.send_call": N_("The head of office has the call to approve."),
    "done.return_call": N_("The author has the call back, with your comment."),
    "done.approve_call": N_("It is approved. Procurement takes the next step."),
    "done.publish_call": N_("The call is published. Partners can propose until the deadline."),
    "consequence.send_call": N_(
        "The head of office gets this call to approve. You cannot edit it until it is returned."
    ),
    "consequence.return_call": N_(
        "The author gets the call back with your comment and can edit it again."
    ),
    "consequence.approve_call": N_(
        "You approve the call as it stands. A procurement officer can then publish it."
    ),
    "consequence.publish_call": N_(
        "Everybody can read the call and partners can propose from now on. Its text, criteria, "
        "committee and timetable are frozen. This cannot be undone."
    ),
    "term.objectives": N_("Objectives"),
    "term.target_groups": N_("Target groups"),
    "term.scope": N_("Scope of the facilities"),
    "term.staffing": N_("Staffing"),
    "term.hours": N_("Opening hours"),
    "term.data_profile": N_("Data protection"),
    "milestone.published": N_("Published"),
    "milestone.deadline": N_("Proposals close"),
    "milestone.opening": N_("Opening by two people"),
    "milestone.results": N_("Results to every partner"),
    "milestone.start": N_("Start of the contract"),
    "unit.persons": N_("persons"),
    "unit.nights": N_("nights"),
    "unit.percent": N_("percent"),
    "unit.meals": N_("meals"),
    "unit.kits": N_("kits"),
    "unit.consultations": N_("consultations"),
    "unit.plans": N_("plans"),
    "unit.sessions": N_("sessions"),
    "work.draft_first_call": N_("Draft the first call of the centre"),
    "work.finish_call": N_("Finish the draft of the call"),
    "work.correct_call": N_("Correct the returned call"),
    "work.approve_call": N_("Approve the call"),
    "work.publish_call": N_("Publish the call"),
    "work.call_waits_approval": N_("Waits for the head of office"),
    "work.call_waits_publication": N_("Waits for procurement to publish it"),
    "model_text.iom_managed": N_(
        "Set up by IOM and later transferred to state authorities. Fast to set up and in line "
        "with international standards, but the handover to the state may be difficult."
    ),
    "model_text.partner": N_(
        "Fully or partially run through an implementing partner, a non-profit organisation. "
        "Terms of reference define the scope, the minimum standards and the clauses on data "
        "protection. Selection and monitoring take time."
    ),
    "model_text.government": N_(
        "Embedded in government structures from the start. The state pays for the centre and "
        "its staff; IOM supports it with services or money. Quality is harder to monitor."
    ),
    "model_text.co_managed": N_(
        "Managed jointly by IOM and government authorities under a cooperation agreement, "
        "with a management committee that meets regularly."
    ),
    "model_next.iom_managed": N_(
        "IOM runs this centre itself. Next comes the plan for its handover to the state."
    ),
    "model_next.government": N_(
        "The government runs this centre. Next come standard operating procedures that say who "
        "provides which service."
    ),
    "model_next.co_managed": N_(
        "IOM and the government run this centre together. Next comes the cooperation agreement "
        "and its management committee."
    ),
    "rule.handover_missing": N_(
        "Describe how the centre passes to the state. The handbook asks for it in this model."
    ),
    "rule.sites_missing": N_("Enter at least one site: city, kind and places."),
    "rule.centre_takes_no_call": N_(
        "This centre is not run through a partner, so it has no call for proposals."
    ),
    "rule.person_twice": N_("A person can hold one seat only. Choose each person once."),
    "rule.background_missing": N_("Write the background."),
    "rule.objectives_missing": N_("Write the objectives."),
    "rule.target_groups_missing": N_("Write who is received."),
    "rule.scope_missing": N_("Write the scope of the facilities."),
    "rule.staffing_missing": N_("Write which staff is needed."),
    "rule.hours_missing": N_("Write the opening hours."),
    "rule.data_profile_missing": N_("Write which personal data the partner handles."),
    "rule.lots_missing": N_("Enter at least one lot."),
    "rule.ceiling_missing": N_("Enter a ceiling for lot %(number)s."),
    "rule.services_missing": N_("Choose at least one service."),
    "rule.indicators_missing": N_("Enter at least one indicator."),
    "rule.criteria_missing": N_("Enter the criteria."),
    "rule.weights_not_100": N_(
        "The weights add up to %(sum)s. Change them so that they add up to exactly 100."
    ),
    "rule.deadline_missing": N_("Enter the deadline for proposals."),
    "rule.deadline_past": N_("The deadline has passed. Choose a later one."),
    "rule.deadline_soon": N_(
        "The deadline is too near. Choose one at least %(days)s days after the publication."
    ),
    "rule.opening_missing": N_("Enter the day and time of the opening."),
    "rule.opening_early": N_("The opening must be after the deadline. Choose a later time."),
    "rule.results_missing": N_("Enter the day of the results."),
    "rule.results_early": N_("The results must come after the opening. Choose a later day."),
    "rule.starts_missing": N_("Enter the start of the contract."),
    "rule.votes_few": N_(
        "The committee has %(votes)s seats with a vote. Give at least %(least)s people a vote."
    ),
    "rule.chair_not_one": N_("The committee has %(chairs)s chairs. Choose exactly one."),
    "rule.chair_without_vote": N_("The chair needs a vote. Give that seat a vote."),
    "rule.government_seats_many": N_("The government has %(seats)s seats. Keep at most one."),
    "rule.government_reason_missing": N_("Write the reason for the government's seat."),
}
