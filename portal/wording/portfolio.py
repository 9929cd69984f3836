"""Words of the pictures of a contract and of the portfolio."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "lane.period": N_("Reporting periods"),
    "lane.report": N_("Reports due"),
    "lane.instalment": N_("Instalments"),
    "lane.visit": N_("Visits"),
    "lane.amendment": N_("Amendments"),
}
