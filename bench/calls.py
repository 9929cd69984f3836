"""Print what public pages of calls cost with many rows, as ratios to an empty Flask page."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.test import EnvironBuilder

from bench.rows import fill
from portal import create_app, db
from portal.blueprints.kept import Page
from portal.domain.sanctions import Index, Listed
from portal.migrate import migrate
from portal.models import Partner, Person, SignIn
from portal.services import accounts, call_list, clock
from portal.services.call_list import Wanted
from portal.web import KeptSigner

if TYPE_CHECKING:
    from portal.shelf import Shelf

ROUNDS = 400
NAMES = 1_000
FIRST = ("Mohamed", "Fatima", "Ahmed", "Youssef", "Khadija", "Ibrahim", "Amina")
LAST = (
    "El Idrissi",
    "Ben Ali",
    "Al Hassan",
    "Traore",
    "Diallo",
    "Haddad",
    "Mansour",
    "Osman",
    "Keita",
    "Toure",
    "Khalil",
)
Act = Callable[[], object]
Pair = tuple[float, float]
"""Seconds of the empty page, and of the act beside it."""


def empty_page() -> Flask:
    """Make the page that everything is measured against: one line, no portal."""
    app = Flask("empty")
    app.add_url_rule("/", view_func=lambda: "empty")
    return app


def asked(app: Callable[..., object], address: str, cookie: str = "") -> Act:
    """Return how an application is asked for a page, with nothing between."""
    path, _, query = address.partition("?")
    headers = {"Cookie": cookie} if cookie else {}
    environ = EnvironBuilder(path=path, query_string=query, headers=headers).get_environ()

    def act() -> object:
        told: list[str] = []
        given = {**environ, "wsgi.input": BytesIO()}
        answer = app(given, lambda status, *_rest: told.append(status))
        content = b"".join(answer)  # type: ignore[arg-type]
        getattr(answer, "close", lambda: None)()
        if told != ["200 OK"]:
            raise RuntimeError(told)
        return content

    return act


def seconds(act: Act) -> float:
    """Measure the processor time of one act."""
    start = process_time()
    act()
    return process_time() - start


@dataclass(frozen=True)
class Measured:
    """An act and what is done, unmeasured, before each time."""

    act: Act
    before: Act = lambda: None


def measured(acts: dict[str, Measured], empty: Act) -> dict[str, list[Pair]]:
    """Measure all acts in turns, each right after the empty page, so that all suffer alike."""
    for each in acts.values():
        each.act()
    rounds = [{name: pair(each, empty) for name, each in acts.items()} for _ in range(ROUNDS)]
    return {name: [each[name] for each in rounds] for name in acts}


def pair(each: Measured, empty: Act) -> Pair:
    """Measure the empty page and an act, one after the other."""
    each.before()
    return seconds(empty), seconds(each.act)


def forget_all(app: Flask) -> Act:
    """Return how everything that the process keeps is forgotten."""
    shelf: Shelf = app.extensions["kept"]
    return shelf.kept.clear


def keep_parts(app: Flask, act: Act) -> Act:
    """Return how a page is made and only its parts stay kept."""

    def prepare() -> None:
        act()
        kept = app.extensions["kept"].kept
        for key in [key for key, made in kept.items() if isinstance(made, Page)]:
            del kept[key]

    return prepare


def signed_in(app: Flask) -> str:
    """Sign a person of a partner in and return their cookie."""
    person = Person.create(
        email="reader@example.org",
        name="Reader",
        password_hash="-",  # noqa: S106 - nobody signs in with it
        partner=Partner.select().first(),
        created_at=datetime.now(UTC),
    )
    return cookie_of(app, person)


def cookie_of(app: Flask, person: Person) -> str:
    """Let a person be signed in for an hour and return the cookie that says so."""
    now, token = datetime.now(UTC), "bench"
    SignIn.create(
        token_hash=accounts.token_hash(token),
        person=person,
        created_at=now,
        seen_at=now,
        expires_at=now + timedelta(hours=1),
    )
    held = {"_user_id": token, "_fresh": False, "csrf_token": "0" * 40}
    return f"session={KeptSigner().get_signing_serializer(app).dumps(held)}"


def last_key(wanted: Wanted) -> str:
    """Return the key that leads to the last page of a list."""
    at = clock.now()
    page = call_list.page(wanted, at)
    key = ""
    while page.after:
        key = page.after
        page = call_list.page(Wanted(state=wanted.state, after=key), at)
    return key


def pages(slug: str) -> dict[str, str]:
    """Name the pages and their addresses."""
    return {
        "list": "/calls/",
        "list with four filters": "/calls/?country=MA&service=food&language=en&place=city",
        "list with a search": "/calls/?text=shelter+women",
        "page of a call": f"/calls/{slug}",
    }


def acts(app: Flask, slug: str) -> dict[str, Measured]:
    """Name everything that is measured."""
    found = dict(queries())
    cookie, forget = signed_in(app), forget_all(app)
    for name, address in pages(slug).items():
        visit, read = asked(app, address), asked(app, address, cookie)
        found |= {
            f"{name}, whole page kept": Measured(visit, visit),
            f"{name}, visitor, parts kept": Measured(visit, keep_parts(app, visit)),
            f"{name}, signed in, parts kept": Measured(read, keep_parts(app, read)),
            f"{name}, visitor, made anew": Measured(visit, forget),
            f"{name}, signed in, made anew": Measured(read, forget),
        }
    last = f"/calls/?state=closed&after={last_key(Wanted(state='closed'))}"
    for name, address in (("first", "/calls/?state=closed"), ("last", last)):
        closed = Measured(asked(app, address), forget)
        found[f"closed calls, {name} page, made anew"] = closed
    return found


def queries() -> Iterator[tuple[str, Measured]]:
    """Name what is measured below the pages."""
    yield "query: search, common word", Measured(searching("shelter"))
    yield "query: search, rare words", Measured(searching("women lot1999"))
    yield "a name against 1,000 listed", Measured(comparing(NAMES))


def searching(text: str) -> Act:
    """Return one search, the page of 20 it gives and how many it finds."""
    at = clock.now()
    return lambda: call_list.page(Wanted(text=text), at)


def comparing(count: int) -> Act:
    """Return the comparison of one name with a sanctions list of so many entries."""
    pairs = ((FIRST[number % 7], LAST[number % 11], number) for number in range(count))
    listed = [Listed(f"E{key}", "person", (f"{one} {two} {key}",)) for one, two, key in pairs]
    index, others = Index(listed), cycle(f"{FIRST[each]} Benali {each}" for each in range(7))
    return lambda: index.find(next(others))


def lines(found: dict[str, list[Pair]]) -> Iterator[str]:
    """Write one line for each act: milliseconds, and each figure to the same of the empty page.

    The median is set against the median of the empty page beside it, the 95th percentile
    against its 95th percentile: the machine disturbs both alike.
    """
    yield f"{'':46} {'median ms':>10} {'p95 ms':>8} {'median':>8} {'p95':>8}"
    for name, values in found.items():
        empty, own = zip(*values, strict=True)
        middle, high = median(own), highest(own)
        figures = f"{middle * 1000:>10.2f} {high * 1000:>8.2f}"
        ratios = f"{middle / median(empty):>7.1f}x {high / highest(empty):>7.1f}x"
        yield f"{name:46} {figures} {ratios}"


def highest(seconds_each: tuple[float, ...]) -> float:
    """Return the 95th percentile."""
    return quantiles(seconds_each, n=20)[-1]


def main() -> None:
    """Fill a scratch database, measure, print."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite'}"
        app = create_app({"DATABASE_URL": url, "INSTANCE": Path(folder), "SECRET_KEY": "bench"})
        migrate()
        slug = fill()
        with app.app_context():
            found = measured(acts(app, slug), asked(empty_page(), "/"))
        sys.stdout.write("\n".join(lines(found)) + "\n")
        db.database.close()


if __name__ == "__main__":
    main()
