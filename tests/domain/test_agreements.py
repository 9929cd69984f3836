"""What a cooperation agreement needs, and what its financing adds up to."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.agreements import (
    TEXTS,
    AgreementFacts,
    Duty,
    JointSide,
    Line,
    Rules,
    broken_agreement,
    broken_rules,
    by_year,
    sums,
)

LINES = st.lists(
    st.builds(
        Line,
        st.sampled_from(["IOM", "Ministry", "City"]),
        st.just("Staff"),
        st.decimals(0, 1_000_000, places=2),
        st.sampled_from(["USD", "GNF"]),
        st.integers(2026, 2029),
    ),
    max_size=12,
)


def facts(**changes):
    duties = [Duty(each, "Within its places.", "To the committee.") for each in JointSide]
    given = {
        "texts": dict.fromkeys(TEXTS, "Said."),
        "sides": list(JointSide),
        "duties": duties,
        "lines": [Line("IOM", "Staff", Decimal(10), "USD", 2026)],
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
    }
    return AgreementFacts(**{**given, **changes})


def rules(**changes):
    return [each.rule for each in broken_agreement(facts(**changes))]


def test_a_complete_agreement_lacks_nothing():
    assert rules() == []


def test_each_missing_text_is_told_at_its_field():
    broken = broken_agreement(facts(texts={}))
    assert [each.field for each in broken] == list(TEXTS)


def test_both_sides_have_a_party_and_a_duty_with_limits_and_accountability():
    one = [Duty(JointSide.IOM, "", "To the committee."), Duty(None, "Some.", "To all.")]
    assert rules(sides=[JointSide.IOM], duties=one) == [
        "agreement_no_party_government",
        "agreement_no_duty_government",
        "agreement_duty_of_nobody",
        "agreement_duty_open",
    ]


def test_it_needs_financing_with_a_party_and_days_in_their_order():
    nobody = [Line("", "Staff", Decimal(1), "USD", 2026)]
    assert rules(lines=[]) == ["agreement_lines_missing"]
    assert rules(lines=nobody, ends_on=None) == [
        "agreement_line_of_nobody",
        "agreement_days_missing",
    ]
    assert rules(ends_on=date(2026, 1, 1)) == ["agreement_days_order"]


def test_a_committee_meets_within_a_year_with_a_quorum_of_each_side():
    two = dict.fromkeys(JointSide, 1)
    assert broken_rules(Rules(31, two, 5)) == []
    broken = broken_rules(Rules(367, {JointSide.IOM: 1}, 0))
    assert [each.field for each in broken] == [
        "frequency_days",
        "minutes_days",
        "quorum_government",
    ]


@given(LINES)
def test_the_sums_by_party_and_year_lose_and_invent_nothing(lines):
    found = sums(lines)
    assert sum((each.total for each in found), Decimal(0)) == sum(
        (each.amount for each in lines), Decimal(0)
    )
    for each in found:
        assert sum(each.totals) == each.total == sum(total for *_, total in each.rows)
        assert all(sum(amounts) == total for _party, amounts, total in each.rows)


@given(LINES)
def test_every_amount_of_a_line_stands_under_its_year_and_nothing_else_does(lines):
    for each in sums(lines):
        rows = by_year(lines, each.currency, each.years)
        columns = zip(*(amounts for _, _, amounts in rows), strict=True)
        assert [sum(filter(None, column)) for column in columns] == list(each.totals)
        assert len({(name, party) for name, party, _ in rows}) == len(rows)
