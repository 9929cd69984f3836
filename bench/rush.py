"""A rush towards a deadline: ``python -m bench.rush`` or, the whole, ``--partners 1000``.

``whole``: each partner saves ten times while typing, sends a file of 2 MB in parts, confirms
the password and submits sealed, over HTTP to the web server and the worker that ``make run``
starts. ``alone``: submissions of files that are there already, each with its page and password,
against what the disk takes by itself. ``button``: the same by people who have the page open and
confirmed the password before, so that only the button is pressed. ``slow``: nine people send
slowly beside somebody who asks for pages. Everything acknowledged must be there afterwards,
once and whole; the command fails otherwise. On the PostgreSQL that
``PORTAL_TEST_DATABASE_URL`` names, which is emptied, else on SQLite.
"""

import argparse
import http.client
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which
from statistics import mean
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter

from argon2 import PasswordHasher
from flask import Flask

from bench import arithmetic, people, proxy, slow
from bench.kill import CLIENTS, portal
from bench.people import Failed, Met
from bench.watch import Watch, disk_rate, spread
from portal import db
from portal.server import flask_command
from tests.conftest import close
from tests.faults import killing
from tests.faults.clients import Browser
from tests.faults.killing import Draft

PARTNERS = 100
SLOW = "slow"
HEAD = f"{'milliseconds':24} {'number':>6} {'50%':>8} {'95%':>8} {'99%':>8} {'longest':>8}"
LONGEST, LONGEST_EACH = 240, 2
"""After so many seconds, or so many for each partner, nobody begins any more."""
A_SECOND = 10
"""How many partners come in a second in the mean; most come in the last seconds."""
DISK_TIMES = 30
PASSWORDS = PasswordHasher()
Act = Callable[[Met, Browser, Draft], None]


@dataclass
class Rush:
    """Everybody who comes, when each comes, and what they met."""

    waiting: list[tuple[float, Draft]]
    act: Act
    met: Met = field(default_factory=Met)
    over: Event = field(default_factory=Event)
    seconds: float = 0
    watch: Watch | None = None
    disk: float = 0
    complaints: list[str] = field(default_factory=list)
    """What the portal's log says that is more than one line a request."""
    browsers: dict[object, Browser] = field(default_factory=dict)
    """The browsers of those who had the page open before."""


def piled_up(drafts: list[Draft], window: float) -> list[tuple[float, Draft]]:
    """Say when each comes: few at first, most just before the window closes."""
    return [(window * (n / len(drafts)) ** 0.5, each) for n, each in enumerate(drafts, 1)]


