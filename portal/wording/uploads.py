"""Words of files that arrive: parts, cleaning, the scan for viruses."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "ScanState.unscanned": N_("Not scanned"),
    "ScanState.waiting": N_("Waiting for the virus scan"),
    "ScanState.clean": N_("No virus found"),
    "ScanState.infected": N_("Virus found, removed"),
    "Verdict.new": N_("Is taken in"),
    "Verdict.unchanged": N_("As it stands"),
    "Verdict.conflict": N_("Another text stands there"),
    "Verdict.empty": N_("Nothing written"),
    "Verdict.unknown": N_("Unknown question"),
    "Verdict.unreadable": N_("Cannot be read"),
    "event.proposal.imported": N_("Section taken in from a questionnaire"),
    "event.proposal.file_infected": N_("Virus found in a file, file removed"),
    "rule.questionnaire_type": N_("Choose the questionnaire as DOCX or XLSX."),
    "rule.questionnaire_foreign": N_(
        "This file is not the questionnaire of this call. Download it on the page of the call, "
        "write in it, then choose that file. Nothing was changed."
    ),
    "rule.reply_unreadable": N_(
        "An answer on eligibility in this file is no answer to its question. Nothing was taken "
        "in."
    ),
    "rule.file_broken": N_(
        "This file is damaged or was not made as its type asks. Open it on your computer, "
        "save it anew, then attach the new file."
    ),
    "rule.file_bomb": N_(
        "This file unpacks to more than the portal can look at. Save it smaller, then attach "
        "it again."
    ),
    "rule.pdf_encrypted": N_(
        "This PDF is protected by a password or against changes. Save it without protection, "
        "then attach it again."
    ),
    "rule.office_active": N_(
        "This file holds macros, embedded programs, or parts that are fetched from elsewhere. "
        "Save it without them, or as PDF, then attach it again."
    ),
    "rule.file_infected": N_(
        "A virus was found in this file (%(name)s). It was not kept. Clean your computer, then "
        "attach a clean file."
    ),
    "rule.scanner_away": N_(
        "The virus scan does not answer now. Nothing was saved. Try again in some minutes."
    ),
    "rule.file_waiting": N_(
        "Wait for the virus scan of the file %(name)s. It is kept and is scanned as soon as "
        "the scan answers again."
    ),
    "rule.file_had_virus": N_(
        "Remove the file %(name)s: a virus was found in it, and its content is gone. Then "
        "attach a clean one."
    ),
    "rule.store_full": N_(
        "The portal cannot keep this file now, because its disk is full or cannot be written. "
        "Everything saved before is still there. Try again later."
    ),
    "rule.upload_offset": N_(
        "This part of the file does not follow the last one. %(offset)s bytes have arrived."
    ),
    "rule.upload_part": N_(
        "This part of the file is empty or too long. %(offset)s bytes have arrived."
    ),
    "rule.upload_damaged": N_(
        "The file did not arrive as it left your computer. Nothing of it was kept. Attach it "
        "again."
    ),
}
