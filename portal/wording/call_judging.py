"""Words of the area: calls, the sections on judging."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "section.criteria": N_("Criteria, weights and method"),
    "section.questions": N_("Questions to answer"),
    "section.indicators": N_("Indicators"),
    "section.timetable": N_("Timetable and contract"),
    "section.committee": N_("Committee"),
    "Method.single_grid": N_("By the points of the criteria alone"),
    "Method.quality_cost": N_("By quality and price together, among those that pass"),
    "PriceFormula.lowest_over_price": N_("100 x lowest price / price"),
    "PriceFormula.linear_to_ceiling": N_("100 x (ceiling - price) / ceiling"),
    "GovernmentPart.none": N_("No part"),
    "GovernmentPart.observer": N_("Observes, without a vote"),
    "GovernmentPart.vote": N_("Votes in the committee"),
    "GovernmentPart.no_objection": N_("Gives its no-objection before the award"),
    "Dimension.sex_age": N_("Sex and age"),
    "Dimension.nationality": N_("Nationality"),
    "Dimension.situation": N_("Situation"),
    "Dimension.vulnerability": N_("Vulnerability"),
    "milestone.clarify": N_("Questions end"),
    "milestone.answers": N_("Answers are published"),
    "milestone.visit": N_("Site visit"),
    "milestone.standstill": N_("Standstill ends"),
    "event.call.no_objection": N_("No-objection of the government recorded"),
    "rule.questions_missing": N_("Enter the questions, once the criteria stand."),
    "rule.question_missing": N_("Write at least one question for the criterion: %(name)s."),
    "rule.clarify_missing": N_("Enter until when questions can be asked."),
    "rule.clarify_past": N_("The time for questions has passed. Choose a later one."),
    "rule.clarify_late": N_(
        "Questions must end before the deadline, with at least %(days)s working days between "
        "them. Choose an earlier day for the questions, or a later deadline."
    ),
    "rule.answers_missing": N_("Enter when the answers are published."),
    "rule.answers_early": N_(
        "The answers must come after the end of the questions. Choose a later time."
    ),
    "rule.answers_late": N_(
        "The answers must come before the deadline. Choose an earlier time."
    ),
    "rule.visit_outside": N_(
        "The site visit must lie between the publication and the deadline. Choose another time."
    ),
    "rule.visit_place_missing": N_("Write where the site visit begins."),
    "rule.starts_early": N_(
        "The contract must start after the standstill of %(days)s working days, which begins "
        "with the results. Choose a later start."
    ),
    "rule.quorum_low": N_("The quorum is %(quorum)s. Enter at least %(least)s."),
    "rule.quorum_impossible": N_(
        "The quorum is %(quorum)s, but only %(votes)s seats have a vote. Add seats with a "
        "vote or lower the quorum."
    ),
    "rule.member_of_partner": N_(
        "%(name)s belongs to a partner, or writes from the mail domain of one. Choose somebody "
        "else for this seat."
    ),
    "rule.government_seat_missing": N_(
        "The government takes part, but no seat is marked for it. Mark its seat."
    ),
    "rule.government_seat_unasked": N_(
        "A seat is marked for the government, but its part needs none. Change its part, or the "
        "seat."
    ),
    "rule.government_without_vote": N_(
        "The government votes, but its seat has no vote. Give that seat a vote."
    ),
    "rule.government_votes": N_(
        "The government only observes, but its seat has a vote. Make it an observer's seat."
    ),
    "rule.no_objection_missing": N_(
        "The award waits for the government: until it answers, its letter is recorded, or the "
        "date of the request passes."
    ),
    "rule.no_objection_unasked": N_("This call asks for no no-objection of the government."),
    "rule.no_objection_twice": N_("The no-objection is already recorded."),
    "rule.no_objection_empty": N_("Write who gave the no-objection and its reference."),
    "rule.no_objection_ahead": N_(
        "The day of the no-objection lies ahead. Enter the day it was given."
    ),
    "check.criteria_named": N_("There are criteria."),
    "check.weights_full": N_("The weights add up to exactly 100."),
    "check.questions_full": N_("Every criterion has a question."),
    "check.indicators_named": N_("There is at least one indicator."),
    "check.dates_full": N_("Every date is entered."),
    "check.dates_ascend": N_(
        "The dates ascend: publication, site visit, questions, answers, deadline, opening, "
        "results, standstill, start."
    ),
    "check.publication_long": N_("The call is open for at least the minimum time."),
    "check.questions_end": N_("Questions end the demanded working days before the deadline."),
    "check.votes_enough": N_(
        "Enough people vote, one of them is the chair, and at most one is the secretary."
    ),
    "check.quorum_possible": N_("The quorum is possible."),
    "check.members_free": N_("No member of the committee belongs to a partner."),
    "check.government_fits": N_("The government's part has its seat and its reason."),
    "check.basics_full": N_("Background, languages of proposals and contact are there."),
    "check.lots_full": N_("There is at least one lot, and each has a ceiling."),
    "check.terms_full": N_("Objectives, target groups and scope are written."),
    "check.services_full": N_("Every service has a standard."),
    "check.staffing_full": N_("Staff, posts and opening hours are written."),
    "check.shifts_covered": N_("Posts cover every part of the day that the centre is open."),
    "check.eligibility_full": N_("Eligibility questions have their passing rule."),
    "check.documents_full": N_("The documents of a proposal are named."),
    "check.budget_full": N_("The budget template has its categories."),
    "check.data_full": N_("Personal data, transfers and retention are described."),
}
