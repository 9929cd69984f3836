"""People on a slow line beside somebody who asks for pages."""

import contextlib
import http.client
from collections.abc import Iterator
from threading import Event, Thread
from time import perf_counter

from bench.people import Met, announce
from tests.faults.clients import Browser
from tests.faults.killing import Draft

UPLOADERS, SPEED, TICK = 9, 200_000, 0.05
SECONDS, PAUSE = 15, 0.02
ADDRESSES = ("/healthz", "/calls/")
FILE = 10_000_000


class Line:
    """A slow line: bytes leave a few at a time until somebody ends it."""

    def __init__(self, over: Event) -> None:
        self.over = over
        self.sent = 0

    def pieces(self, size: int) -> Iterator[bytes]:
        """Give zeros at the speed of the line; ended in the middle, the line is cut."""
        piece = int(SPEED * TICK)
        for left in range(size, 0, -piece):
            if self.over.wait(TICK):
                raise ConnectionAbortedError
            yield bytes(min(piece, left))
            self.sent += min(piece, left)


def _send(line: Line, browser: Browser, begun: dict) -> None:
    for offset in range(0, FILE, begun["chunk"]):
        size = min(begun["chunk"], FILE - offset)
        address, length = f"{begun['address']}?offset={offset}", {"Content-Length": str(size)}
        with contextlib.suppress(OSError, http.client.HTTPException):
            browser.ask("PATCH", address, line.pieces(size), length)
        if line.over.is_set():
            return


def pages(port: int, seconds: float = SECONDS) -> dict[str, list[float]]:
    """Ask for a page after the other for some seconds; return how long each answer took."""
    taken: dict[str, list[float]] = {each: [] for each in ADDRESSES}
    until, pause = perf_counter() + seconds, Event()
    while perf_counter() < until:
        for address, all_ in taken.items():
            start = perf_counter()
            Browser(port).get(address)
            all_.append(perf_counter() - start)
            pause.wait(PAUSE)
    return taken


def beside(port: int, drafts: list[Draft]) -> tuple[dict[str, list[float]], float]:
    """Ask for pages while others send slowly; return also how many bytes a second they sent."""
    over = Event()
    lines, senders = [Line(over) for _ in drafts], []
    for line, draft in zip(lines, drafts, strict=True):
        browser = Browser(port, draft.cookie)
        begun = announce(Met(), browser, draft, FILE, "")
        senders.append(Thread(target=_send, args=(line, browser, begun)))
    for each in senders:
        each.start()
    start = perf_counter()
    taken = pages(port)
    speed = sum(each.sent for each in lines) / (perf_counter() - start)
    over.set()
    for each in senders:
        each.join()
    return taken, speed
