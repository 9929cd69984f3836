"""Words of the award: minutes, recommendation, approvals."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "MinutesState.draft": N_("Draft"),
    "MinutesState.signing": N_("Being signed"),
    "MinutesState.signed": N_("Signed"),
    "step.offer_minutes": N_("Give for signature"),
    "step.take_back_minutes": N_("Take back to correct"),
    "step.close_minutes": N_("Signed by all"),
    "step.write_minutes": N_("Write the minutes"),
    "step.sign_minutes": N_("Sign the minutes"),
    "Vote.for": N_("For"),
    "Vote.against": N_("Against"),
    "Vote.abstain": N_("Abstention"),
    "part.chair": N_("Chair"),
    "part.secretary": N_("Secretary"),
    "part.member": N_("Member"),
    "part.government": N_("Government, with a vote"),
    "part.observer": N_("Government, observer"),
    "document.minutes": N_("Minutes of the committee"),
    "event.minutes.saved": N_("Minutes saved"),
    "event.minutes.offered": N_("Minutes given for signature"),
    "event.minutes.taken_back": N_("Minutes taken back to be corrected"),
    "event.minutes.signed": N_("Minutes signed by somebody present"),
    "rule.minutes_day": N_("The meeting lies between %(since)s and %(today)s."),
    "rule.minutes_agenda": N_("Write the agenda."),
    "rule.minutes_quorum": N_(
        "Members with a vote who were present: %(present)s. The quorum of this call is "
        "%(quorum)s."
    ),
    "rule.minutes_quorum_lot": N_(
        "Lot %(lot)s: members who can vote on it and were present: %(present)s. The quorum is "
        "%(quorum)s."
    ),
    "rule.vote_missing": N_(
        "Lot %(lot)s: %(count)s of those present have no vote yet. Choose for, against or "
        "abstention for each."
    ),
    "rule.vote_not_carried": N_(
        "Lot %(lot)s: the decision has no majority. Equal votes are settled by the chair."
    ),
    "rule.minutes_unsigned": N_(
        "The minutes are not signed by all members who were present. The recommendation needs "
        "them."
    ),
    "rule.choice_not_minuted": N_(
        "Lot %(lot)s: the minutes decided otherwise. Recommend what they say, or have the "
        "committee meet again and sign new minutes."
    ),
    "work.write_minutes": N_("Write the minutes of the committee"),
    "work.offer_minutes": N_("Give the minutes for signature"),
    "work.sign_minutes": N_("Sign the minutes of the committee"),
    "work.wait_minutes": N_("The committee signs its minutes"),
    "AwardState.recommended": N_("With procurement for review"),
    "AwardState.reviewed": N_("With the head of office"),
    "AwardState.second": N_("With the second approver"),
    "AwardState.approved": N_("Approved"),
    "AwardState.returned": N_("Returned"),
    "AwardState.failed": N_("Ended without award"),
    "step.review_award": N_("Pass on to the head of office"),
    "step.ask_second": N_("Approve, and ask the second approver"),
    "step.grant_award": N_("Approve the award"),
    "step.confirm_award": N_("Confirm the award"),
    "step.return_unreviewed": N_("Return by procurement"),
    "step.return_second": N_("Return by the second approver"),
    "step.fail_award": N_("End without award"),
    "CallState.failed": N_("Ended without award"),
    "step.fail_call": N_("End without award"),
    "step.promote_proposal": N_("Award to the next in rank"),
    "step.set_award_aside": N_("Set the award aside"),
    "event.call.award_reviewed": N_("Recommendation reviewed by procurement"),
    "event.call.award_approved_first": N_(
        "Award approved by the head of office, waiting for the second approver"
    ),
    "event.call.award_replaced": N_("A lot was awarded anew"),
    "event.call.failed": N_("Call ended without an award"),
    "rule.fail_too_late": N_(
        "Other lots of this call are awarded. Only the lot of this recommendation can stay "
        "without an award."
    ),
    "rule.still_to_score": N_(
        "A proposal of this call is still to be screened, or is eligible and will be scored."
    ),
    "work.end_unscored": N_("End a call in which nothing is left to score"),
    "work.wait_end_unscored": N_("The head of office ends a call with nothing to score"),
    "rule.fail_reason_missing": N_("Write why no lot is awarded."),
    "document.recommendation": N_("Recommendation to award"),
    "work.review_award": N_("Review the recommendation"),
    "work.confirm_award": N_("Confirm the award as the second approver"),
    "AcceptanceState.offered": N_("Waits for the partner"),
    "AcceptanceState.accepted": N_("Accepted by the partner"),
    "AcceptanceState.declined": N_("Declined by the partner"),
    "AcceptanceState.set_aside": N_("Set aside by a review"),
    "step.accept_award": N_("Accept the award"),
    "step.decline_award": N_("Decline the award"),
    "step.set_aside_award": N_("Set the award aside"),
    "ReviewState.filed": N_("Filed"),
    "ReviewState.named": N_("With the reviewer"),
    "ReviewState.upheld": N_("Upheld"),
    "ReviewState.dismissed": N_("Not upheld: the award stands"),
    "ReviewState.withdrawn": N_("Withdrawn by the partner"),
    "step.name_reviewer": N_("Name the reviewer"),
    "step.uphold_review": N_("Uphold: back to the committee"),
    "step.dismiss_review": N_("The award stands"),
    "step.withdraw_review": N_("Withdraw the request"),
    "document.award_notice": N_("Award notice"),
    "cause.first": N_("first recommendation"),
    "cause.declined": N_("after a partner declined"),
    "cause.review": N_("after a review was upheld"),
    "event.call.letters_left": N_("All letters left in the same minute"),
    "event.proposal.appraised": N_("Strengths and weaknesses written"),
    "step.appraise": N_("Write strengths and weaknesses"),
    "step.return_award": N_("Return by the head of office"),
    "document.review_decision": N_("Decision on a request for a review"),
    "event.proposal.award_accepted": N_("Award accepted by the partner"),
    "event.proposal.award_declined": N_("Award declined by the partner"),
    "event.call.lot_released": N_("A lot has no award any more"),
    "event.call.recommended_next": N_("Another proposal recommended for a lot"),
    "event.call.review_filed": N_("Request for a review filed"),
    "event.call.review_withdrawn": N_("Request for a review withdrawn"),
    "event.call.reviewer_named": N_("Reviewer named"),
    "event.call.review_decided": N_("Request for a review decided"),
    "event.proposal.debrief_asked": N_("Partner asked to explain the result"),
    "event.proposal.debrief_answered": N_("Question on the result answered"),
    "step.answer_debrief": N_("Answer the question"),
    "rule.award_not_standing": N_("This proposal has no award that stands."),
    "rule.letters_not_left": N_(
        "The letters of this award have not left yet: one of them is still being made."
    ),
    "rule.standstill_runs": N_(
        "The standstill lasts until %(until)s. No contract is made before its end."
    ),
    "rule.review_open": N_(
        "Requests for a review of this lot that are not decided: %(count)s. No contract is "
        "made meanwhile."
    ),
    "rule.award_unanswered": N_("The partner has not accepted the award yet."),
    "rule.award_contracted": N_(
        "A contract is made already. Ask the office to end it, if you cannot carry it out."
    ),
    "rule.decline_reason_missing": N_("Write why you decline."),
    "rule.choice_not_next": N_(
        "For lot %(lot)s only the proposals that are offered here, or no award, can be "
        "recommended."
    ),
    "rule.minutes_before_review": N_(
        "The committee meets again first: no minutes were signed since the review was upheld."
    ),
    "rule.review_late": N_("The time to ask for a review ended %(until)s."),
    "rule.review_by_winner": N_("Your proposal has the award of this lot."),
    "rule.review_of_declined": N_(
        "You declined this award. Ask the office to explain the result instead."
    ),
    "rule.review_twice": N_("A review of this result was asked for already."),
    "rule.review_grounds_short": N_("Write your grounds in at least %(words)s words."),
    "rule.reviewer_involved": N_(
        "Choose somebody of the office who had no seat on the committee and took no step of "
        "this award."
    ),
    "rule.review_reasons_short": N_("Give reasons of at least %(words)s words."),
    "rule.debrief_empty": N_("Write what the office should explain."),
    "rule.debrief_open": N_("Your last question waits for its answer. Ask again after it."),
    "rule.debrief_answer_empty": N_("Write the answer."),
    "work.answer_award": N_("Accept or decline the award"),
    "work.wait_award_answer": N_("Your authorised signatory answers the award"),
    "work.name_reviewer": N_("Name who decides a request for a review"),
    "work.decide_review": N_("Decide a request for a review"),
    "work.recommend_next": N_("Recommend another proposal for a lot"),
    "work.answer_debrief": N_("Answer a question on a result"),
    "PackState.running": N_("Being packed"),
    "PackState.done": N_("Packed"),
    "PackState.stopped": N_("Could not be packed"),
    "event.call.pack_asked": N_("Whole file asked for"),
    "event.call.packed": N_("Whole file packed"),
    "event.call.pack_stopped": N_("Whole file could not be packed"),
    "rule.pack_running": N_("The file is being packed already. Wait until it is done."),
    "step.pack_call": N_("Pack the file"),
}
