"""Workers as processes of their own, to be killed."""

import os

import pytest

from portal.server import flask_command
from tests.faults.workers import Warm, kill


@pytest.fixture
def shares():
    """Other processes write to the database and are killed: each test has its own file."""
    return False


@pytest.fixture
def worker(app, tmp_path):
    """Start job workers on the test's own database; each ends with the test."""
    started = []

    def start():
        environ = {
            **os.environ,
            "PORTAL_MODE": "development",
            "PORTAL_INSTANCE": str(tmp_path),
            "PORTAL_DATABASE_URL": app.config["DATABASE_URL"],
            "PORTAL_SECRET_KEY": app.config["SECRET_KEY"],
        }
        started.append(Warm(flask_command("work"), environ, tmp_path / "worker.log"))
        return started[-1]

    yield start
    for process in started:
        kill(process)
