"""A worker killed in the middle of an opening: it goes on, and nothing is opened twice."""

import os
import subprocess
import sys
from functools import partial

import pytest

from portal.config import ROOT
from portal.domain.lifecycle import CallState, EnvelopeState, OpeningState
from portal.models import Answer, Attachment, Effect, Envelope, Event, OpeningRun
from portal.services import clock, files, opening, opening_run
from portal.services.steps import fresh
from tests import openings, waiting
from tests.faults.workers import kill

COUNT = 24
SIZE = 3_000_000
WAIT_SECONDS = 120


def opened():
    return Envelope.select().where(Envelope.state == EnvelopeState.OPENED).count()


def has_opened(least):
    return opened() >= least


def waits():
    kind = Effect.kind == opening_run.EFFECT
    return Effect.select().where(kind & Effect.done_at.is_null()).count()


def require_whole():
    """What is opened is there to the last file, and of the rest there is nothing."""
    for attachment in Attachment.select():
        assert files.digest(files.read(attachment.path)) == attachment.sha256
    assert Attachment.select().count() == opened()


def kill_in_the_middle(worker, call):
    """Let workers begin the opening of a call, and kill each of them while it is at it."""
    for least in (1, COUNT // 3):
        process = worker()
        waiting.until(partial(has_opened, least), "some opened envelopes", WAIT_SECONDS, 0.05)
        kill(process)
        require_whole()
        assert fresh(call).state is CallState.PUBLISHED
        clock.set_shift(clock.shift() + 600)
    assert 0 < opened() < COUNT


def test_a_worker_killed_twice_in_an_opening_opens_each_envelope_once(worker):
    call = openings.sealed_call()
    for place in range(COUNT):
        openings.submit(call, openings.pdf(SIZE + place))
    openings.close(call)
    Effect.update(done_at=clock.now()).execute()
    openings.begin(call)
    kill_in_the_middle(worker, call)
    worker()
    waiting.until(lambda: fresh(call).state is CallState.OPENED, "the opening", WAIT_SECONDS)
    waiting.until(lambda: waits() == 0, "the last round", WAIT_SECONDS)
    run = OpeningRun.get()
    assert (run.state, run.done, run.total) == (OpeningState.DONE, COUNT, COUNT)
    assert (run.damaged, run.key_box, opened()) == ([], "", COUNT)
    assert Answer.select().count() == 2 * COUNT
    assert Event.select().where(Event.name == "call.opened").count() == 1
    assert len({each.number for each in opening.opened(fresh(call))}) == COUNT
    assert not files.path(f"opening/{run.id}").exists()


@pytest.mark.sqlite_only
def test_opening_takes_little_memory_however_large_the_files_are(app):
    call = openings.sealed_call()
    openings.submit(call, openings.pdf(50_000_000))
    openings.close(call)
    openings.begin(call)
    code = (
        "import resource, sys\n"
        "from portal import create_app, db\n"
        "from portal.jobs import deliver_pending\n"
        "app = create_app()\n"
        "app.app_context().push()\n"
        "db.open_connection()\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "deliver_pending(None)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    environ = {
        **os.environ,
        "PORTAL_MODE": "development",
        "PORTAL_INSTANCE": str(app.config["INSTANCE"]),
        "PORTAL_DATABASE_URL": app.config["DATABASE_URL"],
        "PORTAL_SECRET_KEY": app.config["SECRET_KEY"],
    }
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environ, capture_output=True, check=True
    )
    assert opened() == 1
    assert int(done.stdout) < 32 * 1024
