"""Words of the area: clarifications, templates of calls, and fragments of terms."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "ClarificationState.asked": N_("To be answered"),
    "ClarificationState.drafted": N_("Answer drafted"),
    "ClarificationState.checked": N_("Released, not yet published"),
    "ClarificationState.published": N_("Published"),
    "ClarificationState.merged": N_("Grouped under another question"),
    "step.draft_answer": N_("Draft the answer"),
    "step.check_answer": N_("Release the answer"),
    "step.return_answer": N_("Return the answer"),
    "step.merge_question": N_("Group under another question"),
    "step.split_question": N_("Let it stand on its own"),
    "step.publish_answer": N_("Publish the answers"),
    "consequence.check_answer": N_(
        "You have read the question and the answer as all will read them. Procurement can then "
        "publish them."
    ),
    "consequence.return_answer": N_(
        "The answer goes back to procurement with your comment and is drafted again."
    ),
    "event.clarification.asked": N_("Question asked"),
    "event.clarification.drafted": N_("Answer to a question drafted"),
    "event.clarification.checked": N_("Answer to a question released"),
    "event.clarification.returned": N_("Answer to a question returned"),
    "event.clarification.merged": N_("Question grouped under another"),
    "event.clarification.split": N_("Question stands on its own again"),
    "event.clarification.corrected": N_("Correction of an answer begun"),
    "event.clarification.published": N_("Answers to questions published"),
    "work.answer_questions": N_("Answer the questions of partners"),
    "work.check_answers": N_("Read and release answers to partners"),
    "work.publish_answers": N_("Publish answers to partners"),
    "work.answers_wait_reader": N_("Waits for a second reader of your answers"),
    "document.clarifications": N_("Clarifications"),
    "rule.call_takes_no_question": N_("This call takes no questions."),
    "rule.questions_closed": N_(
        "Questions were taken until %(at)s. After that an answer would come too late for all "
        "partners to use it."
    ),
    "rule.question_long": N_("Write at most %(most)s characters."),
    "rule.questions_many": N_(
        "Your organisation has asked as many questions on this call as are taken within a day: "
        "%(most)s. Ask the next one tomorrow."
    ),
    "rule.merge_target": N_("Choose another question of this call that is not grouped itself."),
    "rule.correct_published": N_("Only a published answer can be corrected."),
    "event.template.kept": N_("Template of calls kept"),
    "event.template.retired": N_("Template of calls out of use"),
    "event.call.started": N_("Draft started from an earlier call or a template"),
    "event.fragment.written": N_("Fragment of terms written"),
    "event.fragment.retired": N_("Fragment of terms out of use"),
    "rule.template_retired": N_("This template is out of use. Choose another start."),
    "rule.fragment_unknown": N_("This fragment is not in use. Choose another one."),
    "rule.scope_long": N_(
        "With this fragment the scope has more than %(most)s characters. Shorten it first."
    ),
    "rule.answers_none": N_("Choose at least one released answer."),
}
