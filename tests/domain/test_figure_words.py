"""Figures as a language writes them."""

from decimal import Decimal

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from portal import show
from portal.domain.amounts import read_amount
from portal.domain.figure_words import figure
from portal.pdf import filters
from portal.services import clause_filling

OWED = Decimal(-120_000)


@given(
    st.decimals(-(10**9), 10**9, places=2),
    st.sampled_from(("en", "fr")),
)
def test_a_written_figure_is_read_back_as_it_was(value, language):
    written = figure(value, 2, language)
    assert "-" not in written
    assert read_amount(written.replace(",", "") if language == "en" else written) == value


@pytest.mark.parametrize("value", ["-0.4", "-0.00", "0", "0.4"])
def test_what_rounds_to_nothing_has_no_sign(value):
    assert figure(Decimal(value), 0, "en") == "0"


def test_pages_papers_and_clauses_write_an_amount_below_zero_alike(app):
    with app.test_request_context():
        page = show.money(OWED, "MAD")
    paper = filters.money(OWED, "MAD", Locale("en", "GB"))
    assert page == paper == clause_filling.money(OWED, "MAD", "en") == "MAD\u00a0\u2212120,000"


def test_a_difference_in_percent_has_the_minus_sign_of_its_language():
    assert filters.percent("-12.5", Locale("fr", "FR")) == "\u221212,5\u00a0%"
