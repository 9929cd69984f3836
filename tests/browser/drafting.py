"""A draft call in the browser: every rule broken on purpose, read in words, and mended."""

import re
from datetime import datetime, timedelta

from portal.domain.call_checks import CHECKS
from portal.wording import WORDS
from tests.browser import walk

SAVE = "Save and go back to the call"
RULES = frozenset().union(*(each.rules for each in CHECKS))
AT_THE_FIELD = {
    "ceiling_missing": "Enter an amount in figures.",
    "question_figure_missing": WORDS["rule.question_figure_missing_here"],
    "question_figure_not_asked": WORDS["rule.question_figure_not_asked_here"],
}
"""Rules that the form of a section tells at the field, before anything is saved."""


class Draft:
    """A draft in the hands of its author; ``heard`` keeps every refusal that was read."""

    def __init__(self, page):
        self.page, self.heard = page, []
        page.wait_for_load_state()
        self.home = page.url
        self.listen()

    def open(self, section):
        """Go to a section by its name in the task list, as its author does."""
        self.show()
        walk.go(self.page, WORDS[f"section.{section}"])
        self.page.wait_for_load_state()

    def show(self):
        if self.page.url != self.home:
            self.page.goto(self.home)

    def save(self, *rules):
        """Save the section; the call's page then tells the rules in words."""
        walk.press(self.page, SAVE)
        self.page.wait_for_load_state()
        assert self.page.url == self.home, self.page.locator(".errors").all_inner_texts()
        self.listen(*rules)

    def refused(self, *rules):
        """Save the section and read at its fields why it is not saved."""
        walk.press(self.page, SAVE)
        self.page.wait_for_load_state()
        assert self.page.url != self.home
        self.listen(*rules, where=".errors li")

    def listen(self, *rules, where=".tasks .under"):
        told = self.page.locator(where).all_inner_texts()
        self.heard += told
        for rule in rules:
            assert any(sentence(rule).fullmatch(one) for one in told), (rule, told)

    def unheard(self):
        """The rules of publication that were never read on a page."""
        return {
            rule
            for rule in RULES
            if not any(sentence(rule).fullmatch(one) for one in self.heard)
        }

    def open_points(self):
        """What the task list still asks for."""
        self.page.goto(self.home)
        return self.page.locator(".tasks .under").all_inner_texts()


def sentence(rule):
    """The words of a rule with any figures; an error list puts its field's name before."""
    words = re.escape(AT_THE_FIELD.get(rule) or WORDS[f"rule.{rule}"])
    return re.compile(r"(?:[^:]+: )?" + re.sub(r"%\\\(\w+\\\)s", ".+", words))


def cells(page, number=0, **values):
    """Fill one row of the table of a section."""
    walk.fill(page, **{f"rows-{number}-{name}": value for name, value in values.items()})


def tick(page, name, *, on=True):
    """Tick every box of a name, or none."""
    walk.tick(page.locator(f"main [name='{name}']"), on=on)


def clear_rows(page):
    """Remove every row that is filled in."""
    walk.tick(page.locator("main [name^='rows-'][name$='-remove']"))


def trip_basics(draft, contact):
    page = draft.page
    draft.open("basics")
    walk.fill(page, background="", contact_name="", contact_email="")
    tick(page, "languages", on=False)
    page.select_option("[name=kind]", "invitation")
    draft.save("background_missing", "languages_missing", "contact_missing", "invited_few")
    draft.open("basics")
    page.select_option("[name=kind]", "direct")
    draft.save("direct_not_one", "direct_reason_missing", "direct_evidence_missing")
    draft.open("basics")
    page.select_option("[name=kind]", "open")
    walk.fill(page, background="Forty people need a place.")
    walk.fill(page, contact_name="Amina Tazi", contact_email=contact)
    tick(page, "languages")
    draft.save()


def trip_lots(draft):
    page = draft.page
    draft.listen("lots_missing")
    draft.open("lots")
    cells(page, city="Marrakech", title="Shelter", scope="Forty beds.")
    cells(page, places=40, apartments=8)
    draft.refused("ceiling_missing")
    cells(page, ceiling="1 500 000")
    walk.fill(page, lots_to_win=2)
    draft.save("lots_to_win_many")
    draft.open("lots")
    walk.fill(page, lots_to_win="")
    draft.save()


