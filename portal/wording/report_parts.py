"""Words of the sections of a report that are forms."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "report_section.services": N_("Services delivered"),
    "report_section.standards": N_("Minimum standards"),
    "report_section.staffing": N_("Staff and cover of shifts"),
    "report_section.incidents": N_("Incidents and complaints"),
    "report_section.data_protection": N_("Statement on data protection"),
    "report_section.psea": N_("Statement on PSEA and safeguarding"),
    "report_section.report_risks": N_("Risks"),
    "report_section.government": N_("Government engagement and handover"),
    "report_about.services": N_(
        "Say for each service of the contract whether it was given. Count persons and days; "
        "a service that was given in part or not at all needs a note."
    ),
    "report_about.standards": N_(
        "Check each minimum standard of the contract, in each report. A standard that is "
        "partly or not met needs a plan and a day after the end of the period."
    ),
    "report_about.staffing": N_(
        "Count the positions on the last day of the period and the days that they stood "
        "empty. Give the hours in which a shift had nobody at all."
    ),
    "report_about.incidents": N_(
        "Counts only, 0 if there was none. Never write a name, a place of living or anything "
        "else by which a person could be known."
    ),
    "report_about.data_protection": N_(
        "State what happened with personal data in the period: numbers, and what was done. "
        "Write no personal data here."
    ),
    "report_about.psea": N_(
        "State what you did against sexual exploitation and abuse, and for the safety of "
        "children and adults at risk. Describe no case and no person."
    ),
    "report_about.report_risks": N_(
        "The risks that matter now, among them the part of the government and what lasts "
        "after the support ends. Name an owner by function, not by name."
    ),
    "report_about.government": N_(
        "The steps towards the handover with their days, and the work with the authorities."
    ),
    "report_services.services": N_("Services of the contract"),
    "report_services.services_row": N_("Service"),
    "report_services.delivered": N_("Was it given?"),
    "report_services.persons": N_("Persons"),
    "report_services.days": N_("Days open"),
    "report_services.note": N_("Note"),
    "Delivery.full": N_("As planned"),
    "Delivery.partly": N_("In part"),
    "Delivery.none": N_("Not at all"),
    "report_standards.checks": N_("Self-check"),
    "report_standards.checks_row": N_("Standard and means of verification"),
    "report_standards.finding": N_("Finding"),
    "report_standards.means": N_("Means used"),
    "report_standards.plan": N_("Plan, where not met"),
    "report_standards.by": N_("Met by"),
    "Finding.met": N_("Met"),
    "Finding.partly": N_("Partly met"),
    "Finding.not_met": N_("Not met"),
    "report_staffing.posts": N_("Positions"),
    "report_staffing.posts_row": N_("Position"),
    "report_staffing.in_post": N_("In post"),
    "report_staffing.women": N_("Of them women"),
    "report_staffing.vacancy_days": N_("Days empty"),
    "report_staffing.note": N_("Note"),
    "report_staffing.cover": N_("Hours in which a shift had nobody"),
    "report_staffing.cover_row": N_("Shift"),
    "report_staffing.uncovered": N_("Hours without cover"),
    "report_staffing.reason": N_("Reason"),
    "report_incidents.incidents": N_("Incidents"),
    "report_incidents.incidents_row": N_("Type of incident"),
    "report_incidents.number": N_("How many"),
    "report_incidents.told": N_("Told to IOM in time"),
    "report_incidents.complaints": N_("Complaints"),
    "report_incidents.complaints_row": N_("Subject of the complaint"),
    "report_incidents.received": N_("Received in the period"),
    "report_incidents.closed": N_("Closed in the period"),
    "report_incidents.in_time": N_("Closed in time"),
    "report_incidents.sea_count": N_(
        "Allegations of sexual exploitation or abuse, number only"
    ),
    "report_incidents.measures": N_("What changed because of incidents and complaints"),
    "report_data_protection.statement": N_("What happened with personal data"),
    "report_data_protection.statement_row": N_("Matter"),
    "report_data_protection.happened": N_("Did it happen?"),
    "report_data_protection.number": N_("How many"),
    "report_data_protection.done": N_("What was done"),
    "report_data_protection.breach_told": N_("IOM was told of a loss of data"),
    "report_statement.breaches": N_("Loss, theft or disclosure of personal data"),
    "report_statement.requests": N_("Requests of persons about their data"),
    "report_statement.third_parties": N_("Transfers to third parties"),
    "report_statement.authorities": N_("Transfers to authorities"),
    "report_statement.destruction": N_("Destruction of data at the end of their time"),
    "Happened.yes": N_("Yes"),
    "Happened.no": N_("No"),
    "Notice.in_time": N_("Within the hours of the contract"),
    "Notice.late": N_("Later"),
    "Notice.not_yet": N_("Not yet"),
    "report_psea.allegations": N_(
        "Was there an allegation of sexual exploitation or abuse in the period?"
    ),
    "report_psea.allegations_told": N_("If so, IOM was told"),
    "report_psea.trained": N_("Staff trained on PSEA within the last year"),
    "report_psea.signed": N_("Staff who signed the code of conduct"),
    "report_psea.channels": N_("Ways to complain that are open to residents"),
    "report_psea.measures": N_("What was done in the period against exploitation and abuse"),
    "report_psea.safeguarding": N_(
        "How children and adults at risk are kept safe at the sites"
    ),
    "report_report_risks.risks": N_("Risks now"),
    "report_report_risks.risks_row": N_("No."),
    "report_report_risks.category": N_("Category"),
    "report_report_risks.risk": N_("Risk"),
    "report_report_risks.likelihood": N_("Likelihood, 1 to 5"),
    "report_report_risks.impact": N_("Impact, 1 to 5"),
    "report_report_risks.treatment": N_("Treatment"),
    "report_report_risks.owner": N_("Owner, by function"),
    "RiskKind.security": N_("Security"),
    "RiskKind.protection": N_("Protection"),
    "RiskKind.safeguarding": N_("Safeguarding and PSEA"),
    "RiskKind.data": N_("Personal data"),
    "RiskKind.operations": N_("Operations"),
    "RiskKind.money": N_("Money"),
    "RiskKind.government": N_("Government engagement"),
    "RiskKind.sustainability": N_("Sustainability after the support"),
    "report_government.milestones": N_("Steps towards the handover"),
    "report_government.milestones_row": N_("No."),
    "report_government.milestone": N_("Step"),
    "report_government.due": N_("Due"),
    "report_government.progress": N_("Progress"),
    "report_government.note": N_("Note"),
    "report_government.meetings": N_("Meetings with authorities in the period"),
    "report_government.decisions": N_("Decisions of those meetings that were carried out"),
    "report_government.engagement": N_("How the authorities took part"),
    "MilestoneState.not_begun": N_("Not begun"),
    "MilestoneState.on_track": N_("On the way"),
    "MilestoneState.late": N_("Late"),
    "MilestoneState.done": N_("Done"),
    "report_section.annexes": N_("Photos and annexes"),
    "Shown.nobody": N_("Nobody can be recognised"),
    "Shown.agreed": N_("Everybody shown agreed in writing"),
    "event.report.annex_added": N_("Annex added"),
    "event.report.annex_removed": N_("Annex removed"),
    "rule.too_many_annexes": N_("A report has at most %(most)s annexes."),
    "event.contract.reporting_changed": N_("Content of the reports changed"),
    "rule.narrative_too_long": N_("%(words)s words stand here, at most %(most)s are agreed."),
    "rule.headings_none": N_("Choose at least one heading of the narrative."),
    "rule.headings_extra_many": N_("Choose at most %(most)s further headings."),
    "rule.heading_words": N_("Give each heading from %(least)s to %(most)s words."),
    "Trace.name": N_("Name of a person"),
    "Trace.telephone": N_("Telephone number"),
    "Trace.email": N_("Address of mail"),
    "Trace.identity": N_("Number of a paper"),
    "Trace.birth": N_("Date of birth"),
    "KeptFor.office": N_("A person who holds a public office, named for that office"),
    "KeptFor.contact": N_("A public contact of an organisation, of no single person"),
    "KeptFor.mistake": N_("No personal data: the portal is mistaken"),
    "event.report.trace_kept": N_("Kept although it looks like personal data"),
    "rule.trace_name": N_("This looks like the name of a person: %(text)s."),
    "rule.trace_telephone": N_("This looks like a telephone number: %(text)s."),
    "rule.trace_email": N_("This looks like an address of mail: %(text)s."),
    "rule.trace_identity": N_("This looks like the number of a paper: %(text)s."),
    "rule.trace_birth": N_("This looks like a date of birth: %(text)s."),
    "rule.trace_reason_needed": N_("Say in words why it can stay."),
    "rule.report_rows_many": N_("At most %(most)s rows have room here."),
    "rule.report_part_unreadable": N_("This could not be read. Correct it and save again."),
    "rule.report_cells_missing": N_("Fill in what is still empty. Missing: %(count)s."),
    "rule.standard_plan_needed": N_("Write a plan for the standard: %(row)s"),
    "rule.standard_day_needed": N_("Say until when the standard is met: %(row)s"),
    "rule.standard_day_past": N_(
        "The day of the plan must lie after the period, which ends on %(day)s: %(row)s"
    ),
    "rule.service_note_needed": N_("Say why the service was not given as planned: %(row)s."),
    "rule.service_none_counted": N_(
        "The service was not given at all, and yet persons or days are counted: %(row)s."
    ),
    "rule.service_days_many": N_("The period has only %(days)s days: %(row)s."),
    "rule.cover_hours_many": N_("The period has only %(hours)s hours."),
    "rule.cover_reason_needed": N_("Say why nobody was there in the shift."),
    "rule.women_above_post": N_("More women than people in post: %(row)s."),
    "rule.post_above_planned": N_(
        "More people are in post than the %(planned)s planned. Say why: %(row)s."
    ),
    "rule.post_vacancy_needed": N_(
        "Fewer people are in post than the %(planned)s planned. Give the days empty: %(row)s."
    ),
    "rule.vacancy_days_many": N_(
        "More days empty than the %(days)s days of the period allow: %(row)s."
    ),
    "rule.incident_told_needed": N_("Say how many were told to IOM in time: %(row)s."),
    "rule.incident_told_many": N_("More were told to IOM than happened: %(row)s."),
    "rule.complaints_closed_many": N_(
        "More complaints are closed than were received or open before (%(before)s): %(row)s."
    ),
    "rule.complaints_in_time_many": N_("More are closed in time than closed: %(row)s."),
    "rule.statement_number_needed": N_("Give the number where the answer is yes."),
    "rule.statement_done_needed": N_("Say what was done where the answer is yes."),
    "rule.statement_no_counted": N_("The answer is no, and yet a number is given."),
    "rule.breach_hours_needed": N_(
        "There was a loss of data: say whether IOM was told within %(hours)s hours."
    ),
    "rule.psea_none_but_counted": N_(
        "The statement says that there was no allegation, but %(count)s are counted under "
        "incidents."
    ),
    "rule.psea_some_not_counted": N_(
        "The statement on PSEA says that there was an allegation: count it here."
    ),
    "rule.psea_told_needed": N_(
        "There was an allegation: say whether IOM was told within %(hours)s hours."
    ),
    "rule.psea_trained_many": N_("More staff are trained than the %(staff)s in post."),
    "rule.psea_signed_many": N_("More staff signed than the %(staff)s in post."),
    "rule.report_risks_missing": N_("Name at least one risk."),
    "rule.milestone_note_needed": N_("Say why the step is late: row %(row)s."),
    "rule.milestone_overdue": N_(
        "The step was due before the period ended on %(day)s. Say whether it is done or late: "
        "row %(row)s."
    ),
}
