"""What every template has at hand: words, dates, money, permissions, addresses of files."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_timedelta, get_timezone_location
from babel.numbers import format_decimal, get_currency_precision
from flask import Flask, current_app, url_for
from flask_babel import format_date, format_datetime, get_locale, gettext
from flask_login import current_user

from portal.config import LANGUAGES, ROOT
from portal.domain.actions import Action
from portal.domain.lifecycle import Step
from portal.domain.policy import VISITOR, Actor, Thing, can
from portal.pdf.filters import offset
from portal.services import clock, work
from portal.wording import WORDS, word_key

NONE = "\N{EN DASH}"


def init_show(app: Flask) -> None:
    """Give the templates their filters and functions."""
    app.jinja_env.filters.update(
        word=word, money=money, number=number, day=day, moment=moment, ago=ago, country=country
    )
    app.jinja_env.globals.update(
        can=actor_can,
        rule_text=rule_text,
        known_words=WORDS,
        open_steps=open_steps,
        asset=asset,
        languages=LANGUAGES,
    )
    app.context_processor(_furniture)


def _actor() -> Actor:
    who: Actor = current_user.actor if current_user.is_authenticated else VISITOR
    return who


def _furniture() -> dict[str, object]:
    """Return what the frame of every page shows."""
    who = _actor()
    now = clock.now()
    return {
        "actor": who,
        "now": now,
        "locale": get_locale(),
        "development": current_app.config["DEVELOPMENT"],
        "clock_shift": clock.shift(),
        "work_count": work.count(who, now) if who.person_id else 0,
    }


def actor_can(action: str, thing: Thing = None) -> bool:
    """Say whether the policy allows the actor the action, for a button or a link."""
    return can(_actor(), Action(action), thing)


def open_steps(steps: tuple[Step[Any], ...], record: Thing) -> list[str]:
    """Name the steps that are open from the record's state and allowed to the actor."""
    return [
        step.name
        for step in steps
        if record.state in step.start and can(_actor(), step.action, record)
    ]


def word(value: object, group: str = "") -> str:
    """Return the words for a member of an enum, or for a code of a group."""
    return str(gettext(WORDS[word_key(value, group)]))


def rule_text(rule: str, facts: Mapping[str, object]) -> str:
    """Return the sentence that tells a broken rule, with its figures filled in.

    Facts named ``zone`` and ``currency`` say how its moments and amounts are written.
    """
    zone, currency = str(facts.get("zone", "UTC")), str(facts.get("currency", ""))
    told = {name: _figure(value, zone, currency) for name, value in facts.items()}
    return str(gettext(WORDS[f"rule.{rule}"])) % told


def _figure(value: object, zone: str, currency: str) -> object:
    if isinstance(value, datetime):
        return moment(value, zone)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return money(value, currency) if currency else number(value, 2 if value % 1 else 0)
    return value


def money(amount: Decimal | int | None, currency: str) -> str:
    """Write an amount with its currency code, minor units only when there are some."""
    if amount is None:
        return NONE
    whole = Decimal(amount) == Decimal(amount).to_integral()
    places = 0 if whole else get_currency_precision(currency)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return f"{currency}\N{NO-BREAK SPACE}{format_decimal(amount, pattern, locale=get_locale())}"


def number(value: Decimal | int | None, places: int = 0) -> str:
    """Write a number with the separators of the language."""
    if value is None:
        return NONE
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(value, pattern, locale=get_locale())


def day(value: date | None) -> str:
    """Write a day: 2 November 2026."""
    return NONE if value is None else format_date(value, "d MMMM y", rebase=False)


def moment(value: datetime | None, zone: str = "UTC") -> str:
    """Write a moment in a zone and name the zone: Mon 30 Nov 2026, 17:00 (Morocco, GMT+1)."""
    if value is None:
        return NONE
    there = value.astimezone(ZoneInfo(zone))
    text = format_datetime(there, "EEE d MMM y, HH:mm", rebase=False)
    return f"{text} ({_zone_name(there, zone)})"


def _zone_name(there: datetime, zone: str) -> str:
    if zone == "UTC":
        return "UTC"
    locale = get_locale() or Locale("en")
    city = get_timezone_location(ZoneInfo(zone), locale, return_city=True)
    return f"{city}, {offset(there, locale)}"


def ago(value: datetime | date | None) -> str:
    """Write how far a moment is away: in 3 days, 2 hours ago."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    away = value - clock.now()
    return format_timedelta(away, add_direction=True, threshold=1.2, locale=get_locale())


def country(code: str) -> str:
    """Name a country in the language of the page."""
    locale = get_locale() or Locale("en")
    return str(locale.territories.get(code, code))


def asset(name: str) -> str:
    """Return the address of a static file, with a mark that changes with its content."""
    return url_for("static", filename=name, v=_mark(name))


@cache
def _mark(name: str) -> str:
    return hashlib.sha256((ROOT / "static" / name).read_bytes()).hexdigest()[:10]
