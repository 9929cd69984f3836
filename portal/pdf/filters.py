"""How facts read in a document: amounts, dates and words, by an explicit locale."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import segno
from babel import Locale
from babel.dates import format_date, format_datetime, get_timezone_location
from babel.numbers import get_currency_precision
from markupsafe import Markup

from portal import bars, charts, cover, heat, maps, plots
from portal.domain.day_words import dated
from portal.domain.figure_words import figure
from portal.pdf.closing import closing_from
from portal.wording import WORDS

NBSP = "\u00a0"
_NARROW_NBSP = "\u202f"  # not in the fonts of the documents
_REGIONS = {"en": "en_GB", "fr": "fr_FR"}
_PAGE_MARKS = ("\x01", "\x02")
_QUIET_ZONE = 2
_FINDINGS = (
    ("c-met", "#0033A0", "#FFFFFF"),
    ("c-partly", "#F0A500", "#12161D"),
    ("c-not-met", "#B3231B", "#FFFFFF"),
)
"""The class of each finding, its colour, and that of the figure on it."""


class Catalogue(Protocol):
    """What a translation has to do here."""

    def gettext(self, message: str) -> str:
        """Translate one message."""


def locale_of(language: str) -> Locale:
    """Choose the regional habits of a language: days before months, 24 hours."""
    return Locale.parse(_REGIONS.get(language, language))


def number(value: object, locale: Locale) -> str:
    """Write a number (text, int or Decimal) with the locale's digits, all decimals kept."""
    exact = Decimal(str(value))
    digits = max(0, -int(exact.as_tuple().exponent))
    return _fixed(exact, digits, locale)


def money(amount: object, currency: str, locale: Locale) -> str:
    """Write an amount with its currency code; minor units only when it is not whole."""
    exact = Decimal(str(amount))
    text = _fixed(exact, _minor_units(exact, currency), locale)
    code_first = locale.currency_formats["standard"].pattern.startswith("¤")
    return NBSP.join((currency, text) if code_first else (text, currency))


def percent(points: object, locale: Locale) -> str:
    """Write percentage points: "70" is "70%", with a space where the locale has one."""
    space = NBSP if NBSP in locale.percent_formats[None].pattern else ""
    return f"{number(points, locale)}{space}%"


def day(iso: object, locale: Locale) -> str:
    """Write an ISO date or instant as a day: "2 November 2026"."""
    value = date.fromisoformat(str(iso)[:10])
    pattern = dated("d MMMM y", value, locale.language)
    return format_date(value, pattern, locale=locale).replace(" ", NBSP, 1)


def month_named(iso: object, locale: Locale) -> str:
    """Name the month of an ISO day: "November 2026"."""
    value = date.fromisoformat(str(iso)[:10])
    return format_date(value, "LLLL y", locale=locale).replace(" ", NBSP)


def midway(text: str, locale: Locale, *, names: bool = False) -> str:
    """Write words as inside a sentence: "Evening" as "evening"; "PSEA" keeps its letters.

    ``names`` are those of languages, which English writes with a capital anywhere.
    """
    kept = text[1:2].isupper() or (names and locale.language == "en")
    return text if kept else text[:1].lower() + text[1:]


def running(words: Iterable[str], locale: Locale) -> str:
    """Write words in a row, the first alone with its capital: "Day, evening, night"."""
    first, *others = [*words] or [""]
    return ", ".join([first, *(midway(each, locale) for each in others)])


def moment(iso: object, zone: str, locale: Locale) -> str:
    """Write a UTC instant in a zone: "Mon 30 Nov 2026, 17:00 (Casablanca, GMT+1)".

    The zone that is universal time has no city and is named once: "(UTC)".
    """
    local = instant(iso).astimezone(ZoneInfo(zone))
    pattern = dated("EEE d MMM y, HH:mm", local, locale.language)
    text = format_datetime(local, pattern, tzinfo=local.tzinfo, locale=locale)
    if zone == "UTC":
        return f"{text} (UTC)"
    city = get_timezone_location(local.tzinfo, locale=locale, return_city=True)
    return f"{text} ({city},{NBSP}{offset(local, locale)})"


