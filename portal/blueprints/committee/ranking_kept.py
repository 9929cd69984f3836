"""The tables of a ranking, written once for all who may read them until something happens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from flask import render_template, request
from markupsafe import Markup

from portal.domain.actions import Action
from portal.domain.policy import Actor, can
from portal.services import moderation, opening, opening_prices, scoring
from portal.services.opening import Call
from portal.services.revealing import Lot
from portal.services.scoring import Ranking
from portal.shelf import counted
from portal.web import language

MOST_REASONS = 2_000
"""How many reasons stand on the page itself; of more, each proposal has a page of its own."""


@dataclass(frozen=True)
class Shown:
    """The tables as they are written, lot by lot, and what the page says above them."""

    parts: Sequence[tuple[Lot, Markup]]
    open_items: int


def shown(call: Call, reader: Actor) -> Shown:
    """Return the ranking as it was written since the last event, or write it.

    A lot that a conflict of interest shuts to the reader is left out.
    """
    about = ("ranking", call.id, language(), request.script_root)
    kept = counted(partial(_written, call), *about)
    theirs = [each for each in kept.parts if can(reader, Action.SEE_LOT, each[0])]
    return Shown(theirs, kept.open_items)


def _written(call: Call) -> Shown:
    tables = scoring.rankings(call)
    rows = [row for table in tables for row in table.rows]
    given = sum(len(each) for row in rows for each in row.reasons.values())
    about = {
        "call": call,
        "prices": opening_prices.shown(call, opening.opened(call)),
        "criteria": scoring.criteria(call),
        "many": given > MOST_REASONS,
    }
    parts = [(table.lot, _part(table, about)) for table in tables]
    return Shown(parts, moderation.open_count(call))


def _part(table: Ranking, about: Mapping[str, object]) -> Markup:
    return Markup(render_template("committee/ranking_lot.html", table=table, **about))  # noqa: S704 - our template
