"""Pictures of parts of a whole: what is drawn, and what is said without colour."""

from portal import bars, charts

CAPTION = charts.Caption("Progress <all>", "Told.", "one")
WORDS = ("Reached", "Target")
LOOKS = (("c-met", "#0033A0", "#FFFFFF"), ("c-not-met", "#B3231B", "#FFFFFF"))


def rows(*shares):
    return [bars.Bar(f"Row {each}", each, 100, f"{each}%") for each in shares]


def test_each_row_has_its_name_its_bar_its_mark_and_its_figure():
    picture = str(bars.bars(rows(40, 90), WORDS, CAPTION))
    assert picture.count('class="c-bar"') == picture.count('class="c-pass"') == 2 + 1
    assert all(f">{said}<" in picture for said in ("Row 40", "40%", "Reached", "Target"))
    assert "Progress &lt;all&gt;" in picture
    assert 'aria-labelledby="one-title one-desc"' in picture


def test_a_bar_far_over_its_mark_ends_at_the_edge_and_says_its_figure():
    far, end = (str(bars.bars(rows(each), WORDS, CAPTION)) for each in (900, bars.MOST))
    assert far.replace("900", "125") == end
    assert "900%" in far


def test_a_row_without_a_figure_has_no_bar():
    picture = str(bars.bars([bars.Bar("None", None, None, "\N{EN DASH}")], WORDS, CAPTION))
    assert picture.count('class="c-bar"') == picture.count('class="c-pass"') == 1


def test_pieces_are_as_wide_as_they_count_and_each_is_named():
    parts = [bars.Piece(3, "Met", *LOOKS[0]), bars.Piece(1, "Not met", *LOOKS[1])]
    picture = str(bars.pieces(parts, CAPTION))
    assert 'width="75.0%"' in picture
    assert 'width="25.0%"' in picture
    assert all(f">{said}<" in picture for said in ("3", "1", "Met", "Not met"))


def test_nothing_counted_draws_no_piece():
    picture = str(bars.pieces([bars.Piece(0, "Met", *LOOKS[0])], CAPTION))
    assert "stroke" not in picture
    assert ">Met<" in picture
