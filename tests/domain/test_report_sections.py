"""The sections of a report: their order, and how far each is."""

import pytest

from portal.domain.errors import RuleBroken
from portal.domain.report_sections import (
    SECTIONS,
    Progress,
    SectionGroup,
    place,
    progress,
    sections,
)

GAP = RuleBroken("amounts_missing", "expenditure")
WRONG = RuleBroken("plan_needed", "standards#rows-3-plan")


def test_sections_stand_group_by_group_with_the_headings_in_their_own_order():
    listed = sections([each.code for each in SECTIONS], ["lessons", "changes"])
    groups = [list(SectionGroup).index(each.group) for each in listed]
    assert groups == sorted(groups)
    assert len(listed) == len(SECTIONS) + 2
    words = [each.code for each in listed if each.part == "narrative"]
    assert words == ["lessons", "changes"]


def test_a_report_has_figures_and_money_whatever_its_contract_says():
    assert [each.code for each in sections([], [])] == ["indicators", "expenditure"]


@pytest.mark.parametrize(
    ("broken", "begun", "asked", "told"),
    [
        ([], False, False, Progress.COMPLETE),
        ([GAP], False, False, Progress.NOT_STARTED),
        ([GAP], True, False, Progress.IN_PROGRESS),
        ([GAP, WRONG], True, False, Progress.ATTENTION),
        ([], True, True, Progress.ATTENTION),
    ],
)
def test_how_far_a_section_is(broken, begun, asked, told):
    assert progress(broken, begun=begun, asked=asked) is told


def test_a_rule_is_told_at_a_section_or_at_an_input_of_it():
    assert place("expenditure") == ("expenditure", "")
    assert place("standards#rows-3-plan") == ("standards", "rows-3-plan")
