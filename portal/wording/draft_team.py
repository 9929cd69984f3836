"""Words of the area: a team at its draft."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "draft_section.declarations": N_("Declarations"),
    "draft_section.eligibility": N_("Eligibility"),
    "draft_section.work_plan": N_("Work plan"),
    "draft_section.indicators": N_("Results framework"),
    "draft_section.staffing": N_("Staffing"),
    "draft_section.risks": N_("Risks"),
    "draft_section.safeguarding": N_("Safeguarding"),
    "draft_section.data_protection": N_("Data protection"),
    "draft_section.handover": N_("Sustainability and handover"),
    "draft_section.budget": N_("Budget"),
    "draft_section.attachments": N_("Attached files"),
    "event.proposal.autosaved": N_("Answer saved while writing"),
    "event.proposal.restored": N_("Earlier version of a section brought back"),
    "event.proposal.reused": N_("Earlier answer taken over"),
    "event.proposal.assigned": N_("Sections given to people"),
    "event.proposal.section_finished": N_("Section written by the person it was given to"),
    "event.proposal.commented": N_("Comment within the team"),
    "event.proposal.comment_resolved": N_("Comment within the team resolved"),
    "work.write_section": N_("Write the section that was given to you"),
    "rule.assigned_meanwhile": N_(
        "Somebody else changed this meanwhile: it is with %(name)s now. Look at the list, then "
        "choose again."
    ),
    "rule.unassigned_meanwhile": N_(
        "Somebody else changed this meanwhile: it is with nobody now. Look at the list, then "
        "choose again."
    ),
    "rule.changed_meanwhile": N_(
        "A colleague saved one of these texts meanwhile. Nothing was copied. Look at the texts "
        "again, then copy."
    ),
}
