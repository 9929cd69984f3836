"""Pictures of what adds up over time: columns by period with their sum and the plan.

Like those of ``charts`` they are the same on a page and on paper, keep the size of their words,
and tell nothing by colour alone: what a mark means stands in the picture.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil, floor, log10
from typing import Any

from babel import Locale
from babel.numbers import format_compact_decimal
from markupsafe import Markup

from portal.charts import Axis, Caption, Spread, framed, ranges
from portal.domain.figure_words import signed

PLOT = 150
"""How high the columns can grow, in pixels."""
LEGEND = 18
"""How high one line of the legend is."""
FOOT = 20
MOST_NAMES = 8
"""How many periods are named below their columns; of more only some."""
_GUTTER = 15
"""What the figures of the axis take of the width, in percent."""
_BROADEST = 9.0
_STEPS = (1, 2, 2.5, 5, 10)
Row = Mapping[str, Any]
Words = tuple[str, str, str]
"""What the columns, the line and the broken line are."""


def course(rows: Sequence[Row], words: Words, caption: Caption, to: Locale) -> Markup:
    """Draw periods one beside the other: a column each, their sum as a line, the plan broken.

    Each row has a ``name``, and ``reached``, ``so_far`` and ``planned`` as numbers or None.
    """
    legend = [*_legend(rows, words)]
    top = LEGEND * len(legend) + 14
    high = _nice(max(_figures(rows), default=0))
    plot = _Plot(top, high, len(rows))
    drawn = [*legend, *plot.grid(to)]
    drawn += [plot.column(place, row["reached"]) for place, row in enumerate(rows)]
    drawn += plot.path([row["planned"] for row in rows], plan=True)
    drawn += plot.path([row["so_far"] for row in rows], plan=False)
    drawn += plot.names([str(row["name"]) for row in rows])
    return framed(drawn, top + PLOT + FOOT, caption)


def spreads(rows: Sequence[Spread], caption: Caption, to: Locale) -> Markup:
    """Draw rows of figures from 0 to the next round number above all of them."""
    high = _nice(max((figure for row in rows for figure in row.figures), default=0))
    ticks = [(high * part, _short(high * part, to)) for part in (0, 0.25, 0.5, 0.75, 1)]
    return ranges(rows, Axis(0, high, ticks), caption)


def _figures(rows: Sequence[Row]) -> Iterator[float]:
    for row in rows:
        for name in ("reached", "so_far", "planned"):
            if row[name] is not None:
                yield float(row[name])


def _nice(highest: float) -> float:
    """Return the end of an axis: the next round number."""
    if highest <= 0:
        return 1
    unit = 10 ** floor(log10(highest))
    return float(next(step * unit for step in _STEPS if step * unit >= highest))


def _legend(rows: Sequence[Row], words: Words) -> Iterator[Markup]:
    marks = {"reached": _COLUMN, "so_far": _LINE, "planned": _BROKEN}
    used = [
        (mark, word)
        for (name, mark), word in zip(marks.items(), words, strict=True)
        if any(row[name] is not None for row in rows) or name == "reached"
    ]
    for place, (mark, word) in enumerate(used):
        middle = LEGEND * place + 8
        yield Markup(
            '{mark}<text class="c-ink2" x="30" y="{y}" font-size="12" fill="#4B5462">'
            "{word}</text>"
        ).format(mark=mark.format(y=middle, top=middle - 5), y=middle + 4, word=word)


_COLUMN = Markup('<rect class="c-bar" x="4" y="{top}" width="14" height="10" fill="#0033A0"/>')
_LINE = Markup(
    '<line class="c-sum" x1="0" x2="22" y1="{y}" y2="{y}" stroke="#7A4300" stroke-width="2.5"/>'
    '<circle class="c-point" cx="11" cy="{y}" r="4" fill="#FFFFFF" stroke="#7A4300" '
    'stroke-width="2"/>'
)
_BROKEN = Markup(
    '<line class="c-pass" x1="0" x2="22" y1="{y}" y2="{y}" stroke="#12161D" '
    'stroke-width="1.5" stroke-dasharray="4 3"/>'
)


class _Plot:
    """Where figures stand: places across in percent of the width, heights in pixels."""

    def __init__(self, top: int, high: float, count: int) -> None:
        self.top = top
        self.high = high
        self.count = count
        self.slot = (100 - _GUTTER) / max(1, count)

    def across(self, place: int) -> float:
        """Return where the middle of a period stands."""
        return round(_GUTTER + self.slot * (place + 0.5), 2)

    def down(self, value: float) -> float:
        """Return where a figure stands above the ground."""
        return round(self.top + PLOT * (1 - max(0.0, value) / self.high), 1)

    def grid(self, to: Locale) -> Iterator[Markup]:
        """Draw the lines of the axis with their figures."""
        for part in (0.0, 0.5, 1.0):
            value = self.high * part
            yield Markup(
                '<line class="c-grid" x1="{gutter}%" x2="100%" y1="{y}" y2="{y}" '
                'stroke="#858E9C"/><text class="c-ink2" x="{gutter}%" dx="-6" y="{words}" '
                'font-size="11" text-anchor="end" fill="#4B5462">{figure}</text>'
            ).format(
                gutter=_GUTTER,
                y=self.down(value),
                words=self.down(value) + 4,
                figure=_short(value, to),
            )

    def column(self, place: int, value: float | None) -> Markup:
        """Draw the column of one period; nothing where there is no figure."""
        if value is None:
            return Markup("")
        top, width = self.down(float(value)), min(_BROADEST, self.slot * 0.6)
        return Markup(
            '<rect class="c-bar" x="{x}%" y="{y}" width="{width}%" height="{height}" '
            'fill="#0033A0"/>'
        ).format(
            x=round(self.across(place) - width / 2, 2),
            y=top,
            width=round(width, 2),
            height=round(self.top + PLOT - top, 1),
        )

    def path(self, values: Sequence[float | None], *, plan: bool) -> Iterator[Markup]:
        """Draw what adds up from period to period: broken for the plan, with points else."""
        known = [(place, float(each)) for place, each in enumerate(values) if each is not None]
        draw = _planned if plan else _summed
        for (first, low), (second, high) in pairwise(known):
            yield draw(self.across(first), self.across(second), self.down(low), self.down(high))
        for place, value in known if not plan or len(known) == 1 else ():
            yield _POINT.format(x=self.across(place), y=self.down(value))

    def names(self, names: Sequence[str]) -> Iterator[Markup]:
        """Name the periods below their columns, not more than fit on a telephone."""
        step = ceil(len(names) / MOST_NAMES) or 1
        for place in range(0, len(names), step):
            yield Markup(
                '<text class="c-ink2" x="{x}%" y="{y}" font-size="11" text-anchor="middle" '
                'fill="#4B5462">{name}</text>'
            ).format(x=self.across(place), y=self.top + PLOT + 14, name=names[place])


def _segment(markup: str) -> Callable[[float, float, float, float], Markup]:
    def draw(left: float, right: float, low: float, high: float) -> Markup:
        return Markup(markup).format(x1=left, x2=right, y1=low, y2=high)  # noqa: S704 - our own

    return draw


_summed = _segment(
    '<line class="c-sum" x1="{x1}%" x2="{x2}%" y1="{y1}" y2="{y2}" stroke="#7A4300" '
    'stroke-width="2.5"/>'
)
_planned = _segment(
    '<line class="c-pass" x1="{x1}%" x2="{x2}%" y1="{y1}" y2="{y2}" stroke="#12161D" '
    'stroke-width="1.5" stroke-dasharray="4 3"/>'
)
_POINT = Markup(
    '<circle class="c-point" cx="{x}%" cy="{y}" r="4" fill="#FFFFFF" stroke="#7A4300" '
    'stroke-width="2"/>'
)


def _short(value: float, to: Locale) -> str:
    """Write a figure of an axis in few letters: 2.5K, 1,2 M."""
    written = format_compact_decimal(value, fraction_digits=1, locale=to)
    return signed(str(written)).replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")
