"""Words of the area: keys, shares of keys and sealed envelopes."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "event.person.key_made": N_("Key made"),
    "event.person.key_replaced": N_("Key replaced"),
    "event.call.share_lost": N_("Share of the call's key lost with its holder's key"),
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
