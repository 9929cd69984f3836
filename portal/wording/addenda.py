"""Words of the area: addenda, the changes of a published call."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "CallState.merged": N_("Part of the call"),
    "step.issue_addendum": N_("Issue the addendum"),
    "document.addendum": N_("Addendum"),
    "document.call_amended": N_("Call for proposals, as amended"),
    "mark.added": N_("Addition"),
    "mark.removed": N_("Removal"),
    "mark.changed": N_("Change"),
    "event.addendum.started": N_("Addendum begun"),
    "event.addendum.dropped": N_("Addendum given up"),
    "event.call.amended": N_("Addendum issued"),
    "event.proposal.confirmed": N_("Proposal confirmed after an addendum"),
    "event.proposal.taken_back": N_("Proposal taken back to revise it"),
    "work.finish_addendum": N_("Finish the addendum"),
    "work.approve_addendum": N_("Approve the addendum"),
    "work.issue_addendum": N_("Issue the addendum"),
    "work.addendum_waits": N_("The addendum waits for others"),
    "work.confirm_proposal": N_("Confirm or revise your proposal after an addendum"),
    "consequence.approve_addendum": N_(
        "You approve the addendum as it stands. A procurement officer can then issue it; the "
        "call changes only then."
    ),
    "consequence.issue_addendum": N_(
        "The change becomes part of the call at once. Everybody who follows the call, drafted "
        "or submitted is told by mail. Submitted proposals are to be confirmed or revised. "
        "This cannot be undone."
    ),
    "rule.addendum_prices_fixed": N_(
        "An addendum cannot change whether the prices open apart: proposals that are in were "
        "sealed the way that the call said."
    ),
    "rule.addendum_sealing_fixed": N_(
        "An addendum cannot change who seals the proposals: some may have been sealed the way "
        "that the call said."
    ),
    "rule.addendum_no_template": N_(
        "An addendum is no call of its own. Keep the published call as a template."
    ),
    "rule.addendum_reason_missing": N_("Write the reason for the change."),
    "rule.addendum_open": N_(
        "Another addendum to this call is being written. Finish it or give it up first."
    ),
    "rule.addendum_too_late": N_(
        "The deadline has passed (%(deadline)s). The call can no longer be changed."
    ),
    "rule.addendum_committee_fixed": N_(
        "The committee of a published call cannot be changed by an addendum."
    ),
    "rule.addendum_basics_fixed": N_(
        "Kind, language, currency and time zone of a published call cannot be changed."
    ),
    "rule.addendum_empty": N_(
        "Nothing differs from the call yet. Change at least one section."
    ),
    "rule.addendum_criterion_removed": N_(
        "The criterion %(name)s was published and cannot be removed, because proposals may "
        "rest on it. Put it back; you can change its weight."
    ),
    "rule.addendum_heading_removed": N_(
        "The budget category %(name)s was published and cannot be removed, because proposals "
        "may have costs under it. Put it back."
    ),
    "rule.addendum_deadline_earlier": N_(
        "An addendum cannot make the deadline earlier than %(deadline)s."
    ),
    "rule.call_changed": N_(
        "Addendum %(number)s changed the call while you were on this page. Nothing was "
        "submitted and nothing is lost. Read what changed, then submit."
    ),
    "rule.lot_withdrawn": N_(
        "This lot was withdrawn by an addendum. No proposal for it can be submitted."
    ),
    "rule.lot_withdrawn_not_judged": N_(
        "This lot was withdrawn by an addendum. A proposal for it cannot be declared eligible."
    ),
    "rule.nothing_to_confirm": N_(
        "There is nothing to confirm: no addendum changed the call since it was submitted."
    ),
    "field.title": N_("Title"),
    "field.kind": N_("Kind"),
    "field.background": N_("Background"),
    "field.language": N_("Language"),
    "field.languages": N_("Languages accepted"),
    "field.currency": N_("Currency"),
    "field.zone": N_("Time zone"),
    "field.contact_name": N_("Contact"),
    "field.contact_email": N_("Address of the contact"),
    "field.lots_to_win": N_("Lots that a partner may win at most"),
    "field.site": N_("Site"),
    "field.city": N_("City"),
    "field.scope": N_("Scope"),
    "field.places": N_("Places"),
    "field.apartments": N_("Apartments"),
    "field.ceiling": N_("Ceiling"),
    "field.objectives": N_("Objectives"),
    "field.target_groups": N_("Target groups"),
    "field.services": N_("Services"),
    "field.standards": N_("Minimum standards"),
    "field.service": N_("Service"),
    "field.standard": N_("Minimum standard"),
    "field.verification": N_("How it is verified"),
    "field.frequency": N_("How often it is checked"),
    "field.indicator": N_("Indicator"),
    "field.staffing": N_("Staffing"),
    "field.hours": N_("Opening hours"),
    "field.day_and_night": N_("Open day and night"),
    "field.function": N_("Function"),
    "field.people": N_("People"),
    "field.shifts": N_("Parts of the day"),
    "field.note": N_("Note"),
    "field.text": N_("Question"),
    "field.passing": N_("Passes when"),
    "field.figure": N_("Figure"),
    "field.evidence": N_("Proof by a file"),
    "field.mandatory": N_("Needed"),
    "field.proposal_parts": N_("Parts of a proposal"),
    "field.own_sealing": N_("Sealed on the partner's own computer"),
    "field.method": N_("Method"),
    "field.quality_weight": N_("Weight of quality, percent"),
    "field.price_formula": N_("Points for the price"),
    "field.prices_apart": N_("Prices open apart"),
    "field.threshold": N_("Pass mark"),
    "field.name": N_("Name"),
    "field.guidance": N_("Guidance"),
    "field.weight": N_("Weight"),
    "field.scale": N_("Highest score"),
    "field.score_guidance": N_("What each score means"),
    "field.least": N_("Least mean score"),
    "field.criterion": N_("Criterion"),
    "field.words": N_("Words at most"),
    "field.indirect_ceiling": N_("Ceiling on indirect costs, percent"),
    "field.price_rule": N_("Which total counts"),
    "field.unit": N_("Unit"),
    "field.dimensions": N_("Broken down by"),
    "field.baseline": N_("Baseline"),
    "field.target": N_("Target"),
    "field.clarify_until": N_("Questions until"),
    "field.answers_by": N_("Answers by"),
    "field.site_visit_at": N_("Site visit"),
    "field.site_visit_place": N_("Place of the site visit"),
    "field.deadline": N_("Deadline for proposals"),
    "field.opening_at": N_("Opening"),
    "field.results_on": N_("Results"),
    "field.standstill_days": N_("Standstill, working days"),
    "field.starts_on": N_("Start of the contract"),
    "field.months": N_("Months of the contract"),
    "field.report_every_months": N_("Months of a report period"),
    "field.report_days": N_("Days to report after a period"),
    "field.data_profile": N_("Personal data that the partner handles"),
    "field.data_categories": N_("Categories of personal data"),
    "field.special_categories": N_("Special categories of data"),
    "field.children_data": N_("Data of children"),
    "field.data_transfers": N_("Data is passed to others"),
    "field.transfer_note": N_("To whom data is passed, and how"),
    "field.retention_months": N_("Months for which data is kept"),
}