def utc(iso: object, locale: Locale) -> str:
    """Write a UTC instant as such: "30 Nov 2026, 16:00:05 UTC"."""
    at = instant(iso)
    pattern = dated("d MMM y, HH:mm:ss", at, locale.language)
    text = format_datetime(at, pattern, tzinfo=UTC, locale=locale)
    return f"{text}{NBSP}UTC"


def country(code: str, locale: Locale) -> str:
    """Name a country from its two letters; the code itself when unknown."""
    return str(locale.territories.get(code, code))


def word(value: str, group: str = "", *, catalogue: Catalogue) -> str:
    """Say a stored value ("open" of the group "CallState") in words; KeyError if unknown."""
    return catalogue.gettext(WORDS[f"{group}.{value}" if group else value])


def page_words(message: str) -> tuple[str, str, str]:
    """Split "Page {page} of {pages}" into the words around the two counters."""
    before, rest = message.format(page=_PAGE_MARKS[0], pages=_PAGE_MARKS[1]).split(
        _PAGE_MARKS[0],
    )
    between, after = rest.split(_PAGE_MARKS[1])
    return before, between, after


def place(value: object, low: float, high: float, width: float) -> str:
    """Place a value of a scale low..high on a line of some width, kept inside the line."""
    part = (float(str(value)) - low) / (high - low) if high > low else 0.0
    return f"{min(1.0, max(0.0, part)) * width:.1f}"


def figures(values: Sequence[object]) -> list[float]:
    """Read figures held as text or numbers, the lowest first, equal ones once."""
    return sorted({float(str(value)) for value in values})


def mean(values: Sequence[object]) -> float:
    """Give the mean of figures held as text or numbers; 0 for none."""
    return sum(float(str(value)) for value in values) / len(values) if values else 0.0


def stamp(iso: object) -> str:
    """Write an instant as the metadata of a PDF want it, in UTC."""
    return instant(iso).strftime("%Y-%m-%dT%H:%M:%SZ")


def qr(address: str, label: str, size: str = "26mm") -> Markup:
    """Draw a QR code of an address as inline SVG with a spoken label."""
    rows = segno.make(address, error="m", micro=False).matrix
    side = len(rows) + 2 * _QUIET_ZONE
    path = "".join(_dark_runs(rows))
    return Markup(
        '<svg width="{0}" height="{0}" viewBox="0 0 {1} {1}" role="img" aria-label="{2}">'
        '<path d="{3}" fill="#12161D"/></svg>',
    ).format(size, side, label, path)


def instant(iso: object) -> datetime:
    """Read an ISO instant as aware UTC; one without an offset is UTC already."""
    value = datetime.fromisoformat(str(iso))
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def gantt(
    bars: Sequence[Mapping[str, Any]],
    period: Sequence[str | None],
    title: str,
    told: str,
    locale: Locale,
) -> Markup:
    """Draw activities whose days are ISO dates over a period, in the locale's months."""
    days = [
        {**bar, **{name: date.fromisoformat(bar[name]) for name in ("starts_on", "ends_on")}}
        for bar in bars
    ]
    first, last = (date.fromisoformat(each) if each else None for each in period)
    return charts.gantt(days, (first, last), charts.Caption(title, told), locale)


def milestones(
    rows: Sequence[Mapping[str, Any]],
    period: Sequence[str],
    today: str,
    about: Sequence[str],
    locale: Locale,
) -> Markup:
    """Draw the milestones of a plan, whose days are ISO dates, as on a page."""
    days = [
        {
            "name": row["name"],
            "due_on": date.fromisoformat(row["due_on"]),
            "done_on": date.fromisoformat(row["done_on"]) if row["done_on"] else None,
        }
        for row in rows
    ]
    first, last, now = (date.fromisoformat(each[:10]) for each in (*period, today))
    return charts.milestones(days, (first, last), now, charts.Caption(*about), locale)


def ranges(
    rows: Sequence[Sequence[Any]], axis: Sequence[Any], title: str, told: str, name: str
) -> Markup:
    """Draw rows of ranks on one axis; ``name`` is its own among the pictures."""
    return charts.ranges(
        [
            charts.Spread(who, held, main, str(said or "\N{EN DASH}"))
            for who, held, main, said in rows
        ],
        charts.Axis(axis[0], axis[1], [(each, str(each)) for each in axis[2]]),
        charts.Caption(title, told, name),
    )


