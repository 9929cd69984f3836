"""The parts of a proposal beside answers and budget: read, saved, compared with the call."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from peewee import Expression

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.contracts import end_after
from portal.domain.errors import Conflict, NotFound, RuleBroken
from portal.domain.policy import Actor, require
from portal.domain.proposal_cover import Cover, Post, cover
from portal.domain.proposal_parts import (
    Column,
    Kind,
    PartKey,
    Spec,
    Wanted,
    clean,
    day_of,
    is_begun,
    note_name,
    part_rules,
    risk_level,
)
from portal.models import Call, Indicator, Lot, Person, Proposal, ProposalPart, StaffPost
from portal.services import call_scope, draft_history, draft_presence, events, library
from portal.services.draft_history import State
from portal.services.prepared import Prepared
from portal.services.proposal_drafts import Way, hold
from portal.services.steps import save_version

LONGEST = 4000
LONGEST_NOTE = 600
HIGHEST = 10**9
FILE = "proposal_parts"
APART = (Way.RESTORED, Way.REUSED)
"""How a content comes that was not typed here: it is a version of its own."""
Content = Mapping[str, Any]


@dataclass(frozen=True)
class PartDraft:
    """A part as somebody typed it, and the version they saw; 0 for none yet."""

    key: PartKey
    content: Content
    seen: int
    way: Way = Way.TYPED


@dataclass(frozen=True)
class Part:
    """One part of a proposal: what it consists of, what stands in it, what the call wants."""

    spec: Spec
    wanted: Wanted = field(default_factory=Wanted)
    row: ProposalPart | None = None

    @property
    def key(self) -> PartKey:
        """Its key."""
        return self.spec.key

    @property
    def content(self) -> Content:
        """What stands in it."""
        return dict(self.row.content) if self.row else {"rows": [], "values": {}}

    @property
    def version(self) -> int:
        """Which version of it that is; 0 before the first."""
        return self.row.version if self.row else 0

    @property
    def begun(self) -> bool:
        """Say whether anything stands in it."""
        return is_begun(self.content)

    @property
    def broken(self) -> list[RuleBroken]:
        """What it lacks and what is wrong in it."""
        return part_rules(self.spec, self.content, self.wanted)

    @property
    def values(self) -> Content:
        """Its single fields by name."""
        return dict(self.content.get("values", {}))

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of its table as people read them: days as days, a risk with its level."""
        return [self._told(row) for row in self.content.get("rows", [])]

    def _told(self, row: Content) -> dict[str, Any]:
        told = {each.name: None for each in self.spec.rows} | dict(row)
        days = [each.name for each in self.spec.rows if each.kind is Kind.DAY]
        told.update({name: day_of(row.get(name)) for name in days})
        if self.key is PartKey.RISKS and row.get("likelihood") and row.get("impact"):
            told["level"] = risk_level(row["likelihood"], row["impact"])
        if self.key is PartKey.STAFFING:
            names = {each.key: each.name for each in self.wanted.posts}
            told["post_name"] = names.get(str(row.get("post")), "")
        return told

    def with_content(self, content: Content) -> "Part":
        """Return the same part with another content, such as what others saved meanwhile."""
        return replace(self, row=ProposalPart(content=content))

    @property
    def bars(self) -> list[dict[str, Any]]:
        """The activities that have a start and an end, to be drawn."""
        drawn = [row for row in self.rows if row.get("starts_on") and row.get("ends_on")]
        return [row for row in drawn if row["starts_on"] <= row["ends_on"]]

    @property
    def cover(self) -> list[Cover]:
        """Each part of the day that the call asks for, with the staff that cover it."""
        always = self.wanted.day_and_night
        return cover(self.content.get("rows", []), self.wanted.posts, day_and_night=always)


def asked(call: Call) -> list[PartKey]:
    """Return the parts that a call asks for, in the order in which they are read."""
    return [key for key in PartKey if key.value in (call.proposal_parts or [])]


def spec_of(call: Call, key: PartKey, language: str = "en") -> Spec:
    """Return what a part consists of for a call, with the texts that the call asks by."""
    if key is PartKey.INDICATORS:
        return Spec(key, tuple(_targets(call)))
    if key.value not in library.read(FILE):
        return Spec(key)
    listed = library.entries(FILE, key.value)
    return Spec(key, tuple(_questions(call, listed, language)))


def _targets(call: Call) -> Iterable[Column]:
    for each in call_scope.rows(call, Indicator):
        name = target_name(each)
        yield Column(name, Kind.WHOLE, HIGHEST, label=each.name, hint=each.unit)
        yield Column(note_name(name), Kind.TEXT, LONGEST_NOTE, needed=False)


def target_name(indicator: Indicator) -> str:
    """Name the field for a partner's own target of an indicator of the call."""
    return f"target_{indicator.key.hex}"


def _questions(
    call: Call, listed: Sequence[Mapping[str, Any]], language: str
) -> Iterable[Column]:
    applies = {
        "special": bool(call.special_categories),
        "children": call.children_data,
        "transfers": call.data_transfers,
    }
    for each in listed:
        if not applies.get(str(each.get("when")), True):
            continue
        texts = (library.text_of(each, "", language), library.text_of(each, "hint", language))
        kind = Kind(each["kind"])
        longest = LONGEST if kind is Kind.TEXT else 10
        yield Column(each["code"], kind, longest, label=texts[0], hint=texts[1])
        if kind is Kind.ANSWER:
            yield Column(note_name(each["code"]), Kind.TEXT, LONGEST)


