"""Words of the life of a call: kinds, review, planned publication, cancellation, concepts."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "CallState.cancelled": N_("Cancelled"),
    "CallStanding.closed": N_("Closed, opening is due"),
    "CallStanding.planned": N_("Approved, publication is planned"),
    "Standing.cancelled": N_("Call cancelled"),
    "CallKind.open": N_("Open call"),
    "CallKind.invitation": N_("Invitation to a shortlist"),
    "CallKind.direct": N_("Direct selection of one partner"),
    "DirectReason.known_expertise": N_("Known expertise"),
    "DirectReason.local_presence": N_("Presence in the area"),
    "DirectReason.innovation": N_("New approach"),
    "DirectReason.time_critical": N_("Too urgent for a competition"),
    "DirectReason.civil_society": N_("Strengthening national civil society"),
    "DirectReason.continuation": N_("Continuation of work under way"),
    "DirectReason.named_by_donor": N_("Named beforehand by the donor, cluster or country team"),
    "DirectReason.sole_qualified": N_("The only qualified partner"),
    "DirectReason.named_by_law": N_("National body named by law"),
    "DirectReason.other": N_("Another reason"),
    "ConceptState.draft": N_("Draft"),
    "ConceptState.sent": N_("Sent to the office"),
    "ConceptState.taken_up": N_("Taken up"),
    "ConceptState.declined": N_("Not taken up"),
    "document.cancellation": N_("Notice of cancellation"),
    "step.cancel_call": N_("Cancel the call"),
    "step.send_concept": N_("Send to the office"),
    "step.take_up_concept": N_("Take up"),
    "step.decline_concept": N_("Decline"),
    "done.cancel_call": N_("The call is cancelled. Partners with a proposal are told by mail."),
    "consequence.cancel_call": N_(
        "The call ends for good. Proposals that are sealed are never opened. Partners with a "
        "proposal are told by mail, and a notice with your reason is issued. If the call was "
        "published, the reason is public. This cannot be undone."
    ),
    "consequence.publish_invited": N_(
        "The invited partners are told by mail and can propose from now on. Its text, "
        "criteria, committee and timetable are frozen. This cannot be undone."
    ),
    "event.call.commented": N_("Comment made in review"),
    "event.call.comment_resolved": N_("Comment resolved"),
    "event.call.partner_invited": N_("Partner put on the shortlist"),
    "event.call.invitation_withdrawn": N_("Partner taken off the shortlist"),
    "event.call.scheduled": N_("Publication planned"),
    "event.call.unscheduled": N_("Planned publication taken back"),
    "event.call.publication_dropped": N_("Planned publication stopped by a rule"),
    "event.call.cancelled": N_("Call cancelled"),
    "event.concept.drafted": N_("Concept note begun"),
    "event.concept.changed": N_("Concept note changed"),
    "event.concept.sent": N_("Concept note sent"),
    "event.concept.declined": N_("Concept note not taken up"),
    "event.concept.taken_up": N_("Concept note taken up"),
    "work.call_planned": N_("Publication is planned"),
    "work.plan_again": N_("Planned publication was stopped: publish or plan again"),
    "work.invited": N_("Your organisation is invited to propose"),
    "work.finish_concept": N_("Finish and send the concept note"),
    "work.concept_waits": N_("Concept note sent, wait for the answer"),
    "work.answer_concept": N_("Read and answer the concept note"),
    "rule.invited_few": N_(
        "The shortlist has %(count)s partners. Invite at least %(fewest)s, or choose a direct "
        "selection."
    ),
    "rule.direct_not_one": N_(
        "A direct selection invites exactly one partner. Now there are %(count)s."
    ),
    "rule.direct_reason_missing": N_(
        "Choose the reason for the direct selection and write why it applies."
    ),
    "rule.direct_evidence_missing": N_(
        "Write what shows that the market was looked at and that the price is reasonable."
    ),
    "rule.direct_not_approved": N_(
        "Tick the box: a direct selection is approved as such, besides the call."
    ),
    "rule.comments_open": N_(
        "Comments of the review that are not resolved yet: %(count)s. Each is to be marked as "
        "resolved first."
    ),
    "rule.comment_empty": N_("Write the comment."),
    "rule.schedule_past": N_("This time has passed. Choose a later one."),
    "rule.planner_gone": N_(
        "The person who planned the publication can no longer publish this call."
    ),
    "rule.cancel_reason_missing": N_("Write the reason in the language of the call."),
    "rule.call_cancelled": N_(
        "The call %(reference)s was cancelled. Nothing was saved or submitted."
    ),
    "rule.concept_title_missing": N_("Write a title."),
    "rule.concept_country_missing": N_("Choose the country."),
    "rule.concept_city_missing": N_("Write the city or region."),
    "rule.concept_problem_missing": N_("Write which problem is to be solved."),
    "rule.concept_approach_missing": N_("Write how you would solve it."),
    "rule.concept_services_missing": N_("Choose at least one service."),
    "rule.concept_amount_missing": N_("Enter the amount."),
    "rule.concept_currency_missing": N_("Enter the currency."),
    "rule.concept_months_missing": N_("Enter how many months it would last."),
    "rule.concept_answer_missing": N_("Write the reason."),
}
