"""Photos and other files of a report: whether they show people."""

from enum import StrEnum


class Shown(StrEnum):
    """Whether people can be recognised in a photo or a file."""

    NOBODY = "nobody"
    AGREED = "agreed"
