"""kill -9 while clients submit: nothing acknowledged is lost, torn or doubled.

Three kills here, each with twenty clients at it; `python -m bench.kill 200` does the long run.
"""

import pytest

from tests.faults import killing
from tests.faults.workers import Warm

KILLS, DRAFTS, CLIENTS = 3, 40, 20


class Server(killing.Server):
    """The portal's own web server, which begins again without loading the portal anew."""

    def run(self, command):
        """Start a command of the portal, in a process group of its own."""
        return Warm(command, self.environ, self.log)


@pytest.fixture
def server(app, tmp_path):
    """The web server on the test's database; it ends with the test."""
    made = Server(app, tmp_path)
    yield made
    made.kill()


def test_nothing_acknowledged_is_lost_torn_or_doubled(app, server):
    _call, pair, drafts = killing.made(app, DRAFTS)
    run = killing.killed(killing.Run(list(drafts)), server, KILLS, CLIENTS)
    assert run.wrong == [], server.errors()
    assert {draft.id for draft in run.acknowledged} == {draft.id for draft in drafts}
    assert run.kills == KILLS
    killing.require_whole(drafts, pair)
