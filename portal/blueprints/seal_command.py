"""The command `portal-seal` as a file to save, and the fingerprint to compare it with."""

import hashlib
from functools import cache
from io import BytesIO

from portal.seal_tool import write_archive


@cache
def command() -> bytes:
    """Return the command as one file."""
    held = BytesIO()
    write_archive(held)
    return held.getvalue()


def command_sha256() -> str:
    """Return the SHA-256 of the command."""
    return hashlib.sha256(command()).hexdigest()
