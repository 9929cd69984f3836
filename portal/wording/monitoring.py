"""Words of the area: monitoring."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "ReportState.draft": N_("To be filed"),
    "ReportState.submitted": N_("Submitted"),
    "ReportState.returned": N_("Returned with comments"),
    "ReportState.accepted": N_("Accepted"),
    "step.submit_report": N_("Submit"),
    "step.return_report": N_("Return with comments"),
    "step.accept_report": N_("Accept"),
}
