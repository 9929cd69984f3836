"""Print what sealing and opening 50 MB costs, as ratios to copying and flushing the bytes."""

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from portal.domain import envelopes, seal_keys, sealed_package
from portal.domain.envelopes import Bound

SIZE = 50_000_000
PIECE = 1024 * 1024
ROUNDS = 9
GOAL_SECONDS, GOAL_MEMORY = 0.5, 64
CALL, PARTNER = seal_keys.new_pair(), seal_keys.new_pair()
RECIPIENTS = {"call": CALL.public, "partner": PARTNER.public}
BOUND = Bound(call="c", partner="p", proposal="d", number=1, content="whole")
Act = Callable[[], None]


def pieces(path: Path) -> Iterator[bytes]:
    """Read a file as the portal does."""
    with path.open("rb") as source:
        while piece := source.read(PIECE):
            yield piece


def kept(target: Path, parts: Iterator[bytes]) -> None:
    """Write the parts and wait until they are on the disk."""
    with target.open("wb") as out:
        for part in parts:
            out.write(part)
        out.flush()
        os.fsync(out.fileno())


def sealing(source: Path, target: Path) -> Act:
    """Return the sealing of one file of a proposal, flushed to disk."""
    digest = hashlib.sha256(source.read_bytes()).hexdigest()

    def act() -> None:
        length, parts = sealed_package.pack({}, [(digest, SIZE, pieces(source))])
        with target.open("wb") as out:
            envelopes.seal(BOUND, RECIPIENTS, parts, out, length)
            out.flush()
            os.fsync(out.fileno())

    return act


def opening(envelope: Path, target: Path) -> Act:
    """Return the opening of an envelope, its file checked and flushed to disk."""

    def act() -> None:
        with envelope.open("rb") as source:
            chunks = envelopes.open_envelope(source, BOUND, "call", CALL)
            _, files = sealed_package.unpack(chunks)
            for _, content in files:
                kept(target, content)

    return act


def seconds(act: Act) -> float:
    """Measure one act by the clock on the wall: the disk counts."""
    start = perf_counter()
    act()
    return perf_counter() - start


def growth(act: Act) -> float:
    """Measure by how many MB the memory of this process grows at most during the act."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = _memory("VmRSS")
    act()
    return (_memory("VmHWM") - before) / 1000


def _memory(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def lines(acts: dict[str, Act]) -> Iterator[str]:
    """Measure all acts in turns; write their times, ratios to the copy, and memory."""
    grown = {name: growth(act) for name, act in acts.items()}
    rounds = [{name: seconds(act) for name, act in acts.items()} for _ in range(ROUNDS)]
    base = median(each["copy"] for each in rounds)
    yield f"{'50 MB':8} {'median s':>9} {'to copy':>8} {'memory MB':>10}"
    for name in acts:
        middle = median(each[name] for each in rounds)
        yield f"{name:8} {middle:>9.3f} {middle / base:>7.1f}x {grown[name]:>10.1f}"
    yield f"goal: seal in {GOAL_SECONDS} s with less than {GOAL_MEMORY} MB"


def main() -> None:
    """Print the table."""
    with TemporaryDirectory() as folder:
        names = ("plain", "copy", "envelope", "opened")
        plain, copy, envelope, opened = (Path(folder) / name for name in names)
        kept(plain, (os.urandom(PIECE)[: SIZE - at] for at in range(0, SIZE, PIECE)))
        acts = {
            "copy": lambda: kept(copy, pieces(plain)),
            "seal": sealing(plain, envelope),
            "open": opening(envelope, opened),
        }
        for line in lines(acts):
            sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
