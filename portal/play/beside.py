"""Beside the played life: other calls, concept notes, a template and an issued profile."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from portal.domain.call_kinds import DirectReason
from portal.models import Call
from portal.play import keys, procedures
from portal.play.calls import draft_of
from portal.play.people import read
from portal.play.stage import Stage, picked
from portal.services import (
    call_cancelling,
    call_reuse,
    calls,
    concept_notes,
    invitations,
    profile_issue,
)

NOTE = ("title", "country", "city", "problem", "approach", "services", "currency", "months")
DRAFTED, SENT, APPROVED, HELD = (timedelta(hours=hours) for hours in (6, 4, 2, 1))
"""How long before its publication each step of a call was taken."""


def tell(stage: Stage, today: datetime) -> None:
    """Live the weeks before today: each page of the portal has something to show."""
    told = read("beside")
    now = today.replace(hour=14, minute=0, second=0, microsecond=0)
    _keep_template(stage, told["template"], stage.move(now - timedelta(days=20)))
    _cancelled(stage, told["cancelled"], now)
    for entry in told["concept"]:
        _concept(stage, entry, now)
    partner = stage.cast.partners[told["profile"]["partner"]]
    by = stage.actor("procurement_first")
    profile_issue.issue(partner, by, stage.move(now - timedelta(days=3)))
    _invited(stage, told["invited"], now)
    procedures.agree(stage, now)
    stage.move(today)


def _keep_template(stage: Stage, entry: Mapping[str, str], at: datetime) -> None:
    call, by = stage.played_call(), stage.actor("programme")
    call_reuse.keep(call, entry["name"], entry["purpose"], by, at)


def _cancelled(stage: Stage, entry: Mapping[str, Any], now: datetime) -> None:
    call = _drafted(stage, entry, now)
    _publish(stage, call, now - timedelta(days=entry["published"]))
    at = stage.move(now - timedelta(days=entry["cancelled"]))
    call_cancelling.cancel(_now(call), entry["reasons"], stage.actor("head"), at)


def _invited(stage: Stage, entry: Mapping[str, Any], now: datetime) -> None:
    call = _drafted(stage, entry, now)
    for key in entry["partners"]:
        partner = stage.cast.partners[key].id
        invitations.invite(_now(call), partner, stage.actor("programme"), stage.now)
    _publish(stage, call, now - timedelta(days=entry["published"]))


def _drafted(stage: Stage, entry: Mapping[str, Any], now: datetime) -> Call:
    data = {**read(entry["like"]), **entry}
    at = stage.move(now - timedelta(days=entry["published"]) - DRAFTED)
    return draft_of(stage, data, at)


def _publish(stage: Stage, call: Call, at: datetime) -> None:
    calls.send(_now(call), stage.actor("programme"), stage.move(at - SENT))
    calls.approve(_now(call), stage.actor("head"), stage.move(at - APPROVED))
    keys.ceremony(stage, _now(call), stage.move(at - HELD))
    calls.publish(_now(call), stage.actor("procurement_first"), stage.move(at))


def _concept(stage: Stage, entry: Mapping[str, Any], now: datetime) -> None:
    by = stage.actor(f"{entry['partner']}_owner")
    at = stage.move(now - timedelta(days=entry["sent"]))
    values = {**picked(entry, *NOTE, "language"), "amount": Decimal(entry["amount"])}
    note = concept_notes.draft(values, by, at)
    concept_notes.send(note, by, at)
    if "taken_up" in entry:
        centre = stage.cast.centres["morocco"]
        reason = DirectReason(entry["reason"])
        choice = concept_notes.TakeUp(centre, reason, entry["text"])
        taken = stage.move(now - timedelta(days=entry["taken_up"]))
        sent = concept_notes.by_id(note.id)
        concept_notes.take_up(sent, choice, stage.actor("programme"), taken)


def _now(call: Call) -> Call:
    return Call.get_by_id(call.id)
