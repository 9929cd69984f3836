"""Sanctions: names of partners against the list, and what people decide on possible matches.

One rule for every reader: screening, verification and the daily comparison ask here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from portal.config import sanctions_likeness
from portal.db import atomic
from portal.domain.errors import NotFound, RulesBroken
from portal.domain.lifecycle import (
    CLEAR_MATCH,
    CONFIRM_MATCH,
    FIND_MATCH_AGAIN,
    LAPSE_MATCH,
    REOPEN_MATCH,
    RETURN_MATCH,
    SUSPECT_MATCH,
    MatchState,
)
from portal.domain.policy import VISITOR, Actor, require
from portal.domain.sanctions import Index, Listed, Match, broken_verdict, people
from portal.models import KeyPerson, Partner, PartnerName, SanctionsEntry, SanctionsMatch
from portal.services import events, flags
from portal.services.steps import advance, found, fresh

if TYPE_CHECKING:
    from peewee import ModelSelect

LONGEST_NAME = 300
UNDECIDED = frozenset({MatchState.OPEN, MatchState.SUSPECTED})
BATCH = 500


@dataclass(frozen=True)
class Judged:
    """A possible match with the row that people decide on, if it was stored before."""

    match: Match
    row: SanctionsMatch | None

    @property
    def same(self) -> bool | None:
        """What was decided: the same, another one, or None while somebody has to decide."""
        if self.row is None or self.row.state in UNDECIDED | {MatchState.LAPSED}:
            return None
        return self.row.state is MatchState.CONFIRMED


@dataclass(frozen=True)
class Comparison:
    """What was compared and what was found."""

    names: int
    entries: int
    judged: list[Judged]


@dataclass(frozen=True)
class List:
    """The list as it stands now, ready to compare with."""

    index: Index
    entries: dict[str, SanctionsEntry]


def present_list() -> List:
    """Return the entries that are on the list now, ready to compare with."""
    rows = list(SanctionsEntry.select().where(SanctionsEntry.removed_at.is_null()))
    listed = [Listed(each.reference, each.kind, tuple(each.names)) for each in rows]
    return List(Index(listed), {each.reference: each for each in rows})


def names_of(partner: Partner) -> list[str]:
    """Return every name of a partner that is compared: its own, and its key people's."""
    return next(_names([partner]))[1]


def _names(batch: list[Partner]) -> Iterator[tuple[Partner, list[str]]]:
    rows: dict[UUID, list[str]] = {}
    tables: tuple[Any, ...] = (PartnerName, KeyPerson)
    for table in tables:
        for each in table.select(table.partner, table.name).where(table.partner.in_(batch)):
            rows.setdefault(each.partner_id, []).append(each.name)
    for partner in batch:
        own = [partner.name, partner.acronym, *people(partner.key_people)]
        kept = (name.strip()[:LONGEST_NAME] for name in [*own, *rows.get(partner.id, [])])
        yield partner, list(dict.fromkeys(name for name in kept if name))


def compare(partner: Partner) -> Comparison:
    """Compare a partner and its key people with the list, with what was decided before."""
    now, names = present_list(), names_of(partner)
    known = _known(SanctionsMatch.partner == partner)
    judged = [
        Judged(match, known.get(_key(partner, match, now))) for match in _matches(names, now)
    ]
    return Comparison(len(names), len(now.entries), judged)


def _matches(names: Iterable[str], now: List) -> list[Match]:
    least = sanctions_likeness()
    return [match for name in names for match in now.index.find(name, least)]


def _key(partner: Partner, match: Match, now: List) -> tuple[object, ...]:
    entry = now.entries[match.reference]
    return partner.id, entry.id, match.name, entry.fingerprint


def _known(condition: object) -> dict[tuple[object, ...], SanctionsMatch]:
    rows = SanctionsMatch.select().where(condition)
    return {
        (each.partner_id, each.entry_id, each.name, each.fingerprint): each for each in rows
    }


def undecided(partner: Partner) -> int:
    """Count the possible matches of a partner that wait for somebody."""
    return sum(each.same is None for each in compare(partner).judged)


def scan(partner: Partner, at: datetime) -> None:
    """Store the possible matches of one partner and let go of those that are gone."""
    _scan_batch([partner], present_list(), at)


def scan_all(partners: list[Partner], at: datetime) -> None:
    """Store the possible matches of some partners and let go of those that are gone."""
    _scan_batch(partners, present_list(), at)


def rescan(at: datetime) -> int:
    """Compare every partner with the list as it stands; return how many were compared."""
    now, count = present_list(), 0
    for batch in _batches():
        _scan_batch(batch, now, at)
        count += len(batch)
    return count


def _batches() -> Iterator[list[Partner]]:
    query: ModelSelect[Partner] = Partner.select().order_by(Partner.id).limit(BATCH)
    batch = list(query)
    while batch:
        yield batch
        batch = list(query.where(Partner.id > batch[-1].id))


def _scan_batch(batch: list[Partner], now: List, at: datetime) -> None:
    known = _known(SanctionsMatch.partner.in_(batch))
    wanted = {
        _key(partner, match, now): (partner, match)
        for partner, names in _names(batch)
        for match in _matches(names, now)
    }
    gone = [row for key, row in known.items() if key not in wanted]
    with atomic():
        for key, (partner, match) in wanted.items():
            _find(partner, match, now, known.get(key), at)
        for row in gone:
            _lapse(row, at)


