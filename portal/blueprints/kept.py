"""What is kept for a minute: pages for visitors, and parts of pages that cost much to make."""

import hashlib
import time
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask import Flask, request
from flask.typing import ResponseReturnValue

from portal import db
from portal.observe import log
from portal.shelf import Key, Mark, Shelf, begin, kept, settled
from portal.web import language, now

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
T = TypeVar("T")
Headers = Sequence[tuple[str, str]]
_KEEP = "portal.keep"
_LANGUAGE_COOKIES = frozenset({"", "language=en", "language=fr"})


def part(make: Callable[[], T], *about: Hashable) -> T:
    """Return a part of a page as it was made in this minute and language, or make it.

    It must be the same for everybody: what depends on the reader is named in ``about``.
    """
    minute = int(now().timestamp()) // 60
    return kept(make, minute, language(), request.script_root, *about)


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

    Parts of the page are kept under the same mark, for everybody.
    ``VisitorsCache`` gives it out for at most a minute. The answer may be stored anywhere but
    must be asked for again: with its ``ETag`` that costs no more than the question. A page that
    would set a cookie is never kept, nor any in development mode, whose clock can be moved.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def keeping(**parts: str) -> ResponseReturnValue:
            under = begin(mark)
            if _is_visitor(request.environ) and settled():
                request.environ[_KEEP] = (mark, under)
            return view(**parts)

        return cast("View", keeping)

    return decorate


def _is_visitor(environ: "WSGIEnvironment") -> bool:
    return environ.get("HTTP_COOKIE", "") in _LANGUAGE_COOKIES


class VisitorsCache:
    """Gives visitors kept pages before the portal is asked: little more than one query."""

    def __init__(self, app: Flask) -> None:
        self.app = app.wsgi_app
        self.shelf: Shelf = app.extensions.setdefault("kept", Shelf())

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer from what is kept, or ask the portal and keep its answer if it may be."""
        if environ["REQUEST_METHOD"] != "GET":
            return self.app(environ, start)
        if not _is_visitor(environ):
            return self.app(environ, start)
        key = (
            environ.get("HTTP_HOST", ""),
            environ["wsgi.url_scheme"],
            environ.get("SCRIPT_NAME", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
            environ.get("HTTP_COOKIE", ""),
            environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        )
        page = self.shelf.get(key)
        if page is not None and _is_fresh(page):
            return _given(page, environ, start)
        return self._made(key, environ, start)

    def _made(
        self, key: Key, environ: "WSGIEnvironment", start: "StartResponse"
    ) -> Iterable[bytes]:
        told: list[Any] = []

        def listen(*each: Any) -> Any:  # noqa: ANN401 - WSGI's own
            told.extend(each)

        answer = cast("WSGIApplication", self.app)(environ, listen)
        status, headers, *rest = told
        if _KEEP not in environ or not _may_be_kept(status, headers):
            start(status, headers, *rest)
            return answer
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        page = self.shelf.put(key, _page(body, headers, *environ[_KEEP]))
        return _answer(page, environ, start, headers)


def _may_be_kept(status: str, headers: Headers) -> bool:
    return status.startswith("200") and all(name != "Set-Cookie" for name, _value in headers)


def _page(body: bytes, headers: Headers, mark: Mark, under: Hashable) -> Page:
    own = ("X-Request-Id", "Cache-Control")
    lasting = [each for each in headers if each[0] not in own]
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    told = [*lasting, ("Cache-Control", "no-cache"), ("ETag", tag)]
    return Page(body, told, tag, mark, under, _minute())


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
    log.info(
        "request", method="GET", rule="kept", status=304 if _is_known(page, environ) else 200
    )
    return _answer(page, environ, start)


def _answer(
    page: Page, environ: "WSGIEnvironment", start: "StartResponse", made: Headers = ()
) -> Iterable[bytes]:
    own = [each for each in made if each[0] == "X-Request-Id"]
    if _is_known(page, environ):
        short = [each for each in page.headers if each[0] != "Content-Length"]
        start("304 NOT MODIFIED", [*short, *own])
        return []
    start("200 OK", [*page.headers, *own])
    return [page.body]


def _is_known(page: Page, environ: "WSGIEnvironment") -> bool:
    return bool(environ.get("HTTP_IF_NONE_MATCH") == page.tag)
