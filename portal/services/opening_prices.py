"""Prices that a call opens apart: shut while the committee scores, until they are opened."""

from peewee import Expression

from portal.domain.lifecycle import OpeningState
from portal.models import Call, OpeningRun
from portal.models.sealing import Purpose


def wait(call: Call) -> bool:
    """Say whether a call opens its prices apart and has not done so yet."""
    return call.prices_apart and not OpeningRun.select().where(_opened(call)).exists()


def _opened(call: Call) -> Expression:
    done = (OpeningRun.purpose == Purpose.PRICES) & (OpeningRun.state == OpeningState.DONE)
    return (OpeningRun.call == call) & done
