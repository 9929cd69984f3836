"""Words of the pictures of a contract and of the portfolio."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "stage.approved": N_("Draft to approval"),
    "stage.published": N_("Approval to publication"),
    "stage.deadline": N_("Publication to deadline"),
    "stage.opened": N_("Deadline to opening"),
    "stage.scored": N_("Opening to scores revealed"),
    "stage.awarded": N_("Scores to award"),
    "stage.letters": N_("Award to letters"),
    "stage.signed": N_("Letters to signed contract"),
    "stage.reported": N_("Contract to first report accepted"),
    "reached.approved": N_("Approval"),
    "reached.published": N_("Publication"),
    "reached.deadline": N_("Deadline"),
    "reached.opened": N_("Opening"),
    "reached.scored": N_("Scores"),
    "reached.awarded": N_("Award"),
    "reached.letters": N_("Letters"),
    "reached.signed": N_("Contract"),
    "reached.reported": N_("Report"),
    "lane.period": N_("Reporting periods"),
    "lane.report": N_("Reports due"),
    "lane.instalment": N_("Instalments"),
    "lane.visit": N_("Visits"),
    "event.contract.donor_named": N_("Donor named"),
    "event.centre.sites_placed": N_("Places of the sites changed"),
    "rule.place_half": N_("A place needs both latitude and longitude, or neither."),
    "lane.amendment": N_("Amendments"),
}
