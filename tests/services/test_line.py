"""Standing in line: threads, processes, and what is done once for many."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from portal import db
from portal.config import ROOT
from portal.line import Gathered, Line, Queue
from tests.waiting import until


@pytest.mark.sqlite_only
def test_another_process_waits_in_the_same_line(app):
    place = app.config["DATABASE_URL"].removeprefix("sqlite:///") + "-line"
    with db.atomic():
        assert elsewhere(place) == b"taken"
    assert elsewhere(place) == b"free"


def elsewhere(place):
    """Say what another process finds, which loads the line and nothing else of the portal."""
    act = "free = []; line.if_free(lambda: free.append(1)); print('free' if free else 'taken')"
    done = subprocess.run(program(place, act), capture_output=True, check=True)
    return done.stdout.strip()


def program(place, act):
    """Return the command of a process that does something with the line at a place."""
    load = f"import sys; sys.path.insert(0, {str(ROOT / 'portal')!r}); from line import Line"
    stand = f"line = Line(); line.beside({str(place)!r})"
    return [sys.executable, "-c", f"{load}\n{stand}\n{act}"]


def test_whoever_starts_beside_the_tables_waits_for_the_turn_of_another(app):
    begun, may_end, done = threading.Event(), threading.Event(), []

    def start(name, *, first):
        with db.turn():
            begun.set()
            assert not first or may_end.wait(30)
            done.append(name)

    one = threading.Thread(target=start, args=("one",), kwargs={"first": True})
    two = threading.Thread(target=start, args=("two",), kwargs={"first": False})
    one.start()
    assert begun.wait(30)
    two.start()
    two.join(0.2)
    assert done == []
    may_end.set()
    one.join(30)
    two.join(30)
    assert done == ["one", "two"]


def test_where_the_line_has_no_file_its_threads_wait_all_the_same(tmp_path):
    line = Line()
    line.beside(str(tmp_path / "none" / "line"))
    with line.turn():
        assert line.crowded(1)
        line.if_free(lambda: pytest.fail("somebody has a turn"))
    assert not line.crowded(1)


def test_what_many_ask_for_is_done_once_for_those_who_ask_while_another_waits():
    began, go_on, done = threading.Event(), threading.Event(), []

    def act():
        done.append(1)
        began.set()
        assert go_on.wait(30)

    gathered = Gathered(act)
    first, second = (threading.Thread(target=gathered) for _ in range(2))
    first.start()
    assert began.wait(30)
    second.start()
    until(gathered.next.locked, "the second waits", 30, 0.01)
    gathered()
    go_on.set()
    first.join(30)
    second.join(30)
    assert len(done) == 2


def test_a_lock_is_handed_to_whoever_waited_longest():
    queue, order = Queue(), []

    def wait(name):
        queue.acquire()
        order.append(name)
        queue.release()

    queue.acquire()
    threads = []
    for name in range(5):
        threads.append(threading.Thread(target=wait, args=(name,)))
        threads[-1].start()
        until(lambda count=name + 1: len(queue.waiting) == count, "it waits", 30, 0.01)
    assert not queue.acquire(wait=False)
    queue.release()
    for each in threads:
        each.join(30)
    assert order == [0, 1, 2, 3, 4]
    assert queue.acquire(wait=False)


def waiting(line, name, order):
    """Let a thread wait in a line, and return it once it does."""

    def wait():
        with line.turn():
            order.append(name)

    before = drawn(line)
    thread = threading.Thread(target=wait)
    thread.start()
    until(lambda: drawn(line) > before, "it has drawn a number", 30, 0.01)
    return thread


def drawn(line):
    return int.from_bytes(Path(line.place).read_bytes(), "big")


@pytest.fixture
def lines(tmp_path):
    """The lines of two processes at one file."""
    made = Line(), Line()
    for each in made:
        each.beside(str(tmp_path / "line"))
    return made


def test_threads_of_all_processes_have_their_turn_in_the_order_in_which_they_came(lines):
    mine, theirs = lines
    order = []
    with mine.turn():
        named = [(mine, 1), (mine, 2), (theirs, 3), (mine, 4), (theirs, 5)]
        threads = [waiting(line, name, order) for line, name in named]
        assert mine.crowded(4)
        assert not mine.crowded(5)
    for each in threads:
        each.join(30)
    assert order == [1, 2, 3, 4, 5]
    assert not mine.crowded(1)


def test_who_is_killed_in_line_lets_the_next_pass_but_not_into_the_turn_of_another(lines):
    mine, theirs = lines
    order = []
    with mine.turn():
        before = drawn(mine)
        killed = subprocess.Popen(program(mine.place, "with line.turn(): pass"))
        until(lambda: drawn(mine) > before, "it has drawn a number", 30, 0.01)
        following = waiting(theirs, "following", order)
        killed.kill()
        killed.wait(30)
        following.join(0.2)
        assert order == []
    following.join(30)
    assert order == ["following"]


def test_what_waits_for_an_empty_line_is_not_done_while_somebody_stands_in_it(lines):
    mine, theirs = lines
    done, order = [], []
    with mine.turn():
        thread = waiting(theirs, "theirs", order)
        mine.if_free(lambda: done.append("too early"))
    thread.join(30)
    mine.if_free(lambda: done.append("free"))
    assert done == ["free"]


def test_as_many_as_there_are_places_go_in_at_once():
    queue = Queue(2)
    assert queue.acquire(wait=False)
    assert queue.acquire(wait=False)
    assert not queue.acquire(wait=False)
    queue.release()
    assert queue.acquire(wait=False)