def trip_terms(draft):
    draft.listen("objectives_missing", "target_groups_missing", "scope_missing")
    draft.open("terms")
    for name in ("objectives", "target_groups", "scope"):
        walk.fill(draft.page, **{name: f"What the partner needs to know of the {name}."})
    draft.save()


def trip_services(draft):
    page = draft.page
    draft.open("services")
    tick(page, "services", on=False)
    tick(page, "standards", on=False)
    draft.save("services_missing")
    draft.open("services")
    page.check("[name=services][value=accommodation]")
    draft.save("standards_missing")
    draft.open("services")
    group = page.locator("fieldset", has=page.locator("[value=accommodation]"))
    group.locator("[name=standards]").first.check()
    draft.save()


def trip_staffing(draft):
    page = draft.page
    draft.listen("staffing_missing")
    draft.open("staffing")
    clear_rows(page)
    walk.fill(page, hours="")
    draft.save("posts_missing", "hours_missing")
    draft.open("staffing")
    walk.fill(page, staffing="Women and men in every shift.", hours="Always open.")
    page.check("[name=day_and_night]")
    cells(page, function="Shelter staff", people=2)
    draft.save("shift_day_empty", "shift_evening_empty", "shift_night_empty")
    draft.open("staffing")
    for shift in ("day", "evening"):
        page.check(f"[name='rows-0-{shift}']")
    draft.save("shift_night_empty")
    draft.open("staffing")
    page.check("[name='rows-0-night']")
    draft.save()


def trip_eligibility(draft):
    page = draft.page
    draft.open("eligibility")
    clear_rows(page)
    draft.save("eligibility_missing")
    draft.open("eligibility")
    cells(page, text="For how many years is it registered?")
    page.select_option("[name='rows-0-passing']", "at_least")
    draft.refused("question_figure_missing")
    page.select_option("[name='rows-0-passing']", "yes")
    cells(page, figure=3)
    draft.refused("question_figure_not_asked")
    page.select_option("[name='rows-0-passing']", "at_least")
    draft.save()


def trip_documents(draft):
    draft.open("documents")
    clear_rows(draft.page)
    draft.save("documents_missing")
    draft.open("documents")
    cells(draft.page, title="Certificate of registration")
    draft.save()


def trip_criteria(draft):
    """Criteria without questions come first, then one of two questions, then both."""
    page = draft.page
    draft.open("criteria")
    clear_rows(page)
    draft.save("criteria_missing", "questions_missing")
    draft.open("criteria")
    cells(page, 0, name="Approach", weight=60)
    cells(page, 1, name="Experience", weight=30)
    draft.save("weights_not_100", "question_missing")
    draft.open("criteria")
    cells(page, 1, weight=40)
    draft.save("question_missing")
    draft.open("questions")
    page.select_option("[name='rows-0-criterion']", label="1. Approach")
    cells(page, 0, text="How do you run the shelter?")
    draft.save("question_missing")
    draft.open("questions")
    page.select_option("[name='rows-1-criterion']", label="2. Experience")
    cells(page, 1, text="What have you done like it?")
    draft.save()


def trip_budget(draft):
    page = draft.page
    draft.open("budget")
    clear_rows(page)
    draft.save("categories_missing")
    draft.open("budget")
    cells(page, 0, name="Staff", ceiling=40)
    cells(page, 1, name="Food", ceiling=20)
    draft.save("category_ceilings_low")
    draft.open("budget")
    cells(page, 0, ceiling="")
    draft.save()


def trip_indicators(draft):
    draft.open("indicators")
    clear_rows(draft.page)
    draft.save("indicators_missing")
    draft.open("indicators")
    cells(draft.page, name="Nights provided", unit="nights", target=12_000)
    draft.save()


def dates(page, **days):
    """Enter local times so many days from now; a moment at noon, a day as such."""
    noon = datetime.now().replace(hour=12, minute=0)  # noqa: DTZ005 - a wall time is typed
    for name, ahead in days.items():
        there = noon + timedelta(days=ahead)
        is_day = name.endswith("_on")
        walk.fill(page, **{name: there.date().isoformat() if is_day else walk.local(there)})


