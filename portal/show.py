"""What every template has at hand: words, dates, money, permissions, addresses of files."""

import hashlib
import math
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import TIMEDELTA_UNITS, format_timedelta, get_timezone_location
from babel.numbers import get_currency_precision
from flask import (
    Flask,
    current_app,
    g,
    has_app_context,
    has_request_context,
    request,
    session,
    url_for,
)
from flask_babel import format_date, format_datetime, get_locale, get_translations
from flask_login import current_user
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from portal.config import LANGUAGES, ROOT
from portal.domain.actions import Action
from portal.domain.call_standing import standing
from portal.domain.call_terms import Dimension
from portal.domain.day_words import dated
from portal.domain.figure_words import figure
from portal.domain.indicators import IndicatorKind, rounded
from portal.domain.lifecycle import Step
from portal.domain.policy import VISITOR, Actor, Thing, can
from portal.domain.proposals import own_contribution
from portal.pdf.filters import midway, month_named, offset, qr
from portal.services import clock
from portal.wording import WORDS, word_key

Unit = Literal["year", "month", "week", "day", "hour", "minute", "second"]
_LOCALES = {each: Locale(each) for each in LANGUAGES}
NONE = "\N{EN DASH}"
NBSP = "\N{NO-BREAK SPACE}"
FRENCH = "fr"
ENOUGH = 1.2
"""How many of a unit there must be for a time to be told in it."""


def init_show(app: Flask) -> None:
    """Give the templates their filters and functions."""
    written = (stands, money, number, measured, percent, written_amount, country, qr)
    times = (day, month, moment, hour, ago)
    for each in (*written, *times, language_midway):
        app.jinja_env.filters[each.__name__] = each
    app.jinja_env.filters["word"] = _shown_word
    app.jinja_env.globals.update(
        can=actor_can,
        rule_text=rule_text,
        known_words=WORDS,
        open_steps=open_steps,
        asset=asset,
        own_contribution=own_contribution,
        languages=LANGUAGES,
    )
    app.jinja_env.globals.update(gettext=_kept_gettext, _=_kept_gettext)
    app.jinja_env.globals.update(ngettext=_kept_ngettext, url_for=address)
    app.context_processor(_furniture)


@pass_context
def _kept_gettext(context: Context, text: str, **figures: object) -> str:
    """Translate a text of a template, looked up once for each language."""
    kept = _texts(text, spoken(), escaped=bool(context.eval_ctx.autoescape))
    return kept[0] % figures if figures else kept[1]


@lru_cache(maxsize=8192)
def _texts(text: str, _of: str, *, escaped: bool) -> tuple[str, str]:
    """Return a translated text as it is filled in, and as it reads without figures."""
    found = get_translations().ugettext(text)
    whole = Markup(found) if escaped else found  # noqa: S704 - a text of our own catalogue
    return whole, whole if "%(" in found else whole % {}


@pass_context
def _kept_ngettext(context: Context, one: str, many: str, num: int, **figures: object) -> str:
    """Translate a text of a template that counts, looked up once for each number."""
    found = _counted(one, many, num, spoken())
    whole = Markup(found) if context.eval_ctx.autoescape else found  # noqa: S704 - our own text
    return whole % {"num": num, **figures}


@lru_cache(maxsize=8192)
def _counted(one: str, many: str, num: int, _of: str) -> str:
    return str(get_translations().ungettext(one, many, num))


def acting() -> Actor:
    """Return the person making this request, or the visitor."""
    if "_user_id" not in session:
        return VISITOR
    user = current_user._get_current_object()  # noqa: SLF001 - werkzeug documents it
    who: Actor = user.actor if user.is_authenticated else VISITOR
    return who


def this_moment() -> datetime:
    """Return the moment of this page, read from the clock once."""
    if "moment" not in g:
        g.moment = clock.now()
    return g.moment  # type: ignore[no-any-return]


def _furniture() -> dict[str, object]:
    """Return what the frame of every page shows."""
    who = acting()
    now = this_moment()
    return {
        "actor": who,
        "now": now,
        "locale": this_locale(),
        "development": current_app.config["DEVELOPMENT"],
        "clock_shift": clock.shift(),
    }


