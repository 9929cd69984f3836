"""Words of the area: closing a contract."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "MilestoneState.open": N_("Not reached yet"),
    "MilestoneState.reported": N_("Reported"),
    "MilestoneState.met": N_("Reached"),
    "MilestoneState.waived": N_("Waived"),
    "step.report_milestone": N_("Report the milestone"),
    "step.meet_milestone": N_("Find the milestone met"),
    "step.waive_milestone": N_("Waive the milestone"),
    "step.return_milestone": N_("Open the milestone again"),
    "work.confirm_purge": N_("Look at what is due to be purged of closed contracts"),
    "event.contract.reported_purged": N_("Words and files of the reports purged"),
    "event.contract.hold_placed": N_("Purging held back"),
    "event.contract.hold_lifted": N_("Purging no longer held back"),
    "rule.retention_none": N_("Nothing is due to be purged."),
    "rule.retention_changed": N_(
        "The list has changed since it was shown. Read it again, then confirm it."
    ),
    "rule.hold_there": N_("Purging of this contract is held back already."),
    "rule.hold_none": N_("Purging of this contract is not held back."),
    "purge.narratives": N_("Answers of the narrative"),
    "purge.sections": N_("Sections with texts"),
    "purge.submissions": N_("Texts as submitted"),
    "purge.annexes": N_("Photos and annexes"),
    "purge.transactions": N_("Descriptions of transactions"),
    "purge.documents": N_("Issued reports (PDF)"),
    "closing_form.hold": N_("Hold purging back"),
    "closing_hint.hold": N_(
        "While it is held back, nothing of this contract is purged, such as during a dispute."
    ),
    "closing_button.hold": N_("Hold it back"),
    "closing.reports": N_("All reports are accepted"),
    "closing.final_report": N_("The final report is accepted"),
    "closing.money": N_("What was paid is accepted or returned"),
    "closing.assets": N_("Assets are handed over"),
    "closing.data": N_("Personal data is returned or destroyed"),
    "closing.findings": N_("No finding is open"),
    "closing.milestones": N_("Handover milestones are met or waived"),
    "closing_missing.assets": N_(
        "List the assets, or confirm that none was bought under the contract."
    ),
    "closing_missing.data": N_("Confirm it with the certificate."),
    "closing_missing.milestones": N_(
        "Add the milestones, or confirm that nothing is handed over."
    ),
    "closing_form.confirm_assets": N_("Confirm that there is no asset"),
    "closing_form.confirm_data": N_("Confirm what became of personal data"),
    "closing_form.confirm_milestones": N_("Confirm that nothing is handed over"),
    "closing_form.delegate": N_("Name a delegate"),
    "closing_form.close": N_("Close the contract"),
    "closing_form.milestone_new": N_("Add a milestone"),
    "closing_form.milestone": N_("Change a milestone"),
    "closing_form.milestone_report": N_("Report a milestone"),
    "closing_form.milestone_decide": N_("Decide on a milestone"),
    "closing_form.asset_new": N_("Add an asset"),
    "closing_form.asset": N_("Change an asset"),
    "closing_form.refund": N_("Record a refund"),
    "closing_hint.confirm_assets": N_("Your name and this note stand in the closing record."),
    "closing_hint.confirm_data": N_(
        "Your name, this note and the certificate of return or destruction stand in the "
        "closing record."
    ),
    "closing_hint.confirm_milestones": N_(
        "Your name and this note stand in the closing record."
    ),
    "closing_hint.delegate": N_("For this contract only. You can still close it yourself."),
    "closing_hint.close": N_(
        "From then on nobody changes anything of the contract, its reports, its payments and "
        "its visits."
    ),
    "closing_hint.milestone_new": N_(
        "One step on the way to those who go on after the contract."
    ),
    "closing_hint.milestone": N_("The partner reads it and reports on it."),
    "closing_hint.milestone_report": N_("The programme officer reads it and decides."),
    "closing_hint.milestone_decide": N_("A milestone that is waived counts as settled."),
    "closing_hint.asset_new": N_("What was bought with the money of the contract and lasts."),
    "closing_hint.asset": N_("Who has it from now on, since when, and what shows it."),
    "closing_hint.refund": N_("As soon as it is on the office's account."),
    "closing_button.confirm_assets": N_("Confirm"),
    "closing_button.confirm_data": N_("Confirm"),
    "closing_button.confirm_milestones": N_("Confirm"),
    "closing_button.delegate": N_("Save"),
    "closing_button.close": N_("Close the contract"),
    "closing_button.milestone_new": N_("Add the milestone"),
    "closing_button.milestone": N_("Save"),
    "closing_button.milestone_report": N_("Report it"),
    "closing_button.milestone_decide": N_("Decide"),
    "closing_button.asset_new": N_("Add the asset"),
    "closing_button.asset": N_("Save"),
    "closing_button.refund": N_("Record the refund"),
    "event.contract.closed": N_("Contract closed"),
    "event.contract.delegate_named": N_("Delegate for the closing named"),
    "event.contract.closing_confirmed": N_("Item of the closing confirmed"),
    "event.contract.milestone_added": N_("Handover milestone added"),
    "event.contract.milestone_changed": N_("Handover milestone changed"),
    "event.contract.milestone_reported": N_("Handover milestone reported"),
    "event.contract.milestone_decided": N_("Handover milestone decided on"),
    "event.contract.asset_kept": N_("Asset listed or handed over"),
    "event.contract.refunded": N_("Refund recorded"),
    "work.settle_closing": N_("Settle what keeps the contract from being closed"),
    "work.close_contract": N_("Close the contract"),
    "work.report_milestone": N_("Report on the handover milestone"),
    "work.decide_milestone": N_("Decide on the handover milestone"),
    "rule.contract_not_open": N_(
        "The contract is not in force yet or is closed already. Nothing was changed."
    ),
    "rule.closing_reports": N_("Not all reports are accepted."),
    "rule.closing_final_report": N_("The final report is not accepted."),
    "rule.closing_money": N_("What was paid is not all accepted or returned."),
    "rule.closing_assets": N_(
        "Not all assets are handed over, or nobody confirmed that none is."
    ),
    "rule.closing_data": N_("Nobody confirmed what became of personal data."),
    "rule.closing_findings": N_("Findings are open."),
    "rule.closing_milestones": N_("Not all handover milestones are met or waived."),
    "rule.milestones_there": N_("There are milestones already. Add others one by one."),
    "rule.closing_note": N_("Say what you confirm."),
    "rule.closing_certificate": N_("Choose the file of the certificate."),
    "rule.closing_by_facts": N_("The list decides this item, so that nobody confirms it."),
    "rule.delegate_unknown": N_("Choose somebody of the office."),
    "rule.milestone_evidence": N_("Say what shows that it is reached."),
    "rule.milestone_decision": N_("Choose one."),
    "rule.milestone_reason": N_("Give the reason."),
    "rule.asset_value": N_("Enter an amount from 0."),
    "rule.asset_handed": N_("Give both: to whom it was handed over, and on which day."),
    "rule.asset_future": N_("The day lies in the future."),
    "rule.asset_evidence": N_("Say what shows that it was handed over."),
    "rule.refund_positive": N_("Enter an amount above 0."),
    "rule.refund_above": N_("At most %(most)s was paid and neither accepted nor returned."),
    "rule.refund_future": N_("The day lies in the future."),
}
