"""Words of the area: calls."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "CallState.draft": N_("Draft"),
    "CallState.in_review": N_("In review"),
    "CallState.approved": N_("Approved, not yet published"),
    "CallState.published": N_("Open for proposals"),
    "CallState.opened": N_("Proposals opened, screening"),
    "CallState.scoring": N_("Committee is scoring"),
    "CallState.ranked": N_("Scores revealed"),
    "CallState.recommended": N_("Award recommended"),
    "CallState.awarded": N_("Awarded"),
    "ManagementModel.iom_managed": N_("Run by IOM, handed over later"),
    "ManagementModel.partner": N_("Run through an implementing partner"),
    "ManagementModel.government": N_("Run by the government"),
    "ManagementModel.co_managed": N_("Run jointly by IOM and the government"),
    "SiteKind.building": N_("One building"),
    "SiteKind.apartments": N_("Apartments in the city"),
    "step.send_call": N_("Send for approval"),
    "step.return_call": N_("Return to the author"),
    "step.approve_call": N_("Approve"),
    "step.publish_call": N_("Publish"),
    "event.centre.registered": N_("Centre registered"),
    "event.call.drafted": N_("Call drafted"),
    "event.call.sent": N_("Call sent for approval"),
    "event.call.returned": N_("Call returned to its author"),
    "event.call.approved": N_("Call approved"),
    "event.call.published": N_("Call published"),
}
