"""What a group of processes takes while it works, and what the disk gives by itself."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from threading import Event, Thread
from time import perf_counter
from typing import Self

TICK = 0.2
PAGE, SECOND = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")
GROUP, TIMES, RSS = 2, slice(11, 15), 21
"""Places in ``/proc/PID/stat``, counted after the name of the program."""


def _rows(group: int) -> Iterator[list[str]]:
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            row = each.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(row[GROUP]) == group:
            yield row


def memory(group: int) -> float:
    """Return how many MB the processes of a group have in memory together."""
    return sum(int(row[RSS]) for row in _rows(group)) * PAGE / 1_000_000


def processor(group: int) -> float:
    """Return the seconds of a core that a group and its ended children have used."""
    return sum(int(each) for row in _rows(group) for each in row[TIMES]) / SECOND


@dataclass
class Watch:
    """Looks at groups of processes and at a file some times a second, and keeps the most."""

    groups: Sequence[int]
    file: Path
    most: list[float] = field(default_factory=list)
    largest: float = 0
    used: list[float] = field(default_factory=list)
    _over: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def __enter__(self) -> Self:
        self.most = [0.0 for _ in self.groups]
        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def begin(self) -> None:
        """Count the processor time from here on."""
        self.used = [-processor(each) for each in self.groups]

    def end(self) -> None:
        """Count the processor time until here."""
        now = [processor(each) for each in self.groups]
        self.used = [before + after for before, after in zip(self.used, now, strict=True)]

    def _look(self) -> None:
        while not self._over.wait(TICK):
            now = [memory(each) for each in self.groups]
            self.most = [max(pair) for pair in zip(self.most, now, strict=True)]
            if self.file.exists():
                self.largest = max(self.largest, self.file.stat().st_size / 1_000_000)


def disk_rate(folder: Path, size: int, times: int) -> float:
    """Return how many files of a size the disk takes in a second, each and its name flushed."""
    content, taken = os.urandom(size), []
    for number in range(times):
        path = folder / f"disk-{number}"
        start = perf_counter()
        path.write_bytes(content)
        for each in (path, folder):
            handle = os.open(each, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)
        taken.append(perf_counter() - start)
        path.unlink()
    return 1 / median(taken)


def spread(seconds: Sequence[float]) -> list[float]:
    """Return the 50th, 95th and 99th percentile, and the longest, in milliseconds."""
    cuts = (
        quantiles(seconds, n=100, method="inclusive") if len(seconds) > 1 else [*seconds] * 99
    )
    return [1000 * each for each in (cuts[49], cuts[94], cuts[98], max(seconds))]
