"""Words of the area: checklist of a screening, exclusions, windows for what is missing."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "ExclusionState.proposed": N_("Exclusion proposed"),
    "ExclusionState.confirmed": N_("Exclusion confirmed"),
    "ExclusionState.returned": N_("Exclusion returned"),
    "step.confirm_exclusion": N_("Confirm the exclusion"),
    "step.return_exclusion": N_("Return the exclusion"),
    "document.screening": N_("Screening record"),
    "item.question": N_("Answer on eligibility"),
    "item.evidence": N_("File that proves the answer"),
    "item.document": N_("Document that the call asks for"),
    "item.paper": N_("Document of the profile"),
    "item.check": N_("Check by a person"),
    "outcome.passed": N_("Fulfilled"),
    "outcome.failed": N_("Does not pass"),
    "outcome.missing": N_("Missing"),
    "outcome.expired": N_("Expired before the deadline"),
    "outcome.refused": N_("Not accepted"),
    "outcome.to_judge": N_("To check"),
    "outcome.not_required": N_("Not attached, not required"),
    "event.call.deficiency_opened": N_("Window opened for what is missing"),
    "event.proposal.missing_supplied": N_("What was missing supplied"),
    "work.supply_missing": N_("Supply what is missing in your proposal"),
    "rule.deficiency_open": N_(
        "A window for what is missing is open already. Open another one after it has closed."
    ),
    "rule.deficiency_nothing": N_(
        "Choose at least one item that a partner lacks. The list shows what is lacking now."
    ),
    "rule.deficiency_unequal": N_(
        "Proposals that lack the same are excluded already, or proposed for it: %(count)s. "
        "All partners that lack an item get the same chance: return the proposed exclusion "
        "first, or do not ask for this item."
    ),
    "rule.deficiency_closed": N_(
        "The time for supplying what is missing is over, by the portal's own clock. Nothing "
        "was taken in."
    ),
    "rule.deficiency_answer": N_("Answer with yes or no, or with a whole number from 0 on."),
    "step.screen_again": N_("Screen again"),
    "event.call.sanctions_rescanned": N_("Partners compared with the sanctions list again"),
    "event.proposal.screened_again": N_("Screening taken back: a match was confirmed"),
    "rule.matches_before_scoring": N_(
        "Possible matches of eligible partners with the sanctions list still need a verdict: "
        "%(count)s. Judge them first."
    ),
    "rule.listed_before_scoring": N_(
        "Eligible proposals whose partner was found on the sanctions list: %(count)s. Screen "
        "them again."
    ),
    "rule.screened_for_good": N_(
        "This proposal was found eligible, and no match with the sanctions list was confirmed "
        "since. The decision stands."
    ),
    "event.proposal.checks_saved": N_("Checks of the screening kept"),
    "event.proposal.exclusion_proposed": N_("Exclusion proposed"),
    "event.proposal.exclusion_confirmed": N_("Exclusion confirmed by a second person"),
    "event.proposal.exclusion_returned": N_("Exclusion returned by a second person"),
    "work.confirm_exclusion": N_("Confirm or return an exclusion, as the second person"),
    "work.wait_missing": N_("Partners supply what is missing in their proposals"),
    "work.wait_exclusion": N_("A second person decides on an exclusion"),
    "rule.checklist_missing": N_(
        "Items of the checklist that are missing or have expired: %(count)s. Ask for them in a "
        "window for what is missing, or propose the exclusion."
    ),
    "rule.exclusion_waits": N_(
        "The exclusion of this proposal waits for a second person. Nothing else can be decided "
        "on it until then."
    ),
    "rule.exclusion_same_person": N_(
        "You proposed this exclusion. Another person has to confirm or return it."
    ),
    "rule.exclusion_answer_missing": N_(
        "Write what is to be looked at again: the first person reads it."
    ),
    "rule.deficiency_under_way": N_(
        "The partner can still supply what is missing. Decide after the window has closed."
    ),
}
