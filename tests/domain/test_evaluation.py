"""The result as a function of its inputs: what may not matter, and what must be found."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain import evaluation_record as record
from portal.domain.call_terms import Method, PriceFormula
from portal.domain.errors import RuleBroken
from portal.domain.evaluation import Entry, Inputs, LotTerms, OutcomeCode, Terms, evaluate
from portal.domain.pricing import LowLimits
from portal.domain.scoring import Judged, shown

CODES = ("C1", "C2", "C3")
MEMBERS = ("M1", "M2", "M3")


def terms(weights=(50, 30, 20), **facts):
    criteria = {code: Judged(each) for code, each in zip(CODES, weights, strict=True)}
    return Terms(criteria, **{"threshold": 60, **facts})


def entry(number, values=(4, 4, 4), lot=1, price="400000", partner=None, **facts):
    """A proposal that gets ``values`` from each member, or a list of such rows."""
    rows = values if isinstance(values, list) else [values] * len(MEMBERS)
    members = zip(MEMBERS, rows, strict=False)
    cards = {who: dict(zip(CODES, row, strict=True)) for who, row in members}
    return Entry(number, partner or f"A{number}", lot, Decimal(price), cards=cards, **facts)


def inputs(*entries, lots=1, **facts):
    ceilings = tuple(LotTerms(number + 1, Decimal(1_000_000)) for number in range(lots))
    return Inputs("IOM/MAR/2026/001", terms(**facts), ceilings, entries)


def only(given_inputs):
    (lot,) = evaluate(given_inputs).lots
    return lot


@st.composite
def evaluations(draw):
    lots = draw(st.integers(1, 3))
    rows = st.lists(st.tuples(*[st.integers(0, 5)] * 3), min_size=3, max_size=3)
    numbers = range(draw(st.integers(0, 6)))
    settled = st.dictionaries(st.sampled_from(CODES), st.none() | st.integers(0, 5), max_size=2)
    entries = [
        entry(
            f"P{number}",
            draw(rows),
            lot=draw(st.integers(1, lots)),
            price=str(draw(st.integers(1, 999)) * 1000),
            settled=draw(settled),
        )
        for number in numbers
    ]
    return inputs(
        *entries,
        lots=lots,
        method=draw(st.sampled_from(Method)),
        formula=draw(st.sampled_from(PriceFormula)),
        quality_weight=70,
        most=draw(st.none() | st.integers(1, 2)),
        threshold=draw(st.integers(0, 70)),
        divergence=draw(st.integers(0, 100)),
        low=LowLimits(30, 50),
    )


def ranks(outcome):
    return {
        lot.number: {each.proposal: each.rank for each in lot.results} for lot in outcome.lots
    }


@settings(deadline=None)
@given(evaluations(), st.randoms())
def test_neither_the_order_of_members_nor_that_of_proposals_matters(given_inputs, random):
    mixed = list(given_inputs.entries)
    random.shuffle(mixed)
    cards = [random.sample(sorted(each.cards.items()), len(each.cards)) for each in mixed]
    other = replace(
        given_inputs,
        entries=tuple(
            replace(each, cards=dict(of)) for each, of in zip(mixed, cards, strict=True)
        ),
    )
    one, two = evaluate(given_inputs), evaluate(other)
    assert ranks(one) == ranks(two)
    assert [set(lot.candidates) for lot in one.lots] == [
        set(lot.candidates) for lot in two.lots
    ]
    assert [lot.code for lot in one.lots] == [lot.code for lot in two.lots]


@settings(deadline=None)
@given(evaluations(), st.integers(2, 9))
def test_weights_and_threshold_scaled_alike_rank_alike(given_inputs, by):
    if given_inputs.terms.method is Method.QUALITY_COST:
        given_inputs = replace(
            given_inputs, terms=replace(given_inputs.terms, method=Method.SINGLE_GRID)
        )
    old = given_inputs.terms
    scaled = {code: replace(how, weight=how.weight * by) for code, how in old.criteria.items()}
    new = replace(old, criteria=scaled, threshold=old.threshold * by)
    assert ranks(evaluate(given_inputs)) == ranks(evaluate(replace(given_inputs, terms=new)))


@settings(deadline=None)
@given(evaluations())
def test_ranks_follow_the_exact_points_whatever_is_shown(given_inputs):
    for lot in evaluate(given_inputs).lots:
        passed = [each for each in lot.results if each.rank]
        for one, other in pairwise(passed):
            assert one.final >= other.final
            assert shown(one.final) >= shown(other.final)
            assert (one.rank < other.rank) or one.final == other.final


@settings(deadline=None)
@given(evaluations())
def test_no_partner_wins_more_lots_than_the_call_allows(given_inputs):
    partner = {each.number: each.partner for each in given_inputs.entries}
    won = [partner[lot.assigned] for lot in evaluate(given_inputs).lots if lot.assigned]
    most = given_inputs.terms.most or len(given_inputs.lots)
    assert all(won.count(each) <= most for each in won)


@settings(deadline=None)
@given(evaluations())
def test_the_json_gives_the_same_inputs_back(given_inputs):
    text = record.written(given_inputs, evaluate(given_inputs))
    again, _whole = record.read(text)
    assert again == given_inputs
    assert record.broken(text) == []
    assert record.fingerprint(again) == record.fingerprint(given_inputs)


def figures(plain, path=()):
    """Every place of a figure in plain data."""
    pairs = plain.items() if isinstance(plain, dict) else enumerate(plain)
    for key, each in pairs:
        if isinstance(each, dict | list):
            yield from figures(each, (*path, key))
        elif isinstance(each, int) and not isinstance(each, bool):
            yield (*path, key)


def found_in(text):
    """What does not hold of the JSON, also that it holds no evaluation any more."""
    try:
        return record.broken(text)
    except RuleBroken as refused:
        return [refused]


@settings(deadline=None)
@given(evaluations(), st.data())
def test_any_changed_figure_is_found(given_inputs, data):
    whole = json.loads(record.written(given_inputs, evaluate(given_inputs)))
    place = data.draw(st.sampled_from(sorted(figures(whole), key=str)))
    part = whole
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] += data.draw(st.sampled_from([1, 2, -1]))
    assert found_in(json.dumps(whole))


def test_a_changed_score_is_told_with_the_rank_it_would_have_given():
    given_inputs = inputs(entry("P1", (5, 5, 5)), entry("P2", (4, 4, 4)))
    whole = json.loads(record.written(given_inputs, evaluate(given_inputs)))
    for card in whole["inputs"]["proposals"][1]["scores"].values():
        card[0] = 5
    whole["inputs"]["proposals"][0]["scores"]["M1"][0] = 0
    found = record.broken(json.dumps(whole))
    assert found[0].rule == "evaluation_inputs_changed"
    told = {each.facts["place"]: each.facts for each in found[1:]}
    assert told["lots, 1, ranking, P1, rank"] == {
        "place": "lots, 1, ranking, P1, rank",
        "stands": "1",
        "computed": "2",
    }


def test_a_fingerprint_that_is_not_printed_is_told():
    given_inputs = inputs(entry("P1"))
    text = record.written(given_inputs, evaluate(given_inputs))
    own = record.fingerprint(given_inputs)
    spaced = " ".join(own[each : each + 8] for each in range(0, 64, 8))
    assert record.broken(text, f"Printed: {spaced}") == []
    (found,) = record.broken(text, "Printed: nothing")
    assert found.rule == "evaluation_not_printed"


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "portal evaluation 1"}', "7"])
def test_what_holds_no_evaluation_is_refused(text):
    with pytest.raises(RuleBroken, match="evaluation_unreadable"):
        record.read(text)


def test_a_moderated_score_stands_in_the_place_of_the_mean():
    rows = [(5, 4, 4), (5, 4, 4), (0, 4, 4)]
    plain = only(inputs(entry("P1", rows)))
    agreed = only(inputs(entry("P1", rows, settled={"C1": 5})))
    left = only(inputs(entry("P1", rows, settled={"C1": None})))
    assert agreed.results[0].by_criterion["C1"] == 50
    assert agreed.results[0].totals == plain.results[0].totals
    assert left.results == plain.results
    assert plain.results[0].by_criterion["C1"] == Fraction(50 * 10, 15)


def test_members_further_apart_than_the_setting_are_an_open_item_until_it_is_settled():
    rows = [(5, 4, 4), (3, 4, 4), (2, 4, 4)]
    assert evaluate(inputs(entry("P1", rows), divergence=59)).open_items == (("P1", "C1"),)
    assert evaluate(inputs(entry("P1", rows), divergence=60)).open_items == ()
    settled = entry("P1", rows, settled={"C1": None})
    assert evaluate(inputs(settled, divergence=59)).open_items == ()


def test_each_end_of_an_evaluation_has_its_own_code():
    weak = (1, 1, 1)
    assert only(inputs()).code is OutcomeCode.NO_PROPOSAL
    assert only(inputs(entry("P1", eligible=False))).code is OutcomeCode.ALL_EXCLUDED
    assert only(inputs(entry("P1", weak), entry("P2", weak))).code is OutcomeCode.NONE_ABOVE
    assert only(inputs(entry("P1"))).code is OutcomeCode.SINGLE
    assert only(inputs(entry("P1"), entry("P2"))).code is OutcomeCode.TIE
    assert only(inputs(entry("P1"), entry("P2", weak))).code is OutcomeCode.RANKED


def test_a_lot_whose_partner_wins_another_says_so():
    twice = [entry("P1", (5, 5, 5), partner="A"), entry("P2", lot=2, partner="A")]
    first, second = evaluate(inputs(*twice, lots=2, most=1)).lots
    assert (first.assigned, second.assigned) == ("P1", None)
    assert second.code is OutcomeCode.NONE_LEFT


def test_the_assignment_gives_each_lot_its_partner_so_that_the_points_add_up_to_the_most():
    given_inputs = inputs(
        entry("P1", (5, 5, 5), partner="A"),
        entry("P2", (5, 5, 4), partner="B"),
        entry("P3", (5, 5, 5), lot=2, partner="A"),
        entry("P4", (4, 4, 4), lot=2, partner="B"),
        lots=2,
        most=1,
    )
    first, second = evaluate(given_inputs).lots
    assert (first.assigned, second.assigned) == ("P2", "P3")


def test_a_price_far_under_the_median_or_the_ceiling_is_flagged():
    prices = {"P1": "600000", "P2": "700000", "P3": "400000"}
    entries = [entry(number, price=price) for number, price in prices.items()]
    assert only(inputs(*entries, low=LowLimits(30, 90))).low == ("P3",)
    assert only(inputs(entry("P1", price="299999"), low=LowLimits(30, 70))).low == ("P1",)
    assert only(inputs(entry("P1", price="300000"), low=LowLimits(30, 70))).low == ()
