"""The matrix of risks: scores, bands, cells, and what a risk lacks."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.risks import BANDS, Rating, Treatment, band, broken_risk, matrix
from portal.services import library

LIMITS = library.read("risks")["bands"]
RATINGS = st.builds(Rating, st.integers(1, 5), st.integers(1, 5))
TODAY = date(2026, 4, 1)


def test_the_bands_of_the_house_part_the_scores():
    found = [band(score, LIMITS) for score in (1, 4, 5, 9, 10, 15, 16, 25)]
    assert found == [each for each in BANDS for _ in range(2)]


@given(st.lists(RATINGS))
def test_every_rating_lies_in_one_cell_of_its_band(ratings):
    cells = matrix(ratings, LIMITS)
    assert sum(count for row in cells for count, _band in row) == len(ratings)
    for each in ratings:
        count, name = cells[5 - each.likelihood][each.impact - 1]
        assert count
        assert name == band(each.score, LIMITS)


@given(RATINGS, RATINGS)
def test_a_higher_rating_never_lies_in_a_lower_band(one, other):
    if one.likelihood <= other.likelihood and one.impact <= other.impact:
        order = [BANDS.index(band(each.score, LIMITS)) for each in (one, other)]
        assert order == sorted(order)


USUAL = Rating(3, 3)


def rules(rating=USUAL, treatment=Treatment.REDUCE, measures="Meet.", ahead=1):
    broken = broken_risk(rating, treatment, measures, TODAY + timedelta(days=ahead), TODAY)
    return [each.rule for each in broken]


def test_what_a_risk_lacks_is_told():
    assert rules() == []
    assert rules(rating=Rating(6, 1)) == ["risk_rating"]
    assert rules(measures=" ") == ["risk_measures_missing"]
    assert rules(treatment=Treatment.ACCEPT, measures="") == []
    assert rules(ahead=-1) == ["risk_review_past"]
