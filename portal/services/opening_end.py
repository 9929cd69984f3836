"""What follows once every envelope is open: numbers, the state of the call, and who is told."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from portal.domain.actions import Role
from portal.domain.lifecycle import OPEN_PROPOSALS
from portal.domain.own_packages import REFUSED
from portal.domain.policy import VISITOR
from portal.models import OpeningRun, Proposal
from portal.models.sealing import Purpose
from portal.services import events, opening, outbox, proposals, staff
from portal.services.steps import advance


def conclude(run: OpeningRun, at: datetime) -> None:
    """Let a call go on with what was opened; inside the transaction that ends the run."""
    ENDS[run.purpose](run, at)
    _tell_damage(run, at)


def _open_call(run: OpeningRun, at: datetime) -> None:
    call = run.call
    advance(call, OPEN_PROPOSALS, opened_at=at)
    numbered = opening.number(call)
    facts = {"proposals": len(numbered), "damaged": len(run.damaged)}
    events.record(VISITOR, "call.opened", call, at, **facts)
    unread = {str(each["proposal"]) for each in run.damaged}
    opening.tell(call, [each for each in numbered if str(each.id) not in unread], at)


def _show_prices(run: OpeningRun, at: datetime) -> None:
    facts = {"prices": run.total, "damaged": len(run.damaged)}
    events.record(VISITOR, "call.prices_opened", run.call, at, **facts)


ENDS: Mapping[Purpose, Callable[[OpeningRun, datetime], None]] = {
    Purpose.OPENING: _open_call,
    Purpose.PRICES: _show_prices,
}


def damaged(run: OpeningRun) -> list[Proposal]:
    """Return the proposals whose envelope could not be opened, in the order of receipt."""
    keys = [UUID(str(each["proposal"])) for each in run.damaged]
    found = proposals.joined().where(Proposal.id.in_(keys))
    return list(found.order_by(Proposal.submitted_at, Proposal.receipt))


def _tell_damage(run: OpeningRun, at: datetime) -> None:
    officers = staff.holders(Role.PROCUREMENT_OFFICER)
    where = {str(each["proposal"]): str(each["where"]) for each in run.damaged}
    for proposal in damaged(run):
        facts = {
            "reference": proposals.lot_reference(proposal),
            "receipt": proposal.receipt,
            "partner": proposal.partner.name,
            "title": run.call.title,
            "slug": run.call.slug,
            "refused": _refused(where[str(proposal.id)]),
        }
        for person in (*opening.contacts([proposal.partner_id]), *officers):
            outbox.put_mail(person.email, "envelope_damaged", person.language, at, **facts)


def _refused(where: str) -> str:
    """Return the rule by which what a partner sealed itself was refused; empty if damaged."""
    return where if where.startswith(REFUSED) else ""
