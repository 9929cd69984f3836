"""The parts of the played proposals: plan, results, staff, risks, answers on safety."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.domain.monitoring import add_months
from portal.domain.policy import Actor
from portal.domain.proposal_parts import PartKey, note_name
from portal.models import Call, Indicator, Proposal, StaffPost
from portal.play.people import read
from portal.services import call_scope, proposal_parts
from portal.services.proposal_parts import PartDraft

PLANS = ("activity", "responsible", "milestone")
QUESTIONS = (PartKey.SAFEGUARDING, PartKey.DATA_PROTECTION, PartKey.HANDOVER)
ROWS = {
    PartKey.WORK_PLAN: "activity",
    PartKey.INDICATORS: "indicator",
    PartKey.STAFFING: "role",
    PartKey.RISKS: "risk",
}
Words = Mapping[str, Any]


def fill(proposal: Proposal, partner: str, by: Actor, at: datetime) -> None:
    """Write every part that the call asks for, as the partner of the sample would."""
    data = read("proposal_parts")
    call = proposal.call
    words = {**data["house"][partner], "city": proposal.lot.city}
    for key in proposal_parts.asked(call):
        content = _content(key, proposal, data, words)
        proposal_parts.save(proposal, PartDraft(key, content, 0), by, at)


def _content(key: PartKey, proposal: Proposal, data: Words, words: Words) -> Words:
    if key in QUESTIONS:
        return {"values": _answers(proposal.call, key, data["answers"][key.value], words)}
    listed = data[ROWS[key]]
    values = _targets(proposal) if key is PartKey.INDICATORS else {}
    return {"rows": [_row(key, proposal.call, row, words) for row in listed], "values": values}


def _row(key: PartKey, call: Call, row: Words, words: Words) -> Words:
    if key is PartKey.WORK_PLAN:
        return _activity(call, row, words)
    return _role(call, row, words) if key is PartKey.STAFFING else _filled(row, words)


def _filled(row: Words, words: Words) -> dict[str, Any]:
    return {
        name: value.format_map(words) if isinstance(value, str) else value
        for name, value in row.items()
    }


def _activity(call: Call, row: Words, words: Words) -> Words:
    texts = _filled({name: row[name] for name in PLANS}, words)
    if call.starts_on is None:
        return texts
    return {
        **texts,
        "starts_on": add_months(call.starts_on, row["first"] - 1),
        "ends_on": add_months(call.starts_on, row["last"]) - timedelta(days=1),
    }


def _role(call: Call, row: Words, words: Words) -> Words:
    posts = call_scope.rows(call, StaffPost)
    filled = _filled(row, words)
    return {
        **filled,
        "number": int(filled["number"]),
        "post": str(posts[row["post"] - 1].key),
        "shifts": list(row["shifts"]),
    }


def _targets(proposal: Proposal) -> Words:
    lot = str(proposal.lot.number)
    told = {each["name"]: each["targets"] for each in read("call")["indicator"]}
    return {
        proposal_parts.target_name(each): told[each.name].get(lot, each.target)
        for each in call_scope.rows(proposal.call, Indicator)
    }


def _answers(call: Call, key: PartKey, given: Words, words: Words) -> Words:
    values: dict[str, str] = {}
    for column in proposal_parts.spec_of(call, key).values:
        text = str(given.get(column.name, "")).format_map(words)
        if column.name in given and column.kind.value == "answer":
            values[column.name], _, values[note_name(column.name)] = text.partition(": ")
        elif column.name in given:
            values[column.name] = text
    return values