def trip_timetable(draft):
    page = draft.page
    firsts = ("clarify", "answers", "deadline", "opening", "results", "starts")
    draft.listen(*(f"{name}_missing" for name in firsts))
    draft.open("timetable")
    dates(page, site_visit_at=21, clarify_until=19, answers_by=18, deadline=20)
    dates(page, opening_at=19.5, results_on=15, starts_on=21)
    late = ("clarify_late", "answers_early", "visit_outside", "visit_place_missing")
    draft.save(*late, "opening_early", "results_early", "starts_early")
    draft.open("timetable")
    dates(page, clarify_until=-2, answers_by=0, deadline=-1)
    draft.save("deadline_past", "clarify_past", "answers_late")
    draft.open("timetable")
    dates(page, clarify_until=1, answers_by=2, deadline=10)
    draft.save("deadline_soon")
    suggest_dates(draft)


def suggest_dates(draft):
    """Take the dates that the house suggests, and say where the site visit begins."""
    draft.open("timetable")
    walk.press(draft.page, "Suggest dates from this day")
    draft.page.wait_for_load_state()
    walk.fill(draft.page, site_visit_place="At the gate of the hospital")
    draft.save()


def seats(page, *people):
    """Seat people, each as a name, a kind and the boxes that are ticked for the seat."""
    for number, (name, kind, *boxes) in enumerate(people):
        page.select_option(f"[name='rows-{number}-person']", label=name)
        page.select_option(f"[name='rows-{number}-kind']", kind)
        for box in ("chair", "government"):
            page.locator(f"[name='rows-{number}-{box}']").set_checked(box in boxes)


def trip_committee(draft, names, tied):  # noqa: PLR0915 - one story
    """Plan a committee in every wrong way; ``tied`` shares the mail domain of a partner."""
    page, (first, second, third) = draft.page, names
    draft.listen("votes_few", "chair_not_one")
    draft.open("committee")
    watching = (first, "observer", "chair", "government")
    voting = (second, "voting", "government")
    seats(page, watching, voting, (tied, "voting"))
    walk.fill(page, quorum=1)
    draft.refused("member_of_partner")
    seats(page, watching, voting, (third, "observer"))
    unasked = ("government_seat_unasked", "government_seats_many")
    draft.save("votes_few", "chair_without_vote", "quorum_low", *unasked)
    draft.open("committee")
    seats(page, (first, "voting", "chair"), (second, "voting", "chair"), (third, "voting"))
    walk.fill(page, quorum=5)
    page.select_option("[name=government_part]", "vote")
    missing = ("government_seat_missing", "government_reason_missing")
    draft.save("chair_not_one", "quorum_impossible", *missing)
    draft.open("committee")
    chair, member = (first, "voting", "chair"), (third, "voting")
    seats(page, chair, member, (second, "observer", "government"))
    draft.save("government_without_vote")
    draft.open("committee")
    seats(page, chair, member, (second, "voting", "government"))
    page.select_option("[name=government_part]", "observer")
    draft.save("government_votes")
    draft.open("committee")
    page.select_option("[name=government_part]", "no_objection")
    draft.save("government_not_asked")
    draft.open("committee")
    seats(page, chair, (third, "secretary"), (second, "secretary", "government"))
    draft.save("secretaries_many")
    draft.open("committee")
    seats(page, chair, member, (second, "voting", "government"))
    page.select_option("[name=government_part]", "vote")
    walk.fill(page, quorum=3, government_reason="The city takes the shelter over.")
    draft.save()


def trip_data(draft):
    page = draft.page
    draft.listen("data_profile_missing")
    draft.open("data")
    tick(page, "data_categories", on=False)
    walk.fill(page, retention_months="")
    draft.save("data_categories_missing", "retention_missing")
    draft.open("data")
    page.check("[name=data_transfers]")
    draft.refused("transfer_note_missing")
    walk.fill(page, transfer_note="To the health service, for care.", retention_months=84)
    walk.fill(page, data_profile="Names and health data, for IOM only.")
    tick(page, "data_categories")
    draft.save()
