"""Waiting for what another process does, bounded."""

import time


def until(look, what, seconds=240, pause=0.25):
    """Return the first true answer of ``look``; fail with ``what`` when the time is over.

    The one place where tests sleep: the portal and its worker run as processes of their own.
    """
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, f"{what}: not within {seconds} s"
        time.sleep(pause)
    return found
