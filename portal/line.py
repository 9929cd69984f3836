"""Standing in line, first come first served: threads of a process, and other processes."""

import fcntl
import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

WAIT, AT_ONCE = fcntl.LOCK_EX, fcntl.LOCK_EX | fcntl.LOCK_NB


class Queue:
    """A lock that is handed to whoever has waited longest; a plain one goes to anybody."""

    def __init__(self) -> None:
        self.guard = Lock()
        self.waiting: deque[Lock] = deque()
        self.taken = False

    def acquire(self, *, wait: bool = True) -> bool:
        """Take the lock; without waiting, say whether it was free and nobody waited."""
        with self.guard:
            if not self.taken:
                self.taken = True
                return True
            if not wait:
                return False
            mine = Lock()
            mine.acquire()
            self.waiting.append(mine)
        mine.acquire()
        return True

    def release(self) -> None:
        """Hand the lock to the next, or leave it free."""
        with self.guard:
            if self.waiting:
                self.waiting.popleft().release()
            else:
                self.taken = False


class Line:
    """The line of all who write to an embedded database.

    Waiting in SQLite is trying again by chance: in a rush somebody never gets a turn. Whoever
    ends leaves the line by that, also when killed. Of two files the second is for the process
    that comes next, so that one that has just had a turn does not take the next one too. Where
    they cannot be opened, the threads of this process line up all the same, and SQLite keeps
    the processes apart.
    """

    def __init__(self) -> None:
        self.place = ""
        self.own = Queue()
        self.handles: tuple[int, ...] = ()

    def beside(self, place: str) -> None:
        """Line up at files beside the database."""
        self.forget()
        self.place = place

    def forget(self) -> None:
        """Let go of the files: a process that was forked lines up by itself."""
        for handle in self.handles:
            os.close(handle)
        self.handles, self.own = (), Queue()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn, and have it."""
        self.own.acquire()
        try:
            self._enter(WAIT)
            try:
                yield
            finally:
                self._leave()
        finally:
            self.own.release()

    def if_free(self, act: Callable[[], None]) -> None:
        """Do something in a turn, but only when nobody has one or waits for it."""
        if not self.own.acquire(wait=False):
            return
        try:
            if self._enter(AT_ONCE):
                try:
                    act()
                finally:
                    self._leave()
        finally:
            self.own.release()

    def _enter(self, how: int) -> bool:
        if not self._opened():
            return True
        present, following = self.handles
        try:
            fcntl.flock(following, how)
            try:
                fcntl.flock(present, how)
            finally:
                fcntl.flock(following, fcntl.LOCK_UN)
        except BlockingIOError:
            return False
        return True

    def _leave(self) -> None:
        for handle in self.handles[:1]:
            fcntl.flock(handle, fcntl.LOCK_UN)

    def _opened(self) -> bool:
        if self.place and not self.handles:
            places = (self.place, f"{self.place}-next")
            try:
                self.handles = tuple(_open(each) for each in places)
            except OSError:
                return False
        return bool(self.handles)


def _open(place: str) -> int:
    return os.open(place, os.O_RDWR | os.O_CREAT, 0o600)


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
