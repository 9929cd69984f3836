"""Processes of the portal to be killed, and ending what a test has started."""

import os
import signal
from contextlib import suppress

from tests import warm


class Warm:
    """A process that left one which had loaded the portal, as one that was begun anew."""

    def __init__(self, command, environ, log):
        self.process = warm.start(command, environ, log, apart=True)
        self.pid = self.process.pid

    def poll(self):
        """Return how it ended, or None while it runs."""
        return self.process.exitcode

    def wait(self, seconds):
        """Wait until it has ended, for some seconds."""
        self.process.join(seconds)


def kill(process):
    """Kill a process and its children at once, unless it has ended by itself."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
