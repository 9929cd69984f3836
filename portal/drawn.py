"""Pictures as templates draw them: in the language of the page."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Flask
from markupsafe import Markup

from portal import charts, cover, heat, maps, plots
from portal.domain import scoring
from portal.show import NONE, number, this_locale, word


def init_drawn(app: Flask) -> None:
    """Give the templates their pictures."""
    app.jinja_env.globals.update(gantt=gantt, ranges=ranges, timeline=timeline)
    app.jinja_env.filters.update(course=course, site_map=site_map, stages=stages)
    app.jinja_env.filters.update(heat_map=heat_map, cover_map=cover_map, milestones=milestones)


def gantt(
    bars: Sequence[Mapping[str, Any]],
    period: charts.Period,
    title: str,
    told: str,
    name: str = "gantt",
) -> Markup:
    """Draw activities over a period, in the language of the page."""
    return charts.gantt(bars, period, charts.Caption(title, told, name), this_locale())


def ranges(
    rows: Sequence[Sequence[Any]], axis: Sequence[Any], title: str, told: str, name: str
) -> Markup:
    """Draw rows of figures on one axis, in the language of the page."""
    return charts.ranges(
        [charts.Spread(who, held, main, _of_row(said)) for who, held, main, said in rows],
        charts.Axis(axis[0], axis[1], [(each, _of_row(each)) for each in axis[2]]),
        charts.Caption(title, told, name),
    )


def course(rows: Sequence[plots.Row], words: plots.Words, about: Sequence[str]) -> Markup:
    """Draw figures by period with their sum and plan; ``about`` has title, text and name."""
    return plots.course(rows, words, charts.Caption(*about), this_locale())


def timeline(
    rows: Sequence[Any], period: tuple[date, date], today: date, title: str, told: str
) -> Markup:
    """Draw what happens over a period, each row named by the word of its code."""
    named = [charts.Lane(word(row.code, "lane"), row.spans, row.days) for row in rows]
    caption = charts.Caption(title, told, "timeline")
    return charts.lanes(named, period, today, caption, this_locale())


def cover_map(
    grid: cover.Grid, shifts: Sequence[str], days: Sequence[str], about: Sequence[str]
) -> Markup:
    """Draw the cover of a week; ``about`` has title, text and name."""
    return cover.draw(grid, shifts, days, charts.Caption(*about))


def milestones(
    rows: Sequence[Mapping[str, Any]],
    period: tuple[date, date],
    today: date,
    about: Sequence[str],
) -> Markup:
    """Draw the milestones of a plan by their day."""
    return charts.milestones(rows, period, today, charts.Caption(*about), this_locale())


def heat_map(
    grid: heat.Grid, axes: Sequence[str], about: Sequence[str], bands: Mapping[str, str]
) -> Markup:
    """Draw how many risks lie in each cell of the matrix."""
    return heat.draw(grid, axes, charts.Caption(*about), bands)


def stages(rows: Sequence[Any], about: Sequence[str]) -> Markup:
    """Draw the days of each stage, a ring for each call and a bar for the median."""
    drawn = [
        charts.Spread(
            word(row.ends_with.value, "stage"), row.days, row.median, _of_days(row.median)
        )
        for row in rows
    ]
    return plots.spreads(drawn, charts.Caption(*about), this_locale())


def _of_days(median: float | None) -> str:
    return NONE if median is None else number(Decimal(str(median)), 1 if median % 1 else 0)


def site_map(pins: Sequence[Any], about: Sequence[str]) -> Markup:
    """Draw the sites whose place is known."""
    places = [
        maps.Place(each.number, each.site.latitude, each.site.longitude, each.late > 0)
        for each in pins
        if each.number
    ]
    return maps.draw(places, charts.Caption(*about))


def _of_row(value: Any) -> str:  # noqa: ANN401 - a rank, points or none
    if value is None:
        return NONE
    return number(value) if isinstance(value, int) else number(scoring.shown(value), 1)
