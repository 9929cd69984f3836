"""Prices that a call opens apart: shut while the committee scores, until they are opened."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from peewee import Expression

from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import EnvelopeState, OpeningState
from portal.domain.price_check import Figures
from portal.models import Call, Envelope, OpeningRun, Proposal
from portal.models.sealing import Content, Purpose
from portal.services import proposal_contents


def wait(call: Call) -> bool:
    """Say whether a call opens its prices apart and has not done so yet."""
    return call.prices_apart and not OpeningRun.select().where(_opened(call)).exists()


def _opened(call: Call) -> Expression:
    done = (OpeningRun.purpose == Purpose.PRICES) & (OpeningRun.state == OpeningState.DONE)
    return (OpeningRun.call == call) & done


def require_open(call: Call) -> None:
    """Refuse while the prices of a call wait to be opened."""
    if wait(call):
        raise RuleBroken("prices_shut")


def shut(call: Call) -> frozenset[UUID]:
    """Return the proposals of a call whose prices are sealed apart and not open."""
    apart = (Proposal.call == call) & (Envelope.content == Content.PRICES)
    rows = Envelope.select(Envelope, Proposal).join(Proposal).where(apart)
    opened = {each.proposal_id for each in rows if each.state is EnvelopeState.OPENED}
    return frozenset({each.proposal_id for each in rows} - opened)


def shown(call: Call, proposals: Iterable[Proposal]) -> dict[UUID, Decimal | None]:
    """Return the price of each proposal that counts by its call, none where it is shut."""
    known = figures(call, proposals)
    rule = call.price_rule
    return {key: each.counted(rule) if each else None for key, each in known.items()}


def figures(call: Call, proposals: Iterable[Proposal]) -> dict[UUID, Figures | None]:
    """Return both figures of the budget of each proposal, none where it is shut."""
    unknown = shut(call) if call.prices_apart else frozenset()
    known = proposal_contents.figures(each.id for each in proposals)
    return {key: None if key in unknown else each for key, each in known.items()}
