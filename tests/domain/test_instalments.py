"""When an instalment is due, what it waits for, and how much may be requested."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.instalments import (
    FINAL,
    Condition,
    Due,
    Ground,
    Limits,
    Line,
    PaymentRule,
    Wait,
    checks,
    cleared_percent,
    conditions_of,
    request_rules,
    suggested,
    too_fine,
    total,
    unmet,
)

DAY = date(2026, 3, 2)
GROUND = Ground(
    in_force=True,
    today=DAY,
    accepted=frozenset({1}),
    last=3,
    findings=0,
    advanced=Decimal(100),
    spent=Decimal(69),
)
LIMITS = Limits(Decimal(50), Decimal(80), "MAD", 2)


def line(requested, authorised=100, before=0):
    return Line(
        "staff",
        Decimal(authorised),
        Decimal(0),
        Decimal(0),
        Decimal(before),
        Decimal(requested),
    )


def names(rules):
    return [each.rule for each in rules]


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        (PaymentRule(), []),
        (PaymentRule(Due.DATE, DAY), []),
        (PaymentRule(Due.DATE, date(2026, 3, 3)), ["instalment_waits_date"]),
        (PaymentRule(Due.REPORT, due_report=1), []),
        (PaymentRule(Due.REPORT, due_report=2), ["instalment_waits_report"]),
        (PaymentRule(Due.REPORT, due_report=FINAL), ["instalment_waits_report"]),
        (PaymentRule(conditions=(Condition(Wait.ADVANCE, 69),)), []),
        (PaymentRule(conditions=(Condition(Wait.ADVANCE, 70),)), ["instalment_waits_advance"]),
        (PaymentRule(conditions=(Condition(Wait.FINDINGS),)), []),
    ],
)
def test_an_instalment_waits_for_its_day_its_report_and_its_conditions(rule, broken):
    assert names(unmet(rule, GROUND)) == broken


def test_nothing_is_due_before_the_contract_is_in_force_or_while_findings_are_open():
    rule = PaymentRule(conditions=(Condition(Wait.FINDINGS),))
    early = replace(GROUND, in_force=False, findings=2)
    assert names(unmet(rule, early)) == [
        "instalment_waits_signature",
        "instalment_waits_findings",
    ]


def test_the_final_report_is_the_last_one_there_is():
    rule = PaymentRule(Due.REPORT, due_report=FINAL)
    done = replace(GROUND, accepted=frozenset({1, 2, 3}))
    assert checks(rule, done)[0].facts == {"number": 3}
    assert unmet(rule, done) == []
    assert names(unmet(rule, replace(GROUND, last=0, accepted=frozenset()))) != []


def test_conditions_are_read_as_they_were_stored():
    conditions = (Condition(Wait.REPORT, 2), Condition(Wait.ADVANCE, 70))
    assert conditions_of([each.stored() for each in conditions]) == conditions


def test_nothing_advanced_is_cleared_whole_and_more_than_all_is_a_hundred():
    assert cleared_percent(Decimal(0), Decimal(0)) == 100
    assert cleared_percent(Decimal(300), Decimal(100)) == 100


@pytest.mark.parametrize(
    ("lines", "broken"),
    [
        ([line(50)], []),
        ([line(-1)], ["request_negative"]),
        ([line("0.005")], ["request_too_fine"]),
        ([line(41, before=60)], ["request_above_line"]),
        ([line(0)], ["request_nothing"]),
        ([line(30), line(30)], ["request_above_instalment"]),
    ],
)
def test_a_request_keeps_to_its_line_its_instalment_and_its_currency(lines, broken):
    assert names(request_rules(lines, LIMITS)) == broken


def test_a_request_never_passes_what_is_left_of_the_contract():
    assert names(request_rules([line(50)], replace(LIMITS, left=Decimal(49)))) == [
        "request_above_contract"
    ]


@pytest.mark.parametrize(("places", "amount"), [(0, "0.5"), (3, "0.0005"), (2, "0.005")])
def test_every_currency_has_its_own_smallest_unit(places, amount):
    assert too_fine(Decimal(amount), places)
    assert not too_fine(Decimal(1).scaleb(-places), places)


@given(
    rooms=st.lists(st.integers(0, 10_000), min_size=1, max_size=6),
    amount=st.integers(0, 30_000),
    places=st.sampled_from([0, 2, 3]),
)
def test_the_suggestion_spends_the_instalment_within_the_room_of_each_line(
    rooms, amount, places
):
    lines = [line(0, authorised=room) for room in rooms]
    found = suggested(lines, Decimal(amount), places)
    assert sum(found) == min(amount, sum(rooms))
    assert all(0 <= each <= row.room for each, row in zip(found, lines, strict=True))
    assert not any(too_fine(each, places) for each in found)


def test_sums_and_balance_are_of_all_lines():
    row = replace(line(10, before=20), accepted=Decimal(30))
    assert row.balance == 70
    assert total([row, row], "requested") == 20
