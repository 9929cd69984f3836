"""Pictures from facts: accessible SVG, the same on a page and on paper.

Marks stand at percents of the width and words keep their size, so that a picture fits a
telephone and a sheet. Colours are presentation attributes, which paper needs; the classes let
the theme of a page put its own in their place.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel import Locale
from babel.dates import format_date
from markupsafe import Markup

ROW = 38
HEAD = 26
LONGEST_NAME = 46
MOST_TICKS = 4
MOST_RINGS = 40
"""How many figures of a row are drawn one by one; of more only the spread is."""
_EDGE = 2
"""What is left free at each end of an axis, in percent, for a ring that stands there."""
_NEAR = 5
"""How near to an end of the axis, in percent, words stand inside it."""
_LAST_WORD = 80
"""Where on an axis the last month can begin that still has room on a telephone, in percent."""
Period = tuple[date | None, date | None]


@dataclass(frozen=True)
class Caption:
    """What a picture is called, and what it tells somebody who does not see it."""

    title: str
    told: str
    name: str = "gantt"
    """What its parts are named by; different for two pictures on one page."""


def framed(drawn: Sequence[Markup], height: int, caption: Caption) -> Markup:
    """Return a picture from its parts, with its name and what it tells."""
    return Markup(
        '<svg class="gantt" width="100%" height="{height}" role="img" '
        'aria-labelledby="{name}-title {name}-desc" '
        'font-family="Noto Sans, Noto Sans Ext, Noto Sans Arabic, sans-serif">'
        '<title id="{name}-title">{title}</title>'
        '<desc id="{name}-desc">{told}</desc>{drawn}</svg>'
    ).format(
        height=height,
        name=caption.name,
        title=caption.title,
        told=caption.told,
        drawn=Markup("").join(drawn),
    )


def gantt(
    bars: Sequence[Mapping[str, Any]], period: Period, caption: Caption, to: Locale
) -> Markup:
    """Draw activities over a period: a bar for each, a ring at its end for a milestone.

    Each bar has ``activity``, ``starts_on``, ``ends_on`` and ``milestone``. What lies outside
    the period is cut off at its edges.
    """
    first, last = _period(bars, period)
    height = HEAD + ROW * len(bars)
    ticks = list(_ticks(first, last))
    drawn = [_month(day, _place(day, first, last), to) for day in ticks]
    lines = [_place(day, first, last) for day in ticks]
    for number, bar in enumerate(bars):
        drawn.append(_bar(number, bar, (first, last), lines))
    return framed(drawn, height, caption)


def _period(bars: Sequence[Mapping[str, Any]], period: Period) -> tuple[date, date]:
    first, last = period
    if first and last:
        return first, last
    starts = [bar["starts_on"] for bar in bars] or [date.min]
    ends = [bar["ends_on"] for bar in bars] or [date.min]
    return min(starts), max(ends)


def _place(day: date, first: date, last: date) -> float:
    """Return where the morning of a day stands, in percent of the period."""
    whole = (last - first).days + 1
    return round(min(100.0, max(0.0, 100 * (day - first).days / whole)), 2)


def _ticks(first: date, last: date) -> Iterator[date]:
    """Return the first days of months to be named, a few at the most."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = -(-months // MOST_TICKS)
    for number in range(0, months, step):
        month = first.month - 1 + number
        yield max(first, date(first.year + month // 12, month % 12 + 1, 1))


def _month(day: date, at: float, to: Locale) -> Markup:
    return Markup(
        '<text class="c-ink2" x="{x}%" y="12" dx="2" font-size="12" fill="#4B5462">'
        "{month}</text>"
    ).format(x=at, month=format_date(day, "MMM y", locale=to))


def _bar(
    number: int, bar: Mapping[str, Any], period: tuple[date, date], lines: Sequence[float]
) -> Markup:
    start = _place(bar["starts_on"], *period)
    end = _place(bar["ends_on"] + timedelta(days=1), *period)
    top = HEAD + ROW * number
    shape = Markup(
        '<text class="c-ink" x="0" y="{text}" font-size="13" fill="#12161D">{name}</text>'
        '<rect class="c-track" x="0" y="{y}" width="100%" height="10" rx="2" fill="#EDF1FA"/>'
        '{lines}<rect class="c-bar" x="{x}%" y="{y}" width="{width}%" height="10" rx="2" '
        'fill="#0033A0"/>'
    ).format(
        text=top + 13,
        y=top + 20,
        x=start,
        width=max(0.5, round(end - start, 2)),
        lines=Markup("").join(_line(each, top + 20) for each in lines[1:]),
        name=f"{number + 1}. {_short(str(bar['activity']))}",
    )
    return shape + _ring(end, top + 25) if bar.get("milestone") else shape


def _line(at: float, top: int) -> Markup:
    return Markup(
        '<line class="c-grid" x1="{x}%" x2="{x}%" y1="{top}" y2="{end}" stroke="#858E9C"/>'
    ).format(x=at, top=top, end=top + 10)


def _ring(end: float, middle: int) -> Markup:
    return Markup(
        '<circle class="c-mark" cx="{x}%" cy="{y}" r="6" fill="#FFFFFF" stroke="#7A4300" '
        'stroke-width="3"/>'
    ).format(x=min(98.5, max(1.5, end)), y=middle)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


@dataclass(frozen=True)
class Axis:
    """What the rows stand on: its ends, and the ticks that are named, with their words."""

    low: float
    high: float
    ticks: Sequence[tuple[float, str]]

    def place(self, value: float) -> float:
        """Return where a figure stands, in percent of the width."""
        part = (float(value) - self.low) / ((self.high - self.low) or 1)
        inside = 100 - 2 * _EDGE
        return round(_EDGE + inside * min(1.0, max(0.0, part)), 2)


@dataclass(frozen=True)
class Spread:
    """One row: its name, its figures, the one that counts, and how that is written."""

    name: str
    figures: Sequence[float]
    main: float | None
    written: str


def ranges(rows: Sequence[Spread], axis: Axis, caption: Caption) -> Markup:
    """Draw rows one below the other: rings for figures, a bar for the one that counts."""
    height = HEAD + ROW * len(rows)
    drawn = [_tick(axis.place(at), words) for at, words in axis.ticks]
    drawn += [_row(HEAD + ROW * place, row, axis) for place, row in enumerate(rows)]
    return framed(drawn, height, caption)


def _tick(at: float, words: str) -> Markup:
    anchor = "start" if at < _NEAR else "end" if at > 100 - _NEAR else "middle"
    return Markup(
        '<text class="c-ink2" x="{x}%" y="12" font-size="12" text-anchor="{anchor}" '
        'fill="#4B5462">{words}</text>'
    ).format(x=at, anchor=anchor, words=words)


def _grid(at: float, top: int) -> Markup:
    """Draw an axis through the figures of a row; its name above stays free of lines."""
    return Markup(
        '<line class="c-grid" x1="{x}%" x2="{x}%" y1="{top}" y2="{end}" stroke="#D8DCE3"/>'
    ).format(x=at, top=top, end=top + 20)


def _row(top: int, row: Spread, axis: Axis) -> Markup:
    places = sorted({axis.place(each) for each in row.figures})
    words = Markup(
        '<text class="c-ink" x="0" y="{y}" font-size="13" fill="#12161D">{name}</text>'
        '<text class="c-ink" x="100%" y="{y}" font-size="13" font-weight="700" '
        'text-anchor="end" fill="#12161D">{written}</text>'
    ).format(y=top + 13, name=_short(row.name), written=row.written)
    grid = [_grid(axis.place(at), top + 17) for at, _ in axis.ticks]
    drawn = [words, *grid, *_spread(places, top + 27)]
    if row.main is not None:
        drawn.append(_main(axis.place(row.main), top + 19))
    return Markup("").join(drawn)


def _spread(places: Sequence[float], middle: int) -> Iterable[Markup]:
    if places:
        yield Markup(
            '<line class="c-range" x1="{low}%" x2="{high}%" y1="{y}" y2="{y}" '
            'stroke="#7F98CF" stroke-width="2"/>'
        ).format(low=places[0], high=places[-1], y=middle)
    for each in places if len(places) <= MOST_RINGS else ():
        yield Markup(
            '<circle class="c-dot" cx="{x}%" cy="{y}" r="4" fill="#FFFFFF" stroke="#0033A0" '
            'stroke-width="1.5"/>'
        ).format(x=each, y=middle)


def _main(at: float, top: int) -> Markup:
    return Markup(
        '<svg x="{x}%" y="{y}" overflow="visible"><rect class="c-mean" x="-2" width="4" '
        'height="16" fill="#0033A0"/></svg>'
    ).format(x=at, y=top)


@dataclass(frozen=True)
class Lane:
    """One row of a timeline: days from and to, and single days; each done or to come."""

    name: str
    spans: Sequence[tuple[date, date, bool]] = ()
    days: Sequence[tuple[date, bool]] = ()


def lanes(
    rows: Sequence[Lane], period: tuple[date, date], today: date, caption: Caption, to: Locale
) -> Markup:
    """Draw rows of what happens over a period: filled what is done, empty what is to come.

    A line stands on the day of today where that lies inside the period.
    """
    height = HEAD + ROW * len(rows)
    places = [(day, _place(day, *period)) for day in _ticks(*period)]
    drawn = [_month(day, at, to) for day, at in places if at < _LAST_WORD]
    for number, row in enumerate(rows):
        drawn += _lane(HEAD + ROW * number, row, period)
    if period[0] <= today <= period[1]:
        drawn.append(_today(_place(today, *period), height))
    return framed(drawn, height, caption)


def milestones(
    rows: Sequence[Mapping[str, Any]],
    period: tuple[date, date],
    today: date,
    caption: Caption,
    to: Locale,
) -> Markup:
    """Draw milestones by their day: a bar after it tells how late one is or was reached.

    Each row has ``name``, ``due_on`` and ``done_on``, which is None while it waits.
    """
    return lanes([_milestone(each, today) for each in rows], period, today, caption, to)


def _milestone(row: Mapping[str, Any], today: date) -> Lane:
    due, done = row["due_on"], row["done_on"]
    until = done or today
    late = [(due, until, done is not None)] if until > due else []
    return Lane(str(row["name"]), late, [(done or due, done is not None)])


def _lane(top: int, row: Lane, period: tuple[date, date]) -> Iterator[Markup]:
    yield Markup(
        '<text class="c-ink" x="0" y="{text}" font-size="13" fill="#12161D">{name}</text>'
        '<line class="c-grid" x1="0" x2="100%" y1="{middle}" y2="{middle}" stroke="#858E9C"/>'
    ).format(text=top + 13, middle=top + 25, name=_short(row.name))
    for first, last, done in row.spans:
        start, end = _place(first, *period), _place(last + timedelta(days=1), *period)
        yield Markup(
            '<rect class="{shade}" x="{x}%" y="{y}" width="{width}%" height="10" '
            'fill="{fill}" stroke="#0033A0" stroke-width="1.5"/>'
        ).format(
            x=start, y=top + 20, width=max(0.5, round(end - start - 0.4, 2)), **_shade(done)
        )
    for day, done in row.days:
        yield Markup(
            '<svg x="{x}%" y="{y}" overflow="visible"><path class="{shade}" '
            'd="M0 -7L7 0L0 7L-7 0Z" fill="{fill}" stroke="#0033A0" stroke-width="1.5"/></svg>'
        ).format(x=min(98.0, max(2.0, _place(day, *period))), y=top + 25, **_shade(done))


def _shade(done: bool) -> Mapping[str, str]:  # noqa: FBT001 - from the lane
    if done:
        return {"shade": "c-did", "fill": "#0033A0"}
    return {"shade": "c-todo", "fill": "#FFFFFF"}


def _today(at: float, height: int) -> Markup:
    return Markup(
        '<line class="c-now" x1="{x}%" x2="{x}%" y1="16" y2="{height}" stroke="#7A4300" '
        'stroke-width="2" stroke-dasharray="2 3"/>'
    ).format(x=at, height=height)
