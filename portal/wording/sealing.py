"""Words of the area: keys, shares of keys and sealed envelopes."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "event.person.key_made": N_("Key made"),
    "event.person.key_replaced": N_("Key replaced"),
    "event.call.share_lost": N_("Share of the call's key lost with its holder's key"),
    "event.call.key_made": N_("Key of the call made"),
    "event.call.share_released": N_("Share of the key given"),
    "event.call.key_tried": N_("Key tried by its holders"),
    "event.call.escrow_given": N_("Paper for escrow given out"),
    "event.call.escrow_confirmed": N_("Share in escrow printed and put away"),
    "event.call.holder_removed": N_("Share of a holder taken out of use"),
    "event.call.rehearsal_started": N_("Rehearsal of the opening begun"),
    "event.call.rehearsal_share_given": N_("Trial share given in a rehearsal"),
    "event.call.rehearsal_opened": N_("Trial envelopes opened in a rehearsal"),
    "event.call.rehearsal_signed": N_("Record of a rehearsal signed"),
    "event.call.rehearsal_ended": N_("Rehearsal of the opening thrown away"),
    "event.partner.key_made": N_("Key of the organisation made"),
    "event.partner.copy_given": N_("Copy of the key given to a colleague"),
    "event.proposal.packed": N_("Package given out, to be sealed by the partner"),
    "event.proposal.signatory_proved": N_("Password confirmed before the submission"),
    "event.proposal.withdrawn": N_("Proposal withdrawn"),
    "work.make_call_key": N_("Make the key of the call"),
    "work.try_call_key": N_("Try your share of the key"),
    "work.print_escrow": N_("Print the share in escrow"),
    "Content.whole": N_("the whole proposal"),
    "Content.technical": N_("the technical part"),
    "Content.prices": N_("the financial part"),
    "step.withdraw_proposal": N_("Withdraw"),
    "step.revise_proposal": N_("Take back to revise"),
    "ProposalState.withdrawn": N_("Withdrawn, never opened"),
    "Standing.withdrawn": N_("Withdrawn, never opened"),
    "rule.key_missing": N_("Make the key that the proposals are sealed to."),
    "rule.trial_missing": N_("%(name)s has not tried the share of the key yet."),
    "rule.share_lost": N_(
        "The share of %(name)s works no more, because their own key was replaced. "
        "Make the key of the call anew."
    ),
    "rule.escrow_not_printed": N_(
        "The share in escrow has not been printed and put away by the head of office yet."
    ),
    "rule.escrow_printed_already": N_(
        "This share was printed and confirmed. The portal has forgotten it."
    ),
    "rule.too_few_holders": N_("Let at least %(least)s people hold a share."),
    "rule.holder_unfit": N_(
        "Choose people of the office who have one of these roles and a key of their own."
    ),
    "rule.holder_twice": N_(
        "%(name)s seems to have two accounts. One person cannot hold two shares: "
        "choose somebody else."
    ),
    "rule.share_not_yours": N_("You hold no share of the key of this call."),
    "rule.share_removed": N_("This share was taken out of use and opens nothing any more."),
    "rule.copy_missing": N_(
        "You have no copy of the key of your organisation. A colleague who has one can give "
        "it to you on the page of the members."
    ),
    "rule.colleague_without_key": N_(
        "This colleague has no key of their own yet. They make one on the page of the account."
    ),
    "rule.own_password": N_("This is not the password of your account. Nothing was done."),
    "rule.person_key_missing": N_("You have no key yet. Make one on the page of your account."),
    "rule.person_key_there": N_("You have a key already. Load the page again to see it."),
    "rule.person_key_replaced": N_(
        "This key was replaced meanwhile. Load the page again to see the present one."
    ),
    "rule.passphrase_is_password": N_(
        "Choose a passphrase that is not the password of your account."
    ),
    "rule.passphrase_short": N_("Choose a passphrase of at least %(least)s characters."),
    "rule.passphrase_tells": N_("Leave your name and your address out of the passphrase."),
    "rule.wrong_passphrase": N_("This passphrase does not open your key. Type it again."),
    "rule.envelope_damaged": N_(
        "This was damaged or changed after it was sealed, so it cannot be opened."
    ),
    "rule.card_damaged": N_(
        "This is not the card of a proposal. Download it from the portal again."
    ),
    "rule.envelope_for_other": N_(
        "This envelope was sealed for another proposal, or with an older card."
    ),
    "rule.rehearsal_closed": N_(
        "An opening is rehearsed once the key of the call is made, and until the deadline."
    ),
    "rule.rehearsal_there": N_("A rehearsal is under way. Go on with it, or throw it away."),
    "rule.rehearsal_share_given": N_("Your trial share is given already. It still counts."),
    "rule.own_sealing_demanded": N_(
        "This call asks that you seal the proposal on your own computer and upload the "
        "envelope."
    ),
    "rule.own_envelope_missing": N_("An envelope has not arrived whole yet. Upload it first."),
    "rule.refused_form": N_(
        "What lies in this envelope is not in the form in which the portal takes a proposal."
    ),
    "rule.refused_other": N_(
        "What lies in this envelope answers something that this call does not ask."
    ),
    "rule.refused_twice": N_("What lies in this envelope says something twice."),
    "rule.refused_size": N_(
        "What lies in this envelope is too long, too large or too many somewhere."
    ),
    "rule.refused_file": N_(
        "A file in this envelope is of no kind that is taken, is broken, or holds something "
        "that cannot be cleaned."
    ),
    "rule.refused_incomplete": N_(
        "Something that the call asks for is missing in this envelope."
    ),
    "rule.refused_limit": N_(
        "What lies in this envelope is over a limit of the call: of words, of a budget or of "
        "the ceiling."
    ),
    "rule.sealing_torn": N_(
        "Something changed while it was being sealed. Nothing was submitted. Try again."
    ),
    "rule.share_damaged": N_(
        "These are not the words of a share. Compare them with the paper, one by one."
    ),
    "rule.too_few_shares": N_(
        "%(threshold)s shares are needed to open the proposals, %(given)s are there."
    ),
    "rule.shares_do_not_match": N_("These shares do not belong to one and the same key."),
    "rule.shares_impossible": N_(
        "Let between %(least)s and %(most)s shares be needed to open the proposals."
    ),
}
