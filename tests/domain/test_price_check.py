"""Which figure of a budget counts, and that a ranking follows it and nothing else."""

import json
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain import evaluation_record as record
from portal.domain.call_terms import Method
from portal.domain.evaluation import Entry, Inputs, LotTerms, Terms, evaluate
from portal.domain.price_check import Figures, PriceRule, in_proportion
from portal.domain.scoring import Judged

CENT = Decimal("0.01")
amounts = st.decimals(0, 10**9, places=2)
rules = st.sampled_from(PriceRule)
prices = st.integers(1, 900_000).map(Decimal)


@given(amounts, st.none() | amounts, rules)
def test_what_counts_is_one_of_both_figures_and_the_rule_says_which(computed, stated, rule):
    figures = Figures(computed, stated)
    prevails = rule is PriceRule.STATED and stated is not None
    assert figures.counted(rule) == (stated if prevails else computed)
    assert (figures.difference == 0) == (stated is None or stated == computed)
    if not figures.difference:
        assert {figures.counted(each) for each in PriceRule} == {computed}


@given(st.dictionaries(st.text(max_size=3), amounts, max_size=8), amounts)
def test_lines_that_follow_a_stated_total_add_up_to_it_exactly(lines, total):
    moved = in_proportion(lines, total, CENT)
    assert list(moved) == list(lines)
    if sum(lines.values()):
        assert sum(moved.values()) == total
        assert min(moved.values()) >= 0
    else:
        assert moved == lines


@given(st.dictionaries(st.text(max_size=3), amounts, min_size=1, max_size=8))
def test_lines_that_add_up_already_stay_as_they_are(lines):
    assert in_proportion(lines, sum(lines.values(), Decimal(0)), CENT) == lines


def frozen(rule, figures):
    """A lot where every proposal has the same points, so that the prices decide."""
    terms = Terms({"C1": Judged(100)}, 0, Method.QUALITY_COST, 70, price_rule=rule)
    entries = [
        Entry(f"P{n}", f"A{n}", 1, computed, cards={"M1": {"C1": 4}}, stated=stated)
        for n, (computed, stated) in enumerate(figures)
    ]
    return Inputs("IOM/MAR/2026/001", terms, (LotTerms(1, Decimal(10**6)),), tuple(entries))


def standing(inputs):
    (lot,) = evaluate(inputs).lots
    return {each.proposal: (each.rank, each.cost) for each in lot.results}, lot.low


many = st.lists(st.tuples(prices, st.none() | prices), min_size=1, max_size=6)


@settings(deadline=None)
@given(many, rules)
def test_a_ranking_is_that_of_the_figures_that_count(figures, rule):
    alone = [(Figures(*each).counted(rule), None) for each in figures]
    assert standing(frozen(rule, figures)) == standing(frozen(rule, alone))


@settings(deadline=None)
@given(many)
def test_what_was_frozen_before_totals_were_stated_verifies_as_it_was_written(figures):
    old = frozen(None, [(computed, None) for computed, _stated in figures])
    text = record.written(old, evaluate(old))
    assert "stated" not in text
    assert "price_rule" not in text
    assert record.read(text)[0] == old
    assert record.broken(text) == []


@settings(deadline=None)
@given(many, rules)
def test_both_figures_are_frozen_and_a_changed_one_is_found(figures, rule):
    inputs = frozen(rule, figures)
    text = record.written(inputs, evaluate(inputs))
    assert record.read(text)[0] == inputs
    assert record.broken(text) == []
    told = json.loads(text)
    told["inputs"]["proposals"][0]["stated"] = "999999"
    assert "evaluation_inputs_changed" in {
        each.rule for each in record.broken(json.dumps(told))
    }


def test_the_stated_total_can_turn_the_ranking_where_it_prevails():
    figures = [(Decimal(500), Decimal(300)), (Decimal(400), None)]
    ranks = {rule: standing(frozen(rule, figures))[0] for rule in PriceRule}
    assert ranks[PriceRule.COMPUTED]["P1"][0] == 1
    assert ranks[PriceRule.STATED]["P0"][0] == 1


def test_a_shut_price_counts_for_nothing_whatever_is_stated():
    inputs = frozen(PriceRule.STATED, [(Decimal(500), Decimal(300))])
    (entry,) = inputs.entries
    assert replace(entry, price=None).counted(PriceRule.STATED) is None
