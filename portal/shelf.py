"""What one process keeps: parts of pages that cost much, under keys that tell their end.

A key holds the mark under which a part was made, the minute, and all that the part depends on;
so nothing is ever looked for that is no longer true, and what is not looked for drops out.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

from flask import current_app, g

from portal.services import events

T = TypeVar("T")
Mark = Callable[[], Hashable]
Key = tuple[Hashable, ...]
MOST = 2_000
"""How much one process keeps; what was asked for longest ago goes first."""


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


def begin(mark: Mark = events.mark) -> Hashable:
    """Read the mark of this page; before anything is read that may be kept under it."""
    g.mark = mark()
    g.pop("settled", None)
    return cast("Hashable", g.mark)


def settled() -> bool:
    """Say whether what is read after the mark of this page may be kept under it."""
    if "settled" not in g:
        g.settled = events.settled()
    return bool(g.settled)


def _always(_made: object) -> bool:
    return True


def kept(make: Callable[[], T], *about: Hashable, lasting: Callable[[T], bool] = _always) -> T:
    """Return what was made before under the mark of this page about the same, or make it.

    Only what is ``lasting`` is kept; where no page has read its mark, nothing is.
    """
    if "mark" not in g:
        return make()
    return _found((g.mark, *about), make, settled, lasting)


def counted(make: Callable[[], T], *about: Hashable) -> T:
    """Return what was made before about the same since the last event, or make it."""
    return _found((events.mark(), *about), make, events.settled, _always)


def _found(
    key: Key,
    make: Callable[[], T],
    may_be_kept: Callable[[], bool],
    lasting: Callable[[T], bool],
) -> T:
    found: T | None = shelf().get(key)
    if found is not None:
        return found
    settled_before = may_be_kept()
    made = make()
    if settled_before and lasting(made):
        shelf().put(key, made)
    return made
