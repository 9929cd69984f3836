"""Pictures of figures by period: what is drawn, and what is said without colour."""

from datetime import date

import pytest
from babel import Locale

from portal import charts, plots

WORDS = ("Figure", "Sum", "Target")
CAPTION = charts.Caption("Arrivals <all>", "Told.", "one")


def rows(*figures):
    names = ("reached", "so_far", "planned")
    return [
        {"name": str(number), **dict(zip(names, each, strict=True))}
        for number, each in enumerate(figures, 1)
    ]


def drawn(*figures, language="en"):
    return str(plots.course(rows(*figures), WORDS, CAPTION, Locale(language)))


def test_each_figure_has_a_column_each_sum_a_point_and_the_plan_a_broken_line():
    picture = drawn((40, 40, 100), (60, 100, 200), (None, None, 300))
    assert picture.count('class="c-bar"') == 2 + 1
    assert picture.count('class="c-point"') == 2 + 1
    assert picture.count("stroke-dasharray") == 2 + 1
    assert all(f">{word}<" in picture for word in WORDS)
    assert "Arrivals &lt;all&gt;" in picture
    assert 'aria-labelledby="one-title one-desc"' in picture


def test_what_is_not_in_the_picture_is_not_in_its_legend():
    picture = drawn((40, None, 80), (60, None, 80))
    assert ">Sum<" not in picture
    assert ">Target<" in picture


@pytest.mark.parametrize(
    ("highest", "end"), [(0, 1), (1, 1), (7, 10), (201, 250), (2_500, 2_500), (0.3, 0.5)]
)
def test_an_axis_ends_at_the_next_round_number(highest, end):
    assert plots._nice(highest) == pytest.approx(end)


def test_an_axis_writes_its_figures_as_the_language_does():
    picture = drawn((1_200_000, None, 2_400_000), language="fr")
    assert "1,2\N{NO-BREAK SPACE}M" in picture.replace("&#160;", "\N{NO-BREAK SPACE}")


def test_of_many_periods_only_some_are_named_and_a_picture_of_none_is_drawn():
    picture = drawn(*[(1, number, number) for number in range(1, 25)])
    assert picture.count('font-size="11" text-anchor="middle"') == plots.MOST_NAMES
    assert "<svg" in drawn()


def test_a_timeline_fills_what_is_done_and_marks_today():
    lane = charts.Lane(
        "Periods",
        spans=[
            (date(2026, 1, 1), date(2026, 3, 31), True),
            (date(2026, 4, 1), date(2026, 6, 30), False),
        ],
        days=[(date(2026, 4, 30), False)],
    )
    period = (date(2026, 1, 1), date(2026, 12, 31))
    picture = charts.lanes([lane], period, date(2026, 4, 2), CAPTION, Locale("fr"))
    assert (picture.count("c-did"), picture.count("c-todo"), picture.count("c-now")) == (
        1,
        2,
        1,
    )
    assert "c-now" not in charts.lanes([lane], period, date(2027, 4, 2), CAPTION, Locale("fr"))