def wanted_of(call: Call) -> Wanted:
    """Return what a call says that the parts are compared with."""
    return Wanted(
        call.starts_on,
        last_day(call),
        call.day_and_night,
        [
            Post(str(each.key), each.function, each.people, list(each.shifts))
            for each in call_scope.rows(call, StaffPost)
        ],
        {
            target_name(each): (each.name, each.target)
            for each in call_scope.rows(call, Indicator)
        },
        Lot.select().where((Lot.call == call) & Lot.withdrawn_at.is_null()).count(),
    )


def last_day(call: Call) -> date | None:
    """Return the last day on which the partner of a call is engaged; none without a start."""
    return None if call.starts_on is None else end_after(call.starts_on, call.months)


def parts_of(call: Call, kept: Iterable[ProposalPart], language: str = "en") -> list[Part]:
    """Return the parts that a call asks for, with what is kept of each."""
    keys = asked(call)
    if not keys:
        return []
    wanted, rows = wanted_of(call), {each.key: each for each in kept}
    return [Part(spec_of(call, key, language), wanted, rows.get(key.value)) for key in keys]


def kept_of(proposal: Proposal) -> list[ProposalPart]:
    """Return everything that is kept of the parts of a proposal, by their keys."""
    return _kept_of(proposal.id)


_kept_of: Prepared[ProposalPart] = Prepared(
    lambda key: (
        ProposalPart.select(ProposalPart, Person)
        .join(Person)
        .where(ProposalPart.proposal == key)
        .order_by(ProposalPart.key)
    )
)


def part(proposal: Proposal, key: PartKey, by: Actor, language: str = "en") -> Part:
    """Return one part, to those who may write it; ``NotFound`` where the call asks for none."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    for each in parts_of(proposal.call, kept_of(proposal), language):
        if each.key is key:
            return each
    raise NotFound


def save(proposal: Proposal, draft: PartDraft, by: Actor, at: datetime) -> ProposalPart:
    """Keep a part, also while it lacks something; ``Conflict`` when others saved it meanwhile.

    Rows keep the keys that they bring; new rows get theirs here. What is there already is not
    saved again: it came twice, or two wrote the same.
    """
    require(by, Action.WRITE_PROPOSAL, proposal)
    if draft.key not in asked(proposal.call):
        raise NotFound
    content = _keyed(clean(spec_of(proposal.call, draft.key), draft.content))
    with atomic():
        hold(proposal)
        former = _row(proposal, draft.key)
        if former is not None and _is_there(former, content, draft):
            return former
        put(proposal, draft.key, content, (by, at), draft.seen)
        now = ProposalPart.get(_of(proposal, draft.key))
        _remember(now, former, draft.way, by)
    return now


def _is_there(present: ProposalPart, content: Content, draft: PartDraft) -> bool:
    again = draft.way is not Way.TYPED or draft.seen != present.version
    return again and _without_keys(present.content) == _without_keys(content)


def _without_keys(content: Content) -> Content:
    rows = [{**row, "key": ""} for row in content["rows"]]
    return {**content, "rows": rows}


def _remember(now: ProposalPart, former: ProposalPart | None, way: Way, by: Actor) -> None:
    """Keep the version in the history; autosaves of one run are one event."""
    if way is Way.AUTOSAVED:
        draft_presence.mark(now.proposal, now.key, by, now.saved_at)
    before = _state(former) if former else None
    began = draft_history.keep(now.proposal, before, _state(now), apart=way in APART)
    if began or way is not Way.AUTOSAVED:
        name = way if way in APART else "proposal.part_saved"
        events.record(by, name, now.proposal, now.saved_at, part=now.key)


def _keyed(content: dict[str, Any]) -> dict[str, Any]:
    taken: set[str] = set()
    for row in content["rows"]:
        if not row["key"] or row["key"] in taken:
            row["key"] = str(uuid4())
        taken.add(row["key"])
    return content


def put(
    proposal: Proposal, key: str, content: Content, made: tuple[Actor, datetime], seen: int
) -> None:
    """Store a content under its key at the version that was seen."""
    by, at = made
    changes = {"content": content, "saved_at": at, "saved_by": by.person_id}
    present = _row(proposal, key)
    if present is not None:
        save_version(present, seen, changes, theirs=_theirs)
        return
    row = {"proposal": proposal, "key": key, **changes}
    if ProposalPart.insert(row).on_conflict_ignore().as_rowcount().execute() != 1:
        now = ProposalPart.get(_of(proposal, key))
        raise Conflict(now.version, _theirs(now))


def _state(row: ProposalPart) -> State:
    return State(row.key, row.content, row.version, row.saved_at, row.saved_by_id)


def _of(proposal: Proposal, key: str) -> Expression:
    return (ProposalPart.proposal == proposal) & (ProposalPart.key == key)


def _row(proposal: Proposal, key: str) -> ProposalPart | None:
    return ProposalPart.get_or_none(_of(proposal, key))


def _theirs(now: ProposalPart) -> Mapping[str, object]:
    return {"content": now.content, **now.content.get("values", {})}
