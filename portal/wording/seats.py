"""Words of the area: the seats of a committee, declarations, quorum and no-objection."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "SeatKind.secretary": N_("Secretary, without a vote"),
    "SeatKind.no_objection": N_("Gives the no-objection"),
    "Cause.conflict": N_("Conflict of interest declared"),
    "Cause.replaced": N_("The member was replaced"),
    "ScorecardState.voided": N_("No longer counts"),
    "ObjectionState.open": N_("Waits for an answer"),
    "ObjectionState.agreed": N_("No objection"),
    "ObjectionState.objected": N_("Objection"),
    "ObjectionState.by_letter": N_("No objection, by letter"),
    "ObjectionState.passed": N_("Date passed without an answer"),
    "ObjectionState.dropped": N_("Dropped: the recommendation was returned"),
    "step.void_scorecard": N_("Set the scorecard aside"),
    "step.agree_to_award": N_("No objection"),
    "step.object_to_award": N_("Object"),
    "step.answer_by_letter": N_("Record the letter"),
    "step.let_objection_pass": N_("Let the date pass"),
    "step.drop_objection": N_("Drop the request"),
    "event.scorecard.voided": N_("Scorecard set aside: it no longer counts"),
    "event.call.appointment_kept": N_("Letter of appointment kept"),
    "event.call.member_replaced": N_("Somebody else takes a seat on the committee"),
    "event.call.alternate_stepped_in": N_("An alternate steps in on the committee"),
    "event.call.observed": N_("An observer comments for the minutes"),
    "event.call.objected": N_("The government objects to the award"),
    "event.call.no_objection_passed": N_("No objection in time: the date passed"),
    "rule.interest_unanswered": N_("Say for %(name)s if there is a conflict of interest."),
    "rule.undertaking_missing": N_("Agree to the undertaking of confidentiality."),
    "rule.replacement_in_draft": N_(
        "The call is not published yet. Change its committee in the draft."
    ),
    "rule.replacement_too_late": N_(
        "The scores are revealed. Nobody can take a seat any more; the ranking would change."
    ),
    "rule.replacement_reason_missing": N_("Write why the member is replaced."),
    "rule.successor_missing": N_(
        "Choose somebody who can hold a seat and holds none on this call."
    ),
    "rule.observation_empty": N_("Write your comment."),
    "rule.observation_untimely": N_(
        "Observers comment from the opening to the recommendation. Tell procurement what you "
        "have to say."
    ),
    "rule.secretaries_many": N_("%(seats)s seats are for a secretary. Leave one."),
    "rule.government_not_asked": N_(
        "The government gives its no-objection, but its seat is of another kind. Choose for it "
        "the seat that gives the no-objection."
    ),
    "rule.objection_reasons_missing": N_("Write why your authority objects."),
    "rule.objection_passed": N_(
        "The last day for an answer was %(due)s. The award can go on without it."
    ),
    "work.quorum_lost": N_("The committee has lost its quorum: let somebody take a seat"),
    "work.answer_objection": N_("Say if your authority objects to the award"),
}
