"""Words of the area: monitoring."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "ReminderKind.soon": N_("The partner was told that it is due soon"),
    "ReminderKind.due": N_("The partner was told that it is due today"),
    "ReminderKind.late": N_("The partner was told that it is late"),
    "ReminderKind.escalated": N_("The programme officers and the head of office were told"),
    "ReminderKind.unanswered": N_("The officers who owe an answer were told"),
    "ReportKind.monthly": N_("Monthly report"),
    "ReportKind.quarterly": N_("Quarterly report"),
    "ReportKind.half_yearly": N_("Half-yearly report"),
    "ReportKind.periodic": N_("Periodic report"),
    "ReportKind.final": N_("Final report"),
    "ReportKind.ad_hoc": N_("Ad hoc report"),
    "ReportState.draft": N_("To be filed"),
    "ReportState.submitted": N_("Submitted"),
    "ReportState.returned": N_("Returned with comments"),
    "ReportState.accepted": N_("Accepted"),
    "step.submit_report": N_("Submit"),
    "step.return_report": N_("Return with comments"),
    "step.accept_report": N_("Accept"),
    "Desk.programme": N_("Programme desk"),
    "Desk.finance": N_("Finance desk"),
    "SectionReview.open": N_("Not decided"),
    "SectionReview.accepted": N_("Accepted"),
    "SectionReview.returned": N_("To be corrected"),
    "ThreadState.open": N_("Open"),
    "ThreadState.settled": N_("Nothing more asked"),
    "step.answer_thread": N_("Answer"),
    "step.settle_thread": N_("Settle"),
    "DeskReview.reading": N_("Reading"),
    "DeskReview.finished": N_("Finished"),
    "step.accept_section": N_("Accept the section"),
    "step.return_section": N_("Return the section"),
    "step.look_again": N_("Open for another look"),
    "step.finish_desk": N_("Finish the review"),
    "step.reopen_desk": N_("Read on"),
    "section.expenditure": N_("Expenditure"),
    "SectionGroup.results": N_("Results"),
    "SectionGroup.quality": N_("Standards and staff"),
    "SectionGroup.protection": N_("Protection and safety"),
    "SectionGroup.outlook": N_("Outlook"),
    "SectionGroup.narrative": N_("Narrative"),
    "SectionGroup.money": N_("Money"),
    "SectionGroup.annexes": N_("Annexes"),
    "Progress.not_started": N_("Not started"),
    "Progress.in_progress": N_("In progress"),
    "Progress.complete": N_("Complete"),
    "Progress.attention": N_("Needs attention"),
    "work.file_report": N_("File the report"),
    "work.correct_report": N_("Correct the report and submit it again"),
    "work.report_in_review": N_("The programme officer reads the report"),
    "work.review_report": N_("Read the report and decide"),
    "work.write_report_section": N_("Write your section of the report"),
    "work.review_money": N_("Read the money of the report and decide"),
    "work.report_with_finance": N_("The finance officer reads the money of the report"),
    "work.report_with_partner": N_("The partner corrects the report"),
    "work.report_awaited": N_("The partner has to file the report"),
    "event.report.section_saved": N_("Section saved"),
    "event.report.asked": N_("Ad hoc report asked for"),
    "event.report.request_withdrawn": N_("Request for an ad hoc report withdrawn"),
    "step.withdraw_request": N_("Withdraw the request"),
    "event.report.submitted": N_("Report submitted"),
    "event.report.returned": N_("Report returned with comments"),
    "event.report.section_decided": N_("Section of the report decided on"),
    "event.report.desk_finished": N_("Review finished at a desk"),
    "event.report.thread_begun": N_("Question asked on a section"),
    "event.report.thread_answered": N_("Answer given on a section"),
    "event.report.thread_settled": N_("Question on a section settled"),
    "event.report.assigned": N_("Sections of the report given to people"),
    "event.report.section_finished": N_("Section of the report said to be written"),
    "event.report.accepted": N_("Report accepted"),
    "rule.period_not_begun": N_(
        "The period begins on %(day)s. The report can be written then."
    ),
    "rule.period_not_over": N_(
        "The period ends on %(day)s. The report can be submitted on the day after."
    ),
    "rule.earlier_not_filed": N_("First submit the earlier report %(reference)s."),
    "rule.earlier_not_accepted": N_(
        "First accept the earlier report %(reference)s, so that all sums are final."
    ),
    "rule.narrative_missing": N_("Answer this question."),
    "rule.actuals_missing": N_("Fill in every figure. Still missing: %(count)s."),
    "rule.target_notes_missing": N_(
        "Write a note on each figure that is more than 10 percent short of its target. "
        "Still missing: %(count)s."
    ),
    "rule.amounts_missing": N_(
        "Fill in every amount, 0 if nothing was spent. Missing: %(count)s."
    ),
    "rule.budget_notes_missing": N_(
        "Write a note on each category that is over its budget. Still missing: %(count)s."
    ),
    "rule.count_negative": N_("Enter whole numbers from 0."),
    "rule.amount_negative": N_("Enter amounts from 0."),
    "rule.amount_too_fine": N_(
        "Amounts in %(currency)s have at most %(places)s figures after the point."
    ),
    "rule.request_not_in_force": N_("The contract has not come into force yet."),
    "rule.request_too_early": N_("The contract begins on %(day)s."),
    "rule.request_backwards": N_("The last day is before the first one."),
    "rule.request_due": N_("Choose a day after %(day)s."),
    "rule.request_empty": N_("Choose at least one section."),
    "rule.request_of_period": N_(
        "The report of a period is asked for by the contract and cannot be withdrawn."
    ),
    "rule.request_begun": N_("The partner has begun to write this report."),
    "rule.financial_ad_hoc": N_("An ad hoc report holds no money."),
    "rule.comment_needed": N_("Write a comment on at least one section."),
    "rule.section_comment_needed": N_("Write what is to be corrected in this section."),
    "rule.sections_returned": N_(
        "Sections to be corrected: %(count)s. Return the report, or accept them first."
    ),
    "rule.thread_over": N_(
        "Questions are asked and answered from the submission of the report to its acceptance."
    ),
    "rule.finance_reads": N_("The finance desk has not finished its review yet."),
}
