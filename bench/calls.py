"""Print what public pages of calls cost with many rows, as ratios to an empty Flask page."""

import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import process_time

from flask import Flask
from werkzeug.test import EnvironBuilder

from bench.rows import fill
from portal import create_app, db
from portal.domain.sanctions import Index, Listed
from portal.migrate import migrate
from portal.services import call_list, clock
from portal.services.call_list import Wanted

ROUNDS = 40
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


def empty_page() -> Flask:
    """Make the page that everything is measured against: one line, no portal."""
    app = Flask("empty")
    app.add_url_rule("/", view_func=lambda: "empty")
    return app


def asked(app: Callable[..., object], address: str) -> Act:
    """Return how an application is asked for a page, with nothing between."""
    path, _, query = address.partition("?")
    environ = EnvironBuilder(path=path, query_string=query).get_environ()

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


def measured(acts: dict[str, Act]) -> dict[str, list[float]]:
    """Measure all acts in turns, so that what disturbs the machine disturbs all alike."""
    for act in acts.values():
        act()
    rounds = [{name: seconds(act) for name, act in acts.items()} for _ in range(ROUNDS)]
    return {name: [each[name] for each in rounds] for name in acts}


def unkept(app: Flask, address: str) -> Act:
    """Return how a page is asked for when nothing of it is kept, not even a row."""
    ask, kept = asked(app, address), app.extensions["kept"].kept

    def act() -> object:
        kept.clear()
        return ask()

    return act


def last_key(wanted: Wanted) -> str:
    """Return the key that leads to the last page of a list."""
    at = clock.now()
    page = call_list.page(wanted, at)
    key = ""
    while page.after:
        key = page.after
        page = call_list.page(Wanted(state=wanted.state, after=key), at)
    return key


def acts(app: Flask, slug: str) -> dict[str, Act]:
    """Name everything that is measured; what is kept follows its making."""
    last = last_key(Wanted(state="closed"))
    filters = "/calls/?country=MA&service=food&language=en&place=city"
    return {
        "empty Flask page": asked(empty_page(), "/"),
        "list, open calls": unkept(app, "/calls/"),
        "list, kept for visitors": asked(app, "/calls/"),
        "list with four filters": unkept(app, filters),
        "list with a search": unkept(app, "/calls/?text=shelter+women"),
        "list, closed, first page": unkept(app, "/calls/?state=closed"),
        "list, closed, last page": unkept(app, f"/calls/?state=closed&after={last}"),
        "page of a call": unkept(app, f"/calls/{slug}"),
        "page of a call, kept": asked(app, f"/calls/{slug}"),
        "a name against 1,000 listed": comparing(NAMES),
        "query: search, common word": searching("shelter"),
        "query: search, rare words": searching("women lot1999"),
    }


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


def lines(found: dict[str, list[float]]) -> Iterator[str]:
    """Write one line for each measured act: milliseconds and ratios to the empty page."""
    base = median(found["empty Flask page"])
    yield f"{'':28} {'median ms':>10} {'p95 ms':>8} {'median':>8} {'p95':>8}"
    for name, values in found.items():
        middle, high = median(values), quantiles(values, n=20)[-1]
        figures = f"{middle * 1000:>10.2f} {high * 1000:>8.2f}"
        yield f"{name:28} {figures} {middle / base:>7.1f}x {high / base:>7.1f}x"


def main() -> None:
    """Fill a scratch database, measure, print."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite'}"
        app = create_app({"DATABASE_URL": url, "INSTANCE": Path(folder), "SECRET_KEY": "bench"})
        migrate()
        slug = fill()
        with app.app_context():
            found = measured(acts(app, slug))
        sys.stdout.write("\n".join(lines(found)) + "\n")
        db.database.close()


if __name__ == "__main__":
    main()
