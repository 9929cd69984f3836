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
    "ItemState.empty": N_("Open"),
    "ItemState.begun": N_("Reason missing or too short"),
    "ItemState.done": N_("Done"),
    "ItemState.locked": N_("Locked"),
    "score.0": N_("Nothing offered"),
    "score.1": N_("Very weak: most of what is asked is missing"),
    "score.2": N_("Weak: important parts are missing"),
    "score.3": N_("Fair: what is asked is there, with gaps"),
    "score.4": N_("Good: clear and believable, with small gaps"),
    "score.5": N_("Fully shown, with proof"),
    "listed.person": N_("Person"),
    "listed.entity": N_("Organisation"),
    "event.call.opening_started": N_("Opening begun by the first person"),
    "event.call.opened": N_("Proposals opened"),
    "event.call.opening_begun": N_("Enough shares given: the envelopes are being opened"),
    "event.call.opening_stopped": N_("Opening stopped"),
    "event.call.opening_taken_up": N_("Opening taken up again"),
    "event.call.opening_signed": N_("Opening record signed by somebody present"),
    "event.call.prices_opened": N_("Prices opened"),
    "event.call.scoring_started": N_("Scoring started"),
    "event.call.lot_revealed": N_("Scores of a lot revealed by the chair"),
    "event.call.scores_revealed": N_("Scores of every lot revealed"),
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
    "event.scorecard.read_back": N_("Scores read back from a workbook"),
    "event.seat.pack_asked": N_("A member asked for the pack of a lot"),
    "event.scorecard.locked": N_("Scorecard locked"),
    "rule.not_closed_yet": N_(
        "The call is still open. Proposals can be opened from %(deadline)s on, by the portal's "
        "own clock, which now shows %(now)s there."
    ),
    "rule.opening_by_shares": N_(
        "The proposals of this call are sealed to a key. The holders of its shares open them."
    ),
    "rule.opening_under_way": N_("Enough shares were given already. Load the page again."),
    "rule.share_released": N_("Your share is given already and stands until %(until)s."),
    "rule.share_same_person": N_(
        "%(name)s has given a share already. One person counts once: another holder is needed."
    ),
    "rule.share_words_unknown": N_(
        "These places hold a word that is on no paper share: %(places)s. Compare them with the "
        "paper."
    ),
    "rule.share_words_count": N_(
        "A share has %(needed)s words. You typed %(count)s: one is missing or there twice."
    ),
    "rule.share_words_swapped": N_(
        "The words %(first)s and %(second)s are the wrong way round. Compare them with the "
        "paper."
    ),
    "rule.share_word_wrong": N_(
        "Word %(place)s is another one on the paper. Compare it letter by letter."
    ),
    "rule.share_words_wrong": N_(
        "Several words differ from the paper: the check at its end does not fit. Compare all "
        "of them."
    ),
    "rule.share_of_another": N_(
        "These words are whole, but they are not the share of this call. Take the sheet that "
        "bears its reference."
    ),
    "rule.record_issued": N_("The record is issued already. Nobody can sign it any more."),
    "rule.record_signed": N_("You have signed this record already."),
    "rule.record_changed": N_("The record is not the one that you read. Load the page again."),
    "rule.prices_shut": N_(
        "The prices are still shut. The holders of the call's key open them first, on the page "
        "of the opening."
    ),
    "problem.opening_set_differs": N_(
        "What was opened is not exactly what was received: an envelope is missing or there is "
        "one too many. Nothing was published. Tell whoever runs the portal to compare the "
        "database with its backup and with the receipts. Then the holders give their shares "
        "again."
    ),
    "problem.opening_failed": N_(
        "The portal could not go on, for example because its disk is full. Nothing is lost. "
        "When that is mended, try again; no share is needed for it."
    ),
    "problem.opening_call_gone": N_(
        "The call no longer waits to be opened. The key was forgotten; what is shut stays shut."
    ),
    "OpeningState.running": N_("Being opened"),
    "OpeningState.done": N_("Opened"),
    "OpeningState.stopped": N_("Stopped"),
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
        "Lot %(lot)s: members with a vote who declared and are free of a conflict: %(count)s. "
        "At least %(needed)s are needed."
    ),
    "rule.score_missing": N_("Choose a score for: %(name)s."),
    "rule.reason_short": N_("Give a reason of at least %(words)s words for: %(name)s."),
    "rule.workbook_foreign": N_(
        "This is no scorecard workbook of this portal, or something beside scores and reasons "
        "was changed in it. Nothing was read."
    ),
    "rule.workbook_of_another": N_(
        "This workbook was made for another member, call or lot. Nothing was read."
    ),
    "rule.workbook_stale": N_(
        "These scorecards were changed or locked on the portal after the workbook was made: "
        "%(numbers)s. Nothing was read. Download a new workbook and copy into it what you "
        "wrote."
    ),
    "rule.workbook_score": N_(
        "Cell %(cell)s (%(number)s, %(criterion)s): enter a whole number from 0 to %(scale)s."
    ),
    "rule.workbook_reason": N_(
        "Cell %(cell)s (%(number)s, %(criterion)s): the reason is longer than %(most)s "
        "characters."
    ),
    "rule.no_scorecards": N_(
        "No scorecard of this lot counts. Members without a conflict have to take seats first."
    ),
    "rule.not_all_locked": N_("Scorecards that are not locked yet: %(count)s."),
    "rule.choice_missing": N_("Choose what the committee recommends for lot %(lot)s."),
    "rule.choice_not_first": N_(
        "For lot %(lot)s only the proposal that the portal proposes, or no award, can be "
        "recommended: it gives the most points over all lots."
    ),
    "rule.recommendation_short": N_(
        "Give the reason for lot %(lot)s in at least %(words)s words."
    ),
    "rule.return_comment_missing": N_("Write what procurement should change."),
    "work.start_opening": N_("Open the proposals, as the first of two people"),
    "work.confirm_opening": N_("Open the proposals, as the second person"),
    "work.wait_second_person": N_("A second person confirms the opening"),
    "work.give_share": N_("Open the proposals: give your share of the key"),
    "work.give_share_prices": N_("Open the prices: give your share of the key"),
    "work.wait_shares": N_("Other holders give their shares of the key"),
    "work.wait_opening": N_("The envelopes are being opened"),
    "work.opening_stopped": N_("The opening has stopped: look why"),
    "work.sign_opening": N_("Sign the opening record"),
    "work.sign_prices": N_("Sign the record of the prices"),
    "work.declare": N_("Declare your interests"),
    "work.screen": N_("Screen the proposals"),
    "work.start_scoring": N_("Start scoring"),
    "work.score": N_("Score the proposals"),
    "work.wait_scores": N_("Members lock their scorecards"),
    "work.reveal_scores": N_("Reveal the scores of a lot"),
    "work.recommend": N_("Write the recommendation"),
    "work.wait_award": N_("The head of office approves the award"),
    "work.approve_award": N_("Approve the award"),
}
