"""Words of the area: memoranda with staff of the State, and daily allowances."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "MemorandumState.draft": N_("Memorandum in draft"),
    "MemorandumState.approved": N_("Approved, to be signed"),
    "MemorandumState.signed": N_("Signed by both"),
    "MemorandumState.ended": N_("Memorandum ended"),
    "SheetState.draft": N_("Sheet in draft"),
    "SheetState.certified": N_("Certified by the supervisor"),
    "SheetState.approved": N_("Approved for payment"),
    "SheetState.paid": N_("Paid"),
    "SheetState.rejected": N_("Rejected"),
    "memorandum_act.approve": N_("Approve the memorandum"),
    "memorandum_act.sign": N_("Record the signatures"),
    "memorandum_act.end": N_("End the memorandum"),
    "sheet_act.certify": N_("Record the certification"),
    "sheet_act.approve": N_("Approve the sheet"),
    "sheet_act.pay": N_("Record the payment"),
    "sheet_act.reject": N_("Reject the sheet"),
    "document.memorandum": N_("Memorandum of understanding"),
    "document.allowance_sheet": N_("Sheet of daily allowances"),
    "step.approve_memorandum": N_("Approve the memorandum"),
    "step.sign_memorandum": N_("Record the signatures"),
    "step.end_memorandum": N_("End the memorandum"),
    "step.certify_sheet": N_("Record the certification"),
    "step.approve_sheet": N_("Approve the sheet"),
    "step.pay_sheet": N_("Record the payment"),
    "step.drop_sheet": N_("Give the draft up"),
    "step.reject_sheet": N_("Reject the sheet"),
    "event.memorandum.drafted": N_("Memorandum drafted"),
    "event.memorandum.saved": N_("Draft of the memorandum saved"),
    "event.memorandum.approved": N_("Memorandum approved by the head of office"),
    "event.memorandum.signed": N_("Signatures of the memorandum recorded"),
    "event.memorandum.ended": N_("Memorandum ended with a reason"),
    "event.allowance.begun": N_("Sheet of allowances begun"),
    "event.allowance.saved": N_("Days of the sheet saved"),
    "event.allowance.certified": N_("Certification of the days recorded"),
    "event.allowance.approved": N_("Sheet of allowances approved for payment"),
    "event.allowance.paid": N_("Payment of the allowances recorded"),
    "event.allowance.rejected": N_("Sheet of allowances rejected with a reason"),
    "work.approve_memorandum": N_("Approve the memorandum with a worker of the State"),
    "work.certify_sheet": N_("Record the certification of daily allowances"),
    "work.approve_sheet": N_("Approve daily allowances"),
    "work.pay_sheet": N_("Record the payment of daily allowances"),
    "rule.clearance_not_in_force": N_(
        "No clearance of Internal Instruction 92 in force covers this. Nothing was done."
    ),
    "rule.clearance_other_kind": N_("The clearance does not cover allowances for days served."),
    "rule.clearance_other_function": N_("The clearance does not cover this function."),
    "rule.clearance_other_days": N_(
        "The clearance covers days from %(first)s to %(last)s only."
    ),
    "rule.ceiling_passed": N_("%(asked)s would pass the ceiling: %(left)s of it are left."),
    "rule.staff_code": N_(
        "Enter the staff code: 2 to 19 capitals and figures, at least one figure. No name."
    ),
    "rule.allowance_rate": N_("Enter a rate above 0, in the units of the currency."),
    "rule.memorandum_ceiling": N_("The ceiling is less than one day."),
    "rule.memorandum_model": N_(
        "Memoranda with workers of the State are for centres that are run jointly."
    ),
    "rule.memorandum_people": N_(
        "The clearance covers %(people)s people in this function, and as many memoranda run."
    ),
    "rule.memorandum_declared": N_(
        "Record the signature once the worker has made all three declarations."
    ),
    "rule.memorandum_reason": N_("Say why: the reason stays with the memorandum."),
    "rule.memorandum_not_signed": N_("The memorandum is not signed yet."),
    "rule.signature_ahead": N_("The day of the signatures cannot lie ahead."),
    "rule.signature_before_approval": N_("The day lies before the approval."),
    "rule.sheet_month_ahead": N_("The month has not begun yet."),
    "rule.sheet_other_month": N_("%(day)s is not in the month of the sheet."),
    "rule.sheet_day_ahead": N_("%(day)s lies ahead: only days served are paid."),
    "rule.sheet_day_outside": N_("%(day)s lies outside the memorandum or the clearance."),
    "rule.sheet_week_full": N_(
        "In the week of %(day)s more than %(most)s days are filled in. The memorandum "
        "allows no more."
    ),
    "rule.sheet_day_twice": N_(
        "%(day)s stands on sheet %(sheet)s of the same worker already. Nothing was saved."
    ),
    "rule.sheet_day_taken": N_(
        "%(day)s was saved on another sheet of the same worker just now. Nothing was saved."
    ),
    "rule.allowance_no_days": N_("No day served stands on the sheet yet."),
    "rule.sheet_reason": N_("Say why: the reason stays with the sheet."),
    "rule.deductions_above": N_("Enter deductions from 0 to %(most)s."),
    "rule.deductions_reason": N_("Say what the deductions are."),
    "rule.supervisor_missing": N_("Enter who certified the days."),
}
