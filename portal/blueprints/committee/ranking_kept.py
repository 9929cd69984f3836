"""The tables of a ranking, written once for all who may read them until something happens."""

from dataclasses import dataclass
from functools import partial

from flask import render_template, request
from markupsafe import Markup

from portal.services import moderation, opening, opening_prices, scoring
from portal.services.opening import Call
from portal.shelf import counted
from portal.web import language

MOST_REASONS = 2_000
"""How many reasons stand on the page itself; of more, each proposal has a page of its own."""


@dataclass(frozen=True)
class Shown:
    """The tables as they are written, and what the page says above them."""

    lots: int
    open_items: int
    body: Markup


def shown(call: Call) -> Shown:
    """Return the ranking as it was written since the last event, or write it."""
    about = ("ranking", call.id, language(), request.script_root)
    return counted(partial(_written, call), *about)


def _written(call: Call) -> Shown:
    tables = scoring.rankings(call)
    rows = [row for table in tables for row in table.rows]
    given = sum(len(each) for row in rows for each in row.reasons.values())
    body = render_template(
        "committee/ranking_tables.html",
        call=call,
        tables=tables,
        prices=opening_prices.shown(call, opening.opened(call)),
        criteria=scoring.criteria(call),
        many=given > MOST_REASONS,
    )
    return Shown(len(tables), moderation.open_count(call), Markup(body))  # noqa: S704 - our template
