"""Windows for what is missing: named items, fixed hours, the same for all who lack them.

Only items of the checklist can be named: what is scored, and the budget, is never reopened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from peewee import Expression, ModelSelect

from portal.config import deficiency_hours
from portal.db import atomic
from portal.domain.actions import PARTNER_ROLES, Action
from portal.domain.errors import NotFound, RuleBroken, WrongState
from portal.domain.lifecycle import CallState, ProposalState
from portal.domain.policy import Actor, require
from portal.domain.screening import Outcome
from portal.models import (
    Call,
    DeficiencyRequest,
    DeficiencySupply,
    DeficiencyWindow,
    EligibilityQuestion,
    Person,
    Proposal,
)
from portal.services import (
    clock,
    events,
    exclusions,
    invitations,
    outbox,
    proposal_eligibility,
    supplies,
)
from portal.services import screening_checklist as checklist
from portal.services.file_checks import Limits, Upload, stored, taken_at_once
from portal.services.opening import opened
from portal.services.screening_checklist import Item
from portal.services.steps import fresh
from portal.services.todo import Item as WorkItem

FILES = ("evidence_", "document_", "paper_")
LACKED = (Outcome.MISSING, Outcome.EXPIRED, Outcome.REFUSED)


@dataclass(frozen=True)
class Offer:
    """One item that can be asked for, and which partners lack it."""

    item: Item
    partners: Sequence[str]


@dataclass(frozen=True)
class Wanted:
    """One item that a partner is asked for, and what it has supplied so far."""

    item: Item
    supplied: DeficiencySupply | None

    @property
    def is_file(self) -> bool:
        """Whether a file is asked for, not an answer."""
        return self.item.code.startswith(FILES)

    @property
    def is_number(self) -> bool:
        """Whether the answer is a whole number, not yes or no."""
        return self.item.number

    @property
    def given(self) -> object:
        """The answer that was supplied, as the rules read it."""
        return checklist.typed(self.supplied.answer) if self.supplied else None


def lacking(
    call: Call, at: datetime, language: str = "en"
) -> list[tuple[Proposal, list[Item]]]:
    """Return the proposals that can still be decided with what each of them lacks."""
    received = opened(call)
    waits = exclusions.waiting(received)
    return [
        (each, [item for item in checklist.items(each, at, language) if item.lacks])
        for each in received
        if each.state is ProposalState.SUBMITTED and each.id not in waits
    ]


def offers(call: Call, at: datetime, language: str = "en") -> list[Offer]:
    """Return every item that some partner lacks, with who lacks it."""
    found: dict[str, tuple[Item, list[str]]] = {}
    for proposal, items in lacking(call, at, language):
        for each in items:
            found.setdefault(each.code, (each, []))[1].append(proposal.partner.name)
    return [Offer(item, names) for item, names in found.values()]


def windows(call: Call) -> list[DeficiencyWindow]:
    """Return the windows of a call with who opened them, the latest first."""
    query = DeficiencyWindow.select(DeficiencyWindow, Person).join(Person)
    mine = query.where(DeficiencyWindow.call == call)
    return list(mine.order_by(DeficiencyWindow.opened_at.desc()))


def is_open(window: DeficiencyWindow, at: datetime) -> bool:
    """Say whether a window is open at a moment."""
    return window.closes_at > at


def requests(call: Call) -> Mapping[object, Sequence[DeficiencyRequest]]:
    """Return by window whom it asks, in the order of the proposals' numbers."""
    query = DeficiencyRequest.select(DeficiencyRequest, Proposal).join(Proposal)
    asked: dict[object, list[DeficiencyRequest]] = {}
    for each in query.where(Proposal.call == call).order_by(Proposal.number):
        asked.setdefault(each.window_id, []).append(each)
    return asked


def open_window(call: Call, codes: Sequence[str], by: Actor, at: datetime) -> DeficiencyWindow:
    """Let every partner that lacks one of the named items supply it for the fixed hours."""
    require(by, Action.OPEN_DEFICIENCY, call)
    with atomic():
        _hold(call, at)
        asked = _asked(call, codes, at)
        made = DeficiencyWindow.create(
            call=call,
            items=_named(asked),
            opened_at=at,
            closes_at=at + timedelta(hours=deficiency_hours()),
            opened_by=by.person_id,
        )
        for proposal, items in asked:
            _ask(made, proposal, items, at)
        facts = {"items": len(made.items), "proposals": len(asked)}
        events.record(by, "call.deficiency_opened", call, at, **facts)
    return made


def _hold(call: Call, at: datetime) -> None:
    screened = (Call.id == call.id) & (Call.state == CallState.OPENED)
    if Call.update(state=CallState.OPENED).where(screened).execute() != 1:
        raise WrongState("open_deficiency", fresh(call).state)
    if any(is_open(each, at) for each in windows(call)):
        raise RuleBroken("deficiency_open")


def _asked(call: Call, codes: Sequence[str], at: datetime) -> list[tuple[Proposal, list[Item]]]:
    wanted = set(codes)
    found = [
        (proposal, chosen)
        for proposal, items in lacking(call, at)
        if (chosen := [each for each in items if each.code in wanted])
    ]
    if not wanted or {each.code for _of, items in found for each in items} != wanted:
        raise RuleBroken("deficiency_nothing", "wanted")
    if out := _out_for_the_same(call, wanted):
        raise RuleBroken("deficiency_unequal", "wanted", count=out)
    return found


