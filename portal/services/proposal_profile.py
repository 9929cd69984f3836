"""The profile of the partner as a proposal shows it: as it stands, then as it was submitted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.domain.lifecycle import ProposalState
from portal.domain.policy import Actor
from portal.models import Lot, Partner, Proposal, ProposalPart
from portal.services import partners, profile_issue
from portal.services.partner_profile import SECTIONS, Section
from portal.services.prepared import PreparedWrite
from portal.services.prepared_writes import add

KEY = "profile"
LEFT_OUT = {"people": ("birth_year",), "references": ("email", "phone")}
"""What of a section is about a person and is not needed to judge a proposal."""


@dataclass(frozen=True)
class Profile:
    """What a proposal shows of its partner; ``taken_at`` is none while it still can change."""

    content: Mapping[str, Any]
    missing: Sequence[str]
    taken_at: datetime | None = None


@dataclass(frozen=True)
class OtherLot:
    """Another lot of the same call, with the partner's own proposal for it, if there is one."""

    lot: Lot
    proposal: Proposal | None


def snapshot(partner: Partner) -> dict[str, Any]:
    """Return what a proposal keeps of a profile: no bank account, no way to reach a person."""
    whole = profile_issue.snapshot(partner)
    sections = {
        code: {**each, "rows": [_without(row, LEFT_OUT.get(code, ())) for row in each["rows"]]}
        for code, each in whole["sections"].items()
    }
    papers = [_without(row, ("sha256",)) for row in whole["papers"]]
    return {"essentials": whole["essentials"], "sections": sections, "papers": papers}


def _without(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in row if name not in names}


def keep(
    proposal: Proposal, by: Actor, at: datetime, before: ProposalPart | None = None
) -> None:
    """Keep the profile as it stands with the proposal that is being submitted.

    ``before`` is what ``taken`` gave a moment ago: it is kept if it still says the same.
    """
    now = taken(proposal, by, at)
    _forgotten(proposal.id)
    add(before if before is not None and before.content == now.content else now)


def taken(proposal: Proposal, by: Actor, at: datetime) -> ProposalPart:
    """Return the profile as it stands as a part of a proposal, not in the database."""
    content = snapshot(partners.by_id(proposal.partner_id))
    told = {"content": content, "saved_at": at, "saved_by": by.person_id}
    return ProposalPart(proposal=proposal, key=KEY, **told)


_forgotten = PreparedWrite(
    lambda key: ProposalPart.delete().where(
        (ProposalPart.proposal == key) & (ProposalPart.key == KEY)
    )
)


def of(proposal: Proposal, kept: Iterable[ProposalPart]) -> Profile:
    """Return the profile that belongs to a proposal: kept at the submission, else of today."""
    row = next((each for each in kept if each.key == KEY), None)
    if row is not None and proposal.state is not ProposalState.DRAFT:
        return Profile(row.content, (), row.saved_at)
    partner = partners.by_id(proposal.partner_id)
    return Profile(snapshot(partner), partners.missing(partner))


def told(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kept profile as it is read: in the order of its forms, its days as days.

    A kept one has its names in the order of the alphabet, as JSON is kept.
    """
    sections = content["sections"]
    ordered = {
        code: _ordered(sections[code], known)
        for code, known in SECTIONS.items()
        if code in sections
    }
    plain: dict[str, Any] = _dated({**content, "sections": ordered})
    return plain


def _ordered(section: Mapping[str, Any], known: Section) -> dict[str, Any]:
    rows = [_named(row, known.row) for row in section["rows"]]
    return {"values": _named(section["values"], known.columns), "rows": rows}


def _named(given: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: given[name] for name in names if name in given}


def _dated(content: Any) -> Any:  # noqa: ANN401 - plain data
    if isinstance(content, Mapping):
        return {
            name: date.fromisoformat(value) if name.endswith("_on") and value else _dated(value)
            for name, value in content.items()
        }
    return [_dated(each) for each in content] if isinstance(content, list) else content


def other_lots(proposal: Proposal) -> list[OtherLot]:
    """Return the other lots of the call that stand, each with the partner's own proposal."""
    mine = (Proposal.call == proposal.call_id) & (Proposal.partner == proposal.partner_id)
    own = {each.lot_id: each for each in Proposal.select().where(mine)}
    standing = (Lot.call == proposal.call_id) & Lot.withdrawn_at.is_null()
    lots = Lot.select().where(standing & (Lot.id != proposal.lot_id)).order_by(Lot.number)
    return [OtherLot(lot, own.get(lot.id)) for lot in lots]
