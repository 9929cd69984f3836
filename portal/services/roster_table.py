"""A roster as plain data that pages and paper print: days, shifts, posts, cover, findings."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal.domain import rosters as rules
from portal.domain.call_terms import Shift
from portal.domain.rosters import DAYS, SHIFTS, Slot
from portal.models import Roster
from portal.models.rosters import RosterPost
from portal.services import rosters
from portal.services.rosters import Findings

Told = dict[str, Any]


def told(roster: Roster) -> Told:
    """Return a roster: ``days``, ``shifts`` with their rows, ``cover`` and ``findings``."""
    kept = rosters.posts(roster)
    found = rosters.findings(roster)
    return {
        "days": [(roster.monday + timedelta(days=day)).isoformat() for day in DAYS],
        "shifts": [_shift(roster, shift, kept) for shift in SHIFTS],
        "cover": [[list(cell) for cell in row] for row in _cover(kept)],
        "findings": _findings(found, roster.reasons),
    }


def _cover(kept: Sequence[RosterPost]) -> list[list[tuple[int, int]]]:
    return rules.cover([each.facts for each in kept])


def _shift(roster: Roster, shift: Shift, kept: Sequence[RosterPost]) -> Told:
    begins, ends = roster.hours.span(Slot(0, shift))
    clock = ZoneInfo(roster.zone)
    return {
        "shift": shift.value,
        "begins": _hour(begins, clock),
        "ends": _hour(ends, clock),
        "rows": [_row(each, shift) for each in kept if _in(each, shift)],
    }


def _hour(at: datetime, clock: ZoneInfo) -> str:
    return at.astimezone(clock).strftime("%H:%M")


def _in(post: RosterPost, shift: Shift) -> bool:
    """Say whether a post has a part in a shift."""
    there = any(post.facts.there(Slot(day, shift)) for day in DAYS)
    return there or bool(post.facts.wanted[shift])


def _row(post: RosterPost, shift: Shift) -> Told:
    facts, wanted = post.facts, post.facts.wanted[shift]
    codes = [list(facts.there(Slot(day, shift))) for day in DAYS]
    return {
        "id": str(post.id),
        "function": post.function,
        "provider": post.provider.value,
        "wanted": wanted,
        "cells": [{"codes": each, "short": len(each) < wanted} for each in codes],
    }


def _findings(found: Findings, reasons: Mapping[str, str]) -> Told:
    gaps = [
        {
            "key": each.key,
            "function": each.function,
            **_slot(each.slot),
            "there": each.there,
            "wanted": each.wanted,
            "reason": reasons.get(each.key, ""),
        }
        for each in found.gaps
    ]
    rests = [
        {"code": each.code, "hours": each.hours, **_slot(each.second)} for each in found.rests
    ]
    return {
        "any": found.any,
        "gaps": gaps,
        "uncovered": [each.value for each in found.uncovered],
        "doubles": [{"code": each.code, **_slot(each.slot)} for each in found.doubles],
        "rests": rests,
        "least_rest": found.least_rest,
    }


def _slot(slot: Slot) -> Told:
    return {"day": slot.day, "shift": slot.shift.value}
