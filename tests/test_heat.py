"""The picture of the risk matrix: well formed, told in words, and no colour alone."""

import re

from portal.charts import Caption
from portal.domain.risks import Rating, matrix
from portal.heat import draw
from portal.services import library

WORDS = {"low": "Low", "medium": "Medium", "high": "High", "critical": "Critical"}


def test_each_cell_bears_its_count_and_the_letter_of_its_band():
    grid = matrix([Rating(5, 5), Rating(5, 5), Rating(1, 1)], library.read("risks")["bands"])
    caption = Caption("Risks <by> band", "Two critical, one low.", "heat")
    drawn = str(draw(grid, ("Likelihood", "Impact"), caption, WORDS))
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", drawn)
    assert texts.count("2") == 3
    assert [texts.count(each) for each in "LMHC"] == [8, 7, 6, 4]
    assert '<title id="heat-title">Risks &lt;by&gt; band</title>' in drawn
    assert '<desc id="heat-desc">Two critical, one low.</desc>' in drawn
