"""The ranking, written once until something happens: its tables for all, its page for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from flask import render_template, request
from markupsafe import Markup

from portal.domain.actions import Action
from portal.domain.policy import Actor, can
from portal.services import (
    documents,
    events,
    minutes,
    moderation,
    opening,
    opening_prices,
    scoring,
)
from portal.services.opening import Call
from portal.services.revealing import Lot
from portal.shelf import counted
from portal.web import language

MOST_REASONS = 2_000
"""How many reasons stand on the page itself; of more, each proposal has a page of its own."""


@dataclass(frozen=True)
class Shown:
    """The tables as they are written, lot by lot, and what the page says around them."""

    parts: Sequence[tuple[Lot, Markup]]
    open_items: int
    log: Markup
    """What happened, as it stands at the end of the page."""


def page(call: Call, reader: Actor) -> Markup:
    """Return the page of a ranking as it was written for a reader since the last event.

    Whether prices wait and papers are made is asked anew: papers are made without an event.
    """
    papers = [documents.of(kind, call.id, language()) for kind in ("evaluation", "score_sheet")]
    about = {
        "shut": opening_prices.wait(call),
        "document": papers[0],
        "sheet": papers[1],
    }
    made = [(each.id, each.state) if each else None for each in papers]
    who = (reader.person_id, reader.roles, reader.developer)
    of = ("ranking page", call.id, *who, language(), request.script_root, about["shut"], *made)
    return counted(partial(_page, call, reader, about), *of)


def _page(call: Call, reader: Actor, about: Mapping[str, object]) -> Markup:
    minuted = minutes.signed(call) is not None
    facts = {"call": call, "shown": _shown(call, reader), "minuted": minuted}
    return _part("main", {**facts, **about})


def _shown(call: Call, reader: Actor) -> Shown:
    """Return the ranking as it was written since the last event, or write it.

    A lot that a conflict of interest shuts to the reader is left out.
    """
    about = ("ranking", call.id, language(), request.script_root)
    kept = counted(partial(_written, call), *about)
    theirs = [each for each in kept.parts if can(reader, Action.SEE_LOT, each[0])]
    return replace(kept, parts=theirs)


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
    parts = [(table.lot, _part("lot", {"table": table, **about})) for table in tables]
    happened = _part("log", {"call": call, "events": events.timeline([call.id])})
    return Shown(parts, moderation.open_count(call), happened)


def _part(name: str, about: Mapping[str, object]) -> Markup:
    return Markup(render_template(f"committee/ranking_{name}.html", **about))  # noqa: S704 - our template