def _out_for_the_same(call: Call, wanted: set[str]) -> int:
    """Count the proposals that are excluded, or proposed for it, though they lack the same."""
    received = opened(call)
    waits = exclusions.waiting(received)
    kept = [
        waits[each.id].screening if each.id in waits else each.screening
        for each in received
        if each.id in waits or each.state is ProposalState.INELIGIBLE
    ]
    lacked = {each.value for each in LACKED}
    return sum(
        any(row["code"] in wanted and row["outcome"] in lacked for row in each.get("items", ()))
        for each in kept
    )


def _named(asked: Sequence[tuple[Proposal, list[Item]]]) -> list[dict[str, str]]:
    items = {each.code: each for _of, listed in asked for each in listed}
    return [
        {"code": each.code, "kind": each.kind.value, "text": each.text}
        for each in items.values()
    ]


def _ask(
    window: DeficiencyWindow, proposal: Proposal, items: Sequence[Item], at: datetime
) -> None:
    codes = [each.code for each in items]
    DeficiencyRequest.create(window=window, proposal=proposal, items=codes)
    facts = {
        "reference": proposal.number,
        "title": proposal.call.title,
        "until": window.closes_at.isoformat(),
        "zone": proposal.call.zone,
        "proposal": str(proposal.id),
    }
    for person in invitations.writers([proposal.partner_id]):
        outbox.put_mail(person.email, "missing", person.language, at, **facts)


def current(proposal: Proposal, at: datetime) -> DeficiencyRequest | None:
    """Return what a proposal is asked for in a window that is open, if there is one."""
    query = DeficiencyRequest.select(DeficiencyRequest, DeficiencyWindow).join(DeficiencyWindow)
    asked = (DeficiencyRequest.proposal == proposal) & (DeficiencyWindow.closes_at > at)
    row: DeficiencyRequest | None = query.where(asked & _is_screened()).first()
    return row


def asked_now() -> "ModelSelect[DeficiencyRequest]":
    """Return the query for the proposals that are asked for something in an open window."""
    asked = DeficiencyRequest.select(DeficiencyRequest.proposal).join(DeficiencyWindow)
    return asked.where(DeficiencyWindow.closes_at > clock.expression())


def _is_screened() -> Expression:
    """Return the condition that the call of a window is being screened."""
    screened = Call.select(Call.id).where(Call.state == CallState.OPENED)
    condition: Expression = DeficiencyWindow.call.in_(screened)
    return condition


def wanted(request: DeficiencyRequest, at: datetime, language: str) -> list[Wanted]:
    """Return the named items of a partner with what it has supplied so far."""
    known = {each.code: each for each in checklist.unjudged(request.proposal, at, language)}
    there = supplies.of(request)
    return [Wanted(known[code], there.get(code)) for code in request.items if code in known]


def answer(proposal: Proposal, code: str, given: str, by: Actor, at: datetime) -> None:
    """Supply the answer to a named question in time, by the database's own clock."""
    request = _request(proposal, code, by, at)
    if not code.startswith("question_"):
        raise NotFound
    question = _question(proposal, code)
    if proposal_eligibility.passing(question, checklist.typed(given.strip())) is None:
        raise RuleBroken("deficiency_answer", "answer")
    _keep(request, code, {"answer": given.strip()}, by, at)


def _question(proposal: Proposal, code: str) -> EligibilityQuestion:
    for each in proposal_eligibility.questions(proposal.call_id):
        if code == f"question_{each.key.hex}":
            return each
    raise NotFound


def send_file(
    proposal: Proposal, code: str, sent: tuple[Upload, Limits], by: Actor, at: datetime
) -> None:
    """Supply a named file in time, by the database's own clock; the last one counts."""
    request = _request(proposal, code, by, at)
    if not code.startswith(FILES):
        raise NotFound
    upload, limits = sent
    kept = taken_at_once(upload, limits)
    _keep(request, code, stored("supplied", upload, kept), by, at)


def _request(proposal: Proposal, code: str, by: Actor, at: datetime) -> DeficiencyRequest:
    require(by, Action.SUPPLY_MISSING, proposal)
    request = current(proposal, at)
    if request is None:
        raise RuleBroken("deficiency_closed")
    if code not in request.items:
        raise NotFound
    return request


def _keep(
    request: DeficiencyRequest, code: str, row: Mapping[str, object], by: Actor, at: datetime
) -> None:
    window = DeficiencyWindow
    in_time = (window.id == request.window_id) & (window.closes_at > clock.expression())
    with atomic():
        touched = window.update(opened_at=window.opened_at)
        held = touched.where(in_time & _is_screened()).execute()
        if held != 1:
            raise RuleBroken("deficiency_closed")
        DeficiencySupply.create(
            request=request,
            item=code,
            supplied_at=clock.expression(),
            supplied_by=by.person_id,
            **row,
        )
        facts = {"item": code, "sha256": row.get("sha256", "")}
        events.record(by, "proposal.missing_supplied", request.proposal, at, **facts)


def work_items(actor: Actor, at: datetime) -> list[WorkItem]:
    """Return what the actor's partner is asked to supply."""
    if actor.partner_id is None or not actor.roles & PARTNER_ROLES:
        return []
    query = (
        DeficiencyRequest.select(DeficiencyRequest, DeficiencyWindow, Proposal, Call)
        .join(DeficiencyWindow)
        .switch(DeficiencyRequest)
        .join(Proposal)
        .join(Call)
        .where((Proposal.partner == actor.partner_id) & (DeficiencyWindow.closes_at > at))
        .where(_is_screened())
    )
    return [_work(each) for each in query]


def _work(request: DeficiencyRequest) -> WorkItem:
    proposal = request.proposal
    parts = {"proposal_id": str(proposal.id)}
    due = request.window.closes_at
    about = (proposal.number or "", proposal.call.title)
    return WorkItem("work.supply_missing", *about, "committee.missing", parts, due)
