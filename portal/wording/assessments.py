"""Words of the area: assessments of capacity and of PSEA."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "AssessmentKind.capacity": N_("Capacity assessment"),
    "AssessmentKind.psea": N_("Assessment of protection from sexual exploitation and abuse"),
    "AssessmentState.draft": N_("Being written"),
    "AssessmentState.sent": N_("Waits for a second person"),
    "AssessmentState.approved": N_("Approved by a second person"),
    "capacity_rating.low": N_("Low risk"),
    "capacity_rating.medium": N_("Medium risk"),
    "capacity_rating.significant": N_("Significant risk"),
    "capacity_rating.high": N_("High risk"),
    "psea_rating.full": N_("Full capacity"),
    "psea_rating.medium": N_("Medium capacity"),
    "psea_rating.low": N_("Low capacity"),
    "capacity.1": N_("1, low risk"),
    "capacity.2": N_("2, medium risk"),
    "capacity.3": N_("3, significant risk"),
    "capacity.4": N_("4, high risk"),
    "capacity.na": N_("Does not apply"),
    "psea.yes": N_("Met"),
    "psea.no": N_("Not met"),
    "psea.na": N_("Does not apply"),
    "document.assessment": N_("Assessment of a partner"),
    "step.send_assessment": N_("Send to a second person"),
    "step.approve_assessment": N_("Approve the assessment"),
    "step.return_assessment": N_("Return the assessment"),
    "event.assessment.started": N_("Assessment begun"),
    "event.assessment.saved": N_("Assessment saved"),
    "event.assessment.sent": N_("Assessment sent to a second person"),
    "event.assessment.approved": N_("Assessment approved by a second person"),
    "event.assessment.returned": N_("Assessment returned by a second person"),
    "work.approve_assessment": N_("Approve or return an assessment, as the second person"),
    "rule.assessment_unanswered": N_("Choose an answer."),
    "rule.assessment_reason_missing": N_("Say why this does not apply."),
    "rule.assessment_plan_missing": N_("Write what improves: the partner reads it."),
    "rule.assessment_due_missing": N_("Give the day by which it improves."),
    "rule.assessment_due_past": N_("Give a day from today on."),
    "rule.assessment_nothing_applies": N_(
        "At least one question applies to every partner. Answer those that do."
    ),
    "rule.assessment_answer_missing": N_(
        "Write what is to be looked at again: the author reads it."
    ),
    "rule.assessment_same_person": N_(
        "You wrote or sent this assessment. Another person has to approve or return it."
    ),
}