@pass_context
def actor_can(context: Context, action: str, thing: Thing = None) -> bool:
    """Say whether the policy allows the actor the action, for a button or a link."""
    who = context.get("actor") or acting()
    return can(who, Action(action), thing)


def open_steps(steps: tuple[Step[Any], ...], record: Thing) -> list[str]:
    """Name the steps that are open from the record's state and allowed to the actor."""
    return [
        step.name
        for step in steps
        if record.state in step.start and can(acting(), step.action, record)
    ]


@pass_context
def _shown_word(_context: Context, value: object, group: str = "") -> str:
    """Tell a word on a page; with the context, or a template would keep its first language."""
    return word(value, group)


def word(value: object, group: str = "") -> str:
    """Return the words for a member of an enum, or for a code of a group."""
    return _word(word_key(value, group), spoken())


@lru_cache(maxsize=8192)
def _word(key: str, _of: str) -> str:
    return str(get_translations().ugettext(WORDS[key]))


def rule_text(rule: str, facts: Mapping[str, object]) -> str:
    """Return the sentence that tells a broken rule, with its figures filled in.

    Facts named ``zone`` and ``currency`` say how its moments and amounts are written.
    """
    zone, currency = str(facts.get("zone", "UTC")), str(facts.get("currency", ""))
    told = {name: _figure(value, zone, currency) for name, value in facts.items()}
    return _word(f"rule.{rule}", spoken()) % told


def _figure(value: object, zone: str, currency: str) -> object:
    if isinstance(value, Dimension):
        return word(value)
    if isinstance(value, date):
        return moment(value, zone) if isinstance(value, datetime) else day(value)
    if isinstance(value, Decimal):
        return money(value, currency) if currency else number(value, 2 if value % 1 else 0)
    return value


@pass_context
def stands(context: Context, call: Thing) -> object:
    """Return where a call stands at the moment of the page, to be told by ``word``."""
    return standing(call.state, call.deadline, call.publish_at, context["now"])


def money(amount: Decimal | int | None, currency: str) -> str:
    """Write an amount with its currency code, minor units only when there are some.

    The code stands where the language has it: MAD 1,200, and 1 200 MAD in French.
    """
    return NONE if amount is None else _money(Decimal(amount), currency, spoken())


@lru_cache(maxsize=4096)
def _money(amount: Decimal, currency: str, language: str) -> str:
    places = 0 if amount == amount.to_integral() else get_currency_precision(currency)
    text = figure(amount, places, language)
    return NBSP.join((text, currency) if language == FRENCH else (currency, text))


def written_amount(text: str) -> str:
    """Write an amount that is kept as words, ``MAD 6100000``; other words stay as they are."""
    currency, _space, figure = text.partition(" ")
    return money(Decimal(figure), currency) if figure.isdecimal() else text


def number(value: Decimal | int | None, places: int = 0) -> str:
    """Write a number with the separators of the language."""
    return NONE if value is None else _number(Decimal(value), places, spoken())


@lru_cache(maxsize=4096)
def _number(value: Decimal, places: int, language: str) -> str:
    return figure(value, places, language)


def measured(value: Fraction | int | None, kind: IndicatorKind) -> str:
    """Write what a figure of an indicator is worth: 1,436, 84.5%, 12.25, or yes and no."""
    if value is None:
        return NONE
    if kind is IndicatorKind.YES_NO:
        return word("yes" if value else "no", "YesNo")
    shown = rounded(kind, value)
    places = max(0, -int(shown.as_tuple().exponent))
    write = percent if kind is IndicatorKind.PERCENTAGE else number
    return write(shown, places)


def percent(points: Decimal | int | None, places: int = 0) -> str:
    """Write percentage points, with a space where the language has one."""
    space = NBSP if spoken() == FRENCH else ""
    return NONE if points is None else f"{number(points, places)}{space}%"


def language_midway(name: str) -> str:
    """Write the name of a language as inside a sentence: French has no capital there."""
    return midway(name, _LOCALES[spoken()], names=True)


def month(value: date) -> str:
    """Name the month of a day, as on paper: "November 2026"."""
    return month_named(value, _LOCALES[spoken()])


