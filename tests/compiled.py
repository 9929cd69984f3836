"""Templates that one process of a run has compiled: the others read them.

To compile a template takes some ten times as long as to read it so, and tests put together many
portals, in many processes. A run keeps them for itself: the next one compiles what it finds.
"""

import os
import tempfile

from jinja2 import FileSystemBytecodeCache

FOLDER = "PORTAL_TEST_TEMPLATES"
"""Names, in the environment of a run, where its processes keep them."""


def begin():
    """Begin to keep them, unless this is a part of a greater run; return what ends that."""
    if FOLDER in os.environ:
        return lambda: None
    folder = tempfile.TemporaryDirectory(prefix="portal-templates-")
    os.environ[FOLDER] = folder.name
    return folder.cleanup


def there():
    """Where this run keeps them, as templates ask for it."""
    return FileSystemBytecodeCache(os.environ[FOLDER])
