"""Pictures from figures: where things stand, and what is said of them."""

import re

from portal import charts

AXIS = charts.Axis(0, 10, [(0, "0"), (10, "10")])
CAPTION = charts.Caption("Ranks <of> all", "Told.", "one")


def test_figures_stand_on_the_axis_and_never_beyond_its_ends():
    assert [AXIS.place(each) for each in (-5, 0, 5, 20)] == [2, 2, 50, 98]


def test_a_row_has_a_ring_for_each_figure_and_a_bar_for_the_one_that_counts():
    drawn = charts.ranges([charts.Spread("A <b>", [1, 2, 2], 2, "2.0")], AXIS, CAPTION)
    assert drawn.count("<circle") == 2
    assert drawn.count('class="c-mean"') == 1
    assert "A &lt;b&gt;" in drawn
    assert "Ranks &lt;of&gt; all" in drawn


def test_of_very_many_figures_only_the_spread_is_drawn():
    many = [each / 10 for each in range(100)]
    drawn = charts.ranges([charts.Spread("A", many, None, "-")], AXIS, CAPTION)
    assert "<circle" not in drawn
    assert drawn.count('class="c-range"') == 1


def test_the_name_of_a_row_stands_above_the_lines_of_the_axis():
    drawn = charts.ranges([charts.Spread("A", [1], 1, "1")], AXIS, CAPTION)
    name = int(re.search(r'<text class="c-ink" x="0" y="(\d+)"', drawn)[1])
    starts = [int(each) for each in re.findall(r'class="c-grid".*?y1="(\d+)"', drawn)]
    assert len(starts) == len(AXIS.ticks)
    assert name < min(starts)
