"""Words of what follows the reveal: moderation, outcomes, and verifying a report."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "step.moderate": N_("Write down what was agreed"),
    "event.proposal.moderated": N_("Moderated: one agreed score on a criterion"),
    "event.proposal.left_as_scored": N_(
        "Moderated: the scores of a criterion stay as they are"
    ),
    "event.proposal.dissent_kept": N_("Dissent of a member kept"),
    "work.moderate": N_("Settle where the members are far apart"),
    "work.wait_moderation": N_("The chair settles where the members are far apart"),
    "rule.moderation_open": N_(
        "Differences between the members that are not settled yet: %(count)s. The chair writes "
        "down what the committee agreed, on the page of the moderation."
    ),
    "rule.moderation_off_scale": N_("The agreed score is a whole number from 0 to %(scale)s."),
    "rule.moderation_reason_short": N_("Give the reason in at least %(words)s words."),
    "rule.dissent_too_early": N_("The chair first writes down what the committee agreed."),
    "rule.dissent_short": N_("Write your dissent in at least %(words)s words."),
    "OutcomeCode.ranked": N_("Ranked: one proposal wins the lot."),
    "OutcomeCode.tie": N_(
        "Tie: several proposals are equal by every rule of the call. The committee chooses and "
        "gives its reason."
    ),
    "OutcomeCode.single": N_(
        "A single proposal could be judged, and it passes. The committee says whether its "
        "price is reasonable."
    ),
    "OutcomeCode.none_above": N_("No proposal passes: there is no award for this lot."),
    "OutcomeCode.all_excluded": N_(
        "Every proposal was excluded in the screening: there is no award for this lot."
    ),
    "OutcomeCode.no_proposal": N_("No proposal was received for this lot."),
    "OutcomeCode.none_left": N_(
        "Every partner that passes wins as many lots as the call allows elsewhere: there is no "
        "award for this lot."
    ),
    "OutcomeCode.unpriced": N_(
        "No proposal can be ranked, because the prices of those that pass could not be opened."
    ),
    "rule.evaluation_unreadable": N_(
        "The file holds no evaluation: it is no report of this portal, or it was damaged."
    ),
    "rule.evaluation_inputs_changed": N_(
        "The inputs are not those of the fingerprint that stands beside them."
    ),
    "rule.evaluation_not_printed": N_(
        "The fingerprint of the inputs is not the one that is printed in the report."
    ),
    "rule.evaluation_differs": N_(
        "%(place)s: the report says %(stands)s, the inputs give %(computed)s."
    ),
}
