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
}
