"""What must work before the portal can serve: database, schema, file store."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from flask import current_app

from portal import db
from portal.migrate import missing
from portal.observe import log
from portal.services import clock


def faults() -> list[str]:
    """Name what does not work; empty when the portal is ready."""
    return [name for name, works in CHECKS.items() if not _passes(name, works)]


def _passes(name: str, works: Callable[[], bool]) -> bool:
    try:
        return works()
    except Exception as error:  # noqa: BLE001 - whatever fails, the portal is not ready
        log.warning("not ready", check=name, error=type(error).__name__)
        return False


def _database() -> bool:
    db.open_connection()
    return clock.now() is not None


def _schema() -> bool:
    return not missing()


def _files() -> bool:
    store = Path(current_app.config["INSTANCE"]) / "files"
    with tempfile.TemporaryFile(dir=store) as probe:
        return probe.write(b"ready") > 0


CHECKS: Mapping[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _schema,
    "files": _files,
}
