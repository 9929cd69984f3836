"""The page on which a partner types the figures of its indicators."""

import re
from datetime import UTC, datetime

import pytest

from portal.domain.actions import Role
from portal.models import ActualPart
from portal.services import clock, report_figures
from tests import factories as make
from tests import measuring

JULY = datetime(2026, 7, 10, 9, tzinfo=UTC)


@pytest.fixture
def report(app):
    clock.set_shift(round((JULY - datetime.now(UTC)).total_seconds()))
    return measuring.report(measuring.contract())


@pytest.fixture
def owner(app, report):
    person = make.person(Role.PARTNER_OWNER, partner=report.partner)
    return make.sign_in(app.test_client(), person)


def address(report):
    return f"/reports/{report.slug}/edit/indicators"


def typed(report, **changes):
    """What a browser sends; ``changes`` name an input after its row: ``r0_parts_1_total``."""
    rows = report_figures.actuals(report)
    form = {"version": "1", **{f"rows-{n}-key": str(row.id) for n, row in enumerate(rows)}}
    places = ("sex.female", "sex.male", "situation.alone", "situation.family")
    for number, place in enumerate(places):
        form[f"rows-0-parts-{number}-place"] = place
        form[f"rows-0-parts-{number}-total"] = "1 000" if number % 2 else "1,200"
    form |= {"rows-0-total": "2\N{NARROW NO-BREAK SPACE}200", "rows-3-total": "1"}
    form |= {"rows-1-total": "17", "rows-1-denominator": "20"}
    return form | {
        f"rows-{name[1:].replace('_', '-')}": value for name, value in changes.items()
    }


def test_the_structure_of_the_contract_is_prepared(report, owner):
    text = owner.get(address(report)).text
    for said in ("Travelling alone", "Target of the contract", 'aria-label="Female, Number"'):
        assert said in text
    assert text.count('type="radio"') == 2
    assert 'name="rows-1-denominator"' in text
    assert 'name="rows-0-denominator"' not in text


def test_separators_of_both_languages_are_read(report, owner):
    assert owner.post(address(report), data=typed(report)).status_code == 303
    lines = report_figures.indicator_lines(report)
    assert [line.value for line in lines[:4]] == [2200, 85, None, 1]
    parts = {(row.dimension, row.value): row.total for row in ActualPart.select()}
    assert parts["situation", "family"] == 1000
    shown = owner.get(address(report)).text
    assert 'value="1200"' in shown
    assert re.search(r'value="1"\s+checked', shown)


def test_parts_that_do_not_add_up_lead_to_their_input(report, owner):
    owner.post(address(report), data=typed(report, r0_parts_3_total="1001"))
    text = owner.get(address(report)).text
    assert 'href="#rows-0-parts-2-total"' in text
    assert "Persons, Situation: the parts add up to 2201, the total is 2200." in text
    assert 'id="rows-0-parts-2-total"' in text


@pytest.mark.parametrize(
    ("change", "where", "said"),
    [
        ({"r0_parts_1_total": "-1"}, "rows-0-parts-1-total", "Enter a number from 0"),
        ({"r0_parts_1_total": "many"}, "rows-0-parts-1-total", "Enter a whole number"),
        ({"r1_total": "21"}, "rows-1-total", "21 is more than 20"),
    ],
)
def test_an_impossible_figure_is_told_at_its_input_and_kept(report, owner, change, where, said):
    answer = owner.post(address(report), data=typed(report, **change))
    assert answer.status_code == 422
    assert f'href="#{where}"' in answer.text
    assert said in answer.text
    assert f'value="{next(iter(change.values()))}"' in answer.text
    assert ActualPart.select().count() == 0


def test_of_two_editors_the_second_sees_both_versions(report, owner):
    mine = typed(report, r1_total="11")
    owner.post(address(report), data=typed(report))
    second = owner.post(address(report), data=mine)
    assert second.status_code == 409
    assert "17 of 20" in second.text
    assert 'value="11"' in second.text
