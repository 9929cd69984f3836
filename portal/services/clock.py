"""The portal's clock: the database's own, which only development mode can move."""

from datetime import datetime, timedelta

from peewee import SQL

from portal import db
from portal.domain.actions import Action
from portal.domain.policy import Actor, require
from portal.models import ClockShift
from portal.services.prepared import Prepared

_settings = {"movable": False}


def allow_moving(*, movable: bool) -> None:
    """Say whether the clock may be moved: true in development mode and tests only."""
    _settings["movable"] = movable


def shift() -> int:
    """Return by how many seconds the clock has been moved; always 0 in production."""
    if not _settings["movable"]:
        return 0
    row = _shift.first()
    return row.seconds if row else 0


_shift: Prepared[ClockShift] = Prepared(ClockShift.select)


def now() -> datetime:
    """Return the present moment in UTC."""
    return db.read_clock(shift())


def unmoved(moment: datetime) -> datetime:
    """Return a moment of the portal's clock as the real time, which other devices go by."""
    return moment - timedelta(seconds=shift())


def expression() -> SQL:
    """Return the present moment for use inside a statement, so the database itself judges."""
    return db.now_expression(shift())


def set_shift(seconds: int) -> None:
    """Move the clock by ``seconds`` against the real time; refused in production."""
    if not _settings["movable"]:
        message = "the clock moves in development mode only"
        raise RuntimeError(message)
    with db.atomic():
        ClockShift.delete().execute()
        ClockShift.create(seconds=seconds)


def move_to(moment: datetime, by: Actor) -> None:
    """Let the portal believe that it is ``moment``, to walk past a deadline while trying it."""
    require(by, Action.DEVELOP)
    real = db.read_clock()
    set_shift(round((moment - real).total_seconds()))
