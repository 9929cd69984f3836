"""After the reveal: where members are far apart, what was agreed on it, and who dissents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from portal.db import atomic
from portal.domain import moderation as rules
from portal.domain.actions import Action
from portal.domain.errors import NotFound, RuleBroken, RulesBroken, WrongState
from portal.domain.evaluation import items
from portal.domain.lifecycle import CallState
from portal.domain.policy import Actor, require
from portal.domain.scoring import words
from portal.models import Call, Criterion, Dissent, Moderation, Person, Proposal, Seat
from portal.services import evaluations, events, scoring
from portal.services.declarations import seat_of
from portal.services.evaluations import Given, Judgement, code_of
from portal.services.steps import fresh, save_version

__all__ = ["Moderation"]
EVENTS = ("proposal.moderated", "proposal.left_as_scored", "proposal.dissent_kept")


@dataclass(frozen=True)
class Item:
    """One criterion of one proposal that is talked about, with what each member gave."""

    proposal: Proposal
    criterion: Criterion
    given: Sequence[tuple[str, Given]]
    settled: Moderation | None
    dissents: Sequence[Dissent]

    @property
    def spread(self) -> Fraction:
        """How far apart the members are, in percent of the scale."""
        values = [int(score.value or 0) for _member, score in self.given]
        return rules.spread(values, self.criterion.scale)


@dataclass(frozen=True)
class Agreed:
    """What the committee agreed on an item; no value leaves the scores as they are."""

    value: int | None
    reason: str


def all_items(call: Call) -> list[Item]:
    """Return every item of a call, open and settled, by proposal; none before the reveal.

    Those of a lot are listed once its scores are revealed. What was settled stays listed, also
    when the spread no longer passes the setting.
    """
    of = scoring.judgement(call)
    settled = _settled(of)
    listed = set(items(evaluations.inputs(of)))
    return [
        _item(of, proposal, criterion, settled)
        for proposal in of.proposals
        for criterion in of.criteria
        if (proposal.number, code_of(criterion)) in listed
        or (proposal.id, criterion.id) in settled
    ]


def open_count(call: Call) -> int:
    """Count the items that are neither moderated nor left as they are."""
    return sum(each.settled is None for each in all_items(call))


Settled = Mapping[tuple[UUID, UUID], tuple[Moderation, Sequence[Dissent]]]


def _settled(of: Judgement) -> Settled:
    chosen = Moderation.proposal.in_([each.id for each in of.proposals])
    rows = {each.id: each for each in Moderation.select().where(chosen)}
    dissents: dict[UUID, list[Dissent]] = {}
    query = Dissent.select(Dissent, Seat, Person).join(Seat).join(Person, on=Seat.person)
    for each in query.where(Dissent.moderation.in_(list(rows))).order_by(Person.name):
        dissents.setdefault(each.moderation_id, []).append(each)
    return {
        (each.proposal_id, each.criterion_id): (each, dissents.get(each.id, ()))
        for each in rows.values()
    }


def _item(of: Judgement, proposal: Proposal, criterion: Criterion, settled: Settled) -> Item:
    sheets = of.sheets.get(proposal.id, ())
    given = [(sheet.member, sheet.scores[criterion.id]) for sheet in sheets]
    row, dissents = settled.get((proposal.id, criterion.id), (None, ()))
    return Item(proposal, criterion, given, row, dissents)


def item_of(proposal: Proposal, position: int) -> Item:
    """Return the item of a proposal on the criterion at a position, or refuse."""
    for each in all_items(proposal.call):
        if each.proposal.id == proposal.id and each.criterion.position == position:
            return each
    raise NotFound


def settle(item: Item, agreed: Agreed, seen: int, by: Actor, at: datetime) -> None:
    """Write down what the committee agreed on an item; the originals stay.

    ``seen`` is the version that the chair saw, 0 for the first; ``Conflict`` when it changed.
    """
    require(by, Action.MODERATE, item.proposal)
    _require_time(item.proposal)
    if broken := list(_broken(item, agreed)):
        raise RulesBroken(broken)
    with atomic():
        _keep(item, agreed, seen, by, at)
        name = "proposal.moderated" if agreed.value is not None else "proposal.left_as_scored"
        facts = {"criterion": item.criterion.position, "value": agreed.value}
        events.record(by, name, item.proposal, at, **facts)


def _require_time(proposal: Proposal) -> None:
    state = fresh(proposal.call).state
    if state not in {CallState.SCORING, CallState.RANKED}:
        raise WrongState("moderate", state)


def _broken(item: Item, agreed: Agreed) -> list[RuleBroken]:
    broken = []
    scale = item.criterion.scale
    if agreed.value is not None and agreed.value not in range(scale + 1):
        broken.append(RuleBroken("moderation_off_scale", "value", scale=scale))
    if words(agreed.reason) < rules.MODERATION_WORDS:
        facts = {"words": rules.MODERATION_WORDS}
        broken.append(RuleBroken("moderation_reason_short", "reason", **facts))
    return broken


def _keep(item: Item, agreed: Agreed, seen: int, by: Actor, at: datetime) -> None:
    changes = {
        "value": agreed.value,
        "reason": agreed.reason.strip(),
        "settled_at": at,
        "settled_by": by.person_id,
    }
    if item.settled is not None:
        save_version(item.settled, seen, changes, theirs=_theirs)
    else:
        Moderation.create(proposal=item.proposal, criterion=item.criterion, **changes)


def _theirs(row: Moderation) -> Mapping[str, object]:
    value = "" if row.value is None else row.value
    return {"value": value, "reason": row.reason}


def dissent(item: Item, text: str, by: Actor, at: datetime) -> None:
    """Keep the words of a member who does not share what was agreed; they are printed."""
    require(by, Action.DISSENT, item.proposal)
    _require_time(item.proposal)
    if item.settled is None:
        raise RuleBroken("dissent_too_early")
    if words(text) < rules.DISSENT_WORDS:
        raise RuleBroken("dissent_short", "text", words=rules.DISSENT_WORDS)
    seat = seat_of(item.proposal.call, by)
    own = (Dissent.moderation == item.settled) & (Dissent.seat == seat)
    with atomic():
        Dissent.delete().where(own).execute()
        given = {"moderation": item.settled, "seat": seat, "text": text.strip()}
        Dissent.create(**given, made_at=at)
        facts = {"criterion": item.criterion.position}
        events.record(by, "proposal.dissent_kept", item.proposal, at, **facts)
