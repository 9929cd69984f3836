"""Words of the signing of contracts: mandates, and what is refused at a signature."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "event.mandate.added": N_("Signing mandate added"),
    "event.mandate.revoked": N_("Signing mandate ended"),
    "step.revoke_mandate": N_("End the mandate"),
    "rule.mandate_missing": N_(
        "Nothing here shows that %(name)s may sign. Have the document added under “Signing "
        "mandates”, then sign."
    ),
    "rule.mandate_ended": N_(
        "The mandate of %(name)s ended on %(day)s. Have the new one added under “Signing "
        "mandates”, or let another signatory sign."
    ),
    "rule.mandate_begins": N_(
        "The mandate of %(name)s begins on %(day)s. Sign from that day on, or let another "
        "signatory sign."
    ),
    "rule.mandate_limit": N_(
        "The mandate of %(name)s goes up to %(limit)s; the contract is over %(amount)s. Let "
        "somebody with a higher limit sign, or have a wider mandate added."
    ),
    "rule.mandate_currency": N_(
        "The mandate of %(name)s sets its limit in %(other)s; the contract is in %(wanted)s. "
        "Have a mandate in that currency added, or let another signatory sign."
    ),
    "rule.mandate_limit_low": N_("The limit must be above zero. Leave it empty for no limit."),
    "rule.mandate_currency_missing": N_("Say in which currency the limit is."),
    "rule.mandate_days": N_("The last day must not be before the first."),
    "rule.mandate_person": N_("Choose somebody who holds the role of a signatory."),
    "rule.mandate_own": N_(
        "Nobody enters their own delegation. Ask an administrator or another head of office."
    ),
    "event.contract.budget_proposed": N_("Another budget proposed by the partner"),
    "event.contract.budget_changed": N_("Budget changed in the negotiation"),
    "event.contract.budget_settled": N_("Proposed budget settled without a change"),
    "rule.budget_unit": N_("Enter an amount that is no finer than %(unit)s."),
    "rule.budget_nothing": N_("The budget is empty. Enter at least one amount."),
    "rule.budget_over_award": N_(
        "The sum of %(total)s is above the award of %(award)s by %(over)s. Take that much out."
    ),
    "rule.budget_same": N_(
        "This is the budget of the contract. Enter the one that you propose."
    ),
    "rule.budget_proposal_open": N_(
        "The partner proposed another budget. Take it over or settle it first."
    ),
    "rule.budget_settled_already": N_("Somebody settled this budget meanwhile."),
    "event.contract.print_asked": N_("Print for a signature on paper asked for"),
    "event.contract.paper_entered": N_("Signature on paper entered with its scan"),
    "event.contract.paper_declined": N_("Scan of a signature on paper declined"),
    "work.confirm_paper": N_("Compare the scan of a contract signed on paper"),
    "step.record_paper": N_("Enter a signature on paper"),
    "step.confirm_paper": N_("Confirm the signature"),
    "step.decline_paper": N_("Decline the scan"),
    "PaperState.waiting": N_("Waits for a second person"),
    "PaperState.confirmed": N_("Confirmed"),
    "PaperState.declined": N_("Declined"),
    "document.contract_print": N_("Contract to be signed on paper"),
    "rule.paper_not_printed": N_(
        "First print the contract from its page: the hash of the print is kept beside the scan."
    ),
    "rule.paper_person": N_("Choose somebody who may sign for this side."),
    "rule.paper_day": N_("The day of the signature is between the offer of %(day)s and today."),
    "rule.paper_waits": N_("A scan for this side waits for its second person already."),
    "rule.paper_comment": N_("Say why you decline the scan."),
    "rule.paper_damaged": N_(
        "The scan is not kept as it was entered. Nothing was confirmed. Tell an administrator."
    ),
    "rule.paper_other": N_(
        "The page showed another scan or another text. Nothing was confirmed. Open it again."
    ),
    "rule.scan_kind": N_("A scan is a PDF, a JPEG or a PNG."),
    "rule.seal_key_missing": N_(
        "The portal has no key to seal contracts with. Nothing was signed. An administrator "
        "makes it with “flask --app portal sealing make-key”, or sets PORTAL_SEAL_FILE."
    ),
    "rule.seal_key_open": N_(
        "Others than the portal can read the key that seals contracts. Nothing was signed. An "
        "administrator sets the mode of its file to 0600."
    ),
    "rule.seal_key_unreadable": N_(
        "The key that seals contracts cannot be opened. Nothing was signed. An administrator "
        "checks PORTAL_SEAL_FILE and PORTAL_SEAL_PASSPHRASE."
    ),
    "rule.seal_timestamp_missing": N_(
        "The time-stamping authority gave no stamp that counts. Both signatures stand; the "
        "contract is sealed as soon as there is one."
    ),
    "rule.seal_timestamp_unset": N_(
        "No time-stamping authority is set. The portal seals without a stamp."
    ),
    "SealState.genuine": N_("Genuine: sealed by this portal, and not changed since."),
    "SealState.changed": N_("Changed: the file is not what this portal sealed."),
    "SealState.foreign": N_("Foreign: the seal on this file is not this portal's."),
    "SealState.unsealed": N_("No seal: this file bears none."),
    "SealState.unreadable": N_("Unreadable: this is no PDF that can be read whole."),
    "rule.contract_award_gone": N_(
        "The award behind this contract does not stand any more. Nothing was signed. The "
        "procurement officer says how it goes on."
    ),
}
