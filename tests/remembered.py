"""States that tests begin from: played once through the services, then put back as rows.

What a state takes hundreds of statements to reach is a few rows in the end. They are put back
only into a database in which nothing was written since it was emptied, so that a test finds
what playing would have given it, with the same keys; a second state in a test is played.
"""

import pickle
import time
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import wraps
from pathlib import Path
from zoneinfo import ZoneInfo

RECENT = 120
"""For how many seconds a state is put back: moments in it are those of when it was played."""
ZONE = ZoneInfo("Africa/Casablanca")
PLAIN = (str, int, float, bool, date, Enum, type(None))
"""What tells one way to reach a state from another one."""


@dataclass(frozen=True)
class State:
    """What was there once a state was reached, and what reaching it gave back."""

    rows: object
    files: dict[str, bytes]
    result: bytes
    played: float
    day: date


class Memory:
    """The states of this run, and the empty portal that a test has now."""

    def __init__(self):
        self.states = {}
        self.tables = self.folder = self.untouched = None

    def begin(self, tables, folder):
        """A test has an empty portal: its tables, and the folder of its files."""
        self.tables, self.folder, self.untouched = tables, Path(folder), tables.touch()
        self.there = set(self._files())

    def end(self):
        """What comes next is not told to be empty."""
        self.tables = None

    def is_fresh(self):
        """Say whether nothing was written since the portal was emptied."""
        return self.tables is not None and self.tables.touch() == self.untouched

    def recall(self, key):
        """Return what is remembered under a key, unless that is of another time."""
        state = self.states.get(key)
        known = state and time.monotonic() - state.played < RECENT and state.day == today()
        return state if known else None

    def keep(self, key, result):
        """Remember what is there now."""
        written = {each: (self.folder / each).read_bytes() for each in self._files()}
        files = {name: data for name, data in written.items() if name not in self.there}
        rows, result = self.tables.rows(), pickle.dumps(result)
        self.states[key] = State(rows, files, result, time.monotonic(), today())

    def put_back(self, state):
        """Let the empty portal be in a state that is remembered."""
        self.tables.put_back(state.rows)
        for name, data in state.files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return pickle.loads(state.result)  # noqa: S301 - our own

    def _files(self):
        found = (each for each in self.folder.rglob("*") if each.is_file())
        return [str(each.relative_to(self.folder)) for each in found]


MEMORY = Memory()


def today():
    """The day here: a state of yesterday is played again."""
    return datetime.now(ZONE).date()


def is_plain(value):
    """Say whether a value is the same in another test."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return all(is_plain(each) for each in value)
    if isinstance(value, dict):
        return all(is_plain(each) for pair in value.items() for each in pair)
    return isinstance(value, PLAIN) and not isinstance(value, datetime)


def remembered(play):
    """Let what brings about a state do so once; it takes nothing but plain values for that."""

    @wraps(play)
    def reached(*values, **facts):
        given = (values, facts)
        if not is_plain(given) or not MEMORY.is_fresh():
            return play(*values, **facts)
        key = (play.__module__, play.__qualname__, repr(given))
        if state := MEMORY.recall(key):
            return MEMORY.put_back(state)
        result = play(*values, **facts)
        MEMORY.keep(key, result)
        return result

    return reached
