"""What is kept for a minute: pages for visitors, and parts of pages that cost much to make."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask import Flask, current_app, g, make_response, request, session
from flask.typing import ResponseReturnValue

from portal import db
from portal.observe import log
from portal.web import now

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
Mark = Callable[[], Hashable]
Key = tuple[Hashable, ...]
MOST = 2_000
"""How much one process keeps; what was asked for longest ago goes first."""
_KEEP = "portal.keep"
_OK = 200
_LANGUAGE_COOKIES = frozenset({"", "language=en", "language=fr"})


class Shelf:
    """What one process keeps."""

    def __init__(self) -> None:
        self.kept: OrderedDict[Key, Any] = OrderedDict()
        self.lock = Lock()

    def __contains__(self, key: Key) -> bool:
        """Say whether something is kept under a key."""
        return key in self.kept

    def get(self, key: Key) -> Any:  # noqa: ANN401 - whatever was kept
        """Return what is kept under a key, or None."""
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
            return self.kept.get(key)

    def put(self, key: Key, made: Any) -> Any:  # noqa: ANN401 - whatever is kept
        """Keep something, give it back, and drop the oldest when there is too much."""
        with self.lock:
            self.kept[key] = made
            while len(self.kept) > MOST:
                self.kept.popitem(last=False)
        return made


def shelf() -> Shelf:
    """Return the shelf of this app in this process."""
    found: Shelf = current_app.extensions.setdefault("kept", Shelf())
    return found


def period(mark: Mark) -> Key:
    """Return what ends the time of a kept part: ``mark()`` changes, or a minute is over."""
    if "period" not in g:
        g.period = (int(now().timestamp()) // 60, mark())
    return cast("Key", g.period)


@dataclass(frozen=True)
class Page:
    """A page as it was made, the mark it was made under, and the minute."""

    body: bytes
    headers: list[tuple[str, str]]
    tag: str
    mark: Mark
    made_under: Hashable
    minute: int


def kept_for_visitors(mark: Mark) -> Callable[[View], View]:
    """Let a page be kept for visitors without a session while ``mark()`` stays equal.

    ``VisitorsCache`` gives it out for at most a minute. The answer may be stored anywhere but
    must be asked for again: with its ``ETag`` that costs no more than the question. A page that
    would set a cookie is never kept, nor any in development mode, whose clock can be moved.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def kept(**parts: str) -> ResponseReturnValue:
            if request.environ.get("HTTP_COOKIE", "") not in _LANGUAGE_COOKIES:
                return view(**parts)
            before = mark()
            answer = make_response(view(**parts))
            if answer.status_code == _OK and not session.modified:
                answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32])
                answer.headers["Cache-Control"] = "no-cache"
                request.environ[_KEEP] = (mark, before)
                answer.make_conditional(request)
            return answer

        return cast("View", kept)

    return decorate


class VisitorsCache:
    """Gives visitors kept pages before the portal is asked: little more than one query."""

    def __init__(self, app: Flask) -> None:
        self.app = app.wsgi_app
        self.shelf: Shelf = app.extensions.setdefault("kept", Shelf())

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer from what is kept, or ask the portal and keep its answer if it may be."""
        if environ["REQUEST_METHOD"] != "GET":
            return self.app(environ, start)
        cookie = environ.get("HTTP_COOKIE", "")
        if cookie not in _LANGUAGE_COOKIES:
            return self.app(environ, start)
        key = (
            environ.get("HTTP_HOST", ""),
            environ["wsgi.url_scheme"],
            environ.get("SCRIPT_NAME", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
            cookie,
            environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        )
        page = self.shelf.get(key)
        if page is not None and _is_fresh(page):
            return _given(page, environ, start)
        return self._made(key, environ, start)

    def _made(
        self, key: Key, environ: "WSGIEnvironment", start: "StartResponse"
    ) -> Iterable[bytes]:
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def listen(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:  # noqa: ANN401 - WSGI's own
            told.append((status, headers))
            return start(status, headers, *rest)

        answer = cast("WSGIApplication", self.app)(environ, listen)
        if _KEEP not in environ or not told[0][0].startswith("200"):
            return answer
        return [self._keep(key, answer, told[0][1], environ[_KEEP])]

    def _keep(
        self,
        key: Key,
        answer: Iterable[bytes],
        headers: list[tuple[str, str]],
        under: tuple[Mark, Hashable],
    ) -> bytes:
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        tag = next(value for name, value in headers if name == "ETag")
        lasting = [each for each in headers if each[0] != "X-Request-Id"]
        self.shelf.put(key, Page(body, lasting, tag, *under, _minute()))
        return body


def _minute() -> int:
    return int(time.time()) // 60


def _is_fresh(page: Page) -> bool:
    if page.minute != _minute():
        return False
    db.open_connection()
    try:
        return page.mark() == page.made_under
    finally:
        db.release_connection()


def _given(page: Page, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    same = environ.get("HTTP_IF_NONE_MATCH") == page.tag
    status = "304 NOT MODIFIED" if same else "200 OK"
    log.info("request", method="GET", rule="kept", status=int(status[:3]))
    if same:
        short = [each for each in page.headers if each[0] != "Content-Length"]
        start(status, short)
        return []
    start(status, page.headers)
    return [page.body]
