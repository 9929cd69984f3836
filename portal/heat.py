"""The matrix of risks as a picture: likelihood up, impact across, the same on page and paper.

A cell says how many risks lie in it and bears the letter of its band, so that no colour has to
be seen; the shade is only the band again.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from markupsafe import Markup

from portal.charts import Caption, framed

Grid: TypeAlias = Sequence[Sequence[Sequence[int | str]]]
"""Rows from the highest likelihood down, each with five cells: how many risks, and the band."""
CELL, TOP, LEFT = 44, 24, 8
SHADES = {"low": "#E4EFE7", "medium": "#FBEFD0", "high": "#F6D5B0", "critical": "#EDB6AE"}


def draw(grid: Grid, axes: Sequence[str], caption: Caption, bands: Mapping[str, str]) -> Markup:
    """Draw the matrix; ``axes`` names likelihood and impact, ``bands`` the bands in words."""
    width = (100 - LEFT) / len(grid[0])
    drawn = [
        _cell(LEFT + column * width, TOP + row * CELL, width, cell, bands)
        for row, cells in enumerate(grid)
        for column, cell in enumerate(cells)
    ]
    bottom = TOP + CELL * len(grid)
    drawn += _steps(len(grid), width, bottom)
    drawn += _names(axes, bottom)
    return framed(drawn, bottom + 44, caption)


def _cell(
    x: float, y: int, width: float, cell: Sequence[int | str], bands: Mapping[str, str]
) -> Markup:
    count, band = cell
    return Markup(
        '<rect class="c-heat-{band}" x="{x}%" y="{y}" width="{width}%" height="{height}" '
        'fill="{shade}" stroke="#FFFFFF"/>'
        '<text class="c-heat-ink" x="{middle}%" y="{text}" font-size="17" font-weight="700" '
        'text-anchor="middle" fill="#12161D">{count}</text>'
        '<text class="c-heat-ink" x="{edge}%" y="{low}" font-size="10" text-anchor="end" '
        'fill="#12161D">{letter}</text>'
    ).format(
        band=band,
        x=round(x, 2),
        y=y,
        width=round(width, 2),
        height=CELL - 2,
        shade=SHADES[str(band)],
        middle=round(x + width / 2, 2),
        text=y + 27,
        count=count or "",
        edge=round(x + width - 1.2, 2),
        low=y + CELL - 8,
        letter=bands[str(band)][:1],
    )


def _steps(count: int, width: float, bottom: int) -> Iterator[Markup]:
    """Write the numbers of the steps at both axes."""
    for step in range(1, count + 1):
        yield Markup(
            '<text class="c-ink2" x="{x}%" y="{y}" font-size="12" text-anchor="middle" '
            'fill="#4B5462">{step}</text>'
        ).format(x=round(LEFT + (step - 0.5) * width, 2), y=bottom + 14, step=step)
        yield Markup(
            '<text class="c-ink2" x="{x}%" y="{y}" font-size="12" text-anchor="end" '
            'fill="#4B5462">{step}</text>'
        ).format(x=LEFT - 2, y=bottom - CELL * step + 27, step=step)


def _names(axes: Sequence[str], bottom: int) -> Iterator[Markup]:
    """Name each axis at its own end: likelihood above its steps, impact under its own."""
    yield Markup(
        '<text class="c-ink2" x="{x}%" y="{y}" font-size="12" fill="#4B5462">{name}</text>'
    ).format(x=LEFT, y=bottom + 32, name=f"{axes[1]} \N{RIGHTWARDS ARROW}")
    yield Markup(
        '<text class="c-ink2" x="0" y="13" font-size="12" fill="#4B5462">{name}</text>'
    ).format(name=f"{axes[0]} \N{UPWARDS ARROW}")
