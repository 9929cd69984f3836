"""Words of the area: the management committee of a jointly managed centre."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "MeetingState.convened": N_("Meeting convened"),
    "MeetingState.held": N_("Minutes being written"),
    "MeetingState.circulated": N_("Minutes with both sides"),
    "MeetingState.agreed": N_("Minutes agreed by both sides"),
    "MeetingState.cancelled": N_("Meeting cancelled"),
    "meeting_next.convened": N_("A programme officer records the meeting."),
    "meeting_next.held": N_("A programme officer writes the minutes."),
    "meeting_next.circulated": N_("Both sides agree to the minutes."),
    "meeting_next.agreed": N_("The decisions are followed up one by one."),
    "meeting_next.cancelled": N_("Another meeting can be convened."),
    "DecisionState.open": N_("Decision to be carried out"),
    "DecisionState.done": N_("Decision carried out"),
    "DecisionState.dropped": N_("Decision dropped"),
    "decision.open": N_("To be carried out"),
    "decision.overdue": N_("Decision overdue"),
    "decision.done": N_("Carried out"),
    "decision.dropped": N_("Dropped with a reason"),
    "document.management_minutes": N_("Minutes of the management committee"),
    "step.hold_meeting": N_("Record the meeting"),
    "step.circulate_minutes": N_("Send the minutes to both sides"),
    "step.return_minutes": N_("Take the minutes back for corrections"),
    "step.agree_minutes": N_("Agree to the minutes"),
    "step.cancel_meeting": N_("Cancel the meeting"),
    "step.do_decision": N_("It is carried out"),
    "step.drop_decision": N_("Drop the decision"),
    "step.reopen_decision": N_("Open the decision again"),
    "event.management_committee.named": N_("Members of the management committee named"),
    "event.meeting.convened": N_("Meeting of the management committee convened"),
    "event.meeting.recorded": N_("Meeting of the management committee recorded"),
    "event.meeting.circulated": N_("Minutes sent to both sides"),
    "event.meeting.returned": N_("Minutes taken back for corrections"),
    "event.meeting.cancelled": N_("Meeting of the management committee cancelled"),
    "event.meeting.minutes_agreed": N_("A side agreed to the minutes"),
    "event.decision.done": N_("Decision of the management committee carried out"),
    "event.decision.dropped": N_("Decision of the management committee dropped"),
    "event.decision.reopened": N_("Decision of the management committee opened again"),
    "work.hold_meeting": N_("Record the meeting of the management committee"),
    "work.write_meeting_minutes": N_("Send the minutes of the management committee"),
    "work.agree_meeting_minutes": N_("Have both sides agree to the minutes"),
    "heading.decision": N_("Decision"),
    "heading.meeting": N_("Meeting"),
    "heading.side": N_("Side"),
    "heading.function": N_("Function"),
    "heading.remark": N_("Remark"),
    "rule.member_two_chairs": N_("A side has one chair: mark one member of it only."),
    "rule.member_days": N_("Row %(number)s: the last day comes before the first."),
    "rule.meeting_no_agreement": N_(
        "The committee meets under a cooperation agreement that is in force; there is none."
    ),
    "rule.meeting_no_members": N_(
        "Both sides need members on that day: name the members of the committee first."
    ),
    "rule.meeting_no_agenda": N_("Write at least one item."),
    "rule.meeting_no_quorum": N_(
        "There was no quorum, so no decision can be taken: %(iom_present)s of %(iom_needed)s "
        "of the side of IOM, %(government_present)s of %(government_needed)s of the side of "
        "the Government. Remove the decisions, or mark who else was present."
    ),
    "rule.meeting_ahead": N_("The meeting is on %(day)s: record it from then on."),
    "rule.meeting_item_bare": N_("Item %(number)s has no minutes yet."),
    "rule.meeting_reason_missing": N_("Write the reason: both sides read it."),
    "rule.minutes_proof_missing": N_("Write where the letter of the Government is kept."),
    "rule.minutes_agreed_on": N_("Choose a day from the meeting until today."),
    "rule.decision_not_agreed": N_(
        "Both sides agree to the minutes first; then decisions are followed up."
    ),
    "rule.decision_reason_missing": N_("Write why: it stands in the register."),
}
