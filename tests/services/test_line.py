"""Standing in line: threads, processes, and what is done once for many."""

import subprocess
import sys
import threading

import pytest

from portal import db
from portal.line import Gathered, Line, Queue
from tests.waiting import until


@pytest.mark.sqlite_only
def test_another_process_waits_in_the_same_line(app):
    place = app.config["DATABASE_URL"].removeprefix("sqlite:///") + "-line"
    with db.atomic():
        taken = f"import fcntl; fcntl.flock(open({place!r}), fcntl.LOCK_EX | fcntl.LOCK_NB)"
        refused = subprocess.run(
            [sys.executable, "-c", taken], capture_output=True, check=False
        )
    assert b"BlockingIOError" in refused.stderr
    subprocess.run([sys.executable, "-c", taken], check=True)


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
        assert line.own.taken
    assert not line.own.taken


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


def test_the_process_that_waits_comes_before_one_that_has_just_had_its_turn(tmp_path):
    mine, theirs, order = Line(), Line(), []
    for each in (mine, theirs):
        each.beside(str(tmp_path / "line"))

    def wait(line, name):
        with line.turn():
            order.append(name)

    waiting = threading.Thread(target=wait, args=(theirs, "theirs"))
    with mine.turn():
        waiting.start()
        until(lambda: theirs.own.taken and theirs.handles, "it waits", 30, 0.01)
        again = threading.Thread(target=wait, args=(mine, "mine"))
        until(lambda: _is_taken(tmp_path / "line-next"), "it is next", 30, 0.01)
        again.start()
    waiting.join(30)
    again.join(30)
    assert order == ["theirs", "mine"]


def _is_taken(place):
    code = f"import fcntl; fcntl.flock(open({str(place)!r}), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False
    ).returncode
