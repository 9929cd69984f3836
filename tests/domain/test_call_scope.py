"""The rules on the scope of a call, and what a call demands of a proposal's files and money."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.call_rules_scope import (
    TEXTS,
    DataPlan,
    ScopeFacts,
    empty_shifts,
    room_of,
    scope_rules,
)
from portal.domain.call_terms import PassingRule, Shift
from portal.domain.calls import SECTIONS
from portal.domain.demands import Heading, WantedFile, file_demands, heading_demands
from portal.wording import WORDS

COMPLETE = ScopeFacts(
    texts=dict.fromkeys(TEXTS, "Written."),
    languages=1,
    contact=True,
    ceilings=(Decimal(1), Decimal(2)),
    lots_to_win=2,
    services=1,
    shifts=(("day",),),
    questions=((PassingRule.YES, None), (PassingRule.AT_LEAST, 3)),
    documents=1,
    category_ceilings=(None,),
    data=DataPlan(1, months=84),
)
BROKEN = {
    "languages_missing": ({"languages": 0}, "basics"),
    "contact_missing": ({"contact": False}, "basics"),
    "lots_missing": ({"ceilings": (), "lots_to_win": None}, "lots"),
    "ceiling_missing": ({"ceilings": (Decimal(1), Decimal(0))}, "lots"),
    "lots_to_win_many": ({"lots_to_win": 3}, "lots"),
    "services_missing": ({"services": 0}, "services"),
    "standards_missing": ({"bare_services": 1}, "services"),
    "posts_missing": ({"shifts": ()}, "staffing"),
    "shift_night_empty": (
        {"day_and_night": True, "shifts": (("day",), ("evening",))},
        "staffing",
    ),
    "eligibility_missing": ({"questions": ()}, "eligibility"),
    "question_figure_missing": ({"questions": ((PassingRule.AT_MOST, None),)}, "eligibility"),
    "question_figure_not_asked": ({"questions": ((PassingRule.NO, 2),)}, "eligibility"),
    "documents_missing": ({"documents": 0}, "documents"),
    "categories_missing": ({"category_ceilings": ()}, "budget"),
    "category_ceilings_low": ({"category_ceilings": (40, 50)}, "budget"),
    "data_categories_missing": ({"data": DataPlan(0, months=1)}, "data"),
    "transfer_note_missing": ({"data": DataPlan(1, transfers=True, months=1)}, "data"),
    "retention_missing": ({"data": DataPlan(1)}, "data"),
}
ceilings = st.lists(st.one_of(st.none(), st.integers(0, 100)), max_size=8).map(tuple)
shifts = st.lists(st.lists(st.sampled_from([each.value for each in Shift])).map(tuple)).map(
    tuple
)
amounts = st.dictionaries(st.sampled_from("abc"), st.decimals(0, 10**6, places=2), min_size=1)


def test_a_complete_scope_breaks_no_rule():
    assert scope_rules(COMPLETE) == []


@pytest.mark.parametrize("rule", BROKEN)
def test_each_rule_is_told_alone_in_its_section_with_its_words(rule):
    changes, section = BROKEN[rule]
    told = scope_rules(replace(COMPLETE, **changes))
    assert [(each.rule, each.field) for each in told] == [(rule, section)]
    assert WORDS[f"rule.{rule}"] % told[0].facts


@pytest.mark.parametrize("shift", Shift)
def test_each_part_of_the_day_has_its_words(shift):
    assert f"rule.shift_{shift}_empty" in WORDS


def test_an_empty_scope_has_something_to_do_in_every_section_of_it():
    told = {each.field for each in scope_rules(ScopeFacts(texts={}))}
    assert told == set(SECTIONS) & {
        "basics",
        "lots",
        "terms",
        "services",
        "staffing",
        "eligibility",
        "documents",
        "budget",
        "data",
    }


@given(shifts)
def test_a_part_of_the_day_is_covered_or_told(posts):
    covered = {shift for post in posts for shift in post}
    assert {*empty_shifts(posts)} | covered == set(Shift)
    assert not {*empty_shifts(posts)} & covered


@given(ceilings)
def test_the_room_of_the_categories_is_never_more_than_the_whole(given):
    assert 0 <= room_of(given) <= 100
    assert room_of((*given, None)) == 100


@given(amounts)
def test_a_budget_keeps_ceilings_of_a_hundred_percent(totals):
    assert heading_demands({code: Heading(code, 100) for code in totals}, totals) == []


@given(amounts, st.integers(0, 99))
def test_a_category_is_told_exactly_when_it_is_over_its_ceiling(totals, ceiling):
    told = heading_demands({code: Heading(code, ceiling) for code in totals}, totals)
    direct, cent = sum(totals.values()), Decimal("0.01")
    over = {code for code, each in totals.items() if each > direct * ceiling / 100 + cent}
    assert over <= {each.facts["name"] for each in told}
    assert all(totals[each.facts["name"]] * 100 > direct * ceiling for each in told)


def test_a_line_under_a_category_that_is_gone_is_told_and_no_heading_takes_all():
    told = heading_demands({"a": Heading("A")}, {"b": Decimal(5)})
    assert [each.rule for each in told] == ["category_gone"]
    assert heading_demands({}, {"b": Decimal(5)}) == []


def test_only_a_mandatory_document_that_is_missing_is_told():
    files = [
        WantedFile("Statutes", mandatory=True, present=True),
        WantedFile("Audit", mandatory=True, present=False),
        WantedFile("Letters", mandatory=False, present=False),
    ]
    assert [each.facts["name"] for each in file_demands(files)] == ["Audit"]
