"""Words that every area uses: roles, seats, refusals, the names of error pages."""

from portal.wording.mark import N_

WORDS = {
    "Role.programme_officer": N_("Programme officer"),
    "Role.procurement_officer": N_("Procurement officer"),
    "Role.committee_member": N_("Committee member"),
    "Role.authority_representative": N_("Government representative"),
    "Role.legal_officer": N_("Legal officer"),
    "Role.data_protection_officer": N_("Data-protection officer"),
    "Role.finance_officer": N_("Finance officer"),
    "Role.head_of_office": N_("Head of office"),
    "Role.auditor": N_("Auditor"),
    "Role.administrator": N_("Administrator"),
    "Role.partner_owner": N_("Partner: owner"),
    "Role.partner_editor": N_("Partner: editor"),
    "Role.partner_signatory": N_("Partner: authorised signatory"),
    "SeatKind.voting": N_("Vote"),
    "SeatKind.observer": N_("Observer"),
    "DocumentState.requested": N_("Being made"),
    "DocumentState.issued": N_("Issued"),
    "DocumentState.failed": N_("Could not be made"),
    "document.call": N_("Call for proposals"),
    "document.receipt": N_("Receipt"),
    "document.opening": N_("Opening record"),
    "document.evaluation": N_("Evaluation report"),
    "document.letter": N_("Letter"),
    "document.contract": N_("Contract"),
    "document.report": N_("Monitoring report"),
    "document.performance": N_("Performance of the partner"),
    "language.en": N_("English"),
    "language.fr": N_("French"),
    "event.person.added": N_("Account opened"),
    "rule.address_taken": N_("There is an account with this address already."),
    "event.document.issued": N_("Document issued"),
    "http.400": N_("The portal could not read this request."),
    "http.404": N_(
        "Check the address for typing errors, or begin again from the links at the top."
    ),
    "http.405": N_("This address does not take that kind of request."),
    "http.413": N_("What was sent is larger than the portal takes. Choose a smaller file."),
    "http.429": N_("Wait a quarter of an hour, then try again."),
    "http.500": N_("Something failed on our side. Nothing was changed. Try again later."),
    "http.csrf": N_(
        "This form was open for too long. Go back, reload the page and send it again."
    ),
}
