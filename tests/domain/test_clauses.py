"""What a clause asks for, where it applies, and what it refers to."""

import string
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.clauses import (
    Parameter,
    ParameterKind,
    Standing,
    Wording,
    applies,
    circle_in,
    fill,
    fits,
    references_in,
    standing_rules,
    version_rules,
)

FACTS = ("amount", "partner")
K = ParameterKind


def broken(text, parameters=(), others=(), **facts):
    wording = Wording("C01", {"en": text, "fr": text}, parameters, **facts)
    found = version_rules(wording, FACTS, dict(others))
    return [(each.rule, tuple(each.facts.values())) for each in found]


def standing(**facts):
    plain = {"code": "C01", "text": "Words.", "standard": "Words.", "mandatory": True}
    more = {"left_out": False, "template": "Words.", "values": {}}
    return Standing(**{**plain, **more, **facts})


def rules(*clauses, approved=()):
    return [each.rule for each in standing_rules(clauses, set(approved))]


@given(st.text(alphabet="{}ab_ ", max_size=30))
def test_what_a_figure_holds_is_never_filled_again(value):
    assert fill("Paid to {partner}.", {"partner": value or "x", "a": "no", "b": "no"}) == (
        f"Paid to {value or 'x'}."
    )


@pytest.mark.parametrize("text", ["{{ 7 * 7 }}", "{{amount}}", "{unknown}", "{% raw %}", "{}"])
def test_what_is_no_place_stays_as_it_is_written(text):
    assert fill(text, {"amount": "MAD 4", "raw": "no"}) == text


def test_a_place_that_nothing_fills_is_refused_by_its_name():
    assert broken("Within {hours} hours.") == [("clause_place_unknown", ("hours",))] * 2
    assert broken("Within {hours} hours.", [Parameter("hours", K.HOURS)]) == []
    assert broken("{{hours}} are printed as they are, and {amount} is filled.") == []


def test_a_parameter_needs_a_name_of_its_own_a_fitting_value_and_a_place():
    twice = [Parameter("days", K.DAYS), Parameter("days", K.DAYS)]
    assert ("clause_parameter_name", ("days",)) in broken("{days}", twice)
    taken = [Parameter("amount", K.MONEY)]
    assert ("clause_parameter_name", ("amount",)) in broken("{amount}", taken)
    unfit = [Parameter("days", K.DAYS, "soon")]
    assert ("clause_parameter_value", ("days",)) in broken("{days}", unfit)
    assert ("clause_parameter_unused", ("days",)) in broken("x", [Parameter("days", K.DAYS)])


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (K.DATE, "2027-02-01", "2027-02-30"),
        (K.MONEY, "12.50", "twelve"),
        (K.DAYS, "30", "0"),
        (K.HOURS, "24", "24 h"),
        (K.NUMBER, "7", "-7"),
        (K.LIST, "one\ntwo", "\n \n"),
        (K.TEXT, "any", " "),
    ],
)
def test_a_value_fits_its_kind(kind, good, bad):
    assert fits(kind, good)
    assert not fits(kind, bad)


def test_a_circle_of_references_is_told_with_its_way():
    others = {"C02": {"C03"}, "C03": {"C01"}, "C04": {"C02"}}
    path = "C01 \N{RIGHTWARDS ARROW} C02 \N{RIGHTWARDS ARROW} C03 \N{RIGHTWARDS ARROW} C01"
    assert broken("See clause {C02}.", others=others) == [("clause_circle", (path,))]
    assert broken("See {C01}.")[0][0] == "clause_circle"
    assert broken("See {C09}.", others=others) == [("clause_reference_unknown", ("C09",))]
    assert broken("See {C04}.", others={"C04": {"C02"}, "C02": ()}) == []


CODES = st.sampled_from(string.ascii_uppercase[:6])


@given(st.dictionaries(CODES, st.sets(CODES, max_size=3), max_size=6))
def test_a_circle_is_found_exactly_when_there_is_one(graph):
    circle = circle_in(graph)
    if circle:
        assert circle[0] == circle[-1]
        assert all(after in graph[code] for code, after in pairwise(circle))
        return
    left = {code: set(to) & set(graph) for code, to in graph.items()}
    while left:
        ends = {code for code, to in left.items() if not to}
        assert ends
        left = {code: to - ends for code, to in left.items() if code not in ends}


def test_the_languages_refer_to_the_same_clauses():
    wording = Wording("C01", {"en": "See {C02}.", "fr": "Voir plus loin."})
    found = version_rules(wording, FACTS, {"C02": ()})
    assert [each.rule for each in found] == ["clause_references_differ"]
    assert references_in("{C02} and {amount} and {{C03}}") == {"C02"}


def test_a_clause_applies_always_or_where_one_of_its_traits_is_there():
    assert applies([], ["cash"])
    assert applies(["cash", "children"], ["children"])
    assert not applies(["cash"], ["children"])


def test_a_mandatory_clause_stands_in_the_words_of_the_library_or_is_approved():
    assert rules(standing()) == []
    assert rules(standing(text="Others.")) == ["clause_altered"]
    assert rules(standing(text="Others."), approved=[("C01", "Others.")]) == []
    assert rules(standing(text="More."), approved=[("C01", "Others.")]) == ["clause_altered"]
    assert rules(standing(left_out=True)) == ["clause_left_out"]
    assert rules(standing(left_out=True), approved=[("C01", "")]) == []
    assert rules(standing(text="Others.", mandatory=False)) == []


def test_a_parameter_without_a_value_and_a_lost_reference_keep_a_contract_back():
    unset = standing(values={"start_day": ""})
    lost = standing(code="C02", template="See {C03}.")
    assert rules(unset, lost) == ["clause_unset", "clause_reference_lost"]
    assert rules(unset, lost, standing(code="C03")) == ["clause_unset"]
