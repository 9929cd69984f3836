"""From records to the inputs of an evaluation, codes in place of people; freezing them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from portal.config import divergence, low_price_limits
from portal.domain import evaluation_record as record
from portal.domain.evaluation import Card, Entry, Inputs, LotTerms, Terms, evaluate
from portal.domain.price_check import Figures
from portal.domain.scoring import Exact, Judged
from portal.models import Call, Criterion, FrozenEvaluation, Lot, Moderation, Proposal
from portal.services import opening_prices


class Given(NamedTuple):
    """One score with its reason, as it is read for a ranking."""

    scorecard_id: UUID
    criterion_id: UUID
    value: int | None
    reason: str


@dataclass(frozen=True)
class Sheet:
    """One locked scorecard: the seat, the name of the member, and the scores by criterion."""

    seat: UUID
    member: str
    scores: Mapping[UUID, Given]


@dataclass(frozen=True)
class Judgement:
    """What the committee has before it: all opened proposals, criteria and locked sheets.

    ``sheets`` and ``voided`` by the key of the proposal; voided ones no longer count.
    """

    call: Call
    lots: Sequence[Lot]
    proposals: Sequence[Proposal]
    criteria: Sequence[Criterion]
    sheets: Mapping[UUID, Sequence[Sheet]]
    voided: Mapping[UUID, Sequence[Sheet]]


def code_of(criterion: Criterion) -> str:
    """Return the code of a criterion: C1 for the first."""
    return f"C{criterion.position}"


def members(of: Judgement) -> dict[UUID, str]:
    """Return the codes of the members by their seats: M1 and so on, in no telling order."""
    sheets = [
        each for group in (of.sheets, of.voided) for own in group.values() for each in own
    ]
    seats = sorted({each.seat for each in sheets})
    return {seat: f"M{place}" for place, seat in enumerate(seats, 1)}


def inputs(of: Judgement) -> Inputs:
    """Return the inputs of a call's result: frozen with the recommendation, else of now."""
    kept = FrozenEvaluation.get_or_none(FrozenEvaluation.call == of.call)
    return record.read(kept.inputs)[0] if kept else _live(of)


def freeze(of: Judgement, at: datetime) -> str:
    """Keep the inputs that a recommendation rests on, and return their fingerprint."""
    found = _live(of)
    own = record.fingerprint(found)
    thaw(of.call)
    FrozenEvaluation.create(
        call=of.call,
        inputs=record.written(found, evaluate(found)),
        fingerprint=own,
        frozen_at=at,
    )
    return own


def thaw(call: Call) -> None:
    """Let the result of a call follow the records again."""
    FrozenEvaluation.delete().where(FrozenEvaluation.call == call).execute()


def _live(of: Judgement) -> Inputs:
    lots = tuple(LotTerms(each.number, each.ceiling) for each in of.lots)
    return Inputs(of.call.reference, _terms(of), lots, tuple(_entries(of)))


def _terms(of: Judgement) -> Terms:
    call = of.call
    return Terms(
        {code_of(each): Judged(each.weight, each.scale, each.least) for each in of.criteria},
        call.threshold,
        call.method,
        call.quality_weight,
        call.price_formula,
        not opening_prices.wait(call),
        call.lots_to_win,
        divergence(),
        low_price_limits(),
        call.price_rule,
    )


def _entries(of: Judgement) -> list[Entry]:
    standing = {lot.id: lot.number for lot in of.lots}
    proposals = [each for each in of.proposals if each.lot_id in standing]
    partners = {key: f"A{place}" for place, key in enumerate(_partners(proposals), 1)}
    figures = _figures(of.call, proposals)
    settled, codes = _settled(of), members(of)
    return [
        Entry(
            str(each.number),
            partners[each.partner_id],
            standing[each.lot_id],
            known.computed if (known := figures[each.id]) else None,
            each.id in of.sheets,
            _cards(of, of.sheets.get(each.id, ()), codes),
            settled.get(each.id, {}),
            _cards(of, of.voided.get(each.id, ()), codes),
            known.stated if known else None,
        )
        for each in proposals
    ]


def _partners(proposals: Sequence[Proposal]) -> list[UUID]:
    return list(dict.fromkeys(each.partner_id for each in proposals))


def _figures(call: Call, proposals: Sequence[Proposal]) -> Mapping[UUID, Figures | None]:
    if opening_prices.wait(call):
        return dict.fromkeys(each.id for each in proposals)
    return opening_prices.figures(call, proposals)


def _settled(of: Judgement) -> dict[UUID, dict[str, Exact | None]]:
    codes = {each.id: code_of(each) for each in of.criteria}
    found: dict[UUID, dict[str, Exact | None]] = {}
    keys = [each.id for each in of.proposals]
    rows = Moderation.select().where(Moderation.proposal.in_(keys))
    for each in rows.order_by(Moderation.proposal, Moderation.criterion):
        found.setdefault(each.proposal_id, {})[codes[each.criterion_id]] = each.value
    return found


def _cards(
    of: Judgement, sheets: Sequence[Sheet], codes: Mapping[UUID, str]
) -> dict[str, Card]:
    return {
        codes[sheet.seat]: {
            code_of(each): int(sheet.scores[each.id].value or 0) for each in of.criteria
        }
        for sheet in sheets
    }