def day(value: date | None) -> str:
    """Write a day: 2 November 2026."""
    if isinstance(value, datetime):
        value = value.date()
    return NONE if value is None else _day(value, spoken())


@lru_cache(maxsize=4096)
def _day(value: date, language: str) -> str:
    return str(format_date(value, dated("d MMMM y", value, language), rebase=False))


def moment(value: datetime | None, zone: str = "UTC") -> str:
    """Write a moment in a zone and name the zone: Mon 30 Nov 2026, 17:00 (Morocco, GMT+1)."""
    return NONE if value is None else _moment(value, zone, spoken())


@lru_cache(maxsize=4096)
def _moment(value: datetime, zone: str, language: str) -> str:
    there = value.astimezone(ZoneInfo(zone))
    pattern = dated("EEE d MMM y, HH:mm", there, language)
    text = format_datetime(there, pattern, rebase=False)
    return f"{text} ({_zone_name(there, zone)})"


def hour(value: datetime, zone: str) -> str:
    """Write the time of day in a zone, for what happened just now: 14:02 (Morocco, GMT+1)."""
    there = value.astimezone(ZoneInfo(zone))
    return f"{format_datetime(there, 'HH:mm', rebase=False)} ({_zone_name(there, zone)})"


def spoken() -> str:
    """Return the language of the page."""
    return str(this_locale().language)


def this_locale() -> Locale:
    """Return the language of the page; looked for where Flask-Babel keeps it, then chosen."""
    if not has_app_context():
        return Locale("en")
    here = g._get_current_object()  # noqa: SLF001 - werkzeug documents it
    found = getattr(here.get("_flask_babel"), "babel_locale", None) or here.get("locale")
    if found is None:
        found = here.locale = (
            _LOCALES[chosen_language()] if has_request_context() else get_locale()
        )
    return found or Locale("en")


def chosen_language() -> str:
    """Return the language that the reader chose, or the one their browser asks for first."""
    chosen = request.cookies.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    if acting().person_id and current_user.language in LANGUAGES:
        return str(current_user.language)
    return request.accept_languages.best_match(LANGUAGES) or "en"


def _zone_name(there: datetime, zone: str) -> str:
    if zone == "UTC":
        return "UTC"
    locale = this_locale()
    city = get_timezone_location(ZoneInfo(zone), locale, return_city=True)
    return f"{city}, {offset(there, locale)}"


def ago(value: datetime | date | None) -> str:
    """Write how far a moment is away: in 3 days, 2 hours ago."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    seconds = (value - this_moment()).total_seconds()
    unit, long = _unit(abs(seconds))
    count = max(1, round(abs(seconds) / long))
    return _away(unit, -count * long if seconds < 0 else count * long, spoken())


def _unit(seconds: float) -> tuple[Unit, int]:
    """Return the largest unit that fits 1.2 times, with its length in seconds."""
    units = cast("tuple[tuple[Unit, int], ...]", TIMEDELTA_UNITS)
    fitting = (each for each in units if seconds >= ENOUGH * each[1])
    return next(fitting, units[-1])


@lru_cache(maxsize=4096)
def _away(unit: Unit, seconds: int, language: str) -> str:
    away = timedelta(seconds=seconds)
    told = format_timedelta(away, unit, math.inf, add_direction=True, locale=language)
    return str(told)


def country(code: str) -> str:
    """Name a country in the language of the page."""
    return str(this_locale().territories.get(code, code))


def address(endpoint: str, **parts: object) -> str:
    """Return the address of a page, written once for the same parts."""
    return _address(request.blueprint, request.script_root, endpoint, **parts)


@lru_cache(maxsize=8192)
def _address(_of: str | None, _under: str, endpoint: str, **parts: Any) -> str:  # noqa: ANN401 - Flask's own
    return url_for(endpoint, **parts)


def asset(name: str) -> str:
    """Return the address of a static file, with a mark that changes with its content."""
    return address("static", filename=name, v=_mark(name))


@cache
def _mark(name: str) -> str:
    return hashlib.sha256((ROOT / "static" / name).read_bytes()).hexdigest()[:10]
