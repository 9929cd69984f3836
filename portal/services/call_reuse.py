"""Writing a call from what was written before: earlier calls, and templates of the house."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.policy import Actor, can, require
from portal.models import Call, CallTemplate, Centre
from portal.services import call_drafting, call_parts, events
from portal.services.call_drafting import Edit
from portal.services.call_parts import Content
from portal.services.steps import found

SECTIONS = (
    "lots",
    "terms",
    "services",
    "staffing",
    "eligibility",
    "documents",
    "criteria",
    "questions",
    "budget",
    "indicators",
    "data",
)
"""What is taken over: nothing with dates, and nobody's seat or name."""

LENGTHS = ("months", "report_every_months", "report_days", "standstill_days")
"""What of the timetable is no date."""

GONE = ("withdrawn_at",)
MOST_LISTED = 200


@dataclass(frozen=True)
class Start:
    """What a new draft starts from: its contents by section, and where they come from."""

    contents: Mapping[str, Content]
    title: str
    language: str
    background: str
    origin: str
    centre_id: UUID | None = None


@dataclass(frozen=True)
class Preview:
    """What a section would bring: its texts, and one line for each row of its table."""

    texts: list[str]
    rows: list[str]


def stored(call: Call) -> dict[str, Content]:
    """Return what of a call can be taken over, as plain data by section."""
    kept = {section: _current(call_parts.content(call, section)) for section in SECTIONS}
    times = call_parts.content(call, "timetable")["columns"]
    lengths = {name: times[name] for name in LENGTHS}
    return {**kept, "timetable": {"columns": lengths, "rows": []}}


def _current(given: Content) -> Content:
    rows = [row for row in given["rows"] if not any(row.get(name) for name in GONE)]
    return {**given, "rows": rows}


def keep(call: Call, name: str, purpose: str, by: Actor, at: datetime) -> CallTemplate:
    """Keep a call as a template of the house; one of the same name gets a new version.

    The working copy of an addendum is no call of its own and is refused.
    """
    require(by, Action.KEEP_LIBRARY)
    require(by, Action.SEE_CALL, call)
    if call.amends_id is not None:
        raise RuleBroken("addendum_no_template")
    title = " ".join(name.split())
    with atomic():
        former = _retire_named(title, at)
        made = CallTemplate.create(
            name=title,
            purpose=purpose.strip(),
            language=call.language,
            contents={**stored(call), "background": call.background},
            source=call.id,
            author=by.person_id,
            version=former + 1,
            created_at=at,
        )
        events.record(by, "template.kept", made, at, version=made.version)
    return made


def _retire_named(name: str, at: datetime) -> int:
    same = CallTemplate.name == name
    latest = CallTemplate.select().where(same).order_by(CallTemplate.version.desc()).first()
    alive = same & CallTemplate.retired_at.is_null()
    CallTemplate.update(retired_at=at).where(alive).execute()
    return latest.version if latest else 0


def templates(*, retired: bool = False) -> list[CallTemplate]:
    """Return the templates of the house by name; ``retired`` ones only if asked for."""
    order = (CallTemplate.name, CallTemplate.version.desc())
    is_retired = CallTemplate.retired_at.is_null(is_null=not retired)
    chosen = CallTemplate.select(CallTemplate, Call).left_outer_join(Call)
    return list(chosen.where(is_retired).order_by(*order).limit(MOST_LISTED))


def template_by_id(template_id: UUID) -> CallTemplate:
    """Return a template, or refuse with ``NotFound``."""
    return found(CallTemplate.get_or_none(CallTemplate.id == template_id))


def retire(template: CallTemplate, by: Actor, at: datetime) -> None:
    """Take a template out of use; calls that began with it stay as they are."""
    require(by, Action.KEEP_LIBRARY)
    alive = (CallTemplate.id == template.id) & CallTemplate.retired_at.is_null()
    with atomic():
        if CallTemplate.update(retired_at=at).where(alive).execute() == 1:
            events.record(by, "template.retired", template, at)


def sources(by: Actor, but: Call | None = None) -> list[Call]:
    """Return the calls that the actor can take from, newest first, without ``but``."""
    require(by, Action.USE_LIBRARY)
    whole = Call.select(Call, Centre).join(Centre).where(Call.amends.is_null())
    listed = whole.order_by(Call.created_at.desc(), Call.reference.desc()).limit(MOST_LISTED)
    return [
        call
        for call in listed
        if (but is None or call.id != but.id) and can(by, Action.SEE_CALL, call)
    ]


def start_of(choice: str, by: Actor) -> Start | None:
    """Return what was chosen: ``template:<key>``, ``call:<slug>``, or none for ``""``."""
    kind, _, name = choice.partition(":")
    if not name:
        return None
    return _from_template(name) if kind == "template" else _from_call(name, by)


def _from_template(key: str) -> Start:
    try:
        template = template_by_id(UUID(key))
    except ValueError as error:
        raise NotFound from error
    if template.retired_at is not None:
        raise RuleBroken(rule="template_retired")
    contents = dict(template.contents)
    background = str(contents.pop("background", ""))
    origin = f"template:{template.id.hex}/{template.version}"
    return Start(contents, "", template.language, background, origin)


def _from_call(slug: str, by: Actor) -> Start:
    call = found(Call.get_or_none(Call.slug == slug))
    require(by, Action.SEE_CALL, call)
    return Start(
        stored(call),
        call.title,
        call.language,
        call.background,
        call.reference,
        call.centre_id,
    )


def draft(centre: Centre, values: Mapping[str, Any], start: Start | None, edit: Edit) -> Call:
    """Draft a call of a centre; with ``start`` its sections are filled from there."""
    with atomic():
        call = call_drafting.draft(centre, values, edit.by, edit.at)
        if start is not None:
            same = start.centre_id == centre.id
            for section, given in start.contents.items():
                call_parts.take_over(call, section, given, sites=same)
            events.record(edit.by, "call.started", call, edit.at, origin=start.origin)
    return call


def preview_for(source: Call, section: str, by: Actor) -> Preview:
    """Return what a section of another call would bring, in its own words."""
    require(by, Action.SEE_CALL, source)
    given = _current(call_parts.content(source, section))
    texts = [each for each in given["columns"].values() if isinstance(each, str)]
    return Preview(
        [each for each in texts if " " in each.strip()],
        [_line(row) for row in given["rows"]],
    )


def _line(row: Mapping[str, Any]) -> str:
    names = ("name", "function", "title", "text", "standard")
    return next((str(row[name]) for name in names if row.get(name)), "")


def take(source: Call, target: Call, section: str, edit: Edit) -> None:
    """Replace a section of a draft by that of another call; ``Conflict`` as in the editor."""
    require(edit.by, Action.SEE_CALL, source)
    if section not in SECTIONS or source.id == target.id:
        raise NotFound
    same = source.centre_id == target.centre_id

    def put() -> None:
        given = _current(call_parts.content(source, section))
        call_parts.take_over(target, section, given, sites=same)

    call_drafting.save_section(target, section, edit, put, ({}, lambda _: {}))
