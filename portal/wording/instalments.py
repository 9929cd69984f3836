"""Words of the area: instalments."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "InstalmentState.planned": N_("Planned"),
    "InstalmentState.requested": N_("Requested"),
    "InstalmentState.verified": N_("Request verified"),
    "InstalmentState.approved": N_("Approved for payment"),
    "InstalmentState.paid": N_("Paid out"),
    "InstalmentState.rejected": N_("Rejected"),
    "instalments.due": N_("Can be requested"),
    "instalments.planned": N_("Planned"),
    "instalments.requested": N_("Requested"),
    "instalments.verified": N_("Request verified"),
    "instalments.approved": N_("Approved, to be paid"),
    "instalments.paid": N_("Paid out"),
    "instalments.rejected": N_("Rejected"),
    "instalments.all": N_("All instalments"),
    "instalment_holder.planned": N_("Partner: authorised signatory"),
    "instalment_holder.requested": N_("Programme officer"),
    "instalment_holder.verified": N_("Finance officer"),
    "instalment_holder.approved": N_("Finance officer"),
    "instalment_holder.paid": N_("Nobody, paid"),
    "instalment_holder.rejected": N_("Partner: authorised signatory"),
    "instalment_act.verify": N_("Verify the request"),
    "instalment_act.approve": N_("Approve the payment"),
    "instalment_act.reject": N_("Reject the request"),
    "instalment_act.pay": N_("Record the payment"),
    "instalment_button.verify": N_("Verified, pass to finance"),
    "instalment_button.approve": N_("Approve the payment"),
    "instalment_button.reject": N_("Reject the request"),
    "instalment_button.pay": N_("Record the payment"),
    "Due.signature": N_("On signature"),
    "Due.date": N_("On a date"),
    "Due.report": N_("When a report is accepted"),
    "step.request_instalment": N_("Request"),
    "step.verify_instalment": N_("Verify"),
    "step.refuse_instalment": N_("Reject the request"),
    "step.approve_instalment": N_("Approve"),
    "step.reject_instalment": N_("Reject after verification"),
    "step.recall_instalment": N_("Reject after approval"),
    "step.pay_instalment": N_("Record the payment"),
    "event.instalment.requested": N_("Instalment requested and certified"),
    "event.instalment.verified": N_("Request for an instalment verified"),
    "event.instalment.approved": N_("Instalment approved for payment"),
    "event.instalment.rejected": N_("Request for an instalment rejected"),
    "event.instalment.paid": N_("Payment of an instalment recorded"),
    "work.request_instalment": N_("Request the instalment"),
    "work.verify_instalment": N_("Verify the request for an instalment"),
    "work.approve_instalment": N_("Approve the payment of an instalment"),
    "work.pay_instalment": N_("Record the payment of an instalment"),
    "rule.contract_pays_nothing": N_(
        "The contract is not in force now, so nothing can be requested, approved or paid."
    ),
    "rule.instalment_waits_signature": N_("The contract is not in force yet."),
    "rule.instalment_waits_date": N_("The instalment is due on %(day)s."),
    "rule.instalment_waits_report": N_("The report of period %(number)s is not accepted yet."),
    "rule.instalment_waits_findings": N_("Findings are open: %(count)s."),
    "rule.instalment_waits_advance": N_(
        "Accepted reports clear %(reached)s percent of earlier instalments. Needed are "
        "%(percent)s percent."
    ),
    "rule.instalment_no_account": N_(
        "The partner has no confirmed bank account. Nothing was approved."
    ),
    "rule.request_certified": N_("Certify both statements. Nothing was requested."),
    "rule.request_negative": N_("Line %(number)s: enter an amount from 0."),
    "rule.request_too_fine": N_(
        "Line %(number)s: amounts in %(currency)s have at most %(places)s figures after the "
        "point."
    ),
    "rule.request_above_line": N_(
        "Line %(number)s: at most %(room)s can still be requested in this category."
    ),
    "rule.request_nothing": N_("Nothing is requested. Enter an amount."),
    "rule.request_above_instalment": N_(
        "The amounts add up to %(asked)s. The instalment is %(most)s."
    ),
    "rule.request_above_contract": N_(
        "%(asked)s would pass the amount of the contract: %(left)s of it are left."
    ),
    "rule.rejection_reason": N_("Say why. The partner reads it."),
    "rule.payment_in_future": N_("The value date lies in the future."),
    "rule.payment_before_approval": N_("The value date lies before the approval."),
    "rule.payment_reference_used": N_(
        "Another payment bears this reference. Nothing was recorded."
    ),
}
