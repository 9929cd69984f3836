"""Words of the area: committee."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "ScorecardState.open": N_("Open"),
    "ScorecardState.locked": N_("Locked"),
    "step.open_proposals": N_("Open the proposals"),
    "step.screen_in": N_("Eligible"),
    "step.screen_out": N_("Not eligible"),
    "step.start_scoring": N_("Start scoring"),
    "step.lock_scorecard": N_("Lock the scorecard"),
    "step.reveal_scores": N_("Reveal the scores"),
    "step.recommend": N_("Recommend"),
    "step.return_recommendation": N_("Return to procurement"),
    "step.approve_award": N_("Approve the award"),
    "step.award_proposal": N_("Award"),
    "step.decline_proposal": N_("Decline"),
    "score.0": N_("Nothing offered"),
    "score.1": N_("Very weak: most of what is asked is missing"),
    "score.2": N_("Weak: important parts are missing"),
    "score.3": N_("Fair: what is asked is there, with gaps"),
    "score.4": N_("Good: clear and believable, with small gaps"),
    "score.5": N_("Fully shown, with proof"),
    "listed.person": N_("Person"),
    "listed.entity": N_("Organisation"),
    "event.call.opening_started": N_("Opening begun by the first person"),
    "event.call.opened": N_("Proposals opened by the second person"),
    "event.call.scoring_started": N_("Scoring started"),
    "event.call.scores_revealed": N_("Scores revealed"),
    "event.call.recommended": N_("Award recommended"),
    "event.call.recommendation_returned": N_("Recommendation returned to procurement"),
    "event.call.awarded": N_("Award approved"),
    "event.seat.declared": N_("Declaration made: no conflict of interest"),
    "event.seat.conflict_declared": N_("Declaration made: conflict of interest"),
    "event.seat.excluded": N_(
        "Conflict of interest declared later: the scores of this member no longer count"
    ),
    "event.proposal.match_judged": N_("Possible match with the sanctions list judged"),
    "event.proposal.screened": N_("Proposal screened"),
    "event.proposal.awarded": N_("Proposal awarded"),
    "event.proposal.declined": N_("Proposal not selected"),
    "event.scorecard.saved": N_("Scorecard saved"),
    "event.scorecard.locked": N_("Scorecard locked"),
    "rule.not_closed_yet": N_(
        "The call is still open. Proposals can be opened from %(deadline)s on."
    ),
    "rule.declaration_too_early": N_(
        "Declare your interests after the opening, when the names of the partners are known."
    ),
    "rule.declaration_too_late": N_(
        "The committee has already recommended. Tell the head of office, who can return the "
        "recommendation."
    ),
    "rule.conflict_words_missing": N_("Write in a few words what the conflict of interest is."),
    "rule.verdict_reason_short": N_("Give a reason of at least %(words)s words."),
    "rule.check_unanswered": N_("Answer this check with yes or no."),
    "rule.check_note_missing": N_("Write in the note what is missing."),
    "rule.check_failed": N_(
        "A check is answered with no, so the proposal cannot be eligible. Correct the check or "
        "choose not eligible."
    ),
    "rule.matches_undecided": N_(
        "Possible matches with the sanctions list still need a verdict: %(count)s. Judge them "
        "first, above this form."
    ),
    "rule.sanctions_same": N_(
        "A name is the same as one on the sanctions list, so the proposal cannot be eligible."
    ),
    "rule.screening_reason_missing": N_(
        "Give the reason why the proposal is not eligible. The partner reads it in its letter."
    ),
    "rule.not_all_screened": N_("Proposals that are not screened yet: %(count)s."),
    "rule.nothing_eligible": N_("No proposal is eligible."),
    "rule.declarations_missing": N_(
        "Members with a vote who have not declared their interests yet: %(count)s."
    ),
    "rule.too_few_votes": N_(
        "Members with a vote and without conflict: %(count)s. At least %(needed)s are needed."
    ),
    "rule.score_missing": N_("Choose a score for: %(name)s."),
    "rule.reason_short": N_("Give a reason of at least %(words)s words for: %(name)s."),
    "rule.not_all_locked": N_("Scorecards that are not locked yet: %(count)s."),
    "rule.choice_missing": N_("Choose what the committee recommends for lot %(lot)s."),
    "rule.choice_not_first": N_(
        "For lot %(lot)s only a proposal on the first rank, or no award, can be recommended."
    ),
    "rule.recommendation_short": N_(
        "Give the reason for lot %(lot)s in at least %(words)s words."
    ),
    "rule.return_comment_missing": N_("Write what procurement should change."),
    "work.start_opening": N_("Open the proposals, as the first of two people"),
    "work.confirm_opening": N_("Open the proposals, as the second person"),
    "work.wait_second_person": N_("A second person confirms the opening"),
    "work.declare": N_("Declare your interests"),
    "work.screen": N_("Screen the proposals"),
    "work.start_scoring": N_("Start scoring"),
    "work.score": N_("Score the proposals"),
    "work.wait_scores": N_("Members lock their scorecards"),
    "work.reveal_scores": N_("Reveal the scores"),
    "work.recommend": N_("Write the recommendation"),
    "work.wait_award": N_("The head of office approves the award"),
    "work.approve_award": N_("Approve the award"),
}
