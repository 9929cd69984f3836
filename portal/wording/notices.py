"""Words of the area: notices that suspend, resume or end a contract."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "ContractState.suspended": N_("Suspended"),
    "ContractState.expired": N_("Expired"),
    "ContractState.terminated": N_("Terminated"),
    "pen_holder.suspended": N_("Partner: reports go on"),
    "pen_holder.expired": N_("Programme officer"),
    "pen_holder.terminated": N_("Finance officer"),
    "NoticeKind.suspension": N_("Suspension"),
    "NoticeKind.resumption": N_("Resumption"),
    "NoticeKind.termination": N_("Termination"),
    "NoticeSide.iom": N_("IOM"),
    "NoticeSide.partner": N_("The partner"),
    "NoticeSide.both": N_("Both parties"),
    "NoticeState.draft": N_("Waits for the head of office"),
    "NoticeState.proposed": N_("Proposed to the partner"),
    "NoticeState.given": N_("Given, runs"),
    "NoticeState.in_effect": N_("In effect"),
    "NoticeState.declined": N_("Declined by the partner"),
    "NoticeState.withdrawn": N_("Withdrawn"),
    "write_notice.suspension": N_("Suspend the contract"),
    "write_notice.resumption": N_("Resume the contract"),
    "write_notice.termination": N_("Terminate the contract"),
    "document.notice": N_("Notice on a contract"),
    "step.suspend_contract": N_("Suspend"),
    "step.resume_contract": N_("Resume"),
    "step.terminate_contract": N_("Terminate"),
    "step.expire_contract": N_("Let expire"),
    "step.propose_end": N_("Propose to end the contract"),
    "step.give_notice": N_("Give the notice"),
    "step.agree_end": N_("Agree to end the contract"),
    "step.decline_end": N_("Decline to end the contract"),
    "step.withdraw_notice": N_("Withdraw the notice"),
    "step.take_effect": N_("Take effect"),
    "event.notice.written": N_("Notice written"),
    "event.notice.proposed": N_("End of the contract proposed to the partner"),
    "event.notice.given": N_("Notice given"),
    "event.notice.agreed": N_("End of the contract agreed by the partner"),
    "event.notice.declined": N_("End of the contract declined by the partner"),
    "event.notice.withdrawn": N_("Notice withdrawn"),
    "event.contract.suspended": N_("Contract suspended"),
    "event.contract.resumed": N_("Contract resumed"),
    "event.contract.terminated": N_("Contract terminated"),
    "event.contract.expired": N_("Contract expired"),
    "event.contract.completed": N_("Contract completed"),
    "work.give_notice": N_("Give the notice, or withdraw it"),
    "work.answer_notice": N_("Answer the proposal to end the contract"),
    "rule.notice_open": N_(
        "Notice %(number)s on this contract is open. It has to be given, answered or "
        "withdrawn first."
    ),
    "rule.notice_reason": N_("Write the reason."),
    "rule.notice_ground": N_("The clauses of this contract do not name this ground for you."),
    "rule.notice_days": N_(
        "Clause %(code)s of this contract stands in words of its own. Read its days of notice "
        "there and type them."
    ),
    "rule.notice_day_missing": N_("Choose the last day that both parties agree on."),
    "rule.notice_day": N_("The last day must be from %(day)s on and before %(end)s."),
    "rule.notice_state_suspension": N_("Only a contract in force can be suspended."),
    "rule.notice_state_resumption": N_("Only a suspended contract can be resumed."),
    "rule.notice_state_termination": N_(
        "Only a contract in force, or a suspended one, can be terminated."
    ),
    "rule.contract_reports_open": N_(
        "Reports that are not accepted yet: %(count)s. A contract is completed when all are."
    ),
}
