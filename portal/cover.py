"""The cover of a week as a picture: shifts down, days across, the same on page and paper.

A cell says how many of the people wanted are there; one with a gap bears a mark besides its
shade, so that no colour has to be seen.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from markupsafe import Markup

from portal.charts import Caption, framed

Grid: TypeAlias = Sequence[Sequence[Sequence[int]]]
"""Rows of shifts, each with a cell for each day: how many are there, and how many wanted."""
CELL, TOP, LEFT = 40, 22, 16
FULL, OPEN, NONE = ("low", "#E4EFE7"), ("critical", "#EDB6AE"), ("medium", "#EDF1FA")


def draw(grid: Grid, shifts: Sequence[str], days: Sequence[str], caption: Caption) -> Markup:
    """Draw the cover; ``shifts`` and ``days`` name rows and columns in few letters."""
    width = (100 - LEFT) / len(days)
    drawn = list(_names(shifts, days, width))
    for row, cells in enumerate(grid):
        for column, (there, wanted) in enumerate(cells):
            place = (LEFT + column * width, TOP + row * CELL, width)
            drawn.append(_cell(place, there, wanted))
    return framed(drawn, TOP + CELL * len(grid) + 4, caption)


def _cell(place: tuple[float, int, float], there: int, wanted: int) -> Markup:
    x, y, width = place
    band, shade = (NONE if not wanted else FULL) if there >= wanted else OPEN
    return Markup(
        '<rect class="c-heat-{band}" x="{x}%" y="{y}" width="{width}%" height="{height}" '
        'fill="{shade}" stroke="#FFFFFF"/>'
        '<text class="c-heat-ink" x="{middle}%" y="{text}" font-size="13" font-weight="700" '
        'text-anchor="middle" fill="#12161D">{told}</text>'
    ).format(
        band=band,
        x=round(x, 2),
        y=y,
        width=round(width, 2),
        height=CELL - 2,
        shade=shade,
        middle=round(x + width / 2, 2),
        text=y + 24,
        told=f"{there}/{wanted}" + (" !" if there < wanted else "") if wanted else "",
    )


def _names(shifts: Sequence[str], days: Sequence[str], width: float) -> Iterator[Markup]:
    for column, day in enumerate(days):
        yield Markup(
            '<text class="c-ink2" x="{x}%" y="14" font-size="12" text-anchor="middle" '
            'fill="#4B5462">{day}</text>'
        ).format(x=round(LEFT + (column + 0.5) * width, 2), day=day)
    for row, shift in enumerate(shifts):
        yield Markup(
            '<text class="c-ink2" x="0" y="{y}" font-size="12" fill="#4B5462">{shift}</text>'
        ).format(y=TOP + row * CELL + 24, shift=shift)
