"""The page of a call in parts: those that everybody reads alike are kept."""

from functools import partial

from flask import render_template
from markupsafe import Markup

from portal.blueprints.calls.amended import amended_of
from portal.blueprints.calls.life import life_of
from portal.blueprints.kept import part
from portal.blueprints.seal_command import command_sha256
from portal.domain.actions import Action
from portal.domain.lifecycle import CallState
from portal.domain.policy import Thing, can
from portal.services import (
    award,
    award_letters,
    budget_categories,
    call_ceremony,
    call_reading,
    calls,
    clarifications,
    minutes,
)
from portal.shelf import kept
from portal.web import actor, language, now

PARTS = ("head", "asks", "notes", "top", "terms", "side", "log")
RIGHTS = (
    Action.ASK_QUESTION,
    Action.SEE_QUESTIONS,
    Action.EDIT_CALL,
    Action.CANCEL_CALL,
    Action.START_PROPOSAL,
    Action.START_OPENING,
    Action.SEE_OPENING,
    Action.SEE_EVALUATION,
    Action.SCREEN_PROPOSAL,
    Action.DECLARE_INTEREST,
    Action.START_SCORING,
    Action.RECOMMEND,
    Action.APPROVE_AWARD,
    Action.APPROVE_CALL,
    Action.PUBLISH_CALL,
    Action.COMMENT_CALL,
)
"""What of a reader the public parts depend on: whether they lead on to these acts."""


def to_read(slug: str) -> Thing:
    """Return the call of an address for its page; once published, as read since an event."""
    return kept(lambda: calls.by_slug(slug), "call", slug, lasting=_is_published)


def _is_published(call: Thing) -> bool:
    return call.state not in calls.UNPUBLISHED


def shared_parts(call: Thing) -> dict[str, Markup]:
    """Return the parts that every reader with the same rights sees alike.

    They are kept once a call is published: from then on nothing changes without an event.
    All visitors have the same rights to a call, so theirs are not asked.
    """
    if not _is_published(call):
        return _written(call)
    who = actor()
    guest = who.person_id is None
    rights = () if guest else tuple(can(who, each, call) for each in RIGHTS)
    return part(partial(_written, call), "call", call.id, guest, *rights)


def _written(call: Thing) -> dict[str, Markup]:
    content = _content(call)
    return {name: _part(f"calls/show_{name}.html", content) for name in PARTS}


def _part(template: str, content: dict[str, object]) -> Markup:
    return Markup(render_template(template, **content))  # noqa: S704 - a template wrote it


def _content(call: Thing) -> dict[str, object]:
    whole = calls.full(call)
    return {
        "call": call,
        "inside": False,
        "closed": calls.is_closed(call, now()),
        "public": call.state not in calls.UNPUBLISHED and call.published_at is not None,
        "whole": whole,
        "events": calls.timeline(call, everything=False),
        "life": life_of(call, inside=False),
        "amended": amended_of(call),
        "papers": calls.papers(call),
        "awards": award.awards_of(call),
        "minuted": call.state is CallState.RANKED and minutes.signed(call) is not None,
        "noticed": award_letters.is_public(call),
        "terms": call_reading.terms(call, whole.scope.needs, language()),
        "milestones": call_reading.milestones(call, now()),
        "clarified": clarifications.brief(call, now()),
        "sealing": call_ceremony.ceremony(call) if call.own_sealing else None,
        "tool": command_sha256() if call.own_sealing else "",
        "personal": call_reading.personal(call, language()),
        "categories": budget_categories.names(call, language()),
    }


def office_parts(call: Thing) -> dict[str, object]:
    """Return what only the office reads, never kept: seats, the whole log, review and plans."""
    return {
        "seats": calls.seats(call),
        "events": calls.timeline(call, everything=True),
        "life": life_of(call, inside=True),
        "amended": amended_of(call),
    }
