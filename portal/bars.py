"""Pictures of parts of a whole: bars up to a mark, and one bar in pieces.

Like those of ``charts`` they are the same on a page and on paper, and tell nothing by colour
alone: what a mark means stands in the picture, and each piece bears its number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.charts import Caption, framed

ROW = 29
LEGEND = 18
LONGEST_NAME = 52
MOST = 125
"""What a bar shows at most, in percent; longer ones end there and say their figure."""
_FIGURES = 14
"""What the written figures take of the width, in percent."""
_NARROW = 5
"""Pieces under this share of the width bear no number; the legend has it."""


@dataclass(frozen=True)
class Bar:
    """One row: its name, its share in percent, where its mark is, and the share in words."""

    name: str
    share: float | None
    mark: float | None
    written: str


@dataclass(frozen=True)
class Piece:
    """One piece of a bar: how many, in words what they are, and its colours."""

    count: int
    words: str
    look: str
    fill: str
    ink: str


def bars(rows: Sequence[Bar], words: tuple[str, str], caption: Caption) -> Markup:
    """Draw rows one below the other: a bar for a share, a mark for what it should be.

    ``words`` say what bar and mark are.
    """
    drawn = [*_legend(words)]
    top = 2 * LEGEND + 4
    for place, row in enumerate(rows):
        drawn += _row(top + ROW * place, row)
    return framed(drawn, top + ROW * len(rows), caption)


def pieces(parts: Sequence[Piece], caption: Caption) -> Markup:
    """Draw one bar in pieces as wide as they count, each named below in the same order."""
    whole = sum(part.count for part in parts) or 1
    drawn: list[Markup] = []
    left = 0.0
    for part in parts:
        width = 100 * part.count / whole
        drawn += _piece(left, width, part)
        left += width
    for place, part in enumerate(parts):
        drawn.append(_named(36 + LEGEND * place, part))
    return framed(drawn, 32 + LEGEND * len(parts), caption)


def _legend(words: tuple[str, str]) -> Iterator[Markup]:
    marks = (
        '<rect class="c-bar" x="0" y="3" width="22" height="9" fill="#0033A0"/>',
        '<rect class="c-pass" x="9" y="19" width="3" height="14" fill="#12161D"/>',
    )
    for place, (mark, word) in enumerate(zip(marks, words, strict=True)):
        yield Markup(mark) + Markup(  # noqa: S704 - our own
            '<text class="c-ink2" x="30" y="{y}" font-size="12" fill="#4B5462">{word}</text>'
        ).format(y=LEGEND * place + 12, word=word)


def _row(top: int, row: Bar) -> Iterator[Markup]:
    yield Markup(
        '<text class="c-ink" x="0" y="{name_at}" font-size="12" fill="#12161D">{name}</text>'
        '<rect class="c-track" x="0" y="{y}" width="{track}%" height="9" fill="#D8DCE3"/>'
        '<text class="c-ink" x="100%" y="{figure_at}" font-size="12" font-weight="700" '
        'text-anchor="end" fill="#12161D">{written}</text>'
    ).format(
        name_at=top + 12,
        y=top + 17,
        track=_across(MOST),
        figure_at=top + 26,
        name=_short(row.name),
        written=row.written,
    )
    if row.share:
        yield Markup(
            '<rect class="c-bar" x="0" y="{y}" width="{width}%" height="9" fill="#0033A0"/>'
        ).format(y=top + 17, width=_across(row.share))
    if row.mark is not None:
        yield Markup(
            '<svg x="{x}%" y="{y}" overflow="visible"><rect class="c-pass" x="-1.5" width="3" '
            'height="15" fill="#12161D"/></svg>'
        ).format(x=_across(row.mark), y=top + 14)


def _across(share: float) -> float:
    """Return how far a share reaches, in percent of the width."""
    return round((100 - _FIGURES) * min(MOST, max(0.0, share)) / MOST, 2)


def _piece(left: float, width: float, part: Piece) -> Iterator[Markup]:
    if not part.count:
        return
    yield Markup(
        '<rect class="{look}" x="{x}%" y="0" width="{width}%" height="22" fill="{fill}" '
        'stroke="#FFFFFF"/>'
    ).format(look=part.look, x=round(left, 2), width=round(width, 2), fill=part.fill)
    if width >= _NARROW:
        yield Markup(
            '<text x="{x}%" y="16" font-size="13" font-weight="700" text-anchor="middle" '
            'fill="{ink}">{count}</text>'
        ).format(x=round(left + width / 2, 2), ink=part.ink, count=part.count)


def _named(top: int, part: Piece) -> Markup:
    return Markup(
        '<rect class="{look}" x="0" y="{box}" width="10" height="10" fill="{fill}"/>'
        '<text class="c-ink2" x="16" y="{y}" font-size="12" fill="#4B5462">{words}</text>'
    ).format(look=part.look, box=top - 7, fill=part.fill, y=top + 2, words=part.words)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
