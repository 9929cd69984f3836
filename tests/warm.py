"""Commands of the portal in processes that need not load it: each leaves one that did once."""

import os
import runpy
import sys
from multiprocessing import forkserver, get_context

from portal import Portal, create_app, db
from portal.config import ROOT
from tests import compiled

WARM = get_context("forkserver")
WARM.set_forkserver_preload(
    ["portal", "flask.cli", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread"]
)
"""Loading the portal takes seconds, and walks start some forty servers and workers."""
SERVER = forkserver._forkserver


def start(command, environ, log, *, apart=False):
    """Start a ``python -m`` command under an environment; what it says goes to a file.

    Apart, it has a process group of its own, which can be killed with all that it started.
    """
    SERVER.ensure_running()
    given = (command[2:], environ, log, SERVER._forkserver_address, apart)
    child = WARM.Process(target=run, args=given)
    child.start()
    return child


def done(command, environ, log):
    """Run a ``python -m`` command to its end; return how it ended and what it said."""
    process = start(command, environ, log)
    process.join()
    return process.exitcode, log.read_text(encoding="utf-8")


def within(environ, work, *given):
    """Do some work in the portal that an environment tells of, and wait until it is done."""
    SERVER.ensure_running()
    child = WARM.Process(target=do, args=(environ, work, given))
    child.start()
    child.join()
    assert child.exitcode == 0, work


def do(environ, work, given):
    """Do the work in a portal of this process, wholly or not at all."""
    os.environ.update(environ)
    with create_app().app_context():
        db.open_connection()
        with db.atomic():
            work(*given)


def run(command, environ, log, address, apart):
    """Be the process of a module and its arguments; its own processes leave the same one."""
    if apart:
        os.setpgid(0, 0)
    SERVER._forkserver_address, SERVER.ensure_running = address, lambda: None
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(ROOT)
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(said, stream.fileno())
    Portal.jinja_options = {"bytecode_cache": compiled.there()}
    sys.argv = command
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)
