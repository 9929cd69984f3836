"""The centre that is run jointly: its agreement in force, its committee, and two meetings."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from portal.domain.agreements import JointSide
from portal.models import Centre
from portal.models.joint import CooperationAgreement
from portal.models.meetings import ManagementCommitteeMeeting as Meeting
from portal.play.people import SAMPLE_PASSWORD, read
from portal.play.stage import Stage
from portal.services import (
    agreement_steps,
    agreements,
    management_committee,
    meeting_decisions,
    meetings,
)
from portal.services.contract_signatures import Consent

Told = Mapping[str, Any]


def tell(stage: Stage, today: datetime) -> None:
    """Agree on how the centre is managed together, name the committee, let it meet twice."""
    told = read("joint")
    centre = stage.cast.centres[told["centre"]]
    _agree(stage, told, centre, today)
    _name(stage, told, centre, _ago(told, "committee", today))
    for entry in told["meeting"]:
        _meet(stage, entry, centre, today)


def _ago(told: Told, name: str, today: datetime) -> datetime:
    return today - timedelta(days=told["days"][name])


def _agree(stage: Stage, told: Told, centre: Centre, today: datetime) -> None:
    by, at = stage.actor("programme"), stage.move(_ago(told, "begun", today))
    row = agreements.begin(centre, "en", by, at)
    _write(row, "financing", {"rows": _lines(row, told, at)}, stage)
    first = _ago(told, "in_force", today).date()
    days = {"starts_on": first, "ends_on": first + timedelta(days=told["lasts"])}
    _write(row, "duration", days, stage)
    agreement_steps.send(agreements.by_id(row.id), by, at)
    cleared = stage.move(_ago(told, "cleared", today))
    agreement_steps.clear(agreements.by_id(row.id), stage.actor("legal"), cleared)
    approved = stage.move(_ago(told, "approved", today))
    agreement_steps.approve(agreements.by_id(row.id), stage.actor("head"), approved)
    signed = stage.move(_ago(told, "signed", today))
    given = agreement_steps.Signed(signed.date(), **told["signed"])
    agreement_steps.sign(agreements.by_id(row.id), given, by, signed)
    started = stage.move(_ago(told, "in_force", today))
    agreement_steps.start(agreements.by_id(row.id), by, started)


def _lines(row: CooperationAgreement, told: Told, at: datetime) -> list[dict[str, Any]]:
    """Return the financing of each side from the year of the draft on."""
    keys = {each["side"]: each["key"] for each in agreements.rows_of(row, "parties")}
    return [
        {
            "party": keys[JointSide(entry["side"])],
            "name": entry["name"],
            "amount": Decimal(amount),
            "currency": "USD",
            "year": at.year + place,
        }
        for entry in told["line"]
        for place, amount in enumerate(entry["amounts"])
    ]


def _write(row: CooperationAgreement, part: str, changes: dict[str, Any], stage: Stage) -> None:
    """Write one part of the draft, leaving the rest of it as it stands."""
    now = agreements.by_id(row.id)
    content = {**agreements.content_of(now, part), **changes}
    rows = content.pop("rows")
    typed = agreements.Typed(content, rows, now.version)
    agreements.save(now, part, typed, stage.actor("programme"), stage.now)


def _name(stage: Stage, told: Told, centre: Centre, at: datetime) -> None:
    usual = {"deputy": "", "chair": False, "from_on": at.date(), "until_on": None}
    rows = [{**usual, **each, "side": JointSide(each["side"])} for each in told["member"]]
    seen = Centre.get_by_id(centre.id).version
    management_committee.name_members(
        centre, rows, seen, stage.actor("programme"), stage.move(at)
    )


def _meet(stage: Stage, entry: Told, centre: Centre, today: datetime) -> None:
    by, day = stage.actor("programme"), today - timedelta(days=entry["ago"])
    agenda = [each["title"] for each in entry["item"]]
    summons = meetings.Summons(day.date(), entry["starts_at"], entry["place"], agenda)
    made = meetings.convene(centre, summons, by, stage.move(day - timedelta(days=10)))
    meetings.record(made, _written(made, entry, day), by, stage.move(day))
    meetings.circulate(meetings.by_id(made.id), by, day)
    if "agreed_after" in entry:
        at = stage.move(day + timedelta(days=entry["agreed_after"]))
        _agree_minutes(stage, entry, meetings.by_id(made.id), at)
        _follow(stage, entry, made, stage.move(day + timedelta(days=entry["agreed_after"] + 9)))


def _written(meeting: Meeting, entry: Told, day: datetime) -> meetings.Written:
    there = {each["key"] for each in meeting.attendance if each["name"] in entry["present"]}
    decisions = [
        {
            "text": each["text"],
            "side": JointSide(each["side"]),
            "function": each["function"],
            "due_on": (day + timedelta(days=each["due"])).date(),
        }
        for each in entry["decision"]
    ]
    return meetings.Written(frozenset(there), entry["item"], decisions, meeting.version)


def _agree_minutes(stage: Stage, entry: Told, meeting: Meeting, at: datetime) -> None:
    """Agree for IOM, and record the letter by which the Government's side agreed."""
    by = stage.actor("programme")
    own = stage.cast.people["programme"].name
    consent = Consent(own, SAMPLE_PASSWORD, meetings.print_of(meeting))
    name, function, letter = entry["government"]
    for given in (
        meetings.Agreed(JointSide.IOM, own, "Programme officer", at.date()),
        meetings.Agreed(JointSide.GOVERNMENT, name, function, at.date(), letter),
    ):
        meetings.agree(meetings.by_id(meeting.id), given, consent, by, at)


def _follow(stage: Stage, entry: Told, meeting: Meeting, at: datetime) -> None:
    for position, each in enumerate(entry["decision"]):
        if "done" in each:
            row = meetings.decisions_of(meetings.by_id(meeting.id))[position]
            decision = meeting_decisions.by_id(row.id)
            by = stage.actor("programme")
            meeting_decisions.follow(decision, "do", each["done"], by, at)
