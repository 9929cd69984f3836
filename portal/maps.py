"""Maps of places on a base of our own: no server of tiles is asked.

The outlines are simplified from Natural Earth, which is in the public domain (ADR 17). They
say nothing of the status of any territory; each map bears that sentence.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import accumulate, pairwise
from math import cos, radians

from markupsafe import Markup

from portal.charts import Caption
from portal.config import ROOT

OUTLINES = ROOT / "portal" / "library" / "outlines.json"
WIDTH, HEIGHT = 600, 400
_LEAST = 7.0
"""How many degrees of longitude a map shows at least, so that a shore can be recognised."""
_MARGIN = 0.18
_NEAR = 26
"""How close two places stand, in units of the map, that share one mark."""
_HUNDREDTH = 100
_HALF_ROUND = 180
Point = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """A place on a map: the number by which a table names it, and whether something is late."""

    number: int
    latitude: float | Decimal
    longitude: float | Decimal
    late: bool = False


@dataclass(frozen=True)
class Box:
    """The part of the world that a map shows: west and north edge, and units a degree."""

    west: float
    north: float
    scale: float
    squeeze: float
    """How much shorter a degree of longitude is here than one of latitude."""

    def put(self, longitude: float, latitude: float) -> Point:
        """Return where a place stands on the map."""
        across = (longitude - self.west) * self.scale * self.squeeze
        return round(across, 1), round((self.north - latitude) * self.scale, 1)


def draw(places: Sequence[Place], caption: Caption) -> Markup:
    """Draw the land around some places with a numbered mark for each; nothing without any."""
    if not places:
        return Markup("")
    box = _around(places)
    return Markup(
        '<svg class="map" viewBox="0 0 {width} {height}" width="100%" role="img" '
        'aria-labelledby="{name}-title {name}-desc" '
        'font-family="Noto Sans, Noto Sans Ext, Noto Sans Arabic, sans-serif">'
        '<title id="{name}-title">{title}</title><desc id="{name}-desc">{told}</desc>'
        '<rect class="c-sea" width="{width}" height="{height}" fill="#F4F5F7"/>'
        '<path class="c-coast" d="{land}" fill="#FFFFFF" stroke="#858E9C"/>{marks}</svg>'
    ).format(
        width=WIDTH,
        height=HEIGHT,
        name=caption.name,
        title=caption.title,
        told=caption.told,
        land="".join(_land(box)),
        marks=Markup("").join(_marks(places, box)),
    )


def _around(places: Sequence[Place]) -> Box:
    """Choose what is shown: all places with a margin, never less than a region."""
    north, south = _ends(float(each.latitude) for each in places)
    east, west = _ends(float(each.longitude) for each in places)
    middle = (north + south) / 2
    squeeze = max(0.3, cos(radians(middle)))
    across = max((east - west) * (1 + 2 * _MARGIN), _LEAST)
    down = max((north - south) * (1 + 2 * _MARGIN), across * squeeze * HEIGHT / WIDTH)
    scale = min(HEIGHT / down, WIDTH / (across * squeeze))
    return Box(
        (east + west) / 2 - WIDTH / scale / squeeze / 2,
        middle + HEIGHT / scale / 2,
        scale,
        squeeze,
    )


def _ends(values: Iterable[float]) -> tuple[float, float]:
    known = list(values)
    return max(known), min(known)


@cache
def _rings() -> list[list[Point]]:
    """Read the outlines once: steps in hundredths of a degree, from the point before."""
    countries = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return [
        part for rings in countries.values() for steps in rings for part in _parts(_ring(steps))
    ]


def _ring(steps: Sequence[int]) -> list[Point]:
    across, down = (accumulate(steps[part::2]) for part in (0, 1))
    return [(x / _HUNDREDTH, y / _HUNDREDTH) for x, y in zip(across, down, strict=True)]


def _parts(ring: Sequence[Point]) -> list[list[Point]]:
    """Cut an outline where it leaves the world at one edge and comes back at the other."""
    parts = [[ring[0]]]
    for before, point in pairwise(ring):
        if abs(point[0] - before[0]) > _HALF_ROUND:
            parts.append([])
        parts[-1].append(point)
    return parts


def _land(box: Box) -> Iterator[str]:
    for ring in _rings():
        points = [box.put(*each) for each in ring]
        if _is_inside(points):
            yield _path(points)


def _is_inside(points: Sequence[Point]) -> bool:
    right, left = _ends(x for x, _y in points)
    bottom, top = _ends(y for _x, y in points)
    return right >= 0 and left <= WIDTH and bottom >= 0 and top <= HEIGHT


def _path(points: Sequence[Point]) -> str:
    """Write a ring; points less than a unit from the one before tell nothing here."""
    kept = [points[0]]
    for x, y in points[1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= 1:
            kept.append((x, y))
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + "Z"


def _marks(places: Sequence[Place], box: Box) -> Iterator[Markup]:
    for (x, y), group in _grouped(places, box):
        late = any(each.late for each in group)
        label = ", ".join(str(each.number) for each in group)
        yield (_LATE if late else _SITE).format(x=x, y=y, label=label)


def _grouped(places: Sequence[Place], box: Box) -> list[tuple[Point, list[Place]]]:
    """Put places that would cover each other under the mark of the first of them."""
    groups: list[tuple[Point, list[Place]]] = []
    for each in places:
        x, y = box.put(float(each.longitude), float(each.latitude))
        near = (g for (a, b), g in groups if abs(a - x) < _NEAR and abs(b - y) < _NEAR)
        found = next(near, None)
        if found is None:
            groups.append(((x, y), [each]))
        else:
            found.append(each)
    return groups


_WORDS = '<text {look} x="{{x}}" y="{{y}}" dx="13" dy="5" font-size="14">{{label}}</text>'
_LABEL = _WORDS.format(
    look='class="c-halo" font-weight="700" fill="#FFFFFF" stroke="#FFFFFF" stroke-width="4"'
) + _WORDS.format(look='class="c-ink" font-weight="700" fill="#12161D"')
"""A number on a white rim; paper draws the rim over the number unless it is drawn before."""
_SITE = Markup(  # noqa: S704 - our own
    '<circle class="c-place" cx="{x}" cy="{y}" r="8" fill="#0033A0" stroke="#FFFFFF" '
    'stroke-width="2"/>' + _LABEL
)
_LATE = Markup(  # noqa: S704 - our own
    '<svg x="{x}" y="{y}" overflow="visible"><path class="c-place-late" '
    'd="M0 -11L11 8L-11 8Z" fill="#B3261E" stroke="#FFFFFF" stroke-width="2"/></svg>' + _LABEL
)
