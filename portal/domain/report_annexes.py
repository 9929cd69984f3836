"""Photos and other files of a report: whether they show people."""

from enum import StrEnum


class Shown(StrEnum):
    """Whether people can be recognised in a photo or a file."""

    NOBODY = "nobody"
    AGREED = "agreed"


def is_picture(media_type: str) -> bool:
    """Say whether a file can be shown in a page."""
    return media_type.startswith("image/")
