"""The checks before publication as a list to tick: which hold, and which do not yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.domain.errors import RuleBroken


@dataclass(frozen=True)
class Check:
    """One check in words: its section, and the rules that it sums up."""

    name: str
    section: str
    rules: frozenset[str]


def _check(name: str, section: str, *rules: str) -> Check:
    return Check(name, section, frozenset(rules))


CHECKS = (
    _check(
        "basics_full", "basics", "background_missing", "languages_missing", "contact_missing"
    ),
    _check("lots_full", "lots", "lots_missing", "ceiling_missing", "lots_to_win_many"),
    _check(
        "terms_full", "terms", "objectives_missing", "target_groups_missing", "scope_missing"
    ),
    _check("services_full", "services", "services_missing", "standards_missing"),
    _check("staffing_full", "staffing", "staffing_missing", "hours_missing", "posts_missing"),
    _check(
        "shifts_covered",
        "staffing",
        "shift_day_empty",
        "shift_evening_empty",
        "shift_night_empty",
    ),
    _check(
        "eligibility_full",
        "eligibility",
        "eligibility_missing",
        "question_figure_missing",
        "question_figure_not_asked",
    ),
    _check("documents_full", "documents", "documents_missing"),
    _check("criteria_named", "criteria", "criteria_missing"),
    _check("weights_full", "criteria", "weights_not_100"),
    _check("questions_full", "questions", "questions_missing", "question_missing"),
    _check("budget_full", "budget", "categories_missing", "category_ceilings_low"),
    _check("indicators_named", "indicators", "indicators_missing"),
    _check(
        "dates_full",
        "timetable",
        "clarify_missing",
        "answers_missing",
        "deadline_missing",
        "opening_missing",
        "results_missing",
        "starts_missing",
        "visit_place_missing",
    ),
    _check(
        "dates_ascend",
        "timetable",
        "deadline_past",
        "clarify_past",
        "answers_early",
        "answers_late",
        "visit_outside",
        "opening_early",
        "results_early",
        "starts_early",
    ),
    _check("publication_long", "timetable", "deadline_soon"),
    _check("questions_end", "timetable", "clarify_late"),
    _check(
        "votes_enough",
        "committee",
        "votes_few",
        "chair_not_one",
        "chair_without_vote",
        "secretaries_many",
    ),
    _check("quorum_possible", "committee", "quorum_low", "quorum_impossible"),
    _check("members_free", "committee", "member_of_partner"),
    _check(
        "government_fits",
        "committee",
        "government_seats_many",
        "government_reason_missing",
        "government_seat_missing",
        "government_seat_unasked",
        "government_without_vote",
        "government_votes",
        "government_not_asked",
    ),
    _check(
        "data_full",
        "data",
        "data_profile_missing",
        "data_categories_missing",
        "transfer_note_missing",
        "retention_missing",
    ),
)


def holding(broken: Iterable[RuleBroken], section: str = "") -> list[Check]:
    """Return the checks that hold, of all sections or of one.

    A check of dates holds only when they are all there: nothing is ticked for an empty page.
    """
    rules = {each.rule for each in broken}
    asked = [each for each in CHECKS if section in ("", each.section)]
    return [each for each in asked if not rules & (each.rules | _needs(each))]


def _needs(check: Check) -> frozenset[str]:
    """Return the rules without which a check of figures would hold of nothing."""
    firsts = {
        "weights_full": "criteria_named",
        "dates_ascend": "dates_full",
        "publication_long": "dates_full",
        "questions_end": "dates_full",
        "members_free": "votes_enough",
        "quorum_possible": "votes_enough",
    }
    wanted = firsts.get(check.name)
    return frozenset().union(*(each.rules for each in CHECKS if each.name == wanted))
