"""The stage of a played life: the cast, the present moment, and what was made so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal import db
from portal.domain.policy import Actor
from portal.models import Call, Contract, Proposal
from portal.play import diligence
from portal.play.people import Cast, load
from portal.services import clock


@dataclass
class Stage:
    """Where the play stands; every moment of it is also the portal's own clock."""

    first_day: date
    cast: Cast
    now: datetime
    call: Call | None = None
    contract: Contract | None = None
    proposals: dict[tuple[str, int], Proposal] = field(default_factory=dict)
    late: Proposal | None = None

    def on(self, day: int, hour: int = 10, minute: int = 0) -> datetime:
        """Move to an hour (UTC) of a day of the play and return the moment."""
        there = datetime.combine(
            self.first_day + timedelta(days=day), time(hour, minute), tzinfo=UTC
        )
        return self.move(there)

    def move(self, there: datetime) -> datetime:
        """Move the portal's clock to a moment."""
        clock.set_shift(round((there - db.read_clock()).total_seconds()))
        self.now = there
        return there

    def actor(self, key: str) -> Actor:
        """Return a person of the cast as the rules see them now."""
        return self.cast.actor(key)

    def played_call(self) -> Call:
        """Return the call being played, as it stands now."""
        if self.call is None:
            message = "no call has been drafted yet"
            raise RuntimeError(message)
        return Call.get_by_id(self.call.id)

    def signed_contract(self) -> Contract:
        """Return the contract being played, as it stands now."""
        if self.contract is None:
            message = "no contract has been assembled yet"
            raise RuntimeError(message)
        return Contract.get_by_id(self.contract.id)


def set_up(first_day: date) -> Stage:
    """Load the cast into an empty database on the first day of the play."""
    start = datetime.combine(first_day, time(8), tzinfo=UTC)
    clock.set_shift(round((start - db.read_clock()).total_seconds()))
    stage = Stage(first_day, load(start), start)
    diligence.begin(stage.cast, start)
    return stage


def local(day: date, hour: int, zone: str) -> datetime:
    """Return an hour of a day in a zone, in UTC."""
    return datetime.combine(day, time(hour), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def first_of_month(day: date) -> date:
    """Return the first day of the month that begins on or after a day."""
    return day if day.day == 1 else (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def picked(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return some entries of a mapping."""
    return {name: data[name] for name in names}
