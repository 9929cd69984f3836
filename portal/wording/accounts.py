"""Words of the area: accounts."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "event.partner.registered": N_("Partner registered"),
    "event.partner.changed": N_("Profile changed"),
    "event.person.confirmed": N_("Address confirmed"),
}
