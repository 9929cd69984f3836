"""Words of the pictures of a contract and of the portfolio."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "lane.period": N_("Reporting periods"),
    "lane.report": N_("Reports due"),
    "lane.instalment": N_("Instalments"),
    "lane.visit": N_("Visits"),
    "event.contract.donor_named": N_("Donor named"),
    "event.centre.sites_placed": N_("Places of the sites changed"),
    "rule.place_half": N_("A place needs both latitude and longitude, or neither."),
    "lane.amendment": N_("Amendments"),
}