def _find(
    partner: Partner, match: Match, now: List, row: SanctionsMatch | None, at: datetime
) -> SanctionsMatch:
    if row is None:
        return _store(partner, match, now.entries[match.reference], at)
    if row.state is MatchState.LAPSED:
        advance(row, FIND_MATCH_AGAIN, found_at=at)
        events.record(VISITOR, "match.found", row, at)
    return row


def _store(
    partner: Partner, match: Match, entry: SanctionsEntry, at: datetime
) -> SanctionsMatch:
    row = {
        "partner": partner,
        "entry": entry,
        "name": match.name,
        "fingerprint": entry.fingerprint,
        "listed_name": match.listed_name[:LONGEST_NAME],
        "likeness": match.likeness,
        "found_at": at,
    }
    made = SanctionsMatch.insert(row).on_conflict_ignore().as_rowcount().execute()
    stored = SanctionsMatch.get(
        (SanctionsMatch.partner == partner)
        & (SanctionsMatch.entry == entry)
        & (SanctionsMatch.name == match.name)
        & (SanctionsMatch.fingerprint == entry.fingerprint)
    )
    if made == 1:
        events.record(VISITOR, "match.found", stored, at)
    return stored


def _lapse(row: SanctionsMatch, at: datetime) -> None:
    if row.state in UNDECIDED:
        advance(row, LAPSE_MATCH)
        events.record(VISITOR, "match.lapsed", row, at)


def ensure(partner: Partner, reference: str, name: str, at: datetime) -> SanctionsMatch:
    """Return the row of a possible match that is found now, or refuse with ``NotFound``."""
    now = present_list()
    for match in _matches(names_of(partner), now):
        if (match.reference, match.name) == (reference, name):
            row = _known(SanctionsMatch.partner == partner).get(_key(partner, match, now))
            return _find(partner, match, now, row, at)
    raise NotFound


def by_id(match_id: UUID) -> SanctionsMatch:
    """Find a possible match with its partner and entry, or refuse with ``NotFound``."""
    row: SanctionsMatch | None = _joined().where(SanctionsMatch.id == match_id).first()
    return found(row)


def _joined() -> "ModelSelect[SanctionsMatch]":
    query = SanctionsMatch.select(SanctionsMatch, Partner, SanctionsEntry).join(Partner)
    return query.switch(SanctionsMatch).join(SanctionsEntry)


def waiting(limit: int = 100) -> list[SanctionsMatch]:
    """Return the possible matches that wait for somebody, the oldest first."""
    query = _joined().where(SanctionsMatch.state.in_(list(UNDECIDED)))
    return list(query.order_by(SanctionsMatch.found_at, SanctionsMatch.id).limit(limit))


def stored_waiting(partner: Partner) -> int:
    """Count the stored possible matches of a partner that wait for somebody."""
    waits = SanctionsMatch.state.in_(list(UNDECIDED))
    return SanctionsMatch.select().where((SanctionsMatch.partner == partner) & waits).count()


def decided(limit: int = 50) -> list[SanctionsMatch]:
    """Return the matches that were decided last."""
    states = [MatchState.DIFFERENT, MatchState.CONFIRMED]
    query = _joined().where(SanctionsMatch.state.in_(states))
    return list(query.order_by(SanctionsMatch.judged_at.desc()).limit(limit))


def judge(row: SanctionsMatch, reason: str, by: Actor, at: datetime, *, same: bool) -> None:
    """Judge a possible match as the first person: another one, or the same to be confirmed."""
    step = SUSPECT_MATCH if same else CLEAR_MATCH
    require(by, step.action, row)
    _require_reason(reason)
    judged: dict[str, Any] = {
        "reason": reason.strip(),
        "judged_at": at,
        "judged_by": by.person_id,
    }
    with atomic():
        advance(row, step, **judged, second_reason="", confirmed_at=None, confirmed_by=None)
        events.record(by, "match.judged", row, at, same=same)


def confirm(row: SanctionsMatch, reason: str, by: Actor, at: datetime, *, same: bool) -> None:
    """Confirm a true match as the second person, which makes a red flag, or send it back."""
    step = CONFIRM_MATCH if same else RETURN_MATCH
    require(by, step.action, row)
    step.take(fresh(row).state)
    _require_reason(reason)
    second: dict[str, Any] = {
        "second_reason": reason.strip(),
        "confirmed_at": at,
        "confirmed_by": by.person_id,
    }
    with atomic():
        advance(row, step, **second)
        events.record(by, "match.confirmed" if same else "match.returned", row, at)
        if same:
            _flag(row, by, at)


def _flag(row: SanctionsMatch, by: Actor, at: datetime) -> None:
    first = row.judged_by_id
    if first is None:
        raise NotFound
    text = f"{row.name} = {row.listed_name} ({row.entry.reference})"
    flags.make_red(row.partner, text, (first, by), at)


def reopen(row: SanctionsMatch, reason: str, by: Actor, at: datetime) -> None:
    """Take a decision back, so that the match is judged again; the reason is kept."""
    require(by, REOPEN_MATCH.action, row)
    _require_reason(reason)
    with atomic():
        advance(row, REOPEN_MATCH, reason=reason.strip())
        events.record(by, "match.reopened", row, at)


def _require_reason(reason: str) -> None:
    if broken := broken_verdict(reason):
        raise RulesBroken(broken)
