"""Words of the area: keys, shares of keys and sealed envelopes."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "rule.wrong_passphrase": N_("This passphrase does not open your key. Type it again."),
    "rule.envelope_damaged": N_(
        "This was damaged or changed after it was sealed, so it cannot be opened."
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
