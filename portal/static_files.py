"""The static files, as they were at the start; never a compressed twin older than its file."""

import os
from collections.abc import Mapping

from whitenoise import WhiteNoise
from whitenoise.responders import StaticFile

from portal.config import ROOT

ENDINGS = ("", ".gz", ".br")
A_YEAR = 31_536_000
"""For how many seconds a browser keeps a file: its address changes with what is in it."""
SAME = 1.0
"""How many seconds a twin may be older: it bears its file's time, which is rounded."""


class StaticFiles(WhiteNoise):
    """The files of ``static/`` before an application.

    A file that was changed and not compressed again is served as it is: browsers keep what they
    are given for a year.
    """

    def __init__(self, application: object) -> None:
        """Look once at what is there."""
        super().__init__(
            application, root=str(ROOT / "static"), prefix="static/", max_age=A_YEAR
        )

    def get_static_file(
        self, path: str, url: str, stat_cache: Mapping[str, os.stat_result]
    ) -> StaticFile:
        """Return a file with those of its twins that are not older than it."""
        there = {path + end: stat_cache.get(path + end) for end in ENDINGS}
        oldest = stat_cache[path].st_mtime - SAME
        fresh = {name: each for name, each in there.items() if each and each.st_mtime > oldest}
        return super().get_static_file(path, url, stat_cache=fresh)
