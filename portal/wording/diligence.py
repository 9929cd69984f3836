"""Words of the area: declarations of partners, verification, flags, sanctions."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "VerificationState.asked": N_("Waits for procurement"),
    "VerificationState.verified": N_("Verified"),
    "VerificationState.conditions": N_("Verified with conditions"),
    "VerificationState.not_verified": N_("Not verified"),
    "FlagState.observation": N_("Observation"),
    "FlagState.risk": N_("Risk"),
    "FlagState.escalated": N_("Escalated"),
    "FlagState.red": N_("Red flag"),
    "FlagState.resolved": N_("Resolved"),
    "FlagCategory.reputation": N_("Reputation and ethics"),
    "FlagCategory.finance": N_("Finance"),
    "FlagCategory.operation": N_("Operation"),
    "FlagCategory.compliance": N_("Compliance"),
    "FlagCategory.exploitation": N_("Sexual exploitation and abuse"),
    "FlagCategory.safeguarding": N_("Safeguarding"),
    "FlagCategory.sanctions": N_("Match with the sanctions list"),
    "FlagCategory.other": N_("Other"),
    "MatchState.open": N_("To judge"),
    "MatchState.suspected": N_("Waits for a second person"),
    "MatchState.different": N_("Not the same"),
    "MatchState.confirmed": N_("The same"),
    "MatchState.lapsed": N_("No longer found"),
    "step.verify": N_("Verify"),
    "step.verify_with_conditions": N_("Verify with conditions"),
    "step.refuse_verification": N_("Do not verify"),
    "step.ask_verification": N_("Send for verification"),
    "step.escalate_flag": N_("Escalate"),
    "step.make_flag_red": N_("Make it red"),
    "step.lower_flag": N_("Lower it to a risk"),
    "step.resolve_flag": N_("Resolve"),
    "step.lift_flag": N_("Lift the red flag"),
    "step.clear_match": N_("Not the same"),
    "step.suspect_match": N_("The same"),
    "step.confirm_match": N_("Confirm"),
    "step.return_match": N_("Send back"),
    "step.reopen_match": N_("Judge again"),
    "step.lapse_match": N_("Let go"),
    "step.find_match_again": N_("Find again"),
    "event.partner.declared": N_("Declarations made"),
    "event.partner.verification_asked": N_("Sent for verification"),
    "event.partner.verified": N_("Verification decided"),
    "event.flag.raised": N_("Flag raised"),
    "event.flag.escalated": N_("Flag escalated"),
    "event.flag.made_red": N_("Flag made red"),
    "event.flag.lowered": N_("Flag lowered"),
    "event.flag.resolved": N_("Flag resolved"),
    "event.match.found": N_("Possible match found"),
    "event.match.lapsed": N_("Possible match no longer found"),
    "event.match.judged": N_("Possible match judged"),
    "event.match.confirmed": N_("Match confirmed by a second person"),
    "event.match.returned": N_("Match sent back by the second person"),
    "event.match.reopened": N_("Match to be judged again"),
    "event.sanctions.imported": N_("Sanctions list taken in"),
    "work.declare_partner": N_("Make the declarations of your organisation"),
    "work.verify_partner": N_("Verify the partner"),
    "work.judge_match": N_("Judge a possible match with the sanctions list"),
    "work.confirm_match": N_("Confirm a match with the sanctions list, as the second person"),
    "work.decide_flag": N_("Decide on an escalated flag"),
    "sanctions.person": N_("Person"),
    "sanctions.entity": N_("Organisation"),
    "sanctions.born": N_("Date of birth"),
    "sanctions.born_in": N_("Place of birth"),
    "sanctions.nationality": N_("Nationality"),
    "sanctions.function": N_("Function"),
    "sanctions.address": N_("Address"),
    "sanctions.papers": N_("Identity papers"),
    "sanctions.list": N_("List"),
    "sanctions.comments": N_("Comments"),
    "sanctions.updated": N_("Updated"),
    "rule.applying_stopped": N_(
        "Your organisation cannot apply at present. Write to %(contact)s to learn more."
    ),
    "rule.partner_stopped": N_(
        "A red flag stands against %(partner)s. Without its being lifted there is no award to "
        "this partner and no contract with it."
    ),
    "rule.partner_undeclared": N_(
        "The present declarations of your organisation are not made yet. "
        "Its owner or its authorised signatory makes them, on the page of the profile."
    ),
    "rule.partner_ineligible": N_(
        "Your organisation is not eligible: statements answered with no in its "
        "declarations: %(count)s. The page of the profile names them."
    ),
    "rule.declaration_unanswered": N_("Answer this statement with yes or no."),
    "rule.declaration_comment_missing": N_("Say in the comment why you answer no."),
    "rule.verification_profile_incomplete": N_(
        "Complete the profile first, then send it for verification."
    ),
    "rule.verification_undeclared": N_(
        "Make the present declarations first, then send the profile for verification."
    ),
    "rule.verification_matches": N_(
        "Possible matches with the sanctions list are not decided yet: %(count)s. "
        "Decide them first."
    ),
    "rule.verdict_missing": N_("Choose a verdict."),
    "rule.verified_against_no": N_(
        "Answers with no: %(count)s. Verify with conditions, or do not verify."
    ),
    "rule.conditions_missing": N_("Write the conditions: the partner reads them."),
    "rule.refusal_reason_missing": N_("Write the reason: the partner reads it."),
    "rule.flag_kind": N_("Choose observation, risk or escalated."),
    "rule.flag_words_missing": N_("Write at least %(words)s words."),
    "rule.sanctions_dtd": N_(
        "This file declares entities of its own, which the published list never does. "
        "Nothing was taken in."
    ),
    "rule.sanctions_broken": N_(
        "This file is not whole, or it is no XML. Nothing was taken in. "
        "Download the list again."
    ),
    "rule.sanctions_other_file": N_(
        "This is not the consolidated list of the Security Council in XML. "
        "Nothing was taken in."
    ),
    "rule.sanctions_too_large": N_(
        "This list is larger, deeper or slower than the portal takes. Nothing was taken in."
    ),
    "rule.sanctions_empty": N_("This list has no entries. Nothing was taken in."),
    "rule.sanctions_nameless": N_(
        "Entry %(entry)s has no name or no number. Nothing was taken in."
    ),
    "rule.sanctions_twice": N_("Entry %(entry)s is there twice. Nothing was taken in."),
    "rule.sanctions_known": N_("This list is in the portal already. Nothing has changed."),
    "rule.sanctions_older": N_(
        "This list is older than the one in the portal. Nothing was taken in."
    ),
    "rule.sanctions_no_address": N_(
        "No address is set for the list. Ask the administrator, or choose a file."
    ),
    "rule.sanctions_not_https": N_("The list is fetched from an https address only."),
    "rule.sanctions_private_address": N_(
        "The address of the list leads into a private network. Nothing was fetched."
    ),
    "rule.sanctions_redirects": N_("The address of the list leads on too many times."),
    "rule.sanctions_unreachable": N_("The list could not be fetched (%(kind)s)."),
}
