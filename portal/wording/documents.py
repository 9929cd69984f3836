"""Words for the kinds of documents, by which the page that checks one names it."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "document.action_points": N_("Action points"),
    "document.centre_risks": N_("Risk register"),
    "document.closing_record": N_("Closing record"),
    "document.consolidated": N_("Consolidated text of the contract"),
    "document.contract_data_map": N_("Map of data protection"),
    "document.contract_file": N_("Contract file"),
    "document.contract_risks": N_("Risk register"),
    "document.cumulative": N_("Cumulative report"),
    "document.data_map": N_("Map of data protection"),
    "document.declaration": N_("Declaration of interest and confidentiality"),
    "document.financial_report": N_("Financial report"),
    "document.handover_act": N_("Record of the transfer"),
    "document.handover_plan": N_("Handover plan"),
    "document.handover_standing": N_("Handover plan: how far it is"),
    "document.instalment_request": N_("Request for funds"),
    "document.opening_prices": N_("Record of the opening of prices"),
    "document.opening_sealed": N_("Opening record"),
    "document.payment_certificate": N_("Certificate of payment"),
    "document.portfolio": N_("Portfolio report"),
    "document.procedures": N_("Standard operating procedures"),
    "document.redline": N_("Changes to the contract"),
    "document.score_sheet": N_("Consolidated score sheet"),
    "document.scorecard": N_("Scorecard"),
    "document.scoring_pack": N_("Pack for scoring"),
}
