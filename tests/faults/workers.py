"""Ending what a test has started."""

import os
import signal


def kill(process):
    """Kill a process and its children at once, unless it has ended by itself."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
