"""Changing a published call: a working copy, then one transaction that makes it the call."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from portal import db
from portal.config import LANGUAGES
from portal.db import atomic
from portal.domain import addenda as rules
from portal.domain.actions import Action, Role
from portal.domain.addenda import USUAL_DAYS, Calendar, Dates
from portal.domain.changes import Change, changed_sections
from portal.domain.errors import RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import ISSUE_ADDENDUM, CallState, ProposalState
from portal.domain.policy import Actor, require
from portal.models import Addendum, Call, Lot, Person, Proposal
from portal.services import (
    call_cancelling,
    call_list,
    call_parts,
    call_search,
    call_versions,
    calls,
    clock,
    documents,
    events,
    followers,
    outbox,
    references,
    working_days,
)
from portal.services.call_versions import UNISSUED
from portal.services.steps import advance, found, fresh
from portal.services.todo import Item

WITHDRAWING = ("lots", "questions")
COLUMNS = {
    "deadline": "deadline",
    "opening": "opening_at",
    "results": "results_on",
    "starts": "starts_on",
}


@dataclass(frozen=True)
class Preview:
    """What an addendum would change if it were issued now, and the dates that it would set."""

    changes: list[Change]
    dates: Dates | None
    extends: bool


def start(call: Call, reason: str, by: Actor, at: datetime) -> Addendum:
    """Begin a change of a published call that still takes proposals, in a working copy."""
    require(by, Action.EDIT_CALL, call)
    if not reason.strip():
        raise RuleBroken("addendum_reason_missing", "reason")
    with atomic():
        _hold(call)
        if call_versions.open_addendum(call) is not None:
            raise RuleBroken("addendum_open", "reason")
        call_versions.keep_first(call, call.published_at or at)
        draft = _working_copy(call, by, at)
        number = call.edition + 1
        made = Addendum.create(
            call=call,
            number=number,
            reason=reason.strip(),
            draft=draft,
            author=by.person_id,
            created_at=at,
        )
        events.record(by, "addendum.started", call, at, number=number)
    return made


def _hold(call: Call) -> None:
    """Keep the row of a call for this transaction while it is published and open."""
    call_versions.refuse_copy(call, ISSUE_ADDENDUM.name)
    still = (Call.id == call.id) & (Call.state == CallState.PUBLISHED)
    ahead = Call.deadline > clock.expression()
    db.keep_alone(db.Kept.CALL, call.id)
    if Call.update(edition=Call.edition).where(still & ahead).execute() != 1:
        _refuse(call)
    call.__data__.update(fresh(call).__data__)


def _refuse(call: Call) -> None:
    now = fresh(call)
    if now.state is not CallState.PUBLISHED:
        raise WrongState(ISSUE_ADDENDUM.name, now.state)
    raise RuleBroken("addendum_too_late", deadline=now.deadline, zone=now.zone)


def _working_copy(call: Call, by: Actor, at: datetime) -> Call:
    reference = f"{call.reference}-A{call.edition + 1}"
    draft = Call.create(
        amends=call,
        centre=call.centre_id,
        reference=reference,
        slug=references.slug(reference),
        title=call.title,
        currency=call.currency,
        zone=call.zone,
        author=by.person_id,
        created_at=at,
    )
    for section, content in call_parts.contents(call).items():
        call_parts.put(draft, section, rules.standing_rows(content))
    return draft


def drop(draft: Call, by: Actor, at: datetime) -> None:
    """Give up a change that was not issued; its working copy is deleted."""
    require(by, Action.EDIT_CALL, draft)
    call_versions.drop(of_draft(draft), by, at)


def of_draft(draft: Call) -> Addendum:
    """Return the addendum of a working copy, or refuse with ``NotFound``."""
    return found(call_versions.of_draft(draft))


def preview(draft: Call, at: datetime, days: int = USUAL_DAYS) -> Preview:
    """Return what a working copy changes, and the dates that it would set at a moment."""
    before, after = contents_of(draft)
    dates = _dates(draft, at, days)
    extends = dates is not None and dates.deadline != draft.deadline
    return Preview(rules.told(before, after), dates, extends)


def contents_of(draft: Call) -> list[Any]:
    """Return what the call of a working copy says now, and what the copy says."""
    return [call_parts.contents(draft.amends), call_parts.contents(draft)]


def versions_of(addendum: Addendum) -> list[Any]:
    """Return what a call said before and after an issued addendum."""
    numbers = (addendum.number - 1, addendum.number)
    return [found(call_versions.version(addendum.call, each)).contents for each in numbers]


def changes_of(addendum: Addendum) -> list[Change]:
    """Return what an issued addendum changed, from the versions before and after it."""
    before, after = versions_of(addendum)
    return rules.told(before, after)


def require_changeable(call: Call) -> None:
    """Refuse with ``WrongState`` unless a call is published, and no working copy."""
    call_versions.refuse_copy(call, ISSUE_ADDENDUM.name)
    if call.state is not CallState.PUBLISHED:
        raise WrongState(ISSUE_ADDENDUM.name, call.state)


def _dates(draft: Call, at: datetime, days: int) -> Dates | None:
    given = [getattr(draft, column) for column in COLUMNS.values()]
    if None in given:
        return None
    works = working_days.calendar(draft.centre.country)
    calendar = Calendar(draft.zone, works, draft.standstill_days)
    return rules.extended(Dates(*given), at, days, calendar)


def issue(draft: Call, by: Actor, at: datetime, days: int = USUAL_DAYS) -> Addendum:
    """Make an approved working copy part of its call, for everybody at once.

    The rules must hold now too. A deadline that is nearer than ``days`` moves. Nothing is
    done twice: a second click is refused with ``WrongState``.
    """
    require(by, ISSUE_ADDENDUM.action, draft)
    ISSUE_ADDENDUM.take(draft.state)
    addendum, call = of_draft(draft), draft.amends
    with atomic():
        _hold(call)
        _require_sound(draft, at)
        advance(draft, ISSUE_ADDENDUM)
        _note(addendum, call, draft, (by, at))
        _move(draft, at, days)
        _merge(addendum, call, draft, at)
        _publish(addendum, by, at)
    return addendum


def _require_sound(draft: Call, at: datetime) -> None:
    if broken := calls.broken_rules(calls.full(draft), at):
        raise RulesBroken(broken)


def _note(addendum: Addendum, call: Call, draft: Call, done: tuple[Actor, datetime]) -> None:
    by, at = done
    addendum.issued_at, addendum.issuer = at, Person.get_by_id(by.person_id)
    addendum.deadline_before = call.deadline
    addendum.draft, addendum.call = draft, call


def _move(draft: Call, at: datetime, days: int) -> None:
    dates = _dates(draft, at, days)
    if dates is None:
        return
    values = {COLUMNS[name]: value for name, value in asdict(dates).items()}
    Call.update(values).where(Call.id == draft.id).execute()
    draft.__data__.update(values)


def _merge(addendum: Addendum, call: Call, draft: Call, at: datetime) -> None:
    before, after = call_parts.contents(call), call_parts.contents(draft)
    sections = changed_sections(rules.told(before, after))
    for section in sections:
        call_parts.put(call, section, _merged(section, before[section], after[section], at))
    Call.update(edition=addendum.number).where(Call.id == call.id).execute()
    call.edition = addendum.number
    addendum.sections, addendum.deadline_after = sections, call.deadline
    addendum.save()
    call_versions.keep(call, at, addendum)


def _merged(
    section: str, before: Mapping[str, Any], after: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    if section in WITHDRAWING:
        return rules.with_withdrawn(before, after, at)
    return dict(after)


def _publish(addendum: Addendum, by: Actor, at: datetime) -> None:
    call = addendum.call
    standing = Lot.select(Lot.id).where((Lot.call == call) & Lot.withdrawn_at.is_null())
    filed = (Proposal.call == call) & (Proposal.state == ProposalState.SUBMITTED)
    marked = Proposal.update(to_confirm=addendum).where(filed & Proposal.lot.in_(standing))
    marked.execute()
    if call_list.is_listed(call):
        call_search.put(call)
    facts = {"number": addendum.number, "sections": addendum.sections}
    events.record(by, "call.amended", call, at, **facts)
    _papers(addendum, at)
    _tell(addendum, at)


def _papers(addendum: Addendum, at: datetime) -> None:
    number = addendum.draft.reference
    documents.request("addendum", addendum.id, number, LANGUAGES, at)
    documents.request("call_amended", addendum.id, f"{number}-CALL", LANGUAGES, at)


def _tell(addendum: Addendum, at: datetime) -> None:
    """Mail everybody who follows, drafted, submitted or is invited, each address once."""
    call, facts = addendum.call, {"number": addendum.number}
    told = {each.email for each in followers.followers_of(call)}
    followers.notify(call, "addendum", at, **facts)
    about = {"reference": call.reference, "title": call.title, "slug": call.slug, **facts}
    for person in call_cancelling.readers(call):
        if person.email not in told:
            outbox.put_mail(person.email, "addendum", person.language, at, **about)


WORDS = {
    CallState.DRAFT: "work.finish_addendum",
    CallState.IN_REVIEW: "work.approve_addendum",
    CallState.APPROVED: "work.issue_addendum",
}
DUTIES = {
    CallState.IN_REVIEW: Role.HEAD_OF_OFFICE,
    CallState.APPROVED: Role.PROCUREMENT_OFFICER,
}


def work_items(actor: Actor, at: datetime) -> list[Item]:  # noqa: ARG001 - one shape for all areas
    """Return the addenda that the actor has to finish, approve or issue, or waits for."""
    if not actor.roles & {Role.PROGRAMME_OFFICER, *DUTIES.values()}:
        return []
    copies = Call.amends.is_null(is_null=False) & Call.state.in_(list(UNISSUED))
    return [
        _item(draft, waiting=own and draft.state is not CallState.DRAFT)
        for draft in Call.select().where(copies).order_by(Call.reference)
        if (own := draft.author_id == actor.person_id) or DUTIES.get(draft.state) in actor.roles
    ]


def _item(draft: Call, *, waiting: bool) -> Item:
    parts = {"slug": draft.slug}
    word = "work.addendum_waits" if waiting else WORDS[draft.state]
    return Item(
        word,
        draft.reference,
        draft.title,
        "calls.show",
        parts,
        draft.deadline,
        waiting=waiting,
    )
