"""Words of the public list of calls, of the calendar and of following by mail."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "listed.open": N_("Open calls"),
    "listed.closed": N_("Closed calls"),
    "listed.awarded": N_("Awarded calls"),
    "date.clarify_until": N_("Questions close"),
    "date.site_visit_at": N_("Site visit"),
    "date.deadline": N_("Proposals close"),
    "date.opening_at": N_("Opening by two people"),
    "date.results_on": N_("Results to every partner"),
    "event.follower.confirmed": N_("Somebody follows calls by mail"),
    "event.follower.ended": N_("Somebody stopped following calls by mail"),
    "rule.day_unclear": N_("Enter the day as year-month-day, for example 2027-02-28."),
}