def hurry(rush: Rush, port: int) -> None:
    """Let everybody act; return when all have, or when it took too long."""
    began = perf_counter()
    longest = max(LONGEST, LONGEST_EACH * len(rush.waiting))
    threads = [Thread(target=_client, args=(rush, port, began)) for _ in range(CLIENTS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(max(0, began + longest - perf_counter()))
    rush.over.set()
    for each in threads:
        each.join()
    rush.seconds = perf_counter() - began


def _client(rush: Rush, port: int, began: float) -> None:
    while not rush.over.is_set():
        try:
            comes, draft = rush.waiting.pop(0)
        except IndexError:
            return
        rush.over.wait(max(0, began + comes - perf_counter()))
        try:
            browser = rush.browsers.get(draft.id) or Browser(port, draft.cookie)
            rush.act(rush.met, browser, draft)
        except (OSError, http.client.HTTPException, Failed) as error:
            rush.met.wrong.append(f"{type(error).__name__}: {error}")


@contextmanager
def serving(app: Flask, folder: Path) -> Iterator[tuple[killing.Server, Watch]]:
    """Run web server and worker on the app's database, watched; end both."""
    server = killing.Server(app, folder)
    server.start()
    worker = server.run(flask_command("work"))
    try:
        with Watch((server.process.pid, worker.pid), folder / "portal.sqlite-wal") as watch:
            yield server, watch
    finally:
        server.kill()
        killing.end(worker)


def rushed(
    app: Flask, folder: Path, count: int, act: Act, passwords: PasswordHasher = PASSWORDS
) -> Rush:
    """Let so many partners act at once; look at everything afterwards."""
    size = 0 if act is people.whole else people.SIZE
    _call, pair, drafts = killing.made(app, count, size, passwords)
    before = disk_rate(folder, people.SIZE, DISK_TIMES)
    with serving(app, folder) as (server, watch):
        window = count / A_SECOND if act is people.whole else 0
        rush = Rush(piled_up(drafts, window), act, watch=watch)
        if act is people.press:
            rush.browsers = opened(drafts, server.port)
        watch.begin()
        hurry(rush, server.port)
        watch.end()
    rush.complaints = server.errors()
    rush.disk = mean((before, disk_rate(folder, people.SIZE, DISK_TIMES)))
    if rush.met.wrong or len(rush.met.acknowledged) != count:
        told = f"{len(rush.met.acknowledged)} of {count} acknowledged"
        raise SystemExit("\n".join([told, *rush.met.wrong[:5], *rush.complaints]))
    killing.require_whole(drafts, pair)
    return rush


def opened(drafts: list[Draft], port: int) -> dict[object, Browser]:
    """Let everybody open the page and confirm the password, before the rush begins."""
    browsers = {draft.id: Browser(port, draft.cookie) for draft in drafts}
    for draft in drafts:
        people.prove(Met(), browsers[draft.id], draft)
    return browsers


def slowed(app: Flask, folder: Path, nginx: str) -> Iterator[str]:
    """Write how long pages take by themselves, and beside people who send slowly.

    Without a proxy; then behind the one whose configuration is shipped, where there is nginx.
    """
    _call, _pair, drafts = killing.made(app, slow.UPLOADERS, 0)
    yield HEAD
    with serving(app, folder) as (server, _watch):
        yield from _beside(server.port, drafts, "")
        if nginx:
            with proxy.before(nginx, folder, server.port) as port:
                yield from _beside(port, drafts, ", nginx")


def _beside(port: int, drafts: list[Draft], where: str) -> Iterator[str]:
    slow.pages(port, 1)
    alone = slow.pages(port)
    busy, speed = slow.beside(port, drafts)
    for address in slow.ADDRESSES:
        yield row(f"{address} alone{where}", alone[address])
        yield row(f"{address} beside{where}", busy[address])
    yield f"{slow.UPLOADERS} people sent {speed / 1e6:.1f} MB/s together{where}"


def row(name: str, seconds: list[float]) -> str:
    """Write a line of the table of times."""
    return f"{name:24} {len(seconds):>6} " + " ".join(
        f"{each:>8.0f}" for each in spread(seconds)
    )


def lines(rush: Rush, name: str) -> Iterator[str]:
    """Write what a rush was like."""
    met, watch = rush.met, rush.watch
    rate = len(met.acknowledged) / rush.seconds
    yield ""
    yield f"{name}: {len(met.acknowledged)} partners, {rush.seconds:.1f} s, {CLIENTS} at a time"
    yield f"{met.requests / rush.seconds:.0f} requests/s, {rate:.1f} submissions/s"
    yield f"disk {rush.disk:.0f} files/s, ratio {rate / rush.disk:.3f}"
    core = 1 / arithmetic.of_a_submission(people.SIZE)
    yield f"arithmetic of sealing: {core:.0f}/s a core, ratio {rate / core:.3f}"
    if watch is not None:
        web, worker = watch.most
        yield f"memory at most: web {web:.0f} MB, worker {worker:.0f} MB"
        yield f"processor: web {watch.used[0]:.0f} s, worker {watch.used[1]:.0f} s"
        yield f"write-ahead log at most {watch.largest:.1f} MB"
    yield HEAD
    for kind, seconds in met.taken.items():
        yield row(kind, seconds)
    middle, _, high, _ = spread(met.taken["submit"])
    yield f"99% of submit is {high / middle:.1f} times its median"
    yield "\n".join(["lines in the log beside requests:", *(rush.complaints or ["none"])])


@contextmanager
def placed() -> Iterator[tuple[Flask, Path]]:
    """Lend an empty portal in a folder that is gone afterwards."""
    with TemporaryDirectory() as name:
        app = portal(Path(name))
        with app.app_context():
            yield app, Path(name)
        close()


PARTS: dict[str, tuple[Act, PasswordHasher, str]] = {
    "whole": (people.whole, PASSWORDS, "whole"),
    "alone": (people.submit, PASSWORDS, "submissions alone"),
    "button": (people.press, killing.CHEAP, "the button alone, the password confirmed before"),
}


def measured(count: int, parts: list[str], nginx: str) -> Iterator[str]:
    """Do the parts, one after the other, each on an empty portal."""
    yield f"one check of a password: {arithmetic.of_a_password():.2f} s of a core"
    for part in parts:
        with placed() as (app, folder):
            yield f"\n{durability()}, load {load()}"
            if part == SLOW:
                yield from slowed(app, folder, nginx)
            else:
                act, passwords, name = PARTS[part]
                yield from lines(rushed(app, folder, count, act, passwords), name)
    yield f"load {load()}"


def load() -> str:
    """Say how busy the machine was in the last minute."""
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def durability() -> str:
    """Say which database it is, and how it makes sure that what it keeps is on the disk."""
    if db.is_sqlite():
        return f"SQLite, synchronous={_told('PRAGMA synchronous')}"
    flushed, waits = _told("SHOW fsync"), _told("SHOW synchronous_commit")
    return f"PostgreSQL, fsync={flushed}, synchronous_commit={waits}"


def _told(statement: str) -> str:
    return str(db.database.execute_sql(statement).fetchone()[0])


def main() -> None:
    """Print the figures."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    parser = argparse.ArgumentParser(prog="bench.rush")
    parser.add_argument("--partners", type=int, default=PARTNERS)
    parser.add_argument("--processes", default="1", help="processes of the web server")
    parser.add_argument("parts", nargs="*", help=f"some of {', '.join([*PARTS, SLOW])}")
    parser.add_argument("--nginx", default=which("nginx") or "", help="the program, if any")
    given = parser.parse_args()
    os.environ["PORTAL_WEB_PROCESSES"] = given.processes
    for line in measured(given.partners, given.parts or [*PARTS, SLOW], given.nginx):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
