"""Standing in line, first come first served: threads of a process, and other processes."""

import fcntl
import os
import struct
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

NUMBERED = hasattr(fcntl, "F_OFD_SETLKW")
"""Whether the system has locks that belong to what was opened, not to the process."""
FLOCK = "hhqqi4x"
"""The system's ``struct flock``: kind, from where, place, length, process."""
SIZE = 8
GUARD, TURN, FIRST = 0, 1, 2
"""The bytes that are locked: to draw a number, to have the turn, and the number 0."""


class Queue:
    """Some places, each handed to whoever has waited longest; a plain lock goes to anybody."""

    def __init__(self, places: int = 1) -> None:
        self.places = places
        self.forget()

    def acquire(self, *, wait: bool = True) -> bool:
        """Take a place; without waiting, say whether one was free and nobody waited."""
        with self.guard:
            if self.taken < self.places:
                self.taken += 1
                return True
            if not wait:
                return False
            mine = Lock()
            mine.acquire()
            self.waiting.append(mine)
        mine.acquire()
        return True

    def release(self) -> None:
        """Hand the place to the next, or leave it free."""
        with self.guard:
            if self.waiting:
                self.waiting.popleft().release()
            else:
                self.taken -= 1

    def crowded(self, many: int) -> bool:
        """Say whether so many have a place or wait for one."""
        return self.taken + len(self.waiting) >= many

    def forget(self) -> None:
        """Begin anew: in a process that was forked nobody has a place or waits."""
        self.guard = Lock()
        self.waiting: deque[Lock] = deque()
        self.taken = 0


class Line:
    """The line of all who write to an embedded database, in the order in which they came.

    Waiting in SQLite is trying again by chance: in a rush somebody never gets a turn. Here each
    draws a number in a file and waits for the number before it, which the system holds as a
    lock: whoever ends leaves the line by that, also when killed. Threads and processes wait
    alike, so a process where many wait gets more turns than one where few do. Where the file
    cannot be opened, or the system has no such locks, the threads of this process line up all
    the same, and SQLite keeps the processes apart.
    """

    def __init__(self) -> None:
        self.place = ""
        self.own = Queue()
        self.handles: set[int] = set()

    def beside(self, place: str) -> None:
        """Line up at a file beside the database."""
        self.forget()
        self.place = place if NUMBERED else ""

    def forget(self) -> None:
        """Let go of the file: a process that was forked lines up by itself."""
        for handle in self.handles:
            os.close(handle)
        self.handles = set()
        self.own.forget()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn, and have it."""
        handle = self._opened()
        if handle is None:
            self.own.acquire()
        try:
            if handle is not None:
                _wait(handle)
            yield
        finally:
            self._leave(handle)

    def if_free(self, act: Callable[[], None]) -> None:
        """Do something in a turn, but only when nobody has one or waits for it."""
        handle = self._opened()
        if handle is None and not self.own.acquire(wait=False):
            return
        try:
            if handle is None or _is_free(handle):
                act()
        finally:
            self._leave(handle)

    def crowded(self, many: int) -> bool:
        """Say whether so many of this process have their turn or wait for it."""
        return len(self.handles) >= many or self.own.crowded(many)

    def _opened(self) -> int | None:
        """Open the file anew: locks belong to what was opened, so each thread has its own."""
        if not self.place:
            return None
        try:
            handle = os.open(self.place, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return None
        self.handles.add(handle)
        return handle

    def _leave(self, handle: int | None) -> None:
        """Let the next have its turn: closing ends every lock."""
        if handle is None:
            self.own.release()
        elif handle in self.handles:
            self.handles.remove(handle)
            os.close(handle)


def _wait(handle: int) -> None:
    """Draw a number, wait for the one before it, then for the turn.

    Who waited before may have been killed while another still has the turn.
    """
    _lock(handle, GUARD)
    number = _last(handle) + 1
    os.pwrite(handle, number.to_bytes(SIZE, "big"), 0)
    _lock(handle, FIRST + number)
    _lock(handle, GUARD, fcntl.F_UNLCK)
    _lock(handle, FIRST + number - 1)
    _lock(handle, TURN)


def _is_free(handle: int) -> bool:
    """Take the turn as the last who came, unless somebody stands in line."""
    try:
        for place in (GUARD, FIRST + _last(handle), TURN):
            _lock(handle, place, wait=False)
        _lock(handle, GUARD, fcntl.F_UNLCK)
    except BlockingIOError:
        return False
    return True


def _last(handle: int) -> int:
    """Return the number that was drawn last."""
    return int.from_bytes(os.pread(handle, SIZE, 0), "big")


def _lock(handle: int, place: int, kind: int = fcntl.F_WRLCK, *, wait: bool = True) -> None:
    how = fcntl.F_OFD_SETLKW if wait else fcntl.F_OFD_SETLK
    fcntl.fcntl(handle, how, struct.pack(FLOCK, kind, os.SEEK_SET, place, 1, 0))


class Gathered:
    """Does something once for all who ask for it while somebody waits to do it.

    The one who waits has not begun, so what is done then comes after the commits of all.
    """

    def __init__(self, act: Callable[[], object]) -> None:
        self.act = act
        self.present = Lock()
        self.next = Lock()

    def __call__(self) -> None:
        """Do it, unless somebody else is about to."""
        if not self.next.acquire(blocking=False):
            return
        with self.present:
            self.next.release()
            self.act()
