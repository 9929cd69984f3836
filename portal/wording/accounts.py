"""Words of the area: accounts."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "event.partner.registered": N_("Partner registered"),
    "event.partner.changed": N_("Profile changed"),
    "event.person.confirmed": N_("Address confirmed"),
    "event.person.password_changed": N_("Password changed"),
    "event.person.data_taken": N_("Own data taken as a file"),
    "event.person.second_factor_set": N_("Second factor set up"),
    "event.person.second_factor_removed": N_("Second factor taken off"),
    "event.person.second_factor_failed": N_("Sign-in ended after wrong codes"),
    "event.person.recovery_codes_made": N_("New recovery codes made"),
    "event.person.recovery_code_used": N_("Recovery code used"),
    "rule.second_factor_wrong": N_(
        "This code does not fit. Wait for the next one your authenticator shows and type that; "
        "each code counts once. Check that the clock of your telephone is right."
    ),
    "rule.second_factor_begin": N_(
        "This took too long, or was begun again elsewhere. Begin once more."
    ),
    "rule.second_factor_there": N_(
        "There is a second factor already. Take it off first to set up another one."
    ),
    "rule.second_factor_none": N_("There is no second factor on this account."),
    "rule.half_sign_in_over": N_(
        "This sign-in has ended: it took too long, or wrong codes were typed. Sign in again "
        "with address and password."
    ),
    "work.complete_profile": N_("Complete the profile of your organisation"),
    "rule.sign_in_failed": N_(
        "Address and password do not fit together, or the address is not confirmed yet. "
        "Check both, or ask for a mail with one of the links below."
    ),
    "rule.password_short": N_("Choose a password of at least %(least)s characters."),
    "rule.password_tells": N_("Leave your name and your address out of the password."),
    "rule.password_wrong": N_("This is not your present password. Type it again."),
    "rule.link_over": N_("This link was used already or is too old. Ask for a new one."),
    "rule.founded_later": N_("Enter the year of founding, %(year)s or before."),
    "partner.name": N_("Name of the partner organisation"),
    "partner.acronym": N_("Acronym"),
    "partner.country": N_("Country of registration"),
    "partner.city": N_("City"),
    "partner.address": N_("Address"),
    "partner.registration": N_("Registration number"),
    "partner.founded": N_("Year of founding"),
    "partner.website": N_("Website"),
    "partner.mandate": N_("Mandate"),
    "partner.staff": N_("Number of staff"),
    "partner.yearly_budget": N_("Yearly budget"),
    "partner.bank_holder": N_("Holder of the bank account"),
    "partner.key_people": N_("Key people"),
    "moment.deadline": N_("Deadline of the call"),
    "moment.opening": N_("Opening of the proposals"),
    "moment.standstill_ends": N_("Standstill of the award ends"),
    "moment.period_ends": N_("Period ends"),
    "moment.report_due": N_("Report is due"),
}