def course(
    rows: Sequence[plots.Row], words: plots.Words, about: Sequence[str], locale: Locale
) -> Markup:
    """Draw figures by period with their sum and plan, as on a page."""
    return plots.course(rows, words, charts.Caption(*about), locale)


def cover_map(
    grid: cover.Grid, shifts: Sequence[str], days: Sequence[str], about: Sequence[str]
) -> Markup:
    """Draw the cover of a week; ``about`` has title, text and name."""
    return cover.draw(grid, shifts, days, charts.Caption(*about))


def heat_map(
    grid: heat.Grid, axes: Sequence[str], about: Sequence[str], bands: Mapping[str, str]
) -> Markup:
    """Draw how many risks lie in each cell of the matrix, as on a page."""
    return heat.draw(grid, axes, charts.Caption(*about), bands)


def shares(rows: Sequence[Sequence[Any]], about: Sequence[str], locale: Locale) -> Markup:
    """Draw rows of shares in percent: a ring for each, a bar for the one that is written."""
    ticks = [(each, percent(each, locale)) for each in (0, 25, 50, 75, 100)]
    drawn = [
        charts.Spread(who, held, main, "\N{EN DASH}" if main is None else percent(main, locale))
        for who, held, main in rows
    ]
    return charts.ranges(drawn, charts.Axis(0, 100, ticks), charts.Caption(*about))


def marked(
    rows: Sequence[Mapping[str, Any]],
    words: tuple[str, str],
    about: Sequence[str],
    locale: Locale,
) -> Markup:
    """Draw rows with a ``share`` in percent as bars, each with a mark where it is ``due``."""
    drawn = [
        bars.Bar(
            row["name"],
            row["share"],
            row["due"],
            "\N{EN DASH}" if row["share"] is None else percent(row["share"], locale),
        )
        for row in rows
    ]
    return bars.bars(drawn, words, charts.Caption(*about))


def findings(tally: Mapping[str, int], words: Sequence[str], about: Sequence[str]) -> Markup:
    """Draw how many standards are met, partly met and not met; ``words`` name them in turn."""
    looks = zip(tally.values(), words, _FINDINGS, strict=True)
    parts = [bars.Piece(count, said, *look) for count, said, look in looks]
    return bars.pieces(parts, charts.Caption(*about))


def site_map(pins: Sequence[Mapping[str, Any]], about: Sequence[str]) -> Markup:
    """Draw the sites whose place is known, as on a page."""
    places = [
        maps.Place(each["number"], float(each["latitude"]), float(each["longitude"]))
        for each in pins
        if each["number"]
    ]
    return maps.draw(places, charts.Caption(*about))


def filters(language: str, catalogue: Catalogue) -> Mapping[str, Callable[..., object]]:
    """Bind every filter of the templates to one language."""
    locale = locale_of(language)
    drawn = (gantt, course, shares, milestones)
    written = (number, money, percent, day, month_named, moment, utc, country)
    local = (*written, midway, running, marked, *drawn)
    bound = {each.__name__: partial(each, locale=locale) for each in local}
    pictures = (ranges, site_map, findings, heat_map, cover_map)
    plain = (page_words, place, figures, mean, stamp, qr, closing_from, *pictures)
    spoken = {"word": partial(word, catalogue=catalogue)}
    return bound | {each.__name__: each for each in plain} | spoken


def _dark_runs(rows: Sequence[Sequence[int]]) -> Iterator[str]:
    for y, row in enumerate(rows, _QUIET_ZONE):
        x = _QUIET_ZONE
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                yield f"M{x} {y}h{width}v1h-{width}z"
            x += width


def _minor_units(amount: Decimal, currency: str) -> int:
    if amount == amount.to_integral_value():
        return 0
    written = -int(amount.normalize().as_tuple().exponent)
    return max(written, get_currency_precision(currency))


def _fixed(value: Decimal, digits: int, locale: Locale) -> str:
    return figure(value, digits, locale).replace(_NARROW_NBSP, NBSP)


def offset(local: datetime, locale: Locale) -> str:
    """Write how far a local time is from universal time: "GMT+1"."""
    minutes = int((local.utcoffset() or UTC.utcoffset(None)).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    text = f"{sign}{hours}" + (f":{rest:02}" if rest else "") if minutes else ""
    return str(locale.zone_formats["gmt"] % text)
