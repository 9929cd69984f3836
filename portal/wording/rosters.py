"""Words of the area: weekly rosters of centres that the State runs."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "document.roster": N_("Roster of a week"),
    "RosterState.draft": N_("Roster being written"),
    "RosterState.published": N_("Roster published"),
    "Provider.state": N_("State"),
    "Provider.iom": N_("IOM"),
    "Provider.partner": N_("Implementing partner"),
    "weekday.0": N_("Monday"),
    "weekday.1": N_("Tuesday"),
    "weekday.2": N_("Wednesday"),
    "weekday.3": N_("Thursday"),
    "weekday.4": N_("Friday"),
    "weekday.5": N_("Saturday"),
    "weekday.6": N_("Sunday"),
    "step.edit_roster": N_("Write the roster"),
    "step.publish_roster": N_("Publish the roster"),
    "step.reopen_roster": N_("Open the roster again"),
    "event.roster.begun": N_("Roster begun"),
    "event.roster.hours_saved": N_("Times of the shifts saved"),
    "event.roster.post_saved": N_("Post of the roster saved"),
    "event.roster.post_removed": N_("Post taken out of the roster"),
    "event.roster.published": N_("Roster published"),
    "event.roster.reopened": N_("Roster opened again"),
    "rule.roster_twice": N_("The week of %(day)s has a roster already."),
    "rule.roster_times": N_("Each shift begins after the one before it: day, evening, night."),
    "rule.roster_code": N_(
        "%(code)s is no staff code: up to eight letters, figures or hyphens, never a name."
    ),
    "rule.roster_function_missing": N_("Name the function."),
    "rule.roster_empty": N_("Add posts before you publish the roster."),
    "rule.roster_double": N_("%(code)s stands in two posts of one shift: take one out."),
    "rule.roster_reason_long": N_(
        "A reason has more than %(most)s characters. Say it in fewer words."
    ),
    "rule.roster_gap_unexplained": N_(
        "Gaps without a reason: %(count)s. Fill each or say why it stays open."
    ),
}
