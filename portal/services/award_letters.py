"""The letters of a decision: all are made first, then all leave in the same minute."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from portal.config import LANGUAGES
from portal.db import atomic
from portal.domain.call_rules_times import local_day
from portal.domain.errors import NotFound
from portal.domain.lifecycle_award import AwardState
from portal.domain.policy import VISITOR, Actor
from portal.domain.working_days import moved
from portal.models import AwardRound, Call, Document, LotAward, Proposal
from portal.models.records import DocumentState
from portal.services import award_grant, documents, events, followers, outbox
from portal.services.opening import contacts, opened
from portal.services.working_days import calendar

LAST_MINUTE = time(23, 59)
DECIDED = (AwardState.APPROVED, AwardState.FAILED)


@dataclass(frozen=True)
class Progress:
    """How far the letters of a decision are: each with its proposal, and how many are made."""

    row: AwardRound
    letters: Sequence[tuple[Proposal, Document | None]]

    @property
    def made(self) -> int:
        """How many letters are made."""
        return sum(each is not None and _is_made(each) for _, each in self.letters)

    @property
    def failed(self) -> Sequence[Document]:
        """The letters that could not be made."""
        found = [each for _, each in self.letters if each is not None]
        return [each for each in found if each.state is DocumentState.FAILED]

    @property
    def share(self) -> int:
        """How many are made, in percent."""
        return self.made * 100 // len(self.letters) if self.letters else 100


def _is_made(letter: Document) -> bool:
    return letter.state is DocumentState.ISSUED


def progress(row: AwardRound) -> Progress:
    """Return how far the letters of a decision are."""
    lots = award_grant.lots_of(row)
    proposals = [each for each in opened(row.call) if each.lot_id in lots]
    kept = documents.all_of(each.id for each in proposals)
    letters = {each.subject_id: each for each in kept if each.kind == "letter"}
    return Progress(row, [(each, letters.get(each.id)) for each in proposals])


def try_again(row: AwardRound, at: datetime) -> int:
    """Ask once more for the letters that could not be made; return how many."""
    return sum(documents.ask_again(each.number, at) for each in progress(row).failed)


def round_of(proposal: Proposal) -> AwardRound | None:
    """Return the last decision on the lot of a proposal, or None before the first."""
    decided = (AwardRound.call == proposal.call) & AwardRound.state.in_(list(DECIDED))
    rows = AwardRound.select().where(decided).order_by(AwardRound.number.desc())
    for row in rows:
        row.call = proposal.call
        if proposal.lot_id in award_grant.lots_of(row):
            return row
    return None


def require_out(proposal: Proposal, by: Actor) -> None:
    """Refuse a letter to its partner while the letters of the others are still being made."""
    row = round_of(proposal)
    if by.partner_id is not None and (row is None or row.letters_at is None):
        raise NotFound


def leave_due(at: datetime) -> int:
    """Let the letters leave of every decision whose letters are all made; count these."""
    waits = AwardRound.state.in_(list(DECIDED)) & AwardRound.letters_at.is_null()
    rows = list(AwardRound.select(AwardRound, Call).join(Call).where(waits))
    return sum(_leave(each, at) for each in rows)


def _leave(row: AwardRound, at: datetime) -> bool:
    letters = [each for _, each in progress(row).letters]
    if not all(each is not None and _is_made(each) for each in letters):
        return False
    with atomic():
        waits = (AwardRound.id == row.id) & AwardRound.letters_at.is_null()
        if AwardRound.update(letters_at=at).where(waits).execute() != 1:
            return False
        _begin_standstill(row, at)
        events.record(VISITOR, "call.letters_left", row.call, at, letters=len(letters))
        _tell(row, at)
        _give_notice(row, at)
    return True


def last_day(call: Call, at: datetime) -> date:
    """Return the last day of the standstill of letters that leave at a moment."""
    works = calendar(call.centre.country)
    return moved(local_day(at, call.zone), call.standstill_days, works)


def standstill_end(call: Call, at: datetime) -> datetime:
    """Return the last minute of the standstill, in the zone of the call."""
    return datetime.combine(last_day(call, at), LAST_MINUTE, ZoneInfo(call.zone))


def _begin_standstill(row: AwardRound, at: datetime) -> None:
    until = standstill_end(row.call, at)
    LotAward.update(standstill_until=until).where(LotAward.round == row).execute()


def _tell(row: AwardRound, at: datetime) -> None:
    call = row.call
    facts = {"reference": call.reference, "title": call.title}
    partners = {each.partner_id for each, _ in progress(row).letters}
    mails = [
        {
            "to": person.email,
            "template": "letter",
            "language": person.language,
            "facts": facts,
        }
        for person in contacts(partners)
    ]
    outbox.put_mails(mails, at)
    if row.cause == "first":
        followers.notify(call, "award_notice", at)


def _give_notice(row: AwardRound, at: datetime) -> None:
    call = row.call
    if documents.of("award_notice", call.id, LANGUAGES[0]) is not None:
        documents.set_aside("award_notice", call.id)
    edition = f"-{row.number}" if row.number > 1 else ""
    number = f"{call.reference}-NOTICE{edition}"
    documents.request("award_notice", call.id, number, LANGUAGES, at)


def is_public(call: Call) -> bool:
    """Say whether the result of a call is public: once its letters have left."""
    left = (AwardRound.call == call) & AwardRound.letters_at.is_null(is_null=False)
    return AwardRound.select().where(left).exists()


def awards(call: Call) -> dict[UUID, LotAward]:
    """Return the last award of each lot, by the key of the lot."""
    query = (
        LotAward.select(LotAward, AwardRound, Proposal)
        .join(AwardRound)
        .switch(LotAward)
        .join(Proposal)
        .where(AwardRound.call == call)
        .order_by(AwardRound.number)
    )
    return {each.lot_id: each for each in query}
